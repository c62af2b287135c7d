"""Sample config classes that the tests share, and that other processes can import."""

from __future__ import annotations

import enum
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar, Literal

import furu


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


@dataclass(frozen=True)
class Point:
    x: float
    y: float = 0.0


@dataclass(frozen=True)
class Holder:
    """A dataclass that may hold config objects."""

    inside: Any = None
    more: dict[str, Any] = field(default_factory=dict)


@furu.chz.chz
class Optimizer:
    lr: float = 0.1
    inside: Any = None


class Value(furu.Furu[Any]):
    """Holds anything, and its result is what it holds."""

    value: Any = None

    def _create(self) -> Any:
        return self.value


class Leaf(furu.Furu[int]):
    value: int = 0

    def _create(self) -> int:
        return self.value


class Pair(furu.Furu[int]):
    """Two nodes below; a tower of these is a diamond."""

    left: Leaf | Pair
    right: Leaf | Pair

    def _create(self) -> int:
        return self.left.get() + self.right.get()


class Link(furu.Furu[int]):
    """One node below; many of these are a chain."""

    below: Link | None = None
    position: int = 0

    def _create(self) -> int:
        return self.position


class Dataset(furu.Furu[list[float]]):
    path: Path = Path("digits.csv")
    size: int = 3
    workers: int = furu.field(default=1, identity=False, doc="How many processes read the file.")

    def _create(self) -> list[float]:
        return [index / 2 for index in range(self.size)]


class Features(furu.Furu[dict[str, float]]):
    dataset: Dataset
    kind: Literal["pca", "raw"] = "pca"
    components: int = 2

    def _create(self) -> dict[str, float]:
        return {"sum": sum(self.dataset.get()), "components": float(self.components)}


class Train(furu.Furu[float]):
    features: Features
    lr: float = 1e-3
    layers: tuple[int, ...] = (8, 4)
    tags: frozenset[str] = frozenset()
    schedule: Mapping[str, float] = furu.field(default_factory=dict)
    dropout: float = furu.field(default=0.0, omit=0.0)
    colour: Colour = Colour.RED

    def _create(self) -> float:
        return self.features.get()["sum"] * self.lr


class Ensemble(furu.Furu[float]):
    """Names more nodes than its fields hold."""

    train: Train
    rates: tuple[float, ...] = (0.1, 0.2)
    _calls: ClassVar[list[str]] = []

    def _dependencies(self) -> Sequence[Train]:
        self._calls.append("_dependencies")
        return [Train(features=self.train.features, lr=rate) for rate in self.rates]

    def _create(self) -> float:
        return sum(train.get() for train in self._dependencies())


def pipeline(lr: float = 0.5, size: int = 3) -> Train:
    """A nested config: three nodes on top of each other."""
    return Train(features=Features(dataset=Dataset(size=size)), lr=lr)


def diamond(levels: int) -> Pair | Leaf:
    """A tower in which every level uses the one below twice."""
    top: Pair | Leaf = Leaf()
    for _ in range(levels):
        top = Pair(left=top, right=top)
    return top


def chain(length: int) -> Link:
    """Nodes in a row, each above the one before."""
    top = Link()
    for position in range(1, length):
        top = Link(below=top, position=position)
    return top
