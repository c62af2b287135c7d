"""Classes that declare how their results are kept; every load is witnessed."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from typing import Any

import furu
from tests.contract.witnessed import testify


class Model:
    """A type that only its own codec knows."""

    def __init__(self, weights: list[float]) -> None:
        self.weights = weights


class Estimator:
    """A type that only pickle can keep."""

    def __init__(self, name: str) -> None:
        self.name = name


def save_model(value: Model, folder: furu.Folder, where: str) -> dict[str, Any]:
    path = folder.new(".txt")
    path.write_text("\n".join(map(repr, value.weights)))
    return {"file": path.name, "where": where}


def load_model(data: dict[str, Any], folder: furu.Folder) -> Model:
    testify(f"load {data['where']}")
    return Model([float(line) for line in folder.existing(data["file"]).read_text().splitlines()])


MODEL = furu.Codec(name="model", accepts=lambda cls: cls is Model, save=save_model, load=load_model)


class Trained(furu.Furu[dict[str, Any]], codec=MODEL):
    """A model, and numbers beside it."""

    def _create(self) -> dict[str, Any]:
        testify("create")
        return {"model": Model([1.0, 2.5]), "loss": 0.5, "all": [Model([])]}


class Further(Trained):
    """Inherits the codec."""

    depth: int = 1


class Pickled(furu.Furu[Any], codec=furu.Pickle):
    """Keeps what it returns as one pickle."""

    name: str = "a"

    def _create(self) -> Any:
        value: list[Any] = [Estimator(self.name), 1, iter([1, 2])]
        value.append(value)
        return value


class Declined(Pickled, codec=None):
    """Takes the inherited codec away."""


class Undeclared(furu.Furu[Any]):
    """Declares nothing."""

    name: str = "a"

    def _create(self) -> Any:
        return Estimator(self.name)


class Function(furu.Furu[Any], codec=furu.Pickle):
    """Returns what cannot be pickled."""

    def _create(self) -> Any:
        return {"a": lambda: 1}


PARTLY = dataclasses.replace(furu.Pickle, accepts=lambda cls: cls is Estimator)


class Partly(furu.Furu[Any], codec=PARTLY):
    """Pickles the estimator alone."""

    def _create(self) -> Any:
        return {"estimator": Estimator("b"), "loss": 0.25}


class Loads(furu.Furu[str]):
    """Has a _load of its own."""

    def _create(self) -> str:
        testify("create")
        (self.furu_dir / "text").write_text("x")
        return "made"

    def _load(self) -> str:
        testify("load")
        return (self.furu_dir / "text").read_text()


class Evil:
    """Does something when it is unpickled."""

    def __reduce__(self) -> tuple[Any, tuple[str, ...]]:
        return os.mkdir, ("unpickled",)


def returned_badly() -> Iterator[tuple[str, Any]]:
    """Codecs whose save returns what is no JSON."""
    yield "object", {"a": object()}
    yield "not a number", {"a": float("nan")}


BAD = {
    name: furu.Codec(
        name="bad", accepts=lambda cls: cls is Model, save=lambda *_, data=data: data, load=lambda *_: None
    )
    for name, data in returned_badly()
}
