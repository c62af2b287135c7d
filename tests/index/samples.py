"""Config classes and stores for the tests of the index and of the server."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import furu
from furu.store.layout import META, Artifact
from tests.contract.processes import wait_until
from tests.nodes import Leaf

HOUR_NS = 3600 * 10**9


class Fails(furu.Furu[int]):
    """Fails until a file exists."""

    mend: Path
    value: int = 0

    def _create(self) -> int:
        if not self.mend.exists():
            raise ValueError(f"no {self.value}")
        return self.value


@dataclass(frozen=True)
class Part:
    leaf: Leaf
    weight: float = 0.5


class Containers(furu.Furu[int]):
    """Holds nodes in every kind of container, declares one and uses one more."""

    alone: Leaf
    many: list[Leaf]
    pairs: tuple[tuple[Leaf, int], ...]
    by_name: Mapping[str, Leaf]
    by_number: Mapping[int, Leaf]
    part: Part

    def _dependencies(self) -> list[Leaf]:
        return [Leaf(value=70)]

    def _create(self) -> int:
        return Leaf(value=80).get() + self.alone.get()


class Named(furu.Furu[dict[str, Any]]):
    """Has a name, tags and a nested result."""

    label: str
    score: float = 0.0

    def _name(self) -> str:
        return self.label

    def _tags(self) -> tuple[str, ...]:
        return ("paper", self.label)

    def _create(self) -> dict[str, Any]:
        return {"score": {"best": self.score}, "rows": [1, 2, 3], "text": "x" * 300, "bad": float("nan")}


class Slow(furu.Furu[int]):
    """Runs until a file appears."""

    release: Path

    def _create(self) -> int:
        wait_until(self.release.exists, "the test released the attempt")
        return 1


HOLD = """
from pathlib import Path
from tests.index.samples import Slow
Slow(release=Path({release!r})).get()
"""


def meta(node: furu.Furu[Any]) -> Path:
    """The folder of the records of an artifact."""
    return node.furu_dir / META


def settle(root: Path) -> None:
    """Make every artifact look as if nobody had touched it for an hour."""
    for folder in root.glob(f"data/**/{META}"):
        settle_one(folder)


def settle_one(folder: Path) -> None:
    """Make one artifact look as if nobody had touched it for an hour."""
    at = folder.stat().st_mtime_ns - HOUR_NS
    os.utime(folder, ns=(at, at))


def artifact(root: Path, node: furu.Furu[Any]) -> Artifact:
    """The place of an artifact, as the store knows it."""
    return Artifact(str(root), furu_id(node).partition("@")[0], node.furu_hash)


def furu_id(node: furu.Furu[Any]) -> str:
    """The id of an artifact: namespace@digest."""
    cls = type(node)
    return f"{cls.__module__}.{cls.__qualname__}@{node.furu_hash}"


class Opened:
    """Counts the records of artifacts that this process opens, and the folders that it lists."""

    def __init__(self) -> None:
        self.paths: list[str] = []
        self.listed: list[str] = []
        self._counting = False

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        if self._counting and event == "open" and f"/{META}/" in str(arguments[0]):
            self.paths.append(str(arguments[0]))
        if self._counting and event in ("os.listdir", "os.scandir"):
            self.listed.append(str(arguments[0]))

    @contextmanager
    def counting(self) -> Iterator[list[str]]:
        """Collects the paths opened inside."""
        self.paths, self.listed = [], []
        self._counting = True
        try:
            yield self.paths
        finally:
            self._counting = False


opened = Opened()
"""An audit hook cannot be taken out again, so there is one for all tests of a process."""
