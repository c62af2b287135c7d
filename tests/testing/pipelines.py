"""A small pipeline whose attempts are witnessed; parts of it are found in every way furu knows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import furu
from tests.contract.witnessed import testify


class Data(furu.Furu[list[int]]):
    size: int = 3

    def _create(self) -> list[int]:
        testify(f"Data {self.size}")
        return list(range(self.size))


class Other(furu.Furu[int]):
    """Depends on nothing."""

    def _create(self) -> int:
        testify("Other")
        return 100


class Total(furu.Furu[int]):
    data: Data
    others: tuple[Other, ...] = ()

    def _create(self) -> int:
        testify("Total")
        return sum(self.data.get()) + sum(other.get() for other in self.others)


class Report(furu.Furu[str]):
    total: Total
    parts: dict[str, Data] = furu.field(default_factory=dict)

    def _create(self) -> str:
        testify("Report")
        return f"total {self.total.get()}"


class Hidden(furu.Furu[int]):
    """Finds out at run time what it needs."""

    def _create(self) -> int:
        testify("Hidden")
        return sum(Data().get())


class Above(furu.Furu[int]):
    """Finds out at run time, one level higher."""

    def _create(self) -> int:
        return Hidden().get() + 1


class Declares(furu.Furu[int]):
    def _dependencies(self) -> Sequence[Data]:
        return [Data(size=1), Data(size=2)]

    def _create(self) -> int:
        return sum(len(data.get()) for data in self._dependencies())


class Model(furu.Furu[Any]):
    """Keeps its result in a way of its own, and checks it."""

    def _create(self) -> Any:
        testify("Model")
        (self.furu_dir / "weights").write_text("1")
        return object()

    def _load(self) -> Any:
        return float((self.furu_dir / "weights").read_text())

    def _validate(self) -> bool:
        return (self.furu_dir / "weights").exists()


class Uses(furu.Furu[str]):
    model: Model

    def _create(self) -> str:
        return f"with {self.model.get()!r}"
