"""A run's folder: written by its driver and its workers, read by whoever wants to know how it goes.

Every file has one writer. Events are appended, one line and one write each, so that a reader that remembers how
far it came reads only what is new.
"""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TypeVar

from furu.store import fs
from furu.store.codec import pack, unpack
from furu.store.layout import RunPlace, runs_directory
from furu.store.owner import Holder, holder
from furu.store.records import State
from furu.store.run_records import EventRecord, PlanRecord, ReportRecord, RunRecord, TasksRecord, WorkerRecord

SILENCE_S = 60.0
"""Seconds without a sign of life after which a driver elsewhere counts as gone."""

LONGEST_LINE = 4096
"""Bytes of an event at most; its message is cut, so that one write holds the line."""

_LONGEST_MESSAGE = 500

Record = TypeVar("Record")


class EventLog:
    """Appends events to one file, which is made at the first."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._descriptor: int | None = None

    def add(self, event: EventRecord) -> None:
        """Append one line, in one write."""
        line = pack(event)
        if len(line) >= LONGEST_LINE:
            line = pack(replace(event, message=f"{(event.message or '')[:_LONGEST_MESSAGE]} …"))
        if self._descriptor is None:
            self._descriptor = fs.open_log(self._path)
        os.write(self._descriptor, line + b"\n")

    def close(self) -> None:
        """Close the file; a later event opens it again."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def begin(place: RunPlace, run: RunRecord, plan: PlanRecord) -> None:
    """Write down what a run is, before anything of it happens."""
    fs.make_directories(place.directory)
    fs.write(place.plan, pack(plan))
    fs.write(place.run, pack(run))


def grow(place: RunPlace, plan: PlanRecord) -> None:
    """Write down that a run has more tasks than it began with."""
    fs.write(place.plan, pack(plan))


def end(place: RunPlace, report: ReportRecord) -> None:
    """Write down how a run ended."""
    fs.write(place.report, pack(report))


def enlist(place: RunPlace, worker: WorkerRecord) -> None:
    """Write down who works for a run, before it does."""
    fs.make_directories(place.workers)
    fs.write(place.worker(worker.id), pack(worker))


def beat(place: RunPlace) -> bool:
    """Show the driver's sign of life; False when somebody deleted the run."""
    return fs.touch(place.run)


def request_cancel(place: RunPlace) -> None:
    """Ask the driver to stop."""
    fs.write(place.cancel, b"")


def is_cancel_requested(place: RunPlace) -> bool:
    """Whether somebody asked the driver to stop."""
    return fs.inode(place.cancel) is not None


def run_ids(root: str) -> list[str]:
    """The runs of a root, newest first; their ids begin with the time of their start."""
    return sorted((name for name in fs.names(runs_directory(root)) if not name.startswith(".")), reverse=True)


def worker_names(place: RunPlace) -> list[str]:
    """The workers that a run has had so far, by name."""
    return sorted(name.removesuffix(".json") for name in fs.names(place.workers) if name.endswith(".json"))


def read_run(place: RunPlace) -> RunRecord | None:
    """Who drives the run; None when there is no such run."""
    return _read(RunRecord, place.run)


def read_plan(place: RunPlace) -> PlanRecord | None:
    """The tasks with the nodes that they build."""
    return _read(PlanRecord, place.plan)


def read_tasks(place: RunPlace) -> TasksRecord | None:
    """The tasks alone."""
    return _read(TasksRecord, place.plan)


def read_report(place: RunPlace) -> ReportRecord | None:
    """How the run ended; None while it has not."""
    return _read(ReportRecord, place.report)


def read_worker(place: RunPlace, name: str) -> WorkerRecord | None:
    """Who a worker is."""
    return _read(WorkerRecord, place.worker(name))


def _read(cls: type[Record], path: str) -> Record | None:
    data = fs.read(path)
    return None if data is None else unpack(cls, data, path)


def driver_of(place: RunPlace, run: RunRecord) -> Holder:
    """Whether a run's driver lives: proved on this machine, judged by its last sign of life elsewhere."""
    known = holder(run.owner)
    if known != "unknown":
        return known
    beaten, now = fs.modified(place.run), fs.clock_of(place.directory)
    if beaten is None or now is None:
        return "unknown"
    return "gone" if now - beaten > SILENCE_S else "alive"


def state_of_run(report: ReportRecord | None, driver: Holder) -> State:
    """A run's state, in the words of artifacts; a run whose jobs were left to the scheduler is queued."""
    if report is not None:
        return {
            "success": State.SUCCESS,
            "failed": State.FAILED,
            "cancelled": State.CANCELLED,
            "detached": State.QUEUED,
        }[report.outcome]
    return State.CRASHED if driver == "gone" else State.RUNNING
