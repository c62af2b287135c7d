"""The records of one driver session, in ``runs/<run-id>/``; what they promise is as in :mod:`furu.store.records`."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from furu.config.tree import NodeRecord, Reference
from furu.store.records import FORMAT, ErrorRecord, Owner, State

RunOutcome = Literal["success", "failed", "cancelled", "detached"]
"""How a driver session ended; ``detached`` left its jobs to the scheduler."""

EventKind = Literal[
    "waiting", "submitted", "started", "done", "reused", "failed", "retried", "lost", "skipped", "cancelled", "note"
]
"""What can happen to a task. ``started``, and the end as the worker saw it, come from the worker itself.

``waiting``: another run or process has it. ``reused``: somebody else's result serves. ``retried``: it failed and
is tried again. ``lost``: its worker or job is gone and it is tried again. ``skipped``: what it needs failed.
"""


@dataclass(frozen=True, kw_only=True)
class RunRecord:
    """``run.json``: who drives a run and with what; its modification time is the driver's last sign of life.

    ``settings`` are the FURU_* variables of the driver, which its workers take over.
    """

    format: int = FORMAT
    id: str
    owner: Owner
    backend: str
    options: dict[str, str] = field(default_factory=dict)
    command: tuple[str, ...] = ()
    directory: str = ""
    settings: dict[str, str] = field(default_factory=dict)
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class TaskRecord:
    """One artifact that a run needs: what it was when the plan was made, and what it takes.

    ``needs`` are the digests of the tasks it waits for; ``spec`` says what it asks for, in words; ``rank`` is its
    place in the order of the run; ``estimated_s`` is how long earlier attempts of its class took, in seconds.
    """

    root: str
    namespace: str
    digest: str
    state: State
    needs: tuple[str, ...] = ()
    spec: str = ""
    rank: int = 0
    estimated_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class TasksRecord:
    """``plan.json`` as those read it who build no nodes: the tasks in the order in which they were ranked."""

    format: int = FORMAT
    tasks: tuple[TaskRecord, ...] = ()
    roots: tuple[Reference, ...] = ()


@dataclass(frozen=True, kw_only=True)
class PlanRecord(TasksRecord):
    """``plan.json``: the tasks, and every node of theirs by digest."""

    nodes: dict[str, NodeRecord] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class EventRecord:
    """One line of ``events.jsonl``: what happened to a task, by its digest; ``note`` concerns the whole run."""

    at: datetime
    kind: EventKind
    task: str | None = None
    worker: str | None = None
    job: str | None = None
    seconds: float | None = None
    message: str | None = None


@dataclass(frozen=True, kw_only=True)
class WorkerRecord:
    """``workers/<worker>.json``: a process that computes tasks of a run."""

    format: int = FORMAT
    id: str
    owner: Owner
    backend: str
    spec: str = ""
    started_at: datetime


@dataclass(frozen=True, kw_only=True)
class FailureRecord:
    """A task that failed, in the report; ``because`` are the digests of failed tasks that made it be skipped."""

    namespace: str
    digest: str
    error: ErrorRecord | None = None
    because: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ReportRecord:
    """``report.json``: how a run ended; counts are tasks, ``duration_s`` is in seconds."""

    format: int = FORMAT
    outcome: RunOutcome
    ended_at: datetime
    duration_s: float
    done: int = 0
    reused: int = 0
    failed: int = 0
    skipped: int = 0
    cancelled: int = 0
    left: int = 0
    failures: tuple[FailureRecord, ...] = ()
