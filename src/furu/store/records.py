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

from furu.config.constructor import at_once
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


@at_once
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


@at_once
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
    """The state of the repository; ``note`` says what could not be recorded, and why.

    What the commit does not hold is kept once per content under ``objects/``, and named here by its key:
    ``patch`` (``git diff HEAD --binary``), ``bundle`` (the commits that are on no remote, as a git bundle) and
    ``untracked`` (an :class:`UntrackedRecord`).
    """

    commit: str | None = None
    branch: str | None = None
    remote: str | None = None
    dirty: bool | None = None
    patch: str | None = None
    bundle: str | None = None
    untracked: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class UntrackedFile:
    """A file that git does not track; ``content`` is its key in ``objects/files``, None when it is not kept."""

    path: str
    bytes: int
    executable: bool = False
    content: str | None = None


@dataclass(frozen=True, kw_only=True)
class UntrackedRecord:
    """The files that git neither tracks nor ignores, by path from the top of the repository.

    ``complete`` is False when there were more than are listed.
    """

    format: int = FORMAT
    files: tuple[UntrackedFile, ...] = ()
    complete: bool = True


@dataclass(frozen=True, kw_only=True)
class EnvironmentRecord:
    """Where and from what an attempt ran.

    ``packages`` is the key of the installed packages in ``objects/packages``, one ``name==version`` a line.
    ``locks`` are the project's lock files: name and key in ``objects/locks``. ``slurm`` holds the variables of
    the Slurm job, without their prefix and in lower case.
    """

    furu: str
    python: str
    platform: str
    command: tuple[str, ...]
    directory: str
    git: GitRecord | None = None
    packages: str | None = None
    locks: dict[str, str] = field(default_factory=dict)
    slurm: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class CodeRecord:
    """The code of a class and of what it reaches in the project; advisory, and never part of the identity.

    ``fingerprint`` is None when the source was not found. ``uncertain`` means that a file was changed after the
    process started, so that what ran may be older than what was read. ``note`` says what could not be read.
    """

    fingerprint: str | None = None
    uncertain: bool = False
    note: str | None = None


GpuScope = Literal["process", "device"]
"""Whose GPU memory was measured: that of the attempt's processes, or, where a container hides those, of its devices."""


@at_once
@dataclass(frozen=True, kw_only=True)
class ResourcesRecord:
    """What the process and its children used while an attempt ran, nested attempts included.

    Attributes:
        wall_s: seconds from the start of the attempt to its end, on a monotonic clock.
        cpu_user_s: seconds of processor time in user code, of the process and the children it has collected.
        cpu_system_s: the same in the system.
        peak_rss_bytes: the most resident memory, in bytes, of the process and its living children together;
            memory that they share counts for each. None for an attempt too short to be sampled which did not
            raise the process's own peak.
        read_bytes: bytes fetched from storage (not from the page cache); None where the system does not count.
        write_bytes: bytes sent to storage.
        samples: how often the process tree was looked at; 0 for short attempts.
        gpus: the names of the GPUs it used.
        gpu_memory_peak_bytes: the most memory on all its GPUs together, in bytes.
        gpu_utilisation_percent: the mean over samples and over its GPUs of how busy they were, 0 to 100.
        gpu_scope: whose memory that is; utilisation is always the device's.
    """

    wall_s: float
    cpu_user_s: float
    cpu_system_s: float
    peak_rss_bytes: int | None = None
    read_bytes: int | None = None
    write_bytes: int | None = None
    samples: int = 0
    gpus: tuple[str, ...] = ()
    gpu_memory_peak_bytes: int | None = None
    gpu_utilisation_percent: float | None = None
    gpu_scope: GpuScope | None = None


@at_once
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
    code: CodeRecord | None = None
    ended_at: datetime | None = None
    duration_s: float | None = None
    resources: ResourcesRecord | None = None
    outcome: Outcome | None = None
    error: ErrorRecord | None = None
    observed: tuple[Dependency, ...] = ()
    logs: tuple[str, ...] = ()


@at_once
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
    """``labels.json``: what people call an artifact; the only record that changes after it was written.

    It lies on top of what the class's code says: ``name`` takes the place of the code's unless it is None, ``tags``
    are added to the code's, and ``removed`` are those of the code's that somebody took away.
    """

    format: int = FORMAT
    name: str | None = None
    tags: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class OverlayRecord:
    """``overlay.json`` in an overlay's root: what it stands in front of, and for which artifacts it stands in.

    ``below`` is the overlay that was active when it was made; ``replaced`` holds ids of artifacts.
    """

    format: int = FORMAT
    below: str | None = None
    replaced: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class TicketRecord:
    """``ticket.json``: submitted to a scheduler outside the process tree and not started yet."""

    format: int = FORMAT
    run: str
    job: str | None = None
    submitted_at: datetime
