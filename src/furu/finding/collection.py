"""A collection in Python: experiments that people picked by hand, in the order that they gave them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from furu import settings
from furu.config.node import Node
from furu.errors import CollectionUnknown, NameTaken, RootMissing
from furu.finding.nodes import id_of, ids_of, node_at, place
from furu.store import collections
from furu.store.collections import CollectionRecord, Edit
from furu.store.slugs import slug_of

Items = Node | str | Iterable[Node | str]
"""A config object, an id, or several of them."""

REPR_MEMBERS = 10


class Collection:
    """A named, ordered set of experiments with a note, in the root; several people can change it at once.

    It is made by the first ``add`` or ``note``. A member whose artifact is gone stays one until it is removed.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        slug_of(name)

    @property
    def name(self) -> str:
        """What it is called."""
        record = self._record()
        return self._name if record is None else record.name

    @property
    def note(self) -> str:
        """What it is for; can be set."""
        record = self._record()
        return "" if record is None else record.note

    @note.setter
    def note(self, text: str) -> None:
        self._change(Edit(note=text))

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of its members, ``namespace@digest``, in order, those whose artifact is gone included."""
        record = self._record()
        return () if record is None else tuple(member.id for member in record.members)

    @property
    def missing(self) -> tuple[str, ...]:
        """The ids of its members whose artifact is gone."""
        roots = _roots()
        return tuple(key for key in self.ids if place(roots, key) is None)

    def add(self, items: Items) -> Collection:
        """Put experiments at its end; those that are in it stay where they are.

        Raises:
            LabelRefused: a text is no id.
        """
        self._change(Edit(add=tuple(_ids(items))))
        return self

    def remove(self, items: Items) -> Collection:
        """Take experiments out; those that are not in it are passed over.

        Raises:
            LabelRefused: a text is no id.
        """
        self._change(Edit(remove=tuple(_ids(items))))
        return self

    def move(self, item: Node | str, position: int) -> Collection:
        """Move a member to a position, the first being 0, and counted from the end when it is negative.

        Raises:
            LabelRefused: it is no member.
        """
        self._change(Edit(move=(id_of(item), position)))
        return self

    def __len__(self) -> int:
        return len(self.ids)

    def __contains__(self, item: Node | str) -> bool:
        return id_of(item) in self.ids

    def __iter__(self) -> Iterator[Any]:
        """The config objects, in order, each built when its turn comes.

        Raises:
            NodeUnavailable: one is gone, or cannot be made again; the error names it, and ``missing`` lists the gone.
        """
        roots = _roots()
        for key in self.ids:
            yield node_at(roots, key)

    def load(self) -> Iterator[Any]:
        """Their results, in order, each loaded when its turn comes.

        Raises:
            ArtifactMissing: one has no result.
            NodeUnavailable: one is gone, or cannot be made an object again.
        """
        for node in self:
            yield node.load()

    def delete(self) -> None:
        """Take the collection away; its experiments stay.

        Raises:
            CollectionUnknown: there is none of this name.
        """
        root = str(settings.root())
        collections.delete(root, collections.find(root, self._name))

    def __repr__(self) -> str:
        ids, roots = self.ids, _roots()
        lines = [f"collection {self.name!r}: {len(ids)} experiment{'s' * (len(ids) != 1)}"]
        for key in ids[:REPR_MEMBERS]:
            namespace, _, digest = key.partition("@")
            gone = "" if place(roots, key) else "  missing"
            lines.append(f"  {namespace.rpartition('.')[2]}@{digest[:8]}{gone}")
        return "\n".join(lines if len(ids) <= REPR_MEMBERS else [*lines, "  …"])

    def _record(self) -> CollectionRecord | None:
        root = str(settings.root())
        try:
            return collections.read(root, collections.find(root, self._name))
        except CollectionUnknown:
            return None

    def _change(self, edit: Edit) -> None:
        root = str(settings.root())
        try:
            slug = collections.find(root, self._name)
        except CollectionUnknown:
            try:
                slug = collections.create(root, self._name).slug
            except NameTaken as taken:  # somebody made it a moment ago
                slug = taken.slug
        collections.change(root, slug, edit)


def _ids(items: Items) -> Iterator[str]:
    return iter((id_of(items),)) if isinstance(items, Node | str) else ids_of(items)


def _roots() -> tuple[Path, ...]:
    """The roots that this process uses, its own first."""
    try:
        return (settings.root(), settings.version_controlled_root())
    except RootMissing:
        return (settings.root(),)
