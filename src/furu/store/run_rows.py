"""What a run looks like from outside, as the frozen values that the command line and the browser show."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from furu.store.records import ErrorRecord, State
from furu.store.run_records import EventKind

Standing = Literal[
    "running",
    "submitted",
    "waiting",
    "elsewhere",
    "delayed",
    "done",
    "reused",
    "failed",
    "skipped",
    "cancelled",
    "left",
]
"""How a task of a run stands, as far as those say who work on it; in the order in which lists show it."""

STANDING_MEANINGS: dict[Standing, str] = {
    "running": "A worker computes it now.",
    "submitted": "With the backend, and not begun yet.",
    "waiting": "Waits for what it needs, or for a free place.",
    "elsewhere": "Another run or process computes it; this one waits for that.",
    "delayed": "Failed or was lost, and is tried again in a while.",
    "done": "Computed by this run.",
    "reused": "Was there already, or somebody else computed it meanwhile.",
    "failed": "Raised an error, or was lost too often.",
    "skipped": "Not tried, because something that it needs failed.",
    "cancelled": "Stopped, or not begun, when the run was cancelled.",
    "left": "The run ended before it was done.",
}
"""The one explanation of each standing."""

OPEN: frozenset[Standing] = frozenset({"running", "submitted", "waiting", "elsewhere", "delayed"})
"""Standings that can still change while the run goes on."""

WorkerState = Literal["busy", "idle", "gone"]


@dataclass(frozen=True, kw_only=True)
class RunSummary:
    """One run as a row.

    ``standings`` counts its ``total`` tasks; ``duration_s`` is None until it is over. ``stoppable`` says whether
    somebody is there to hear a request to cancel. ``unreadable`` holds the reason when a record could not be read.
    """

    id: str
    state: State
    backend: str = ""
    started_at: datetime | None = None
    ended_at: datetime | None = None
    duration_s: float | None = None
    total: int = 0
    standings: dict[Standing, int] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    directory: str = ""
    user: str = ""
    host: str = ""
    cancel_requested: bool = False
    stoppable: bool = False
    unreadable: str | None = None


@dataclass(frozen=True, kw_only=True)
class ClassProgress:
    """The tasks of one class: how they stand, and the mean seconds that one took in this run, or in earlier ones."""

    namespace: str
    class_name: str
    total: int
    standings: dict[Standing, int]
    took_s: float | None = None
    estimated_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class WorkerStanding:
    """A process that works for a run, and its task since ``since``; ``done`` and ``failed`` count its tasks."""

    id: str
    state: WorkerState
    backend: str
    spec: str
    host: str
    pid: int
    job: str | None
    started_at: datetime
    namespace: str | None = None
    digest: str | None = None
    since: datetime | None = None
    done: int = 0
    failed: int = 0


@dataclass(frozen=True, kw_only=True)
class TaskFailure:
    """A task that failed; ``error`` has the traceback where one was kept, ``message`` one line at least."""

    namespace: str
    class_name: str
    digest: str
    at: datetime | None
    message: str
    error: ErrorRecord | None = None


@dataclass(frozen=True, kw_only=True)
class RunEvent:
    """One event, with the class of its task; ``note`` events have none."""

    at: datetime
    kind: EventKind
    namespace: str | None = None
    digest: str | None = None
    worker: str | None = None
    job: str | None = None
    seconds: float | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class RunDetail:
    """One run with all that people want to know of it.

    ``per_minute`` counts the tasks that ended lately, and ``left_s`` estimates the seconds until the rest has; both
    are None when nothing is known or nothing is left. Lists are capped, their totals are not; ``recent`` has the
    latest event of each kind of each task, the newest first. ``damaged`` counts lines of events that make no sense.
    """

    run: RunSummary
    path: str
    options: dict[str, str]
    classes: tuple[ClassProgress, ...]
    workers: tuple[WorkerStanding, ...]
    workers_total: int
    failures: tuple[TaskFailure, ...]
    failures_total: int
    recent: tuple[RunEvent, ...]
    per_minute: float | None = None
    left_s: float | None = None
    damaged: int = 0


@dataclass(frozen=True, kw_only=True)
class RunPage:
    """One page of the runs of a root, the newest first; ``total`` counts all."""

    items: tuple[RunSummary, ...]
    total: int
    offset: int
    limit: int


@dataclass(frozen=True, kw_only=True)
class EventPage:
    """Events of one file from a byte on; ``next`` is the byte to go on from, ``size`` that of the file."""

    items: tuple[RunEvent, ...]
    next: int
    size: int
