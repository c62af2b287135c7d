"""What the events of a run come to: how each task stands, counted as they arrive.

The driver's word on how a task ended is final. What a worker says counts until then: it knows when a task began,
and it goes on when the driver has left. What it said of an earlier try is forgotten once the driver tries again.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from furu.store.records import State
from furu.store.run_records import EventKind, EventRecord, TaskRecord
from furu.store.run_rows import OPEN, Standing

RECENT = 100
"""Events of the driver, and as many of all workers together, that are kept."""

RATE_WINDOW_S = 300.0
"""Seconds over which the rate is counted."""

_BEFORE: Mapping[State, Standing] = {
    State.SUCCESS: "reused",
    State.RUNNING: "elsewhere",
    State.QUEUED: "elsewhere",
}
"""How a task stands before anything was said of it; the other states are to be computed."""

_SAID: Mapping[EventKind, Standing] = {
    "waiting": "elsewhere",
    "submitted": "submitted",
    "started": "running",
    "done": "done",
    "reused": "reused",
    "failed": "failed",
    "retried": "delayed",
    "lost": "delayed",
    "skipped": "skipped",
    "cancelled": "cancelled",
}
_AFRESH: frozenset[EventKind] = frozenset({"waiting", "retried", "lost"})
"""Words of the driver after which earlier words of workers no longer count."""


@dataclass(slots=True)
class Standings:
    """One task, and what was said of it."""

    record: TaskRecord
    standing: Standing
    said: Standing | None = None
    afresh_at: datetime | None = None
    seen: Standing | None = None
    seen_at: datetime | None = None
    worker: str | None = None
    timed: bool = False

    def now(self) -> Standing:
        """How it stands by what was said."""
        if self.said is not None and self.said not in OPEN:
            return self.said
        if (
            self.seen is not None
            and self.seen_at is not None
            and (self.afresh_at is None or self.seen_at >= self.afresh_at)
        ):
            return self.seen
        return self.said or _BEFORE.get(self.record.state, "waiting")


@dataclass(slots=True)
class AtWork:
    """What one worker has said: the task it is at, and how many have ended."""

    task: str | None = None
    since: datetime | None = None
    job: str | None = None
    done: int = 0
    failed: int = 0


@dataclass
class ClassSums:
    """The tasks of one class in numbers."""

    counts: Counter[Standing] = field(default_factory=Counter)
    taken: int = 0
    taken_s: float = 0.0
    estimated_s: float | None = None

    @property
    def took_s(self) -> float | None:
        """The mean seconds that one took in this run."""
        return self.taken_s / self.taken if self.taken else None


class Fold:
    """The tasks of a plan, and all that was said of them so far."""

    def __init__(self, tasks: Iterable[TaskRecord]) -> None:
        self.tasks: dict[str, Standings] = {}
        self.classes: dict[str, ClassSums] = {}
        self.workers: dict[str, AtWork] = {}
        self.running: dict[str, str | None] = {}
        self.failed: dict[str, EventRecord] = {}
        self._ended: deque[datetime] = deque(maxlen=100_000)
        self._said: dict[tuple[str, EventKind], EventRecord] = {}
        self._seen: dict[tuple[str, EventKind], EventRecord] = {}
        for record in tasks:
            task = self.tasks[record.digest] = Standings(record, "waiting")
            task.standing = task.now()
            sums = self.classes.setdefault(record.namespace, ClassSums())
            sums.counts[task.standing] += 1
            sums.estimated_s = sums.estimated_s if record.estimated_s is None else record.estimated_s

    def driver(self, event: EventRecord) -> None:
        """Take in what the driver says."""
        _keep(self._said, event)
        task, standing = self._of(event)
        if task is None or standing is None:
            return
        task.said = standing
        if event.kind in _AFRESH:
            task.afresh_at = event.at
        if standing == "failed":
            self.failed[task.record.digest] = event
        self._settle(task, event)

    def worker(self, name: str, event: EventRecord) -> None:
        """Take in what a worker says."""
        event = event if event.worker is not None else replace(event, worker=name)
        _keep(self._seen, event)
        at_work = self.workers.setdefault(name, AtWork())
        at_work.job = event.job or at_work.job
        task, standing = self._of(event)
        if task is None or standing is None:
            return
        if standing == "running":
            at_work.task, at_work.since = task.record.digest, event.at
        else:
            at_work.task = at_work.since = None
            at_work.done += standing in ("done", "reused")
            at_work.failed += standing == "failed"
        if task.seen_at is None or event.at >= task.seen_at:
            task.seen, task.seen_at, task.worker = standing, event.at, name
            if standing == "failed":
                self.failed.setdefault(task.record.digest, event)
            self._settle(task, event)

    def _of(self, event: EventRecord) -> tuple[Standings | None, Standing | None]:
        return (None if event.task is None else self.tasks.get(event.task)), _SAID.get(event.kind)

    def _settle(self, task: Standings, event: EventRecord) -> None:
        """Count a task anew when it stands otherwise than before."""
        digest, before, after = task.record.digest, task.standing, task.now()
        sums = self.classes[task.record.namespace]
        if after == "done" and event.seconds is not None and not task.timed:
            sums.taken, sums.taken_s, task.timed = sums.taken + 1, sums.taken_s + event.seconds, True
        if after == "running":
            self.running[digest] = task.worker
        elif before == "running":
            self.running.pop(digest, None)
        if after == before:
            return
        sums.counts[before] -= 1
        sums.counts[after] += 1
        task.standing = after
        if before in OPEN and after in ("done", "reused", "failed"):
            self._ended.append(event.at)
        if before == "failed" and after != "failed":
            self.failed.pop(digest, None)

    def recent(self) -> list[EventRecord]:
        """The latest events, the newest first; where driver and worker say the same, it is said once."""
        merged = dict(self._seen)
        for key, event in self._said.items():
            seen = merged.get(key)
            merged[key] = event if seen is None else _joined(event, seen)
        return sorted(merged.values(), key=lambda event: event.at, reverse=True)[:RECENT]

    def per_minute(self, started_at: datetime, now: datetime) -> float | None:
        """How many tasks ended a minute, lately; None when none did."""
        while self._ended and (now - self._ended[0]).total_seconds() > RATE_WINDOW_S:
            self._ended.popleft()
        window = min(RATE_WINDOW_S, max(1.0, (now - started_at).total_seconds()))
        return len(self._ended) * 60 / window if self._ended else None

    def left_s(self, now: datetime) -> float | None:
        """Seconds until the rest has ended, when as many run at once as now; None when nothing is known of it."""
        rest, known = 0.0, False
        for sums in self.classes.values():
            count = sum(sums.counts[standing] for standing in OPEN)
            each = sums.estimated_s if sums.took_s is None else sums.took_s
            if count and each is not None:
                rest, known = rest + count * each, True
        if not known:
            return None
        spent = sum(self._spent(self.tasks[digest], now) for digest in self.running)
        return max(0.0, rest - spent) / max(1, len(self.running))

    def _spent(self, task: Standings, now: datetime) -> float:
        """What a running task has taken off the estimate of its class; never more than that."""
        sums = self.classes[task.record.namespace]
        each = sums.estimated_s if sums.took_s is None else sums.took_s
        if each is None or task.seen_at is None:
            return 0.0
        return min(each, max(0.0, (now - task.seen_at).total_seconds()))


def _keep(events: dict[tuple[str, EventKind], EventRecord], event: EventRecord) -> None:
    key = event.task or event.at.isoformat(), event.kind
    events.pop(key, None)
    events[key] = event
    if len(events) > RECENT:
        del events[next(iter(events))]


def _joined(said: EventRecord, seen: EventRecord) -> EventRecord:
    """What driver and worker say of the same: the driver's word, and who did it."""
    return replace(
        said,
        worker=said.worker or seen.worker,
        job=said.job or seen.job,
        seconds=seen.seconds if said.seconds is None else said.seconds,
    )
