"""What is measured of an artifact when its row is read: the size of its folder, and how deep its dependencies go."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from furu.config.tree import NodeRecord, references

MOST_FILES = 10_000
"""Files of one artifact that are counted; of one with more, the first are."""


@dataclass(frozen=True)
class Size:
    """How much an artifact's folder holds; ``more`` when there are files beyond those that were counted."""

    bytes: int
    files: int
    more: bool


def size_of(folder: str, listed: Mapping[str, Sequence[os.DirEntry[str]]] = MappingProxyType({})) -> Size:
    """The files in a folder and below, furu's own included; links count as themselves and are not followed.

    Args:
        folder: where to begin.
        listed: what is in folders that were listed before.
    """
    total = files = 0
    pending = [folder]
    while pending:
        path = pending.pop()
        for entry in listed.get(path) or _entries(path):
            try:
                if entry.is_dir(follow_symlinks=False):
                    pending.append(entry.path)
                    continue
                if files == MOST_FILES:
                    return Size(total, files, more=True)
                total += entry.stat(follow_symlinks=False).st_size
            except OSError:  # gone meanwhile
                continue
            files += 1
    return Size(total, files, more=False)


def _entries(path: str) -> Iterator[os.DirEntry[str]]:
    try:
        with os.scandir(path) as entries:
            yield from entries
    except OSError:  # what cannot be listed is not counted
        return


_MOST_DEPTHS = 100_000
_MOST_INLINE = 64
"""A record with so many nodes may not hold all."""
_depths: dict[str, int] = {}
"""The depths of nodes met before: a digest stands for all below it, so they never change."""


def depth_of(root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> int | None:
    """The longest chain of nodes below a node; None when the table does not hold all of them."""
    if len(_depths) > _MOST_DEPTHS:
        _depths.clear()
    found, whole = dict[str, int](), len(nodes) < _MOST_INLINE
    stack = [(root, lower := _lower(root), iter(lower))]
    entered = {root.digest}
    while stack:
        record, lower, rest = stack[-1]
        digest = next((digest for digest in rest if digest not in found), None)
        if digest is None:
            found[record.digest] = 1 + max((found[key] for key in lower), default=-1)
            stack.pop()
        elif digest not in nodes or digest in entered:  # missing, or a circle, which only a broken record has
            return None
        elif whole and digest in _depths:
            found[digest] = _depths[digest]
        else:
            entered.add(digest)
            stack.append((nodes[digest], lower := _lower(nodes[digest]), iter(lower)))
    depth = found.pop(root.digest)
    if whole:
        _depths.update(found)
    return depth


def _lower(record: NodeRecord) -> list[str]:
    found = [reference.digest for reference in record.declared]
    for value in record.fields.values():
        if type(value) in (dict, list):
            found += references(value)
    return found
