"""Collections: named, hand-picked, ordered sets of experiments; read by whoever asks, changed safely by several.

A member is an id, and stays one when its artifact is gone: what people picked by hand is theirs to drop.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import msgspec

from furu import clock
from furu.errors import CollectionUnknown, LabelRefused, NameTaken, UnreadableRecord
from furu.store import fs
from furu.store.amend import amend
from furu.store.codec import pack, unpack
from furu.store.explain import explained
from furu.store.labels import LONGEST_NOTES, checked_name
from furu.store.layout import collections_directory, is_digest, slug_file, slugs_among
from furu.store.owner import user
from furu.store.plain import contents
from furu.store.records import FORMAT
from furu.store.slugs import is_slug, slug_of

MOST_MEMBERS = 100_000
LONGEST_ID = 1_000
MOST_NAMED = 10
"""Collections that an error names at most."""


@dataclass(frozen=True, kw_only=True)
class MemberRecord:
    """One experiment of a collection: its id, ``namespace@digest``, and who picked it when."""

    id: str
    added_at: datetime
    added_by: str


@dataclass(frozen=True, kw_only=True)
class CollectionRecord:
    """``collections/<slug>.json``: a name, a note, and experiments in an order that people gave them."""

    format: int = FORMAT
    name: str
    note: str = ""
    members: tuple[MemberRecord, ...] = ()
    created_at: datetime
    created_by: str
    updated_at: datetime
    updated_by: str


@dataclass(frozen=True, kw_only=True)
class Collection:
    """A collection with the slug that its file and its address are called by."""

    slug: str
    record: CollectionRecord


@dataclass(frozen=True)
class Membership:
    """What a query needs of a collection: its slug, its name, and the ids in it."""

    slug: str
    name: str
    ids: frozenset[str]


def checked_id(text: str) -> str:
    """An id as it is kept.

    Raises:
        LabelRefused: it is not namespace@digest.
    """
    namespace, at, digest = text.rpartition("@")
    if not (at and namespace and namespace.isprintable() and is_digest(digest) and len(text) <= LONGEST_ID):
        raise LabelRefused(
            f"{text[:100]!r} is no id", where="an id", hint="an id is namespace@digest, with 32 hexadecimal digits"
        )
    return text


def slugs(root: str) -> list[str]:
    """The slugs of all collections, in order."""
    return [slug for slug in slugs_among(fs.names(collections_directory(root))) if is_slug(slug)]


def read(root: str, slug: str) -> CollectionRecord:
    """One collection.

    Raises:
        CollectionUnknown: there is none of this slug.
        UnreadableRecord: its file does not hold one.
    """
    path = _path(root, slug)
    data = contents(path)
    if data is None:
        raise _unknown(root, slug)
    return unpack(CollectionRecord, data, path)


def find(root: str, name: str) -> str:
    """The slug of the collection with this slug or name.

    Raises:
        CollectionUnknown: there is none.
    """
    wanted = slug_of(name)
    if fs.inode(_path(root, wanted)) is not None:
        return wanted
    named = next((item.slug for item in memberships(root) if _same(item.name, wanted)), None)
    if named is None:
        raise _unknown(root, name)
    return named


def create(root: str, name: str, *, note: str = "", ids: Iterable[str] = ()) -> Collection:
    """Make a collection that is not there yet.

    Raises:
        NameTaken: there is one with this name.
        LabelRefused: the name, the note or an id cannot be kept.
    """
    slug, now = slug_of(name), clock.now()
    record = CollectionRecord(
        name=checked_name(name),
        note=_checked_note(note),
        members=_members((), ids, now),
        created_at=now,
        created_by=user(),
        updated_at=now,
        updated_by=user(),
    )
    folder = collections_directory(root)
    with explained(folder):
        fs.make_directories(folder)
        made = fs.link_new(_path(root, slug), pack(record))
    if not made:
        raise NameTaken(f"there is a collection {slug!r} already", slug=slug, hint="add to it, or choose another name")
    return Collection(slug=slug, record=record)


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What is to be different in a collection; None leaves a part as it is.

    Attributes:
        name: what it is called; its slug stays, so that links and queries go on working.
        note: what it is for.
        add: ids to put at its end; those that are in it stay where they are.
        remove: ids to take out.
        order: all ids in their new order; those that are left out keep theirs, behind.
        move: an id and the position it shall have; what was there comes after it.
    """

    name: str | None = None
    note: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    order: tuple[str, ...] | None = None
    move: tuple[str, int] | None = None


def change(root: str, slug: str, edit: Edit) -> Collection:
    """Change a collection, and return it; what others do to it meanwhile stays.

    Raises:
        CollectionUnknown: there is none of this slug.
        LabelRefused: a part of the edit cannot be kept.
        UnreadableRecord: what is there cannot be read, and is left as it is.
    """
    path = _path(root, slug)
    found: list[CollectionRecord] = []

    def merged(data: bytes | None) -> bytes:
        if data is None:
            raise _unknown(root, slug)
        before = unpack(CollectionRecord, data, path)
        after = apply(before, edit)
        found[:] = [after]
        return data if after == before else pack(after)

    with explained(path):
        amend(path, merged)
    return Collection(slug=slug, record=found[0])


def apply(before: CollectionRecord, edit: Edit) -> CollectionRecord:
    """The collection after an edit.

    Raises:
        LabelRefused: a part of the edit cannot be kept.
    """
    now = clock.now()
    taken = frozenset(edit.remove)
    members = [member for member in _members(before.members, edit.add, now) if member.id not in taken]
    if edit.order is not None:
        places = {key: place for place, key in enumerate(edit.order)}
        members.sort(key=lambda member: places.get(member.id, len(places)))
    if edit.move is not None:
        key, position = edit.move
        moved = next((member for member in members if member.id == key), None)
        if moved is None:
            raise LabelRefused(f"{key} is not in the collection {before.name!r}", where="an id", hint="add it first")
        members.remove(moved)
        members.insert(position if position >= 0 else len(members) + 1 + position, moved)
    after = replace(
        before,
        name=before.name if edit.name is None else _renamed(edit.name),
        note=before.note if edit.note is None else _checked_note(edit.note),
        members=tuple(members),
    )
    return before if after == before else replace(after, updated_at=now, updated_by=user())


def delete(root: str, slug: str) -> None:
    """Take a collection away; its experiments stay.

    Raises:
        CollectionUnknown: there is none of this slug.
    """
    path = _path(root, slug)

    def gone(data: bytes | None) -> None:
        if data is None:
            raise _unknown(root, slug)

    with explained(path):
        amend(path, gone)


def memberships(root: str) -> list[Membership]:
    """What queries need of every collection that can be read."""
    found = []
    for slug in slugs(root):
        path = _path(root, slug)
        try:
            seen = os.stat(path)
            found.append(_membership(path, slug, seen.st_ino, seen.st_mtime_ns, seen.st_size))
        except (OSError, UnreadableRecord):
            continue
    return found


@dataclass(frozen=True)
class _Id:
    id: str


@dataclass(frozen=True)
class _Picked:
    name: str
    members: tuple[_Id, ...] = ()


@lru_cache(maxsize=64)
def _membership(path: str, slug: str, *_seen: int) -> Membership:
    """A file as it was when it was looked at; another version has another time or inode."""
    try:
        picked = msgspec.json.decode(contents(path) or b"", type=_Picked)
    except (msgspec.DecodeError, msgspec.ValidationError, ValueError) as error:
        raise UnreadableRecord(f"{path} does not hold a collection: {error}", path=path) from None
    return Membership(slug, picked.name, frozenset(member.id for member in picked.members))


def _members(before: tuple[MemberRecord, ...], ids: Iterable[str], now: datetime) -> tuple[MemberRecord, ...]:
    known = {member.id for member in before}
    added = tuple(
        MemberRecord(id=checked_id(key), added_at=now, added_by=user())
        for key in dict.fromkeys(ids)
        if key not in known
    )
    if len(before) + len(added) > MOST_MEMBERS:
        raise LabelRefused(
            f"a collection has at most {MOST_MEMBERS} experiments",
            where="ids",
            hint="a tag has no such limit, and can be given to all that a query finds",
        )
    return (*before, *added)


def _renamed(name: str) -> str:
    slug_of(name)
    return checked_name(name)


def _checked_note(note: str) -> str:
    if len(note) > LONGEST_NOTES:
        raise LabelRefused(f"a note has at most {LONGEST_NOTES} characters, and this has {len(note)}", where="note")
    return note


def _same(name: str, slug: str) -> bool:
    try:
        return slug_of(name) == slug
    except LabelRefused:
        return False


def _path(root: str, slug: str) -> str:
    if not is_slug(slug):
        raise _unknown(root, slug)
    return slug_file(collections_directory(root), slug)


def _unknown(root: str, name: str) -> CollectionUnknown:
    known = slugs(root)
    more = " and more" if len(known) > MOST_NAMED else ""
    there = f"there are {', '.join(known[:MOST_NAMED])}{more}" if known else "there are none yet"
    return CollectionUnknown(f"there is no collection {name[:100]!r}", hint=there)
