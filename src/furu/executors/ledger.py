"""Where every task of a run stands: what waits for what, what is ready, what ended and how."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from furu.planning.plan import Plan, Task

Standing = Literal[
    "waiting", "ready", "submitted", "elsewhere", "delayed", "done", "reused", "failed", "skipped", "cancelled"
]
"""``delayed`` is tried again in a while; the last five are final."""

GOOD: frozenset[Standing] = frozenset({"done", "reused"})
BAD: frozenset[Standing] = frozenset({"failed", "skipped", "cancelled"})


class Ledger:
    """The tasks of one run and how they stand.

    Args:
        plan: all tasks.
        ranked: those that are to be computed, the first first.
        ahead: whether a task may be submitted as soon as what it needs has been.
    """

    def __init__(self, plan: Plan, ranked: Sequence[Task], *, ahead: bool) -> None:
        self.tasks = plan.tasks
        self.ranked = ranked
        self.standing: dict[str, Standing] = {}
        self.counts: Counter[Standing] = Counter()
        self._ahead = ahead
        self._rank = {task.id: rank for rank, task in enumerate(ranked)}
        self._above = plan.dag.above()
        self._unmet: dict[str, int] = {}
        self._ready: dict[str, list[int]] = {}
        for task in plan.tasks.values():
            self._enter(task)

    def _enter(self, task: Task) -> None:
        self._unmet[task.id] = sum(not self._is_met(needed) for needed in task.needs)
        if task.is_done:
            self._set(task.id, "reused")
        elif task.is_elsewhere:
            self._set(task.id, "elsewhere")
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
        heads = sorted(rank for ranks in self._ready.values() for rank in ranks[:limit])
        return [self.ranked[rank] for rank in heads]

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

    def failed_needs(self, task: str) -> tuple[str, ...]:
        """What failed, of all that a task needs directly or through skipped ones."""
        found: dict[str, None] = {}
        seen = {task}
        stack = [task]
        while stack:
            for needed in self.tasks[stack.pop()].needs:
                if self.standing[needed] == "failed":
                    found[needed] = None
                elif self.standing[needed] == "skipped" and needed not in seen:
                    seen.add(needed)
                    stack.append(needed)
        return tuple(found)

    def _promote(self, task: str) -> None:
        """Make a waiting task ready when nothing keeps it."""
        if self._unmet[task] == 0 and self.standing[task] == "waiting":
            self._set(task, "ready")
            insort(self._ready.setdefault(str(self.tasks[task].resources), []), self._rank[task])

    def _move(self, task: str, standing: Standing) -> None:
        was_met = self._is_met(task)
        if self.standing[task] == "ready":
            ranks = self._ready[str(self.tasks[task].resources)]
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
