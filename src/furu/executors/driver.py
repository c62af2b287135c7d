"""The one loop for every backend: offer what is ready, hear what ended, and ask the store what really happened.

What a backend says of a task is a hint; the artifact's state is the verdict. Failures keep the rest going.
"""

from __future__ import annotations

import heapq
import logging
from dataclasses import dataclass, field
from typing import Protocol

from furu import clock
from furu.executors.backend import Backend, Ended, Executor, Session
from furu.executors.ledger import Ledger
from furu.executors.report import Failure, RunReport, Skip
from furu.planning.plan import ELSEWHERE, Find, Task
from furu.store.run_records import EventKind, EventRecord, RunOutcome

logger = logging.getLogger("furu")

OFFERED = 64
"""Ready tasks of each demand that a backend is offered at once."""

LONGEST_POLL = 0.5
FIRST_LOOK, LAST_LOOK = 0.05, 5.0
"""Seconds between two looks at an artifact that somebody else computes: at first, and at last."""

BACK_OFF, LONGEST_BACK_OFF = 1.0, 60.0
"""Seconds before a lost task is tried again: the first time, doubled each time, and at most."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What is tried again, and whether the driver stays.

    Attributes:
        retries: how often a task is tried again that raised an error.
        losses: how often one is tried again whose worker or job was lost.
        detach: leave once everything is with the backend.
    """

    retries: int = 0
    losses: int = 3
    detach: bool = False


class Watcher(Protocol):
    """Somebody who is shown how a run goes."""

    def begin(self, session: Session, ledger: Ledger) -> None:
        """The run begins."""

    def happened(self, kind: EventKind, task: Task, ended: Ended | None) -> None:
        """Something happened to a task."""

    def tick(self) -> None:
        """The loop went round once."""

    def finish(self, report: RunReport) -> None:
        """The run ended."""


@dataclass
class _Elsewhere:
    """An artifact that somebody else computes, and when it is looked at next."""

    at: float
    pause: float = FIRST_LOOK


@dataclass
class Driver:
    """One run from its first submission to its report.

    Attributes:
        stopping: set from outside (a signal, a request) to stop the run.
    """

    session: Session
    backend: Backend
    find: Find
    policy: Policy
    watcher: Watcher
    stopping: bool = False
    _elsewhere: dict[str, _Elsewhere] = field(default_factory=dict)
    _delayed: list[tuple[float, str]] = field(default_factory=list)
    _errors: dict[str, int] = field(default_factory=dict)
    _losses: dict[str, int] = field(default_factory=dict)
    _failures: dict[str, Failure] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.ledger = Ledger(self.session.plan, self.session.ranked, ahead=self.backend.ahead)
        self._began = clock.elapsed()

    def drive(self) -> RunReport:
        """Run until nothing is left, and say how it went."""
        self.watcher.begin(self.session, self.ledger)
        for key in self.ledger.where("elsewhere"):
            self._wait_for(key)
        executor = self.backend.open(self.session)
        try:
            while self._goes_on():
                self._step(executor)
        finally:
            executor.close()
        report = self._report()
        self.watcher.finish(report)
        return report

    def _goes_on(self) -> bool:
        if self.policy.detach and not self.stopping:
            return self.ledger.left > self.ledger.counts["submitted"]
        return self.ledger.left > 0

    def _step(self, executor: Executor) -> None:
        try:
            if self.stopping:
                self._stop(executor)
            else:
                self._offer(executor)
            for ended in executor.poll(self._patience()):
                self._judge(ended)
        except KeyboardInterrupt:
            self.stopping = True
        self._look_elsewhere()
        self._retry_delayed()
        self.watcher.tick()

    def _offer(self, executor: Executor) -> None:
        ready = self.ledger.ready(OFFERED if not self.backend.ahead else len(self.ledger.tasks))
        if not ready:
            return
        taken = executor.submit(ready)
        self.ledger.submitted(taken)
        for key in taken:
            self._tell("submitted", key)

    def _patience(self) -> float:
        """How long the backend may wait for something to end."""
        now = clock.elapsed()
        soonest = min((waited.at for waited in self._elsewhere.values()), default=now + LONGEST_POLL)
        if self._delayed:
            soonest = min(soonest, self._delayed[0][0])
        busy = self.backend.ahead is False and self.ledger.counts["ready"] and not self.ledger.counts["submitted"]
        return 0.0 if busy else max(0.0, min(LONGEST_POLL, soonest - now))

    def _judge(self, ended: Ended) -> None:
        """Ask the store what became of a task that the backend no longer has."""
        key = ended.task
        if self.ledger.standing[key] != "submitted":
            return
        found = self.find(self.ledger.tasks[key].node)
        if found.usable:
            self._succeed(key, ended, computed=ended.ending != "reused")
        elif found.state in ELSEWHERE:
            self.ledger.elsewhere(key)
            self._wait_for(key)
        elif self.stopping:
            self._cancel(key, ended)
        elif ended.ending == "failed":
            self._failed(key, ended)
        elif not self.ledger.needs_are_met(key):
            self._again(key)
        else:
            self._lost(key, ended)

    def _succeed(self, key: str, ended: Ended | None, *, computed: bool) -> None:
        self.ledger.succeed(key, computed=computed)
        self._tell("done" if computed else "reused", key, ended)

    def _failed(self, key: str, ended: Ended) -> None:
        count = self._errors[key] = self._errors.get(key, 0) + 1
        if count <= self.policy.retries:
            self._tell("retried", key, ended)
            self._put_off(key, count)
        else:
            self._give_up(key, ended)

    def _lost(self, key: str, ended: Ended) -> None:
        count = self._losses[key] = self._losses.get(key, 0) + 1
        if count <= self.policy.losses:
            self._tell("lost", key, ended)
            self._put_off(key, count)
        else:
            self._give_up(key, ended)

    def _again(self, key: str) -> None:
        for skipped in self.ledger.again(key):
            self._tell("skipped", skipped)

    def _put_off(self, key: str, count: int) -> None:
        self.ledger.delay(key)
        pause = min(BACK_OFF * 2 ** (count - 1), LONGEST_BACK_OFF)
        heapq.heappush(self._delayed, (clock.elapsed() + pause, key))

    def _give_up(self, key: str, ended: Ended) -> None:
        task = self.ledger.tasks[key]
        self._failures[key] = Failure(
            node=task.node,
            artifact=key,
            error=ended.error,
            traceback=ended.traceback,
            reason=ended.note or ended.ending,
        )
        skipped = self.ledger.fail(key)
        self._tell("failed", key, ended)
        for other in skipped:
            self._tell("skipped", other)

    def _cancel(self, key: str, ended: Ended | None = None) -> None:
        self.ledger.cancel(key)
        self._tell("cancelled", key, ended)

    def _stop(self, executor: Executor) -> None:
        """Begin nothing more, and end what runs."""
        for key in self.ledger.where("waiting", "ready", "delayed", "elsewhere"):
            self._cancel(key)
        self._elsewhere.clear()
        self._delayed.clear()
        executor.cancel(self.ledger.where("submitted"))

    def _wait_for(self, key: str) -> None:
        self._elsewhere[key] = _Elsewhere(clock.elapsed() + FIRST_LOOK)
        self._tell("waiting", key)

    def _look_elsewhere(self) -> None:
        """Look again at what somebody else computes; what they gave up is ours."""
        for key in [key for key, waited in self._elsewhere.items() if waited.at <= clock.elapsed()]:
            waited = self._elsewhere[key]
            found = self.find(self.ledger.tasks[key].node)
            if found.usable:
                del self._elsewhere[key]
                self._succeed(key, None, computed=False)
            elif found.state in ELSEWHERE:
                waited.pause = min(waited.pause * 1.5, LAST_LOOK)
                waited.at = clock.elapsed() + waited.pause
            else:
                del self._elsewhere[key]
                self._again(key)

    def _retry_delayed(self) -> None:
        while self._delayed and self._delayed[0][0] <= clock.elapsed():
            _, key = heapq.heappop(self._delayed)
            if self.ledger.standing[key] == "delayed":
                self._again(key)

    def _tell(self, kind: EventKind, key: str, ended: Ended | None = None) -> None:
        task = self.ledger.tasks[key]
        self.session.report(
            EventRecord(
                at=clock.now(),
                kind=kind,
                task=task.artifact.digest,
                seconds=None if ended is None else ended.seconds,
                message=(ended.note or None) if ended is not None else None,
            )
        )
        self.watcher.happened(kind, task, ended)

    def _report(self) -> RunReport:
        ledger = self.ledger
        return RunReport(
            id=self.session.place.id,
            outcome=self._outcome(),
            done=tuple(ledger.where("done")),
            reused=tuple(ledger.where("reused")),
            failed=tuple(self._failures.values()),
            skipped=tuple(
                Skip(node=ledger.tasks[key].node, artifact=key, because=ledger.failed_needs(key))
                for key in ledger.where("skipped")
            ),
            cancelled=tuple(ledger.where("cancelled")),
            seconds=clock.elapsed() - self._began,
        )

    def _outcome(self) -> RunOutcome:
        counts = self.ledger.counts
        if self.stopping and counts["cancelled"]:
            return "cancelled"
        if counts["submitted"]:
            return "detached"
        return "failed" if counts["failed"] or counts["skipped"] else "success"
