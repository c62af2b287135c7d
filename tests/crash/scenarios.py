"""What a process does when it meets a fault: creating, nesting, taking over, computing again, failing."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np

import furu


@dataclass(frozen=True)
class Kept:
    """A result in three parts: inline, a codec's file, a file of its own."""

    number: int
    array: np.ndarray
    table: Path


class Leaf(furu.Furu[Kept]):
    """Leaves all kinds of files."""

    value: int

    def _create(self) -> Kept:
        print("creating", self.value)
        (self.furu_dir / "table.txt").write_text(f"{self.value}\n" * 10)
        return Kept(number=self.value, array=np.arange(self.value), table=self.furu_dir / "table.txt")


class Branch(furu.Furu[int]):
    """Gets another artifact."""

    leaf: Leaf

    def _create(self) -> int:
        return self.leaf.get().number + 1


class Moody(furu.Furu[str]):
    """Fails, or dies, when the environment says so."""

    def _create(self) -> str:
        (self.furu_dir / "note.txt").write_text("written")
        mood = os.environ.get("MOOD", "")
        if mood == "die":
            os._exit(9)
        if mood == "fail":
            raise ValueError("in a mood")
        return "calm"


def whole(node: Leaf) -> None:
    """The artifact is all there, from memory or from disk."""
    for kept in (node.get(), node.load()):
        assert kept.number == node.value
        assert kept.array.tolist() == list(range(node.value))
        assert kept.table.read_text() == f"{node.value}\n" * 10


@dataclass(frozen=True)
class Scenario:
    """``prepare`` makes the root as it was before, ``act`` meets the fault, ``check`` must hold afterwards."""

    prepare: Callable[[], object]
    act: Callable[[], object]
    check: Callable[[], object]


def nothing() -> None:
    """An empty root."""
    Path(os.environ["FURU_PATH"]).mkdir(exist_ok=True)


def moody(mood: str, *, recompute: bool = False) -> str:
    """Get with a mood."""
    os.environ["MOOD"] = mood
    try:
        return Moody().get(recompute=recompute)
    finally:
        os.environ["MOOD"] = ""


def after_a_death() -> None:
    """A process died in the middle of an attempt."""
    nothing()
    pid = os.fork()
    if pid == 0:
        moody("die")
    os.waitpid(pid, 0)


def rerun_that_fails() -> None:
    """A forced rerun that fails, whatever else happens."""
    with suppress(ValueError):
        moody("fail", recompute=True)


def calm() -> None:
    """The artifact is all there."""
    assert moody("") == "calm"
    assert Moody().load() == "calm"
    assert (Moody().furu_dir / "note.txt").read_text() == "written"


def good_before() -> None:
    """A good result exists."""
    nothing()
    moody("")


def leaf_before() -> None:
    """A good result with files exists."""
    nothing()
    Leaf(value=3).get()


def branch_is_whole() -> None:
    """Both artifacts are all there."""
    assert Branch(leaf=Leaf(value=5)).get() == 6
    whole(Leaf(value=5))


SCENARIOS = {
    "create": Scenario(nothing, Leaf(value=7).get, lambda: whole(Leaf(value=7))),
    "nested": Scenario(nothing, Branch(leaf=Leaf(value=5)).get, branch_is_whole),
    "take over": Scenario(after_a_death, lambda: moody(""), calm),
    "rerun": Scenario(good_before, lambda: moody("", recompute=True), calm),
    "failing rerun": Scenario(good_before, rerun_that_fails, calm),
    "load": Scenario(leaf_before, Leaf(value=3).get, lambda: whole(Leaf(value=3))),
}
