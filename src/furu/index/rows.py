"""What the index knows, as the frozen values that leave it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from furu.index.answers import QueryClause
from furu.store.records import (
    AttemptRecord,
    ConfigRecord,
    DependencyKind,
    Json,
    LabelsRecord,
    State,
    SuccessRecord,
)


@dataclass(frozen=True, kw_only=True)
class Experiment:
    """One artifact as a row.

    ``id`` is ``namespace@digest``. ``unreadable`` holds the reason when a record could not be read; such a
    row has whatever else is known. ``config`` and ``result`` map dotted leaf paths to JSON scalars and are
    empty unless they were asked for.

    ``run``, ``slurm_job``, ``code`` (its fingerprint) and the resources are those of the last attempt. ``size_bytes``
    and ``files`` are of the whole folder, None while it is being computed; with ``more_files`` there are more than
    were counted. ``depth`` is the longest chain of dependencies below, None when its own record does not hold all.
    """

    id: str
    namespace: str
    module: str
    class_name: str
    digest: str
    state: State
    name: str | None = None
    tags: tuple[str, ...] = ()
    bases: tuple[str, ...] = ()
    schema: str | None = None
    version_controlled: bool = False
    created_at: datetime | None = None
    updated_at: datetime | None = None
    started_at: datetime | None = None
    duration_s: float | None = None
    attempts: int = 0
    host: str | None = None
    user: str | None = None
    backend: str | None = None
    git_commit: str | None = None
    git_dirty: bool | None = None
    error_type: str | None = None
    error_message: str | None = None
    dependencies: int = 0
    dependents: int = 0
    unreadable: str | None = None
    run: str | None = None
    slurm_job: str | None = None
    code: str | None = None
    cpu_s: float | None = None
    peak_rss_bytes: int | None = None
    gpu_memory_bytes: int | None = None
    gpu_utilisation_percent: float | None = None
    size_bytes: int | None = None
    files: int | None = None
    more_files: bool = False
    depth: int | None = None
    stale_reason: str | None = None
    config: dict[str, Json] = field(default_factory=dict)
    result: dict[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Neighbour:
    """An experiment at the other end of a dependency; ``state`` is missing when it has no artifact."""

    id: str
    namespace: str
    class_name: str
    digest: str
    state: State
    name: str | None = None
    path: str
    kind: DependencyKind


@dataclass(frozen=True, kw_only=True)
class ExperimentDetail:
    """An experiment with all its records, read from disk at this moment.

    ``node_states`` maps the digest of each node below it to that node's state. ``python`` is an
    expression that builds the object.
    """

    experiment: Experiment
    directory: str
    python: str | None = None
    config: ConfigRecord | None = None
    success: SuccessRecord | None = None
    labels: LabelsRecord | None = None
    attempts: tuple[AttemptRecord, ...] = ()
    node_states: dict[str, State] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ExperimentPage:
    """One page of a sorted, filtered list. ``total`` counts all that match; ``version`` is the index's.

    ``clauses`` are the parts of the query. ``cells`` has, for each item, the values of the ``columns`` that were asked
    for. ``cursor`` asks for the page after this one, whatever changes meanwhile; ``truncated`` means that the page has
    fewer items than asked for, because more would be too large an answer.
    """

    items: tuple[Experiment, ...]
    total: int
    offset: int
    limit: int
    version: int
    clauses: tuple[QueryClause, ...] = ()
    columns: tuple[str, ...] = ()
    cells: tuple[tuple[Json, ...], ...] = ()
    cursor: str | None = None
    truncated: bool = False


@dataclass(frozen=True, kw_only=True)
class ClassNode:
    """A class in the class graph, with the number of its experiments in each state."""

    namespace: str
    module: str
    class_name: str
    bases: tuple[str, ...]
    total: int
    states: dict[State, int]


@dataclass(frozen=True, kw_only=True)
class ClassEdge:
    """``dependent`` uses ``dependency``, through these field paths, ``count`` times."""

    dependent: str
    dependency: str
    paths: tuple[str, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class ClassGraph:
    """All classes and what uses what."""

    nodes: tuple[ClassNode, ...]
    edges: tuple[ClassEdge, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    """How many experiments a class has."""

    namespace: str
    class_name: str
    total: int
    states: dict[State, int]


@dataclass(frozen=True, kw_only=True)
class Stats:
    """What the home page counts."""

    total: int
    states: dict[State, int]
    classes: tuple[ClassCount, ...]
    unreadable: int
    version: int
    as_of: datetime


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the scanner is: ``version`` grows by one whenever a refresh changed a row.

    ``expected`` is how many experiments a first scan will find, as soon as that is known.
    """

    version: int
    as_of: datetime
    scanning: bool
    total: int
    expected: int | None = None
