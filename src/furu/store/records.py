"""The records inside an artifact's ``.furu`` directory, and what they promise.

These classes are read and written by :mod:`furu.store.codec`, kept as rows by the index and sent to the
browser unchanged: one declaration from disk to screen. A record holds no union of dataclasses, times carry a
zone and microseconds, and floats that JSON cannot hold are tagged (see :mod:`furu.config.tree`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Literal

from furu.config.tree import NodeRecord

FORMAT = 1
"""Version of every record format; :mod:`furu.store.codec` upgrades older ones when it reads them."""

Json = Any
"""A JSON value. Values that JSON cannot hold are objects whose key ``$`` names their kind."""

Outcome = Literal["success", "failed", "cancelled", "preempted"]
"""How an attempt ended. An attempt without an outcome is running, or its holder is gone."""

DependencyKind = Literal["field", "declared", "observed"]
"""How a dependency is known: from a field, from ``_dependencies``, or from a ``get()`` inside ``_create``."""


class State(StrEnum):
    """What an artifact is, derived from the evidence in its directory and never stored."""

    SUCCESS = "success"
    RUNNING = "running"
    QUEUED = "queued"
    FAILED = "failed"
    CRASHED = "crashed"
    PREEMPTED = "preempted"
    CANCELLED = "cancelled"
    MISSING = "missing"


STATE_MEANINGS: dict[State, str] = {
    State.SUCCESS: "Computed: the result is published and will be reused.",
    State.RUNNING: "A live process is computing it now.",
    State.QUEUED: "Submitted to a scheduler and not started yet.",
    State.FAILED: "The last attempt raised an exception.",
    State.CRASHED: "The last attempt ended without a word: its process is gone.",
    State.PREEMPTED: "The last attempt was stopped from outside (SIGTERM or the scheduler).",
    State.CANCELLED: "The last attempt was interrupted by a person (Ctrl-C).",
    State.MISSING: "Never computed, or invalidated since.",
}
"""The one explanation of each state, shown by the terminal, the docs and the browser."""


@dataclass(frozen=True, kw_only=True)
class Dependency:
    """A node that another one uses directly, and where: ``features``, ``models[2]``, ``_dependencies[0]``.

    ``succeeded_at`` is the success time of what was used; only observed dependencies know it.
    """

    path: str
    namespace: str
    digest: str
    kind: DependencyKind
    succeeded_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class ConfigRecord:
    """``config.json``: what an artifact is. Written once, before anything else, and never changed.

    ``nodes`` holds every distinct node below this one by digest, up to 64; beyond that they are in
    ``objects/nodes/``. ``bases`` are the namespaces of its base classes, nearest first; ``name`` and ``tags``
    are what ``_name`` and ``_tags`` say.
    """

    format: int = FORMAT
    node: NodeRecord
    schema: str
    bases: tuple[str, ...] = ()
    nodes: dict[str, NodeRecord] = field(default_factory=dict)
    dependencies: tuple[Dependency, ...] = ()
    name: str | None = None
    tags: tuple[str, ...] = ()
    version_controlled: bool = False
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class Owner:
    """Who holds an attempt, precisely enough to prove that they are gone."""

    host: str
    boot_id: str
    pid_namespace: str
    pid: int
    process_started: str
    user: str
    token: str
    slurm_job: str | None = None
    slurm_restarts: int | None = None


@dataclass(frozen=True, kw_only=True)
class ErrorRecord:
    """An exception as text: qualified type, message and traceback, most recent call last."""

    type: str
    message: str
    traceback: str


@dataclass(frozen=True, kw_only=True)
class GitRecord:
    """The state of the repository; ``note`` says why something could not be recorded."""

    commit: str | None = None
    branch: str | None = None
    remote: str | None = None
    dirty: bool | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class EnvironmentRecord:
    """Where and from what an attempt ran."""

    furu: str
    python: str
    platform: str
    command: tuple[str, ...]
    directory: str
    git: GitRecord | None = None
    packages: str | None = None


@dataclass(frozen=True, kw_only=True)
class AttemptRecord:
    """``attempt-NNNN.json``: one run of ``_create``; while ``outcome`` is None it is also the lease."""

    format: int = FORMAT
    number: int
    owner: Owner
    run: str
    backend: str = "inline"
    started_at: datetime
    environment: EnvironmentRecord | None = None
    ended_at: datetime | None = None
    duration_s: float | None = None
    outcome: Outcome | None = None
    error: ErrorRecord | None = None
    observed: tuple[Dependency, ...] = ()
    logs: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SuccessRecord:
    """``success``: the only proof that an artifact is done, and the manifest of its result.

    ``loads`` says who loads it: ``codec`` (``result`` holds the value as tagged JSON, larger parts as files
    in the folder ``files``) or ``class`` (the class defines ``_load``).
    """

    format: int = FORMAT
    attempt: int
    token: str
    run: str = ""
    succeeded_at: datetime
    duration_s: float
    loads: Literal["codec", "class"] = "codec"
    result: Json = None
    files: str | None = None


@dataclass(frozen=True, kw_only=True)
class LabelsRecord:
    """``labels.json``: what people call an artifact; the only record that changes after it was written."""

    format: int = FORMAT
    name: str | None = None
    tags: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class TicketRecord:
    """``ticket.json``: submitted to a scheduler outside the process tree and not started yet."""

    format: int = FORMAT
    run: str
    job: str | None = None
    submitted_at: datetime
