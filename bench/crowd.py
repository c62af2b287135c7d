"""What the backends are given to run: config classes that compute nothing, and plain functions that do as little."""

from __future__ import annotations

import os

import furu


class Nothing(furu.Furu[int]):
    """Computes nothing; there can be many."""

    number: int
    rate: float = 0.5
    name: str = "bench"

    def _create(self) -> int:
        return self.number


class Step(furu.Furu[int]):
    """One of two on its level; both use both of the level below."""

    level: int
    side: int
    below: tuple[Step, ...] = ()

    def _create(self) -> int:
        return self.level


def wide(count: int) -> Step:
    """A diamond of so many nodes: one, all but two above it, and one above those."""
    bottom = Step(level=0, side=0)
    return Step(level=2, side=0, below=tuple(Step(level=1, side=side, below=(bottom,)) for side in range(count - 2)))


def deep(count: int) -> list[Step]:
    """Diamonds upon each other, of so many nodes, two on a level; the two above all others."""
    below: tuple[Step, ...] = ()
    for level in range(count // 2):
        below = tuple(Step(level=level, side=side, below=below) for side in range(2))
    return list(below)


def nothing(root: str, digest: str) -> str:
    """What a pool without records does with a task: it gets its name, and says it back."""
    del root
    return digest


def pid() -> int:
    """Which process this is; asked before the clock runs, so that workers are there."""
    return os.getpid()
