"""What an attempt gets is recorded with it, from wherever inside it was asked for."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import furu
from furu.errors import ArtifactMissing
from tests.nodes import Leaf, pipeline
from tests.runtime.steps import Uses


def observed(node: furu.Furu[Any], number: int = 1) -> dict[str, str]:
    """The digests that an attempt used, with the path that leads to each."""
    record = json.loads((node.furu_dir / ".furu" / f"attempt-{number:04d}.json").read_text())
    assert {part["kind"] for part in record["observed"]} <= {"observed"}
    return {part["digest"]: part["path"] for part in record["observed"]}


def test_what_is_computed_inside_is_observed_with_its_path() -> None:
    leaves = tuple(Leaf(value=value) for value in range(3))
    node = Uses(nodes=leaves)
    assert node.get() == [0, 1, 2]
    assert observed(node) == {leaf.furu_hash: f"nodes[{index}]" for index, leaf in enumerate(leaves)}


def test_what_is_loaded_inside_is_observed_too() -> None:
    Leaf(value=1).get()
    for how in ("get", "load"):
        node = Uses(nodes=(Leaf(value=1),), how=how)
        node.get()
        assert observed(node) == {Leaf(value=1).furu_hash: "nodes[0]"}


def test_asking_whether_something_exists_uses_nothing() -> None:
    node = Uses(nodes=(Leaf(value=1),), how="exists")
    assert node.get() == [False]
    assert observed(node) == {}


def test_an_object_that_no_field_holds_is_observed() -> None:
    node = Uses(hidden=(Leaf(value=7), Leaf(value=7)))
    node.get()
    assert observed(node)[Leaf(value=7).furu_hash] in {"get()", "hidden[0]"}


def test_only_what_an_attempt_uses_itself_is_observed() -> None:
    train = pipeline()
    train.get()
    assert observed(train) == {train.features.furu_hash: "features"}
    assert observed(train.features) == {train.features.dataset.furu_hash: "dataset"}


def test_an_observation_carries_the_success_time_of_what_was_used() -> None:
    node = Uses(nodes=(Leaf(value=1),))
    node.get()
    used = json.loads((node.furu_dir / ".furu" / "attempt-0001.json").read_text())["observed"][0]
    success = json.loads((Leaf(value=1).furu_dir / ".furu" / "success").read_text())
    assert used["succeeded_at"] == success["succeeded_at"]


def test_what_a_failed_attempt_used_is_recorded() -> None:
    node = Uses(nodes=(Leaf(value=1), Leaf(value=2)), how="load")
    Leaf(value=1).get()
    with pytest.raises(ArtifactMissing):
        node.get()
    assert observed(node) == {Leaf(value=1).furu_hash: "nodes[0]"}


class InThread(furu.Furu[int]):
    """Gets its leaf in a thread of its own."""

    leaf: Leaf

    def _create(self) -> int:
        found: list[int] = []
        thread = threading.Thread(target=lambda: found.append(self.leaf.get()))
        thread.start()
        thread.join()
        return found[0]


class InPool(furu.Furu[int]):
    leaves: tuple[Leaf, ...]

    def _create(self) -> int:
        with ThreadPoolExecutor(2) as pool:
            return sum(pool.map(Leaf.get, self.leaves))


def test_what_threads_get_is_observed() -> None:
    InThread(leaf=Leaf(value=5)).get()
    assert observed(InThread(leaf=Leaf(value=5))) == {Leaf(value=5).furu_hash: "leaf"}
    leaves = tuple(Leaf(value=value) for value in range(8))
    assert InPool(leaves=leaves).get() == 28
    assert len(observed(InPool(leaves=leaves))) == 8


def test_outside_of_an_attempt_nothing_is_observed() -> None:
    Leaf(value=1).get()
    Leaf(value=1).get()
    assert observed(Leaf(value=1)) == {}


class Slow(furu.Furu[int]):
    """Takes until somebody else has asked for it as well, or gives up hope."""

    def _create(self) -> int:
        _started.set()
        assert _asked.wait(10)
        return 1


_started, _asked = threading.Event(), threading.Event()


def together(*calls: Callable[[], Any]) -> list[Any]:
    """What the calls return when each runs in a thread of its own."""
    with ThreadPoolExecutor(len(calls)) as pool:
        return [future.result(20) for future in [pool.submit(call) for call in calls]]


def test_threads_that_get_one_artifact_compute_it_once() -> None:
    def second() -> int:
        assert _started.wait(10)
        _asked.set()
        return Slow().get()

    assert together(Slow().get, second) == [1, 1]
    assert len(list((Slow().furu_dir / ".furu").glob("attempt-*"))) == 1
    assert observed(Slow()) == {}


def test_threads_of_two_pipelines_share_what_they_share() -> None:
    nodes = [Uses(nodes=tuple(Leaf(value=value) for value in range(20)), hidden=(), how="get")]
    others = [pipeline(lr=rate) for rate in (0.1, 0.2)]
    results = together(*(node.get for node in (*nodes, *nodes, *others)))
    assert results[0] == results[1] == list(range(20))
    for train in others:
        assert observed(train) == {train.features.furu_hash: "features"}
