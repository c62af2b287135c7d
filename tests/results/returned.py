"""Values that a result may be, and the node that returns one of them: for two processes to share."""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pydantic

import furu


class Colour(enum.Enum):
    RED = "red"


class Access(enum.Flag):
    READ = 1
    WRITE = 2


@dataclass(frozen=True)
class Metrics:
    """A result as people write it: numbers, an array, and another one inside."""

    accuracy: float
    weights: Any = None
    history: list[float] = field(default_factory=list)
    best: Metrics | None = None


class Report(pydantic.BaseModel):
    """A model with an array inside and a name that its input spells in another way."""

    model_config = pydantic.ConfigDict(arbitrary_types_allowed=True)

    title: str = pydantic.Field(alias="Title")
    scores: list[float] = []
    confusion: Any = None


VALUES: dict[str, Any] = {
    "nothing": None,
    "number": 3,
    "large number": 2**80,
    "float": 0.1,
    "infinity": float("-inf"),
    "text": "Grüße \U0001f600",
    "text that is no UTF-8": "\udcff",
    "bool": True,
    "list": [1, 2.0, "a", None],
    "tuple": (1, (2, 3)),
    "set": {1, 2},
    "frozenset": frozenset({"a"}),
    "dict": {"a": {"b": [1]}},
    "dict of numbers": {1: "a", (2, 3): "b"},
    "dict with a dollar": {"$": "npy", "file": "/etc/passwd"},
    "bytes": b"\x00\xff",
    "complex": 1 + 2j,
    "datetime": dt.datetime(2024, 2, 29, 12, tzinfo=dt.UTC),
    "timedelta": dt.timedelta(seconds=1.5),
    "uuid": uuid.UUID(int=3),
    "decimal": Decimal("1.50"),
    "enum": Colour.RED,
    "flag": Access.READ | Access.WRITE,
    "array": np.arange(6, dtype=np.float32).reshape(2, 3),
    "empty array": np.zeros((0, 3)),
    "array of one": np.array(3),
    "text array": np.array(["ab", "c"]),
    "structured array": np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")]),
    "numpy scalar": np.float32(0.5),
    "dataclass": Metrics(accuracy=0.9, weights=np.ones(3), history=[0.1], best=Metrics(accuracy=0.95)),
    "pydantic": Report(Title="a", scores=[1.0], confusion=np.eye(2)),
    "mixture": {"arrays": [np.zeros(2), (np.ones(1),)], "metrics": {"a": Metrics(accuracy=1.0)}, "n": [None]},
    "large list": list(range(50_000)),
    "large text": "x" * 100_000,
}


class Returns(furu.Furu[Any]):
    """Its result is the value of this name."""

    name: str

    def _create(self) -> Any:
        return VALUES[self.name]


class Writes(furu.Furu[dict[str, Any]]):
    """Writes files and returns their paths."""

    def _create(self) -> dict[str, Any]:
        (self.furu_dir / "model").mkdir()
        (self.furu_dir / "model" / "weights.bin").write_bytes(b"w")
        return {"absolute": self.furu_dir / "model" / "weights.bin", "relative": [Path("model")], "text": "model"}


class Loads(furu.Furu[str]):
    """Keeps its result in a way of its own."""

    text: str = "a"

    def _create(self) -> str:
        (self.furu_dir / "own.txt").write_text(self.text)
        return "made " + self.text

    def _load(self) -> str:
        return "loaded " + (self.furu_dir / "own.txt").read_text()
