"""What is measured of an artifact when its row is read: the size of its folder, and how deep its dependencies go."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from furu.config.tree import NodeRecord, references

MOST_FILES = 10_000
"""Files of one artifact that are counted; of one with more, the first are."""


@dataclass(frozen=True)
class Size:
    """How much an artifact's folder holds; ``more`` when there are files beyond those that were counted."""

    bytes: int
    files: int
    more: bool


def size_of(folder: str) -> Size:
    """The files in a folder and below, furu's own included; links count as themselves and are not followed."""
    total = files = 0
    pending = [folder]
    while pending:
        try:
            with os.scandir(pending.pop()) as entries:
                for entry in entries:
                    if entry.is_dir(follow_symlinks=False):
                        pending.append(entry.path)
                        continue
                    if files == MOST_FILES:
                        return Size(total, files, more=True)
                    total += entry.stat(follow_symlinks=False).st_size
                    files += 1
        except OSError:  # what cannot be listed is not counted; what is gone meanwhile neither
            continue
    return Size(total, files, more=False)


def depth_of(root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> int | None:
    """The longest chain of nodes below a node; None when the table does not hold all of them."""
    if not nodes:
        return None if _lower(root) else 0
    depths: dict[str, int] = {}
    stack = [(root, iter(_lower(root)))]
    entered = {root.digest}
    while stack:
        record, rest = stack[-1]
        digest = next((digest for digest in rest if digest not in depths), None)
        if digest is None:
            depths[record.digest] = 1 + max((depths.get(lower, -1) for lower in _lower(record)), default=-1)
            stack.pop()
        elif digest not in nodes or digest in entered:  # missing, or a circle, which only a broken record has
            return None
        else:
            entered.add(digest)
            stack.append((nodes[digest], iter(_lower(nodes[digest]))))
    return depths[root.digest]


def _lower(record: NodeRecord) -> list[str]:
    return [*references(record.fields), *(reference.digest for reference in record.declared)]
