"""The config classes that are measured."""

from __future__ import annotations

from typing import Any

import furu


class Noop(furu.Furu[dict[str, float]]):
    """Three fields and a small result, without work."""

    number: int
    rate: float
    name: str

    def _create(self) -> dict[str, float]:
        return noop(self.number, self.rate, self.name)


def noop(number: int, rate: float, name: str) -> dict[str, float]:
    """Returns a small result."""
    return {"accuracy": rate, "steps": float(number), "length": float(len(name))}


class Floats(furu.Furu[int]):
    """Holds many numbers."""

    values: tuple[float, ...]


class Weights(furu.Furu[int]):
    """Holds an array."""

    values: Any


class Link(furu.Furu[int]):
    """One node below; many of these are a chain."""

    below: Link | None = None
    position: int = 0


class Pair(furu.Furu[int]):
    """Two nodes below; a tower of these is a diamond."""

    left: Pair | None = None
    right: Pair | None = None
