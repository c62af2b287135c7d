"""Saved views: a question with how its answer is shown, shared by all who see the root.

A view is saved as a whole. Whoever saves says which version they began with, and learns when it is another one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import blake2b
from typing import Literal

from furu import clock
from furu.errors import LabelRefused, NameTaken, ViewChanged, ViewUnknown
from furu.store import fs
from furu.store.amend import amend
from furu.store.codec import pack, unpack
from furu.store.explain import explained
from furu.store.labels import checked_name
from furu.store.layout import slug_file, slugs_among, views_directory
from furu.store.owner import user
from furu.store.plain import contents
from furu.store.records import FORMAT
from furu.store.slugs import is_slug, slug_of

LONGEST_QUERY = 10_000
LONGEST_FIELD = 1_000
MOST_COLUMNS = 500
MOST_VIEWS = 1_000

Density = Literal["compact", "normal", "comfortable"]
"""How high the rows of a table are."""


@dataclass(frozen=True, kw_only=True)
class ViewColumn:
    """One column of a table: the field, whether it stays in sight, and its width in pixels where somebody chose one."""

    field: str
    pinned: bool = False
    width: int | None = None


@dataclass(frozen=True, kw_only=True)
class ViewSettings:
    """What is asked and how it is shown.

    Attributes:
        query: the question, in the query language.
        sort: the field to sort by, with - for descending; several are separated by commas.
        columns: the columns in order; none means the usual ones.
        group: the field to group by, if any.
        facets: the fields whose values are counted at the side, in order.
        facets_shown: whether the panel with those counts is open.
        differences: whether only columns are shown in which the experiments differ.
        density: how high the rows are.
    """

    query: str = ""
    sort: str = "-created"
    columns: tuple[ViewColumn, ...] = ()
    group: str | None = None
    facets: tuple[str, ...] = ()
    facets_shown: bool = False
    differences: bool = False
    density: Density = "normal"


@dataclass(frozen=True, kw_only=True)
class ViewRecord:
    """``views/<slug>.json``: a name, what is asked and how it is shown, and who saved it when."""

    format: int = FORMAT
    name: str
    settings: ViewSettings
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, kw_only=True)
class View:
    """A saved view with its slug, and the version to name when it is saved again."""

    slug: str
    version: str
    record: ViewRecord


def slugs(root: str) -> list[str]:
    """The slugs of all saved views, in order."""
    return [slug for slug in slugs_among(fs.names(views_directory(root))) if is_slug(slug)]


def read(root: str, slug: str) -> View:
    """One saved view.

    Raises:
        ViewUnknown: there is none of this slug.
        UnreadableRecord: its file does not hold one.
    """
    path = _path(root, slug)
    data = contents(path)
    if data is None:
        raise _unknown(slug)
    return _view(slug, data, path)


def save(root: str, slug: str, name: str, settings: ViewSettings, *, expect: str | None) -> View:
    """Save a view under a slug; ``expect`` is the version that it replaces, None when it is new.

    Raises:
        NameTaken: it was thought new, and there is one.
        ViewChanged: it has another version, or is gone.
        LabelRefused: the name or a setting cannot be kept.
    """
    if not is_slug(slug):
        raise LabelRefused(f"{slug[:100]!r} cannot be a view's slug", where="slug", hint="small letters, digits and -")
    slug_of(name)
    checked_settings(settings)
    folder = views_directory(root)
    path = slug_file(folder, slug)
    found: list[View] = []

    def saved(data: bytes | None) -> bytes:
        before = _expected(slug, data, path, expect)
        if before is None and len(slugs(root)) >= MOST_VIEWS:
            raise LabelRefused(f"there are {MOST_VIEWS} saved views already", where="views", hint="delete some")
        written = pack(_next(None if before is None else before.record, checked_name(name), settings))
        found[:] = [_view(slug, written, path)]
        return written

    with explained(path):
        fs.make_directories(folder)
        amend(path, saved)
    return found[0]


def delete(root: str, slug: str, *, expect: str | None = None) -> None:
    """Take a view away; with ``expect``, only that version of it.

    Raises:
        ViewUnknown: there is none of this slug.
        ViewChanged: it has another version.
    """
    path = _path(root, slug)

    def gone(data: bytes | None) -> None:
        if data is None:
            raise _unknown(slug)
        if expect is not None:
            _expected(slug, data, path, expect)

    with explained(path):
        amend(path, gone)


def checked_settings(settings: ViewSettings) -> None:
    """Refuse settings that nobody has any use for.

    Raises:
        LabelRefused: one is too long, or there are too many columns.
    """
    if len(settings.query) > LONGEST_QUERY:
        raise LabelRefused(f"the query of a view has at most {LONGEST_QUERY} characters", where="query")
    if len(settings.columns) > MOST_COLUMNS or len(settings.facets) > MOST_COLUMNS:
        raise LabelRefused(f"a view has at most {MOST_COLUMNS} columns and facets", where="columns")
    fields = (settings.sort, settings.group or "", *settings.facets, *(column.field for column in settings.columns))
    if any(len(field) > LONGEST_FIELD for field in fields):
        raise LabelRefused(f"the name of a field has at most {LONGEST_FIELD} characters", where="columns")


def _next(before: ViewRecord | None, name: str, settings: ViewSettings) -> ViewRecord:
    now, who = clock.now(), user()
    if before is None:
        return ViewRecord(name=name, settings=settings, created_at=now, created_by=who, updated_at=now, updated_by=who)
    return replace(before, name=name, settings=settings, updated_at=now, updated_by=who)


def _expected(slug: str, data: bytes | None, path: str, expect: str | None) -> View | None:
    """What is there now, if it is what whoever saves thinks."""
    now = None if data is None else _version(data)
    if now == expect:
        return None if data is None else _view(slug, data, path)
    if expect is None:
        raise NameTaken(f"there is a view {slug!r} already", slug=slug, hint="open it, or choose another name")
    raise ViewChanged(
        f"the view {slug!r} has been {'deleted' if now is None else 'saved by somebody else'} meanwhile",
        version=now,
        hint="load it again, or save yours under another name",
    )


def _view(slug: str, data: bytes, path: str) -> View:
    return View(slug=slug, version=_version(data), record=unpack(ViewRecord, data, path))


def _version(data: bytes) -> str:
    return blake2b(data, digest_size=8).hexdigest()


def _path(root: str, slug: str) -> str:
    if not is_slug(slug):
        raise _unknown(slug)
    return slug_file(views_directory(root), slug)


def _unknown(slug: str) -> ViewUnknown:
    return ViewUnknown(f"there is no saved view {slug[:100]!r}", hint="it may have been deleted")
