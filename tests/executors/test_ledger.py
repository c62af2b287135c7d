"""Where every task stands, against a model that works everything out anew at each step."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from furu.executors.ledger import NAMED_CAUSES, Ledger
from furu.planning.plan import Plan, build
from furu.store.layout import Artifact
from furu.store.records import State
from furu.store.state import Found
from tests.nodes import Value

_numbers: Iterator[int] = count()


def plan_of(below: dict[int, tuple[int, ...]], states: dict[int, State]) -> tuple[Plan, dict[int, str]]:
    """A plan over a graph in which nobody needs a larger number; nothing is on disk."""
    batch = next(_numbers)
    nodes: dict[int, Value] = {}
    for key in sorted(below):
        nodes[key] = Value(value=(batch, key, tuple(nodes[needed] for needed in below[key])))
    by_digest = {node.furu_hash: key for key, node in nodes.items()}

    def find(node: object) -> Found:
        assert isinstance(node, Value)
        state = states.get(by_digest[node.furu_hash], State.MISSING)
        artifact = Artifact("/nowhere", "tests.nodes.Value", node.furu_hash)
        return Found(artifact=artifact, state=state, usable=state is State.SUCCESS)

    plan = build(nodes.values(), find)
    return plan, {key: f"tests.nodes.Value@{node.furu_hash}" for key, node in nodes.items()}


def ledger_of(
    below: dict[int, tuple[int, ...]], *, ahead: bool = False, **states: State
) -> tuple[Ledger, dict[int, str]]:
    plan, ids = plan_of(below, {int(key.removeprefix("n")): state for key, state in states.items()})
    return Ledger(plan, plan.todo, ahead=ahead), ids


def ready(ledger: Ledger, ids: dict[int, str]) -> list[int]:
    """The numbers of the tasks that could be submitted now."""
    found = {task.id for task in ledger.ready(1000)}
    return [key for key, task in ids.items() if task in found]


def test_a_task_is_ready_when_all_that_it_needs_is_there() -> None:
    ledger, ids = ledger_of({0: (), 1: (), 2: (0, 1), 3: (2,)}, n0=State.SUCCESS)
    assert ready(ledger, ids) == [1]
    ledger.submitted([ids[1]])
    assert ready(ledger, ids) == []
    ledger.succeed(ids[1], computed=True)
    assert ready(ledger, ids) == [2]
    assert ledger.counts["reused"] == ledger.counts["done"] == 1


def test_ahead_of_time_a_task_is_ready_once_what_it_needs_was_submitted() -> None:
    ledger, ids = ledger_of({0: (), 1: (0,), 2: (1,)}, ahead=True)
    for key in (0, 1, 2):
        assert ready(ledger, ids) == [key]
        ledger.submitted([ids[key]])


def test_what_is_lost_ahead_of_time_takes_back_what_was_ready() -> None:
    ledger, ids = ledger_of({0: (), 1: (0,), 2: (1,)}, ahead=True)
    ledger.submitted([ids[0]])
    ledger.delay(ids[0])
    assert ready(ledger, ids) == []
    assert ledger.again(ids[0]) == []
    assert ready(ledger, ids) == [0]


def test_a_failure_skips_all_above_and_nothing_beside() -> None:
    ledger, ids = ledger_of({0: (), 1: (0,), 2: (1,), 3: ()})
    ledger.submitted([ids[0]])
    assert ledger.fail(ids[0]) == [ids[1], ids[2]]
    assert ledger.reasons() == {ids[1]: (ids[0],), ids[2]: (ids[0],)}
    assert ready(ledger, ids) == [3]


def test_a_skipped_task_names_all_that_failed_but_not_without_end() -> None:
    many = 30
    ledger, ids = ledger_of(dict.fromkeys(range(many), ()) | {many: tuple(range(many)), many + 1: (many,)})
    for key in range(many):
        ledger.submitted([ids[key]])
        ledger.fail(ids[key])
    assert ledger.reasons()[ids[many]] == tuple(ids[key] for key in range(NAMED_CAUSES))
    assert ledger.reasons()[ids[many + 1]] == ledger.reasons()[ids[many]]


def test_reasons_of_a_long_chain_are_found_in_one_pass() -> None:
    ledger, ids = ledger_of({key: (key - 1,) if key else () for key in range(3000)})
    ledger.submitted([ids[0]])
    assert len(ledger.fail(ids[0])) == 2999
    assert set(ledger.reasons().values()) == {(ids[0],)}


def test_a_task_that_is_tried_again_after_its_need_failed_is_skipped_with_all_above() -> None:
    ledger, ids = ledger_of({0: (), 1: (0,), 2: (1,)}, ahead=True)
    ledger.submitted([ids[0], ids[1]])
    ledger.fail(ids[0])
    assert ledger.standing[ids[1]] == "submitted"
    assert ledger.again(ids[1]) == [ids[1], ids[2]]
    assert ledger.left == 0


def test_what_somebody_else_gave_up_comes_last_with_what_it_needs() -> None:
    below: dict[int, tuple[int, ...]] = {0: (), 1: (0,), 2: (1,), 3: ()}
    blind, ids = plan_of(below, {1: State.RUNNING})
    blind.tasks.pop(ids[0])  # nobody asked for it, and nobody looked below what is running
    ledger = Ledger(Plan(blind.roots[1:], blind.tasks), [t for t in blind.todo if t.id != ids[0]], ahead=False)
    assert ready(ledger, ids) == [3]
    assert ledger.unexplored == {ids[1]}
    more = build([blind.tasks[ids[1]].node], _missing)
    assert ledger.explore(more, more.todo) == [ids[0]]
    assert ledger.again(ids[1]) == []
    assert [task.id for task in ledger.ready(9)] == [ids[3], ids[0]]
    ledger.submitted([ids[0]])
    ledger.succeed(ids[0], computed=True)
    assert ready(ledger, ids) == [1, 3]


def test_what_somebody_else_gave_up_is_skipped_when_what_it_needs_has_failed() -> None:
    below: dict[int, tuple[int, ...]] = {0: (), 1: (0,), 2: (1,)}
    plan, ids = plan_of(below, {1: State.RUNNING})
    ledger = Ledger(plan, plan.todo, ahead=False)
    ledger.submitted([ids[0]])
    ledger.fail(ids[0])
    more = build([plan.tasks[ids[1]].node], _missing)
    assert ledger.explore(more, more.todo) == []
    assert ledger.again(ids[1]) == [ids[1], ids[2]]
    assert ledger.left == 0


def _missing(node: object) -> Found:
    assert isinstance(node, Value)
    return Found(artifact=Artifact("/nowhere", "tests.nodes.Value", node.furu_hash), state=State.MISSING, usable=False)


class Model:
    """The same in the plainest way: standings, and rules that look at all of them."""

    def __init__(self, below: dict[int, tuple[int, ...]], states: dict[int, State], *, ahead: bool) -> None:
        self.below, self.ahead = below, ahead
        words = {State.SUCCESS: "reused", State.RUNNING: "elsewhere", State.QUEUED: "elsewhere"}
        self.standing = {key: words.get(states.get(key, State.MISSING), "waiting") for key in sorted(below)}

    def ready(self) -> list[int]:
        met = {"done", "reused"} | ({"submitted"} if self.ahead else set())
        return [
            key
            for key, standing in self.standing.items()
            if standing == "waiting" and all(self.standing[needed] in met for needed in self.below[key])
        ]

    def skip(self) -> None:
        for key in self.standing:  # ascending: what is needed comes first
            bad = any(self.standing[needed] in ("failed", "skipped", "cancelled") for needed in self.below[key])
            if bad and self.standing[key] in ("waiting", "delayed"):
                self.standing[key] = "skipped"


@st.composite
def graphs(draw: st.DrawFn) -> dict[int, tuple[int, ...]]:
    size = draw(st.integers(1, 9))
    return {
        key: tuple(sorted(draw(st.sets(st.integers(0, key - 1), max_size=3)))) if key else () for key in range(size)
    }


STATES = st.sampled_from([State.MISSING] * 6 + [State.SUCCESS, State.RUNNING, State.QUEUED, State.FAILED])


@settings(deadline=None, max_examples=300)
@given(below=graphs(), ahead=st.booleans(), data=st.data())
def test_any_run_goes_as_the_model_says_and_ends(
    *, below: dict[int, tuple[int, ...]], ahead: bool, data: st.DataObject
) -> None:
    states = {key: data.draw(STATES) for key in below}
    plan, ids = plan_of(below, states)
    ledger, model = Ledger(plan, plan.todo, ahead=ahead), Model(below, states, ahead=ahead)
    ends = 0
    for turn in count():
        assert turn < 500
        _same(ledger, model, ids)
        moves = [("submit", key) for key in model.ready()]
        moves += [(move, key) for key in _in(model, "submitted") for move in _ends(model, key)]
        moves += [(move, key) for key in _in(model, "elsewhere") for move in ("reuse", "again")]
        moves += [("again", key) for key in _in(model, "delayed")]
        if not moves:
            break
        move, key = data.draw(st.sampled_from(moves))
        ends += move in ("delay", "again")
        if ends > 10:  # nobody tries for ever
            move = "fail" if move in ("delay", "away") else move
        _play(ledger, model, ids, move, key)
    assert ledger.left == 0


def _in(model: Model, standing: str) -> list[int]:
    return [key for key, found in model.standing.items() if found == standing]


def _ends(model: Model, key: int) -> list[str]:
    """How a submitted task can end: it never succeeds before what it needs."""
    needs = {model.standing[needed] for needed in model.below[key]}
    if needs <= {"done", "reused"}:
        return ["done", "fail", "delay", "away"]
    return ["again"] if needs & {"failed", "skipped"} else ["again", "delay"]


def _play(ledger: Ledger, model: Model, ids: dict[int, str], move: str, key: int) -> None:
    name = ids[key]
    if move == "submit":
        ledger.submitted([name])
        model.standing[key] = "submitted"
    elif move in ("done", "reuse"):
        ledger.succeed(name, computed=move == "done")
        model.standing[key] = "done" if move == "done" else "reused"
    elif move == "fail":
        ledger.fail(name)
        model.standing[key] = "failed"
    elif move == "delay":
        ledger.delay(name)
        model.standing[key] = "delayed"
    elif move == "away":
        ledger.elsewhere(name)
        model.standing[key] = "elsewhere"
    else:
        if name in ledger.unexplored:
            more = build([ledger.tasks[name].node], _missing)
            below = [task for task in more.todo if task.id == name]
            ledger.explore(Plan((name,), {name: more.tasks[name]} if below else {}), below)
        ledger.again(name)
        model.standing[key] = "waiting"
    model.skip()


def _same(ledger: Ledger, model: Model, ids: dict[int, str]) -> None:
    found = {key: "waiting" if ledger.standing[task] == "ready" else ledger.standing[task] for key, task in ids.items()}
    assert found == model.standing
    assert ready(ledger, ids) == model.ready()
    assert sum(ledger.counts.values()) == len(ids)
    assert ledger.left == sum(
        standing not in ("done", "reused", "failed", "skipped", "cancelled") for standing in found.values()
    )


def test_only_so_many_ready_tasks_of_a_demand_are_offered() -> None:
    ledger, _ = ledger_of(dict.fromkeys(range(20), ()))
    assert len(ledger.ready(5)) == 5


@pytest.mark.parametrize("ahead", [False, True])
def test_cancelling_everything_leaves_nothing(*, ahead: bool) -> None:
    ledger, ids = ledger_of({0: (), 1: (0,), 2: (1,)}, ahead=ahead)
    ledger.submitted([ids[0]])
    for key in ids.values():
        ledger.cancel(key)
    assert ledger.left == 0
    assert ready(ledger, ids) == []
