"""The plan: what must run, what does not, why, and at what cost."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import furu
from bench.calls import sections
from furu.config.node import Node
from furu.errors import ConfigCycle, SpecRefused
from furu.planning.plan import build
from furu.runtime.look import look
from furu.store import fs
from furu.store.state import Found
from tests.contract.processes import start, wait_until
from tests.nodes import Leaf, Value, chain, diamond, pipeline
from tests.planning.steps import Declares, Other, Step, Waits, break_step


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "witness"
    monkeypatch.setenv("WITNESS", str(path))
    return path


def names(plan: furu.Plan) -> list[str]:
    """The classes of what is to be computed, in order."""
    return [type(task.node).__qualname__ for task in plan.todo]


def counted() -> tuple[Callable[[Node], Found], Counter[str]]:
    """A look that counts how often each artifact is looked at."""
    looks: Counter[str] = Counter()

    def find(node: Node) -> Found:
        found = look(node)
        looks[found.artifact.id] += 1
        return found

    return find, looks


def test_what_is_needed_stands_before_what_needs_it() -> None:
    plan = furu.plan(pipeline())
    assert names(plan) == ["Dataset", "Features", "Train"]
    assert [task.level for task in plan.todo] == [0, 1, 2]
    assert [len(task.needs) for task in plan.todo] == [0, 1, 1]


def test_nothing_below_a_success_is_looked_at() -> None:
    train = pipeline()
    train.features.get()
    find, looks = counted()
    plan = build([train], find)
    assert names_of(plan) == {"Train": "missing", "Features": "success"}
    assert set(looks.values()) == {1}
    assert plan.todo[0].level == 0


def names_of(plan: furu.Plan) -> dict[str, str]:
    """Every class in the plan, with its state."""
    return {type(task.node).__qualname__: str(task.state) for task in plan.tasks.values()}


def test_declared_dependencies_are_planned_like_fields() -> None:
    assert names(furu.plan(Declares(name="a"))) == ["Step", "Declares"]


def test_a_failed_artifact_is_computed_again_with_what_it_needs(witness: Path) -> None:
    break_step("top")
    top = Step(name="top", needs=(Step(name="below"),))
    with pytest.raises(ValueError, match="out of order"):
        top.get()
    assert names_of(furu.plan(Step(name="over", needs=(top,)))) == {"Step": "missing"}
    assert [str(task.state) for task in furu.plan(top).tasks.values()] == ["missing", "failed"]


def test_what_is_not_tried_again_does_not_ask_for_what_it_needs(witness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_step("top")
    top = Step(name="top", needs=(Step(name="below"),))
    with pytest.raises(ValueError, match="out of order"):
        top.get()
    monkeypatch.setenv("FURU_RETRY_FAILED", "0")
    assert [task.node for task in furu.plan(top).tasks.values()] == [top]
    assert len(furu.plan(top, expand="all").tasks) == 2
    assert "1 failed before, and FURU_RETRY_FAILED=0" in furu.plan(top).describe()


def test_what_another_process_computes_is_shown_and_not_looked_below(witness: Path, tmp_path: Path) -> None:
    held = Waits(release=str(tmp_path / "release"), needs=(Step(name="below"),))
    process = start(
        f"from tests.planning.steps import *; Waits(release={held.release!r}, needs=(Step(name='below'),)).get()"
    )
    wait_until(witness.exists, "the other process computes")
    plan = furu.plan([held, Step(name="mine")])
    assert names_of(plan) == {"Waits": "running", "Step": "missing"}
    assert names(plan) == ["Step"]
    assert "Waits: 1 running elsewhere, waited for" in plan.describe()
    whole = furu.plan(held, expand="all")
    assert names_of(whole) == {"Step": "missing", "Waits": "running"}
    Path(held.release).touch()
    process.communicate(timeout=120)
    assert names_of(furu.plan(held)) == {"Waits": "success"}


def test_what_a_scheduler_has_is_shown_as_queued() -> None:
    leaf = Leaf(value=3)
    artifact = look(leaf).artifact
    fs.make_directories(artifact.meta)
    fs.write(artifact.ticket, b"{}")
    plan = furu.plan([leaf])
    assert names_of(plan) == {"Leaf": "queued"}
    assert plan.todo == ()


def test_a_diamond_with_thousands_of_paths_is_looked_at_once_a_node() -> None:
    find, looks = counted()
    plan = build([diamond(13)], find)
    assert len(plan.tasks) == 14
    assert set(looks.values()) == {1}
    assert plan.tasks[plan.roots[0]].level == 13


def test_ten_thousand_nodes_take_no_recursion_and_one_look_each() -> None:
    find, looks = counted()
    began = time.perf_counter()
    plan = build([chain(10_000)], find)
    print(f"10,000 nodes planned in {time.perf_counter() - began:.2f} s")
    assert len(plan.todo) == 10_000
    assert set(looks.values()) == {1}


CALLS = """
import furu
from tests.nodes import Leaf, Pair
row = [Leaf(value=value) for value in range(50)]
rows = [Pair(left=one, right=other) for one, other in zip(row, row[1:] + row[:1])]
Leaf(value=0).get()
furu.plan(Leaf(value=1000))
mark("plan")
furu.plan(rows)
mark("")
"""


def test_a_plan_touches_each_artifact_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_RECORD_GIT", "ignore")
    calls = sections(CALLS, traced=False)["plan"]
    assert len(calls) == 100
    assert max(Counter(call.path for call in calls).values()) == 1


def test_a_cycle_is_refused_with_its_path() -> None:
    inside: list[object] = []
    node = Value(value=inside)
    inside.append(node)
    with pytest.raises(ConfigCycle, match=r"Value contains itself") as caught:
        furu.plan(node)
    assert "value[0]" in str(caught.value)


def test_roots_are_planned_once_each_in_their_order() -> None:
    one, other = Leaf(value=1), Leaf(value=2)
    plan = furu.plan([other, one, Leaf(value=2)])
    assert [plan.tasks[key].node for key in plan.roots] == [other, one]
    assert [task.root_priority for task in plan.todo] == [0, 1]


def test_a_shared_node_belongs_to_the_first_root_that_needs_it() -> None:
    shared = Leaf(value=1)
    plan = furu.plan([Step(name="a"), Step(name="b"), shared])
    assert plan.tasks[plan.roots[2]].root_priority == 2


def test_counts_are_by_class_and_state() -> None:
    Leaf(value=1).get()
    plan = furu.plan([Leaf(value=1), Leaf(value=2), Leaf(value=3), Other()])
    assert plan.counts() == {
        "tests.nodes.Leaf": {furu.State.SUCCESS: 1, furu.State.MISSING: 2},
        "tests.planning.steps.Other": {furu.State.MISSING: 1},
    }


def test_a_description_says_how_much_why_how_long_and_with_what(witness: Path) -> None:
    break_step("broken")
    with pytest.raises(ValueError, match="out of order"):
        Step(name="broken").get()
    Step(name="there").get()
    plan = furu.plan([Step(name="broken"), Step(name="new"), Step(name="there"), Other(cpus=4)])
    assert re.sub(r"\b\d+ms", "4ms", plan.describe()).splitlines() == [
        "4 asked for: 3 to compute, 1 there already",
        "  tests.planning.steps.Other: 1 to compute (1 never computed); cpus=4",
        "  tests.planning.steps.Step: 2 to compute (1 failed before, 1 never computed); 1 cpu; 4ms each before",
        "  about 4ms of computing, one after another, and 1 of classes that nothing is known of",
    ]
    assert furu.plan(Step(name="there")).describe() == "1 asked for: 0 to compute, 1 there already"
    assert "no earlier attempts" in furu.plan(Other()).describe()
    assert repr(plan) == "<furu.Plan: 4 asked for: 3 to compute, 1 there already>"


def test_a_rerun_is_planned_until_this_run_has_done_it(monkeypatch: pytest.MonkeyPatch) -> None:
    Leaf(value=1).get()
    monkeypatch.setenv("FURU_ALWAYS_RERUN", "tests.nodes.Leaf")
    assert furu.plan(Leaf(value=1)).todo == ()  # this process computed it
    start("from tests.nodes import Leaf; Leaf(value=2).get()").communicate(timeout=120)
    plan = furu.plan(Leaf(value=2))
    assert names(plan) == ["Leaf"]
    assert "1 asked for again" in plan.describe()


def test_what_is_no_config_object_is_refused() -> None:
    with pytest.raises(SpecRefused, match="7 is no config object"):
        furu.plan([7])  # type: ignore[list-item]
    with pytest.raises(SpecRefused, match="Leaf'> is no config object"):
        furu.plan(Leaf)  # type: ignore[arg-type]


@pytest.mark.parametrize("wrong", [{"cpus": 0}, {"gpus": -1}, {"mem_gb": 0.0}, {"time_min": -5.0}], ids=str)
def test_resources_that_make_no_sense_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(SpecRefused, match="less than nothing"):
        furu.Resources(**wrong)  # type: ignore[arg-type]


class Confused(furu.Furu[int]):
    def _resources(self) -> int:
        return 7


def test_resources_of_another_type_are_refused() -> None:
    with pytest.raises(SpecRefused, match=r"Confused._resources returned 7, which is no furu.Resources"):
        furu.plan(Confused()).describe()
