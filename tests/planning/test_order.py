"""The order of a run: each rule, rules put together, and the same order in every process."""

from __future__ import annotations

import random

import pytest

import furu
from furu.planning.order import (
    Order,
    backlog,
    breadth,
    by,
    depth,
    estimated_time,
    priority,
    root_priority,
    user_rank,
)
from tests.contract.processes import finish, start
from tests.planning.steps import Declares, Other, Step

LEFT = Step(name="left", needs=(Step(name="l1"), Step(name="l2", needs=(Step(name="l3"),))))
RIGHT = Step(name="right", needs=(Step(name="r1"),))


def run_order(order: Order, *roots: furu.Furu[str]) -> list[str]:
    """The names of the tasks, in an order."""
    return [task.node.name for task in order(furu.plan(roots))]  # type: ignore[attr-defined]


def test_finish_first_serves_one_root_after_another_nearest_to_it_first() -> None:
    found = run_order(furu.finish_first, RIGHT, LEFT)
    assert found[:2] == ["right", "r1"]
    assert found[2:4] == ["left", "l2"]
    assert sorted(found[4:]) == ["l1", "l3"]


def test_widest_first_serves_whole_levels_across_roots() -> None:
    found = run_order(furu.widest_first, RIGHT, LEFT)
    assert found[0] == "r1"
    assert sorted(found[1:3]) == ["l1", "l3"]
    assert found[3:] == ["right", "l2", "left"]


def begun(order: Order, capacity: int) -> list[str]:
    """The roots in the order in which they are finished when so many tasks run at once."""
    roots = [Step(name=f"top{i}", needs=(Step(name=f"a{i}"), Step(name=f"b{i}"))) for i in range(3)]
    waiting = order(furu.plan(roots))
    done: set[str] = set()
    finished: list[str] = []
    while waiting:
        ready = [task for task in waiting if done.issuperset(task.needs)][:capacity]
        done.update(task.id for task in ready)
        finished += [task.node.name for task in ready]  # type: ignore[attr-defined]
        waiting = [task for task in waiting if task not in ready]
    return finished


def test_on_a_small_machine_a_begun_root_is_finished_before_the_next_begins() -> None:
    assert [name[:3] for name in begun(furu.finish_first, 1)].index("top") == 2
    assert [name[:3] for name in begun(furu.widest_first, 1)].index("top") == 6


def test_on_a_large_machine_all_that_is_ready_runs_at_once() -> None:
    assert sorted(begun(furu.finish_first, 6)[:6]) == sorted(begun(furu.widest_first, 6)[:6])


def test_root_priority_is_the_order_in_which_roots_were_given() -> None:
    assert run_order(by(root_priority, breadth), LEFT, RIGHT)[-2:] == ["r1", "right"]
    assert run_order(by(root_priority, breadth), RIGHT, LEFT)[:2] == ["r1", "right"]


def test_depth_and_breadth_are_opposites() -> None:
    assert run_order(by(depth), LEFT)[:2] == ["left", "l2"]
    assert run_order(by(breadth), LEFT)[2:] == ["l2", "left"]


def test_backlog_prefers_what_most_tasks_ask_for() -> None:
    roots = [Other(name="big"), Step(name="a"), Step(name="b")]
    assert run_order(by(backlog), *roots)[-1] == "big"
    more = [Other(name=f"big{i}") for i in range(3)]
    assert [name[:3] for name in run_order(by(backlog), *roots, *more)][:4] == ["big"] * 4


def test_estimated_time_puts_the_longest_first_and_the_unknown_last() -> None:
    long = by(estimated_time({"tests.planning.steps.Other": 60.0}))
    assert run_order(long, Step(name="a"), Other(name="long")) == ["long", "a"]


def test_a_rank_of_the_users_own_gets_the_config_object() -> None:
    assert run_order(by(user_rank(lambda node: node.name)), LEFT) == ["l1", "l2", "l3", "left"]


@pytest.mark.parametrize(
    ("table", "first"),
    [
        ({"tests.planning.steps.Other": 1}, "o"),
        ({"tests.planning.steps": 5, "tests.planning.steps.Other": -1}, "a"),
        ({"tests.planning": 1}, "o"),
        ({"tests.planning.steps.Oth": 9, "tests.planning.steps.Step": 1}, "a"),
    ],
)
def test_priority_goes_by_the_longest_name_that_matches(table: dict[str, float], first: str) -> None:
    assert run_order(by(priority(table)), Step(name="a"), Other(name="o"))[0] == first


def test_the_second_rule_decides_where_the_first_does_not() -> None:
    order = by(breadth, user_rank(lambda node: -ord(node.name[-1])))
    assert run_order(order, LEFT) == ["l3", "l1", "l2", "left"]


PRINT = """
import furu, sys
from tests.planning.steps import Declares, Other, Step
roots = [Step(name=f"top{i}", needs=(Step(name=f"a{i}"), Other(name=f"b{i % 2}"))) for i in range(9)]
roots += [Declares(name=f"a{i}") for i in range(3)]
for order in (furu.finish_first, furu.widest_first):
    print(*(task.id for task in order(furu.plan(roots))))
"""


def test_the_order_is_the_same_in_every_process() -> None:
    one, other = (finish(start(PRINT, PYTHONHASHSEED=seed)) for seed in ("1", "2"))
    assert one == other
    assert len(one.split()) == 2 * (9 + 9 + 2 + 3)


def test_the_last_word_has_the_class_and_the_digest_however_the_plan_was_made() -> None:
    roots = [*(Step(name=f"s{i}") for i in range(5)), *(Other(name=f"o{i}") for i in range(5)), Declares()]
    shuffled = random.Random(7).sample(roots, len(roots))
    assert run_order(by(), *roots) == run_order(by(), *shuffled)
