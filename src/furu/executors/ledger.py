"""Where every task of a run stands: what waits for what, what is ready, what ended and how."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from furu.graph.dag import Dag
from furu.planning.plan import Plan, Task

Standing = Literal[
    "waiting", "ready", "submitted", "elsewhere", "delayed", "done", "reused", "failed", "skipped", "cancelled"
]
"""``delayed`` is tried again in a while; the last five are final."""

GOOD: frozenset[Standing] = frozenset({"done", "reused"})
UNFINISHED: tuple[Standing, ...] = ("waiting", "ready", "submitted", "elsewhere", "delayed")
BAD: frozenset[Standing] = frozenset({"failed", "skipped", "cancelled"})

NAMED_CAUSES = 10
"""Failed tasks that a skipped one names at most."""


class Ledger:
    """The tasks of one run and how they stand.

    Args:
        plan: all tasks.
        ranked: those that are to be computed, the first first; what others give up comes behind them.
        ahead: whether a task may be submitted as soon as what it needs has been.
    """

    def __init__(self, plan: Plan, ranked: Sequence[Task], *, ahead: bool) -> None:
        self.tasks: dict[str, Task] = {}
        self._ranked: list[str] = []
        self.unexplored: set[str] = set()
        """What somebody else had when it was planned, so that nobody looked at what it needs."""
        self.standing: dict[str, Standing] = {}
        self.counts: Counter[Standing] = Counter()
        self._ahead = ahead
        self._rank: dict[str, int] = {}
        self._above: dict[str, list[str]] = {}
        self._unmet: dict[str, int] = {}
        self._ready: dict[str, list[int]] = {}
        self._take_in(plan, ranked)

    def explore(self, plan: Plan, ranked: Sequence[Task]) -> list[str]:
        """Take in what tasks need that somebody else gave up, behind all others; returns what is new here."""
        new = [key for key in plan.tasks if key not in self.tasks]
        self._take_in(plan, ranked)
        return new

    def _take_in(self, plan: Plan, ranked: Sequence[Task]) -> None:
        rest = [task for task in plan.tasks.values() if task.is_elsewhere]
        for task in (*ranked, *rest):
            if task.id not in self._rank:
                self._rank[task.id] = len(self._ranked)
                self._ranked.append(task.id)
        for task in plan.tasks.values():
            if task.id not in self.tasks:
                self._link(task)
                self._enter(task)
            elif task.id in self.unexplored and not task.is_elsewhere:
                self.unexplored.remove(task.id)
                self._link(task)

    def _link(self, task: Task) -> None:
        self.tasks[task.id] = task
        self._above.setdefault(task.id, [])
        for needed in task.needs:
            self._above[needed].append(task.id)
        self._unmet[task.id] = sum(not self._is_met(needed) for needed in task.needs)

    def _enter(self, task: Task) -> None:
        if task.is_done:
            self._set(task.id, "reused")
        elif task.is_elsewhere:
            self.unexplored.add(task.id)
            self._set(task.id, "elsewhere")
        elif any(self.standing[needed] in BAD for needed in task.needs):
            self._set(task.id, "skipped")
        else:
            self._set(task.id, "waiting")
            self._promote(task.id)

    def _is_met(self, task: str) -> bool:
        standing = self.standing[task]
        return standing in GOOD or (self._ahead and standing == "submitted")

    @property
    def left(self) -> int:
        """How many tasks have no final standing yet."""
        return len(self.tasks) - sum(self.counts[standing] for standing in (*GOOD, *BAD))

    def where(self, *standings: Standing) -> list[str]:
        """The ids of the tasks that stand so, in the order of the plan."""
        return [key for key, standing in self.standing.items() if standing in standings]

    def ready(self, limit: int) -> list[Task]:
        """The first ready tasks: of every demand at most this many, merged in the order of the run."""
        heads: list[int] = []
        for ranks in self._ready.values():
            heads += ranks[:limit]
        heads.sort()  # which is linear, for a few lists in order
        return [self.tasks[self._ranked[rank]] for rank in heads]

    def submitted(self, tasks: Iterable[str]) -> None:
        """These ready tasks are with the backend now."""
        for key in tasks:
            self._move(key, "submitted")

    def elsewhere(self, task: str) -> None:
        """Somebody else computes this one."""
        self._move(task, "elsewhere")

    def delay(self, task: str) -> None:
        """This one is tried again later."""
        self._move(task, "delayed")

    def again(self, task: str) -> list[str]:
        """This one is tried again, once what it needs is there; returns what is skipped when that never will be."""
        self._move(task, "waiting")
        if any(self.standing[needed] in BAD for needed in self.tasks[task].needs):
            self._move(task, "skipped")
            return [task, *self._skip_above(task)]
        self._promote(task)
        return []

    def succeed(self, task: str, *, computed: bool) -> None:
        """Its artifact is there."""
        self._move(task, "done" if computed else "reused")

    def fail(self, task: str) -> list[str]:
        """It failed for good; returns what is skipped because of it, nearest first."""
        self._move(task, "failed")
        return self._skip_above(task)

    def _skip_above(self, task: str) -> list[str]:
        skipped: list[str] = []
        stack = [task]
        for current in stack:
            for key in self._above[current]:
                if self.standing[key] in ("waiting", "ready", "delayed"):
                    self._move(key, "skipped")
                    skipped.append(key)
                    stack.append(key)
        return skipped

    def cancel(self, task: str) -> None:
        """It is not computed any more."""
        self._move(task, "cancelled")

    def needs_are_met(self, task: str) -> bool:
        """Whether everything that a task needs is there."""
        return all(self.standing[needed] in GOOD for needed in self.tasks[task].needs)

    def reasons(self) -> dict[str, tuple[str, ...]]:
        """For every skipped task, what failed of all that it needs: the nearest first, and not more than a few."""
        skipped = self.where("skipped")
        dag = Dag({key: tuple(self._needs(key, "skipped")) for key in skipped})
        found: dict[str, tuple[str, ...]] = {}
        for key in dag.order():
            causes = dict.fromkeys(self._needs(key, "failed"))
            for lower in dag.below[key]:
                causes.update(dict.fromkeys(found[lower]))
            found[key] = tuple(causes)[:NAMED_CAUSES]
        return {key: found[key] for key in skipped}

    def _needs(self, task: str, standing: Standing) -> list[str]:
        return [needed for needed in self.tasks[task].needs if self.standing[needed] == standing]

    def _promote(self, task: str) -> None:
        """Make a waiting task ready when nothing keeps it."""
        if self._unmet[task] == 0 and self.standing[task] == "waiting":
            self._set(task, "ready")
            insort(self._ready.setdefault(self.tasks[task].demand, []), self._rank[task])

    def _move(self, task: str, standing: Standing) -> None:
        was_met = self._is_met(task)
        if self.standing[task] == "ready":
            ranks = self._ready[self.tasks[task].demand]
            del ranks[bisect_left(ranks, self._rank[task])]
        self._set(task, standing)
        change = self._is_met(task) - was_met
        for key in self._above[task] if change else ():
            self._unmet[key] -= change
            self._follow(key)

    def _follow(self, task: str) -> None:
        """Adjust what depends on a task that has become met, or is not any more."""
        if self.standing[task] == "ready" and self._unmet[task]:
            self._move(task, "waiting")
        else:
            self._promote(task)

    def _set(self, task: str, standing: Standing) -> None:
        before = self.standing.get(task)
        if before is not None:
            self.counts[before] -= 1
        self.standing[task] = standing
        self.counts[standing] += 1
