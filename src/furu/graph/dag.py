"""One graph type for objects, rows and classes: who needs whom, without cycles."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Other = TypeVar("Other", bound=Hashable)


class Cycle(ValueError):
    """The graph has a cycle; ``path`` goes round it once and ends where it began."""

    def __init__(self, path: tuple[Hashable, ...]) -> None:
        super().__init__(" → ".join(map(str, path)))
        self.path = path


class Dag(Generic[Key]):
    """A directed graph in the order in which it was given.

    Args:
        below: for every key, the keys it needs directly; each of them must be a key itself.
    """

    def __init__(self, below: Mapping[Key, tuple[Key, ...]]) -> None:
        self.below = dict(below)

    def above(self) -> dict[Key, list[Key]]:
        """For every key, the keys that need it directly."""
        found: dict[Key, list[Key]] = {key: [] for key in self.below}
        for key, lower in self.below.items():
            for needed in lower:
                found[needed].append(key)
        return found

    def order(self) -> list[Key]:
        """All keys, what is needed before what needs it; otherwise as given.

        Raises:
            Cycle: there is no such order.
        """
        done: dict[Key, None] = {}
        for start in self.below:
            self._descend(start, done)
        return list(done)

    def _descend(self, start: Key, done: dict[Key, None]) -> None:
        """Depth first without recursion, so that a chain of any length works."""
        path: dict[Key, None] = {}
        stack: list[tuple[Key, bool]] = [(start, False)]
        while stack:
            key, left = stack.pop()
            if left:
                del path[key]
                done[key] = None
            elif key in path:
                round_trip = list(path)
                raise Cycle((*round_trip[round_trip.index(key) :], key))
            elif key not in done:
                path[key] = None
                stack.append((key, True))
                stack.extend((needed, False) for needed in reversed(self.below[key]) if needed not in done)

    def levels(self) -> dict[Key, int]:
        """For every key, the length of the longest chain below it; 0 needs nothing."""
        found: dict[Key, int] = {}
        for key in self.order():
            found[key] = 1 + max((found[needed] for needed in self.below[key]), default=-1)
        return found

    def everything_above(self, start: Key) -> set[Key]:
        """All keys that need a key, directly or through others."""
        above = self.above()
        found: set[Key] = set()
        stack = [start]
        while stack:
            for key in above[stack.pop()]:
                if key not in found:
                    found.add(key)
                    stack.append(key)
        return found

    def collapse(self, group: Callable[[Key], Other]) -> dict[tuple[Other, Other], int]:
        """The graph between groups of keys: each pair of groups with how many edges it stands for."""
        edges: dict[tuple[Other, Other], int] = {}
        for key, lower in self.below.items():
            for needed in lower:
                pair = group(key), group(needed)
                edges[pair] = edges.get(pair, 0) + 1
        return edges
