"""The one loop for every backend: offer what is ready, hear what ended, and ask the store what really happened.

What a backend says of a task is a hint; the artifact's state is the verdict. Failures keep the rest going.
"""

from __future__ import annotations

import heapq
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from furu import clock
from furu.executors.abandoned import Asking
from furu.executors.backend import Backend, Ended, Executor, Session
from furu.executors.ledger import UNFINISHED, Ledger
from furu.executors.report import Failure, RunReport, Skip
from furu.planning.plan import ELSEWHERE, Find, Plan, Task
from furu.store.records import State
from furu.store.run_records import EventKind, EventRecord, RunOutcome
from furu.store.state import Found

OFFERED = 64
"""Ready tasks of each demand that a backend is offered at once."""

logger = logging.getLogger("furu")

LOOKS = 256
"""Artifacts of somebody else's that are looked at before the backend is heard again."""

LONGEST_POLL = 0.5
FIRST_LOOK, LAST_LOOK = 0.05, 5.0
"""Seconds between two looks at an artifact that somebody else computes: at first, and at last."""

LONGEST_BACK_OFF = 60.0
"""Seconds before something is tried again, at most."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """What is tried again, and whether the driver stays.

    Attributes:
        retries: how often a task is tried again that raised an error.
        losses: how often one is tried again whose worker or job was lost.
        detach: leave once everything is with the backend.
        back_off: seconds before the first time; doubled each time, up to a minute.
    """

    retries: int = 0
    losses: int = 3
    detach: bool = False
    back_off: float = 1.0


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
    """An artifact that somebody else computes, when it is looked at next, and how our own task of it ended before."""

    at: float
    pause: float = FIRST_LOOK
    found: Found | None = None
    ended: Ended | None = None


def _unseen(key: str, error: Exception) -> Ended:
    """The end of a task whose artifact cannot be looked at."""
    return Ended(task=key, ending="failed", error=error, note=f"{type(error).__qualname__}: {error}")


@dataclass
class Driver:
    """One run from its first submission to its report.

    Attributes:
        explore: plans what tasks need that somebody else gave up, and writes down that the run has grown.
        stopping: set from outside (a signal, a request) to stop the run.
    """

    session: Session
    backend: Backend
    find: Find
    explore: Callable[[Sequence[Task]], tuple[Plan, Sequence[Task]]]
    policy: Policy
    watcher: Watcher
    stopping: bool = False
    _asking: Asking = field(default_factory=Asking)
    _stopped: set[str] = field(default_factory=set)
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
        executor = self.backend.open(self.session)
        try:
            self.watcher.begin(self.session, self.ledger)
            for key in self.ledger.where("elsewhere"):
                self._wait_for(key)
            while self._goes_on():
                self._step(executor)
        finally:
            self._close(executor)
            report = self.report()
            self.watcher.finish(report)
        return report

    def _close(self, executor: Executor) -> None:
        try:
            executor.close()
        except Exception:
            logger.exception("run %s is over, but %s could not let go", self.session.place.id, self.backend.name)

    def _goes_on(self) -> bool:
        if self.policy.detach and not self.stopping:
            return self.ledger.left > self.ledger.counts["submitted"]
        return self.ledger.left > 0

    def _step(self, executor: Executor) -> None:
        if self.stopping:
            self._stop(executor)
        else:
            self._offer(executor)
        for ended in executor.poll(self._patience()):
            self._judge(ended)
        self._look_elsewhere()
        self._retry_delayed()
        self.watcher.tick()

    def _offer(self, executor: Executor) -> None:
        while ready := self.ledger.ready(OFFERED if not self.backend.ahead else len(self.ledger.tasks)):
            taken = executor.submit(ready)
            self.ledger.submitted(taken)
            for key in taken:
                self._tell("submitted", key)
            if not (taken and self.backend.ahead):
                return

    def _patience(self) -> float:
        """How long the backend may wait for something to end."""
        if self.stopping and not self.ledger.counts["submitted"]:
            return 0.0
        now = clock.elapsed()
        soonest = min((waited.at for waited in self._elsewhere.values()), default=now + LONGEST_POLL)
        if self._delayed:
            soonest = min(soonest, self._delayed[0][0])
        return max(0.0, min(LONGEST_POLL, soonest - now))

    def _judge(self, ended: Ended) -> None:
        """Ask the store what became of a task that the backend no longer has."""
        key = ended.task
        if self.ledger.standing[key] != "submitted":
            return
        found = self._found(key)
        if found is None:
            return
        answered = ended.ending in ("done", "reused")
        # A result that another run has computed again since is not this run's, and as good.
        if found.usable or (answered and found.state is State.SUCCESS):
            self._succeed(key, ended, computed=ended.ending != "reused")
        elif found.state in ELSEWHERE:
            self.ledger.elsewhere(key)
            self._wait_for(key, ended)
        else:
            self._unsuccessful(key, ended, found)

    def _unsuccessful(self, key: str, ended: Ended, found: Found) -> None:
        """What was ours ended without a result: by an error, because it was stopped, or for no reason of its own."""
        failure = self._recorded(key, found)
        if ended.ending == "failed" and not (self.stopping and ended.error is None):
            self._failed(key, ended if ended.traceback or failure is None else failure)
        elif failure is not None:
            self._failed(key, failure)
        elif self.stopping:
            self._cancel(key, ended)
        elif not self.ledger.needs_are_met(key):
            self._again(key)
        elif ended.ending == "cancelled":
            self._give_up(key, ended)
        else:
            self._lost(key, ended)

    def _recorded(self, key: str, found: Found) -> Ended | None:
        """The failure that an attempt of this run wrote down, whatever the backend heard of it."""
        attempt = found.attempt
        if found.state is not State.FAILED or attempt is None or attempt.run != self.session.place.id:
            return None
        note = "failed" if attempt.error is None else f"{attempt.error.type}: {attempt.error.message}"
        trace = "" if attempt.error is None else attempt.error.traceback
        return Ended(task=key, ending="failed", note=note, traceback=trace, seconds=attempt.duration_s)

    def _found(self, key: str) -> Found | None:
        """One look at a task's artifact; None when it cannot be looked at, which is the task's failure."""
        try:
            return self.find(self.ledger.tasks[key].node)
        except Exception as error:  # noqa: BLE001  # a record that cannot be read, or what a _validate raises
            self._give_up(key, _unseen(key, error))
            return None

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
        pause = min(self.policy.back_off * 2 ** (count - 1), LONGEST_BACK_OFF)
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
        running = [key for key in self.ledger.where("submitted") if key not in self._stopped]
        if running:
            self._stopped.update(running)
            executor.cancel(running)

    def _wait_for(self, key: str, ended: Ended | None = None) -> None:
        self._elsewhere[key] = _Elsewhere(clock.elapsed() + FIRST_LOOK, ended=ended)
        self._tell("waiting", key)

    def _look_elsewhere(self) -> None:
        """Look again at what somebody else computes; what they gave up is ours."""
        now = clock.elapsed()
        due = [key for key, waited in self._elsewhere.items() if waited.at <= now]
        given_up: list[str] = []
        for key in due[:LOOKS]:
            waited = self._elsewhere[key]
            found = self._found(key)
            if found is not None and found.state in ELSEWHERE:
                waited.pause = min(waited.pause * 1.5, LAST_LOOK)
                waited.at = now + waited.pause
                waited.found = found
                continue
            del self._elsewhere[key]
            if found is None:
                continue
            if found.state is State.SUCCESS:
                self._succeed(key, None, computed=False)
            elif waited.ended is not None:
                self._unsuccessful(key, waited.ended, found)
            else:
                given_up.append(key)
        self._take_over(given_up)
        if self._elsewhere and self._asking.is_due:
            self._asking.release(waited.found for waited in self._elsewhere.values() if waited.found is not None)

    def _take_over(self, given_up: Sequence[str]) -> None:
        """Compute what somebody else gave up, and what it needs, which nobody has looked at so far."""
        unexplored = [self.ledger.tasks[key] for key in given_up if key in self.ledger.unexplored]
        try:
            found = self.ledger.explore(*self.explore(unexplored)) if unexplored else []
        except Exception as error:  # noqa: BLE001  # as for one look: what cannot be looked at fails
            for key in given_up:
                self._give_up(key, _unseen(key, error))
            return
        for key in found:
            if self.ledger.standing[key] == "elsewhere":
                self._wait_for(key)
            elif self.ledger.standing[key] == "skipped":
                self._tell("skipped", key)
        for key in given_up:
            if key in self.ledger.unexplored:  # somebody else has it again
                self._elsewhere[key] = _Elsewhere(clock.elapsed() + FIRST_LOOK)
            else:
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

    def report(self) -> RunReport:
        """How the run has gone so far."""
        ledger = self.ledger
        reasons = ledger.reasons()
        return RunReport(
            id=self.session.place.id,
            outcome=self._outcome(),
            done=tuple(ledger.where("done")),
            reused=tuple(ledger.where("reused")),
            failed=tuple(self._failures.values()),
            skipped=tuple(
                Skip(node=ledger.tasks[key].node, artifact=key, because=because) for key, because in reasons.items()
            ),
            cancelled=tuple(ledger.where("cancelled")),
            left=tuple(ledger.where(*UNFINISHED)),
            seconds=clock.elapsed() - self._began,
        )

    def _outcome(self) -> RunOutcome:
        counts = self.ledger.counts
        if self.stopping and (counts["cancelled"] or self.ledger.left):
            return "cancelled"
        if self.policy.detach and 0 < self.ledger.left == counts["submitted"]:
            return "detached"
        return "failed" if counts["failed"] or counts["skipped"] or self.ledger.left else "success"
