"""Collections as people see them: with the experiments that are in them, those that are gone included."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from furu.errors import UnreadableRecord
from furu.index import picked
from furu.index.index import Index
from furu.index.rows import Experiment
from furu.maintenance.selection import Selected, Trouble, chosen
from furu.store import collections
from furu.store.collections import Collection, Edit


@dataclass(frozen=True, kw_only=True)
class CollectionSummary:
    """A collection without its members; ``size`` counts them."""

    slug: str
    name: str
    note: str
    size: int
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, kw_only=True)
class CollectionList:
    """All collections by slug, and those whose files cannot be read."""

    items: tuple[CollectionSummary, ...]
    problems: tuple[Trouble, ...]


@dataclass(frozen=True, kw_only=True)
class Member:
    """One experiment of a collection; ``experiment`` is None where its artifact is gone."""

    id: str
    position: int
    added_at: datetime
    added_by: str
    experiment: Experiment | None


@dataclass(frozen=True, kw_only=True)
class CollectionPage:
    """A collection with one page of its members, in their order; ``missing`` counts those of the page that are gone."""

    collection: CollectionSummary
    members: tuple[Member, ...]
    offset: int
    limit: int
    missing: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Picked:
    """How many experiments were meant, how many of them came in or went out, and how many are in it now."""

    changed: int
    total: int
    size: int


def every(root: str) -> CollectionList:
    """All collections of a root."""
    items, problems = [], []
    for slug in collections.slugs(root):
        try:
            items.append(summary(Collection(slug=slug, record=collections.read(root, slug))))
        except UnreadableRecord as error:
            problems.append(Trouble(id=slug, detail=error.message, hint=error.hint))
    return CollectionList(items=tuple(items), problems=tuple(problems))


def summary(collection: Collection) -> CollectionSummary:
    """A collection without its members."""
    record = collection.record
    return CollectionSummary(
        slug=collection.slug,
        name=record.name,
        note=record.note,
        size=len(record.members),
        created_at=record.created_at,
        created_by=record.created_by,
        updated_at=record.updated_at,
        updated_by=record.updated_by,
    )


def page(index: Index, slug: str, *, offset: int = 0, limit: int = 100) -> CollectionPage:
    """One page of a collection's members, each with its row where there is one.

    Raises:
        CollectionUnknown: there is none of this slug.
    """
    record = collections.read(str(index.root), slug)
    shown = record.members[offset : offset + limit]
    rows = picked.rows(index, [member.id for member in shown])
    return CollectionPage(
        collection=summary(Collection(slug=slug, record=record)),
        members=tuple(
            Member(
                id=member.id,
                position=offset + place,
                added_at=member.added_at,
                added_by=member.added_by,
                experiment=rows.get(member.id),
            )
            for place, member in enumerate(shown)
        ),
        offset=offset,
        limit=limit,
        missing=sum(member.id not in rows for member in shown),
        version=index.progress().version,
    )


def create(index: Index, name: str, note: str, selected: Selected | None) -> CollectionSummary:
    """Make a collection, empty or of some experiments.

    Raises:
        NameTaken: there is one with this name.
        LabelRefused: the name or the note cannot be kept.
        SelectionChanged: the query finds another number than was expected.
    """
    ids = [] if selected is None else chosen(index, selected)
    return summary(collections.create(str(index.root), name, note=note, ids=ids))


def pick(index: Index, slug: str, selected: Selected, *, remove: bool) -> Picked:
    """Put some experiments into a collection, at its end, or take them out.

    Raises:
        CollectionUnknown: there is none of this slug.
        SelectionChanged: the query finds another number than was expected.
    """
    root = str(index.root)
    ids = tuple(chosen(index, selected))
    before = {member.id for member in collections.read(root, slug).members}
    edit = Edit(remove=ids) if remove else Edit(add=ids)
    after = {member.id for member in collections.change(root, slug, edit).record.members}
    return Picked(changed=sum((key in before) != (key in after) for key in ids), total=len(ids), size=len(after))
