"""How a run ended: what was computed, what was there, what failed and why, and what was left."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from furu import clock
from furu.config.node import Node
from furu.errors import TaskLost
from furu.store.records import ErrorRecord
from furu.store.run_records import FailureRecord, ReportRecord, RunOutcome

SHOWN_FAILURES = 10


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A task that failed.

    Attributes:
        node: the config object.
        artifact: its id, ``namespace@digest``.
        error: the user's own exception; None where it could not travel, or where the process died.
        traceback: its traceback as text.
        reason: the error in one line.
    """

    node: Node = field(repr=False)
    artifact: str
    error: BaseException | None
    traceback: str = field(default="", repr=False)
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class Skip:
    """A task that was not tried; ``because`` are the ids of failed tasks that it needs, the nearest first."""

    node: Node = field(repr=False)
    artifact: str
    because: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class RunReport:
    """What :func:`furu.run` came to.

    Attributes:
        id: the run's id, for ``furu runs show``.
        outcome: ``success``, ``failed``, ``cancelled``, or ``detached`` when the jobs were left to the scheduler.
        done: ids of the artifacts that this run computed.
        reused: ids of those whose result was there, or that another run computed meanwhile.
        failed: the tasks that failed, each with its error.
        skipped: the tasks that were not tried because of them.
        cancelled: ids of the tasks that were stopped, or not begun, when the run was.
        left: ids of the tasks that are with the scheduler, or that were not begun when the run broke off.
        seconds: how long it took.
    """

    id: str
    outcome: RunOutcome
    done: tuple[str, ...] = ()
    reused: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()
    skipped: tuple[Skip, ...] = ()
    cancelled: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every artifact that was asked for is there."""
        return self.outcome == "success"

    def raise_if_failed(self) -> None:
        """Raise what went wrong: the user's own exception, or all of them as a group.

        Raises:
            Exception: the only failure's own exception.
            ExceptionGroup: several failures.
            TaskLost: a failure without an exception.
        """
        errors = [_error_of(failure) for failure in self.failed]
        if len(errors) == 1:
            raise errors[0]
        if errors:
            raise BaseExceptionGroup(f"{len(errors)} tasks of run {self.id} failed", errors)

    def __str__(self) -> str:
        counts = {
            "computed": len(self.done),
            "reused": len(self.reused),
            "failed": len(self.failed),
            "skipped": len(self.skipped),
            "cancelled": len(self.cancelled),
            "left": len(self.left),
        }
        said = ", ".join(f"{count} {word}" for word, count in counts.items() if count) or "nothing to do"
        lines = [f"run {self.id}: {self.outcome} after {clock.duration(self.seconds)}: {said}"]
        shown = ((failure.artifact, *failure.reason.splitlines()[:1]) for failure in self.failed[:SHOWN_FAILURES])
        lines += [f"  failed {': '.join(failure)}" for failure in shown]
        if len(self.failed) > SHOWN_FAILURES:
            lines.append(f"  and {len(self.failed) - SHOWN_FAILURES} more")
        if self.failed:
            lines.append(f"  furu runs show {self.id} --traceback tells more")
        return "\n".join(lines)


def _error_of(failure: Failure) -> BaseException:
    if failure.error is not None:
        if failure.error.__traceback__ is None and failure.traceback:
            failure.error.add_note(f"In the process that computed {failure.artifact}:\n{failure.traceback}")
        return failure.error
    return TaskLost(f"{failure.artifact} failed: {failure.reason}")


def as_record(report: RunReport, ended_at: datetime) -> ReportRecord:
    """The report as it is kept with the run."""
    return ReportRecord(
        outcome=report.outcome,
        ended_at=ended_at,
        duration_s=report.seconds,
        done=len(report.done),
        reused=len(report.reused),
        failed=len(report.failed),
        skipped=len(report.skipped),
        cancelled=len(report.cancelled),
        left=len(report.left),
        failures=tuple(map(_failure_record, report.failed)) + tuple(map(_skip_record, report.skipped)),
    )


def _failure_record(failure: Failure) -> FailureRecord:
    namespace, _, digest = failure.artifact.rpartition("@")
    kind, _, message = failure.reason.partition(": ")
    error = ErrorRecord(type=kind, message=message, traceback=failure.traceback)
    return FailureRecord(namespace=namespace, digest=digest, error=error)


def _skip_record(skip: Skip) -> FailureRecord:
    namespace, _, digest = skip.artifact.rpartition("@")
    because = tuple(cause.rpartition("@")[2] for cause in skip.because)
    return FailureRecord(namespace=namespace, digest=digest, because=because)
