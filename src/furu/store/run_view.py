"""One run as rows: how it stands in all, by class, by worker, and what happened and failed."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Mapping

from furu import clock
from furu.store.owner import holder
from furu.store.records import ErrorRecord, State
from furu.store.run_fold import AtWork, Fold
from furu.store.run_reading import Reading, decoded, unknown
from furu.store.run_records import EventRecord, ReportRecord, WorkerRecord
from furu.store.run_rows import (
    OPEN,
    ClassProgress,
    EventPage,
    RunDetail,
    RunEvent,
    RunSummary,
    Standing,
    TaskFailure,
    WorkerStanding,
    WorkerState,
)
from furu.store.runs import state_of_run
from furu.store.tail import piece

MOST_WORKERS, MOST_FAILURES, MOST_TRACEBACKS = 200, 100, 20
"""What a detail lists at most: workers, failures, and failures with what their attempts recorded."""

EVENT_BYTES = 1 << 18
"""Bytes of events that one page takes at most."""

_ORDER: Mapping[WorkerState, int] = {"busy": 0, "idle": 1, "gone": 2}


def summary(reading: Reading) -> RunSummary:
    """The run as a row; a run that is over is told by its report alone.

    Raises:
        RunUnknown: the run is gone, or never was.
        UnreadableRecord: the records that say what it is cannot be read.
    """
    reading.look()
    if reading.is_final and reading.report is not None:
        return _row(reading, _reported(reading.report))
    reading.refresh()
    return _row(reading, _total(_standings(reading)))


def detail(reading: Reading) -> RunDetail:
    """The run with all that people want to know.

    Raises:
        RunUnknown: the run is gone, or never was.
        UnreadableRecord: the records that say what it is cannot be read.
    """
    record = reading.refresh()
    fold = reading.fold
    classes = _standings(reading)
    run = _row(reading, _total(classes))
    now, live = clock.now(), run.state in (State.RUNNING, State.QUEUED)
    workers = sorted(_workers(reading), key=lambda worker: (_ORDER[worker.state], worker.id))
    return RunDetail(
        run=run,
        path=reading.place.directory,
        options=record.options,
        classes=tuple(_class(fold, namespace, counts) for namespace, counts in sorted(classes.items())),
        workers=tuple(workers[:MOST_WORKERS]),
        workers_total=len(workers),
        failures=tuple(_failures(reading)),
        failures_total=len(fold.failed),
        recent=tuple(_event(fold, event) for event in fold.recent()),
        per_minute=fold.per_minute(record.started_at, now) if live else None,
        left_s=fold.left_s(now) if live else None,
        damaged=reading.damaged,
    )


def events(reading: Reading, *, after: int = 0, worker: str | None = None) -> EventPage:
    """What the driver, or one worker, wrote from a byte of its file on.

    Raises:
        RunUnknown: the run is gone, or has no such worker.
        UnreadableRecord: the records that say what it is cannot be read.
    """
    reading.refresh()
    if worker is not None and worker not in reading.worker_names():
        raise unknown(f"{reading.place.id}/{worker}")
    path = reading.place.events if worker is None else reading.place.worker_events(worker)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return EventPage(items=(), next=0, size=0)
    try:
        size = os.fstat(descriptor).st_size
        begin = min(after, size)
        lines, following, _ = piece(descriptor, begin, min(size, begin + EVENT_BYTES))
    finally:
        os.close(descriptor)
    found = [event for line in lines if (event := decoded(line)) is not None]
    return EventPage(items=tuple(_event(reading.fold, event) for event in found), next=following, size=size)


def _row(reading: Reading, standings: Mapping[Standing, int]) -> RunSummary:
    record, report = reading.record, reading.report
    assert record is not None
    return RunSummary(
        id=reading.place.id,
        state=_state(reading, standings),
        backend=record.backend,
        started_at=record.started_at,
        ended_at=None if report is None else report.ended_at,
        duration_s=None if report is None else report.duration_s,
        total=sum(standings.values()),
        standings={standing: count for standing, count in standings.items() if count},
        command=record.command,
        directory=record.directory,
        user=record.owner.user,
        host=record.owner.host,
        cancel_requested=reading.cancel_requested,
        stoppable=report is None and reading.driver != "gone",
        unreadable=reading.trouble,
    )


def _state(reading: Reading, standings: Mapping[Standing, int]) -> State:
    """The state of the run; one that left its jobs to a scheduler stands as its tasks do."""
    if reading.report is None or reading.is_final:
        return state_of_run(reading.report, reading.driver)
    if standings.get("running"):
        return State.RUNNING
    if any(standings.get(standing) for standing in OPEN):
        return State.QUEUED
    return State.FAILED if standings.get("failed") or standings.get("skipped") else State.SUCCESS


def _reported(report: ReportRecord) -> dict[Standing, int]:
    return {
        "done": report.done,
        "reused": report.reused,
        "failed": report.failed,
        "skipped": report.skipped,
        "cancelled": report.cancelled,
        "left": report.left,
    }


def _standings(reading: Reading) -> dict[str, Counter[Standing]]:
    """How many tasks of each class stand how; once nobody works on a task any more, it was left."""
    found = {namespace: Counter(sums.counts) for namespace, sums in reading.fold.classes.items()}
    if reading.driver != "gone" or (reading.report is not None and not reading.is_final):
        return found
    for counts in found.values():
        for standing in OPEN - {"running"}:
            counts["left"] += counts.pop(standing, 0)
    for digest, worker in reading.fold.running.items():
        if reading.is_final or worker is None or _is_gone(reading.worker(worker)):
            counts = found[reading.fold.tasks[digest].record.namespace]
            counts["running"] -= 1
            counts["left"] += 1
    return found


def _total(classes: Mapping[str, Counter[Standing]]) -> Counter[Standing]:
    total: Counter[Standing] = Counter()
    for counts in classes.values():
        total.update(counts)
    return total


def _class(fold: Fold, namespace: str, counts: Mapping[Standing, int]) -> ClassProgress:
    sums = fold.classes[namespace]
    return ClassProgress(
        namespace=namespace,
        class_name=_class_name(namespace),
        total=sum(counts.values()),
        standings={standing: count for standing, count in counts.items() if count},
        took_s=sums.took_s,
        estimated_s=sums.estimated_s,
    )


def _workers(reading: Reading) -> list[WorkerStanding]:
    found = []
    for name in reading.worker_names():
        record = reading.worker(name)
        if record is not None:
            found.append(_worker(reading, record, reading.fold.workers.get(name) or AtWork()))
    return found


def _worker(reading: Reading, record: WorkerRecord, said: AtWork) -> WorkerStanding:
    state: WorkerState = "busy" if said.task else "idle"
    if reading.is_final or _is_gone(record):
        state = "gone"
    task = reading.fold.tasks.get(said.task or "") if state == "busy" else None
    return WorkerStanding(
        id=record.id,
        state=state,
        backend=record.backend,
        spec=record.spec,
        host=record.owner.host,
        pid=record.owner.pid,
        job=said.job or record.owner.slurm_job,
        started_at=record.started_at,
        namespace=None if task is None else task.record.namespace,
        digest=None if task is None else task.record.digest,
        since=None if task is None else said.since,
        done=said.done,
        failed=said.failed,
    )


def _is_gone(record: WorkerRecord | None) -> bool:
    return record is None or holder(record.owner) == "gone"


def _failures(reading: Reading) -> list[TaskFailure]:
    """The tasks that failed, the latest first."""
    kept = {} if reading.report is None else {one.digest: one.error for one in reading.report.failures}
    latest = sorted(reading.fold.failed.items(), key=lambda item: item[1].at, reverse=True)[:MOST_FAILURES]
    found = []
    for position, (digest, event) in enumerate(latest):
        error = kept.get(digest)
        if (error is None or not error.traceback) and position < MOST_TRACEBACKS:
            error = reading.error(digest) or error
        namespace = reading.fold.tasks[digest].record.namespace
        found.append(
            TaskFailure(
                namespace=namespace,
                class_name=_class_name(namespace),
                digest=digest,
                at=event.at,
                message=event.message or _line(error),
                error=error if error is not None and error.traceback else None,
            )
        )
    return found


def _line(error: ErrorRecord | None) -> str:
    if error is None:
        return "it left no message"
    return f"{error.type}: {error.message}" if error.message else error.type


def _event(fold: Fold, event: EventRecord) -> RunEvent:
    task = fold.tasks.get(event.task or "")
    return RunEvent(
        at=event.at,
        kind=event.kind,
        namespace=None if task is None else task.record.namespace,
        digest=event.task,
        worker=event.worker,
        job=event.job,
        seconds=event.seconds,
        message=event.message,
    )


def _class_name(namespace: str) -> str:
    """The class's own name."""
    return namespace.rpartition(".")[2]
