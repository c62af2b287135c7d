"""Config classes of a module without postponed annotations, and small variations of one class."""

from pathlib import Path
from typing import Any, ClassVar, Generic, TypeVar

import furu
from furu.config.fields import identity_fields

T = TypeVar("T")


class Eager(furu.Furu[int]):
    path: Path
    scale: float = 1
    inner: "Eager | None" = None
    shared: ClassVar[int] = 1
    _private: int = 3


class Before(furu.Furu[int]):
    lr: float


class After(furu.Furu[int]):
    lr: float
    dropout: float = furu.field(default=0.0, omit=0.0)

    def describe(self) -> str:
        return f"{self.lr} {self.dropout}"


class Derived(After):
    depth: int = 2


class SameFields(After):
    dropout: float = 0.25


class OmitsZero(furu.Furu[int]):
    rate: float = furu.field(default=0.5, omit=0)


class Box(furu.Furu[T], Generic[T]):
    content: T
    rest: list[T] = furu.field(default_factory=list)


class List(furu.Furu[int]):
    """Named like a builtin, in lower case."""


class Leaf(furu.Furu[int]):
    """Named like a class of another module."""


class FloatBox(Box[float]):
    pass


def identity(node: furu.Furu[Any]) -> list[tuple[str, Any]]:
    """The fields that enter the digest."""
    return identity_fields(node)
