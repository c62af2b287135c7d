"""The plan: every artifact that some nodes need, what state each is in, and which of them must be computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from furu import settings
from furu.config.children import children
from furu.config.identity import artifact_id
from furu.config.node import Node
from furu.graph.dag import Dag
from furu.planning.describe import describe, headline
from furu.planning.estimate import seconds_by_class
from furu.planning.spec import Resources, resources_of
from furu.store.layout import Artifact
from furu.store.records import AttemptRecord, State
from furu.store.state import Found

Expand = Literal["needed", "all"]
"""How far a plan looks: below what must be computed, or also below what others compute and what is given up."""

Find = Callable[[Node], Found]
"""One look at a node's artifact."""

ELSEWHERE = frozenset({State.QUEUED, State.RUNNING})
"""States in which somebody else computes an artifact, or is about to."""


@dataclass(frozen=True, eq=False)
class Task:
    """One artifact in a plan.

    Attributes:
        node: the config object.
        artifact: its place.
        state: what it was when the plan was made.
        usable: whether its result counts.
        needs: the ids of the artifacts it waits for, in field order.
        attempt: its last attempt, unless it is a success.
        root_priority: the position of the first root that needs it; 0 is the first.
        level: the length of the longest chain of tasks below it; 0 can start at once.
    """

    node: Node = field(repr=False)
    artifact: Artifact
    state: State
    usable: bool
    needs: tuple[str, ...]
    attempt: AttemptRecord | None = field(repr=False)
    root_priority: int
    level: int

    @cached_property
    def id(self) -> str:
        """``namespace@digest``."""
        return self.artifact.id

    @cached_property
    def resources(self) -> Resources:
        """What computing it takes."""
        return resources_of(self.node)

    @cached_property
    def demand(self) -> str:
        """The same in words, which tasks that ask for the same share."""
        return str(self.resources)

    @property
    def is_done(self) -> bool:
        """Whether there is nothing to compute."""
        return self.usable

    @property
    def is_elsewhere(self) -> bool:
        """Whether somebody else has it."""
        return self.state in ELSEWHERE


class Plan:
    """What must run so that the roots exist. Made by :func:`furu.plan`.

    Attributes:
        roots: the ids of the nodes that were asked for, in their order, each once.
        tasks: every artifact that was looked at, by id; what is needed stands before what needs it.
    """

    def __init__(self, roots: tuple[str, ...], tasks: Mapping[str, Task]) -> None:
        self.roots = roots
        self.tasks = dict(tasks)

    def __repr__(self) -> str:
        return f"<furu.Plan: {headline(self)}>"

    @cached_property
    def todo(self) -> tuple[Task, ...]:
        """The tasks that are to be computed here; what is needed stands before what needs it."""
        return tuple(task for task in self.tasks.values() if not task.is_done and not task.is_elsewhere)

    @cached_property
    def dag(self) -> Dag[str]:
        """The tasks and what they need."""
        return Dag({key: task.needs for key, task in self.tasks.items()})

    def counts(self) -> dict[str, dict[State, int]]:
        """How many artifacts there are of each class and state; by namespace."""
        found: dict[str, Counter[State]] = {}
        for task in self.tasks.values():
            found.setdefault(task.artifact.namespace, Counter())[task.state] += 1
        return {namespace: dict(counter) for namespace, counter in sorted(found.items())}

    def describe(self) -> str:
        """The plan in words: how much of what, why, how long that took before, and what it asks for."""
        return describe(self, seconds_by_class(self.todo))


def build(nodes: Iterable[Node], find: Find, *, expand: Expand = "needed") -> Plan:
    """The plan for some nodes: one look at each artifact, however often it is shared.

    Raises:
        ConfigCycle: a node contains itself; the message has the path.
    """
    roots = {artifact_id(node): node for node in nodes}
    found: dict[str, tuple[Node, Found]] = {}
    below: dict[str, tuple[str, ...]] = {}
    priority: dict[str, int] = {}
    for position, (key, node) in enumerate(roots.items()):
        stack = [(key, node)]
        while stack:
            current, held = stack.pop()
            if current in found:
                continue
            look = find(held)
            found[current] = held, look
            priority[current] = position
            below[current] = ()
            if _is_expanded(look, expand):
                lower = {artifact_id(child.node): child.node for child in children(held)}
                below[current] = tuple(lower)
                stack.extend(reversed(lower.items()))
    return Plan(tuple(roots), _tasks(found, below, priority))


def _is_expanded(look: Found, expand: Expand) -> bool:
    return not look.usable and (expand == "all" or not (look.state in ELSEWHERE or is_refused(look.state)))


def is_refused(state: State) -> bool:
    """Whether an artifact in this state is not computed again, so that what it needs is not needed."""
    return state is State.FAILED and not settings.current().retry_failed


def _tasks(
    found: Mapping[str, tuple[Node, Found]], below: Mapping[str, tuple[str, ...]], priority: Mapping[str, int]
) -> dict[str, Task]:
    tasks: dict[str, Task] = {}
    for key in Dag(below).order():
        node, look = found[key]
        waiting = [tasks[needed].level + 1 for needed in below[key] if not tasks[needed].is_done]
        tasks[key] = Task(
            node=node,
            artifact=look.artifact,
            state=look.state,
            usable=look.usable,
            needs=below[key],
            attempt=look.attempt,
            root_priority=priority[key],
            level=max(waiting, default=0),
        )
    return tasks
