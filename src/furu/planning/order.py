"""The order in which ready tasks are offered to a backend: rules, one after another, each named for what it ranks.

A rule gives every task of a plan a number or a text; smaller comes first. :func:`by` puts rules together, and the
class's name and the digest always decide last, so that the same plan has the same order everywhere.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from furu.planning.plan import Plan, Task

Rank = Callable[[Task], Any]
Rule = Callable[[Plan], Rank]
"""Made for one plan, a rule ranks its tasks; smaller comes first."""

Order = Callable[[Plan], list[Task]]
"""The tasks of a plan that are to be computed, the first to be offered first."""


def root_priority(_plan: Plan) -> Rank:
    """Serve the roots in the order in which they were given: what an earlier one needs comes first."""
    return lambda task: task.root_priority


def depth(_plan: Plan) -> Rank:
    """Prefer tasks near the roots: what was begun is finished before more is begun."""
    return lambda task: -task.level


def breadth(_plan: Plan) -> Rank:
    """Prefer tasks that need nothing: whole levels at a time, the lowest first."""
    return lambda task: task.level


def backlog(plan: Plan) -> Rank:
    """Prefer what most tasks of the plan ask for: the longest queue among equal demands first."""
    queues = Counter(task.demand for task in plan.todo)
    return lambda task: -queues[task.demand]


def estimated_time(seconds: Mapping[str, float]) -> Rule:
    """Prefer long tasks, by the seconds that earlier attempts of their class took, so that none is left for last.

    Args:
        seconds: by namespace; classes that are not named come after those that are.
    """
    return lambda _plan: lambda task: -seconds.get(task.artifact.namespace, 0.0)


def user_rank(rank: Callable[[Any], Any]) -> Rule:
    """Ask the caller's own function, which gets the config object; smaller comes first."""
    return lambda _plan: lambda task: rank(task.node)


def priority(table: Mapping[str, float]) -> Rule:
    """Prefer classes by a table of names: a class's namespace or any module above it, the longest match counting.

    Args:
        table: larger numbers come first; what is not named has 0.
    """

    def of(namespace: str) -> float:
        parts = namespace.split(".")
        names = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((table[name] for name in names if name in table), 0.0)

    return lambda _plan: lambda task: -of(task.artifact.namespace)


def by(*rules: Rule) -> Order:
    """The order in which the first rule decides, then the second, and last the class's name and the digest."""

    def order(plan: Plan) -> list[Task]:
        ranks = [rule(plan) for rule in rules]
        return sorted(
            plan.todo,
            key=lambda task: (*(rank(task) for rank in ranks), task.artifact.namespace, task.artifact.digest),
        )

    return order


def finish_first(plan: Plan) -> list[Task]:
    """Order tasks by their roots as given, and of one root what is nearest to it; the default.

    On a small machine a started root is finished before the next one begins; on a large one everything that is
    ready runs at once, whatever its place.
    """
    return by(root_priority, depth)(plan)


def widest_first(plan: Plan) -> list[Task]:
    """Order tasks by levels, across all roots: what needs nothing first, then what stands above it."""
    return by(breadth, root_priority)(plan)
