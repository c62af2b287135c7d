"""Runs written line by line, as drivers and workers write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from furu import clock
from furu.store import runs
from furu.store.layout import RunPlace
from furu.store.owner import this_process
from furu.store.records import Owner, State
from furu.store.run_reading import Reading
from furu.store.run_records import (
    EventKind,
    EventRecord,
    PlanRecord,
    ReportRecord,
    RunOutcome,
    RunRecord,
    TaskRecord,
    WorkerRecord,
)

GONE = Owner(
    host="elsewhere",
    boot_id="",
    pid_namespace="",
    pid=1,
    process_started="",
    user="someone",
    token="t",
)
"""A process of another machine."""


def dead() -> Owner:
    """A process of this machine that is over."""
    here = this_process("t")
    return Owner(
        host=here.host,
        boot_id=here.boot_id,
        pid_namespace=here.pid_namespace,
        pid=here.pid,
        process_started="1",
        user=here.user,
        token="t",
    )


def digest(number: int) -> str:
    """The digest of a task of these runs."""
    return f"{number:032x}"


class Written:
    """A run of some tasks, ``a.B`` unless their class is named; time passes by a second an event."""

    def __init__(
        self, root: Path, tasks: int = 3, *, name: str = "20251122T120000-1-abcdef", owner: Owner | None = None
    ) -> None:
        self.place = RunPlace(str(root), name)
        self.at = clock.now() - timedelta(seconds=60)
        self.driver = runs.EventLog(self.place.events)
        self._workers: dict[str, runs.EventLog] = {}
        self.tasks = [self.task(number) for number in range(tasks)]
        self.record = RunRecord(
            id=name,
            owner=owner or this_process("t"),
            backend="local",
            command=("train.py", "--all"),
            started_at=self.at,
        )

    def task(self, number: int, **rest: Any) -> TaskRecord:
        return TaskRecord(
            **({"root": self.place.root, "namespace": "a.B", "digest": digest(number), "state": State.MISSING} | rest)
        )

    def begin(self) -> Reading:
        """Writes what the run is, and begins to read it."""
        runs.begin(self.place, self.record, PlanRecord(tasks=tuple(self.tasks)))
        return Reading(self.place)

    def enlist(self, name: str, owner: Owner | None = None) -> None:
        runs.enlist(
            self.place,
            WorkerRecord(id=name, owner=owner or this_process("w"), backend="local", started_at=self.at),
        )

    def say(self, kind: EventKind, task: int | None = None, *, worker: str | None = None, **rest: Any) -> None:
        """An event of the driver, or of a worker."""
        self.at += timedelta(seconds=1)
        event = EventRecord(at=self.at, kind=kind, task=None if task is None else digest(task), worker=worker, **rest)
        if worker is None:
            self.driver.add(event)
        else:
            if worker not in self._workers:
                self._workers[worker] = runs.EventLog(self.place.worker_events(worker))
            self._workers[worker].add(event)

    def end(self, outcome: RunOutcome, at: datetime | None = None, **counts: Any) -> None:
        runs.end(self.place, ReportRecord(outcome=outcome, ended_at=at or self.at, duration_s=9.0, **counts))

    def close(self) -> None:
        for log in (self.driver, *self._workers.values()):
            log.close()
