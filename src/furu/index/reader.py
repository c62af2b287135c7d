"""One artifact read from disk: as a row with its edges, or in full for its own page."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from furu import clock
from furu.config.snippet import snippet
from furu.config.tree import NodeRecord, references
from furu.errors import UnreadableRecord
from furu.index.leaves import config_leaves, result_leaves
from furu.index.measures import Size, depth_of, size_of
from furu.index.rows import Experiment
from furu.store import fs, tickets
from furu.store.codec import Record, unpack
from furu.store.labels import shown_name, shown_tags
from furu.store.layout import (
    CONFIG,
    LABELS,
    SUCCESS,
    TICKET,
    Artifact,
    attempt_numbers,
    is_digest,
    object_path,
)
from furu.store.lease import liveness
from furu.store.owner import Holder
from furu.store.records import (
    AttemptRecord,
    ConfigRecord,
    Dependency,
    LabelsRecord,
    ResourcesRecord,
    State,
    SuccessRecord,
)
from furu.store.state import Evidence, state_of

LARGEST_RECORD = 64 * 2**20
"""A record with more bytes is not read, so that one strange file cannot fill the memory."""

MALFORMED = (ArithmeticError, AttributeError, LookupError, OSError, RecursionError, TypeError, ValueError)
"""What code that trusts a record raises when the record was changed by hand."""


class Judge:
    """Tells whether holders live, with at most one look a minute at the clock of the store's file system."""

    def __init__(self, root: str, lease_secs: float) -> None:
        self._root = root
        self._lease_secs = lease_secs
        self._looked_at: float | None = None
        self._store_time: float | None = None

    def holder(self, artifact: Artifact, attempt: AttemptRecord | None) -> tuple[Holder, bool]:
        """The holder of an attempt without outcome, and whether that is proven or follows from its silence."""
        if attempt is None or attempt.outcome is not None:
            return "unknown", True
        path = artifact.attempt(attempt.number)
        known = liveness(attempt, path, self._lease_secs, None)
        if known != "unknown":
            return known, True
        return liveness(attempt, path, self._lease_secs, self._now()), False

    def _now(self) -> float | None:
        elapsed = clock.elapsed()
        if self._looked_at is None or elapsed - self._looked_at > _CLOCK_SECONDS:
            self._looked_at, self._store_time = elapsed, fs.clock_of(self._root)
        return None if self._store_time is None else self._store_time + elapsed - self._looked_at


_CLOCK_SECONDS = 60.0


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one look at an artifact found; ``problems`` are the records that could not be read.

    ``proven`` is False when the state follows from a holder's silence, which may end. ``size`` is None for what is
    running or queued, which grows and is looked at often.
    """

    artifact: Artifact
    state: State
    proven: bool
    config: ConfigRecord | None
    success: SuccessRecord | None
    labels: LabelsRecord | None
    last: AttemptRecord | None
    attempt_numbers: tuple[int, ...]
    problems: tuple[str, ...]
    size: Size | None

    @property
    def nodes(self) -> dict[str, NodeRecord]:
        """The nodes below it that its own record holds."""
        return {} if self.config is None else self.config.nodes


def read(artifact: Artifact, judge: Judge) -> Reading | None:
    """Look at an artifact, or return None when it is gone. Never raises for what it finds inside."""
    problems: list[str] = []
    listed: list[os.DirEntry[str]] = []
    try:
        with os.scandir(artifact.meta) as entries:
            listed = list(entries)
        names = {entry.name for entry in listed}
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        names, problems = {CONFIG}, [f"{artifact.meta} cannot be listed: {error.strerror}"]
    if not names:
        return None
    numbers = attempt_numbers(names)
    success = _record(SuccessRecord, artifact.success, problems) if SUCCESS in names else None
    last = _record(AttemptRecord, artifact.attempt(numbers[-1]), problems) if numbers else None
    state, proven = _state(artifact, names, last, judge, success=success is not None)
    config = _record(ConfigRecord, artifact.config, problems) if CONFIG in names else None
    if CONFIG not in names and state is not State.RUNNING:
        problems.append(f"{artifact.config} is missing")
    if config is not None and (config.node.namespace, config.node.digest) != (artifact.namespace, artifact.digest):
        problems.append(f"{artifact.config} describes {config.node.namespace}@{config.node.digest}, not this folder")
    return Reading(
        artifact=artifact,
        state=state,
        proven=proven,
        config=config,
        success=success,
        labels=_record(LabelsRecord, artifact.labels, problems) if LABELS in names else None,
        last=last,
        attempt_numbers=tuple(numbers),
        problems=tuple(problems),
        size=None if state in (State.RUNNING, State.QUEUED) else size_of(artifact.directory, {artifact.meta: listed}),
    )


def _state(
    artifact: Artifact, names: Collection[str], last: AttemptRecord | None, judge: Judge, *, success: bool
) -> tuple[State, bool]:
    """The state, and whether it is proven."""
    holder, proven = judge.holder(artifact, None if success else last)
    ticket = TICKET in names and tickets.counts(artifact)
    return state_of(Evidence(success=success, attempt=last, holder=holder, ticket=ticket)), proven


def state_now(artifact: Artifact, judge: Judge) -> State | None:
    """The state alone, for what is looked at often; None when that needs a closer look."""
    try:
        names = fs.names(artifact.meta)
    except OSError:
        return None
    numbers, problems = attempt_numbers(names), list[str]()
    last = _record(AttemptRecord, artifact.attempt(numbers[-1]), problems) if numbers else None
    return None if problems or SUCCESS in names else _state(artifact, names, last, judge, success=False)[0]


def _record(cls: type[Record], path: str, problems: list[str]) -> Record | None:
    try:
        data = _bytes(path)
        return None if data is None else unpack(cls, data, path)
    except UnreadableRecord as error:
        problems.append(error.message)
    except OSError as error:
        problems.append(f"{path} cannot be read: {error.strerror}")
    return None


def _bytes(path: str) -> bytes | None:
    """The bytes of a record, or None when it is gone; four calls, and no waiting for what is no plain file.

    Raises:
        UnreadableRecord: it is no plain file, or too large.
        OSError: it cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableRecord(f"{path} is no file", path=path)
        if found.st_size > LARGEST_RECORD:
            raise UnreadableRecord(f"{path} has {found.st_size} bytes, which is no record of furu", path=path)
        return os.read(descriptor, found.st_size + 1)
    finally:
        os.close(descriptor)


def attempts(reading: Reading) -> tuple[AttemptRecord, ...]:
    """Every attempt that can be read, oldest first."""
    found = (_record(AttemptRecord, reading.artifact.attempt(number), []) for number in reading.attempt_numbers)
    return tuple(record for record in found if record is not None)


def entry(reading: Reading) -> tuple[Experiment, tuple[Dependency, ...]]:
    """The experiment's row and what it depends on; a record that makes no sense is one more problem."""
    try:
        return row(reading), edges(reading)
    except MALFORMED as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else f"{type(error).__name__}: {error}"
        problem = f"the records in {reading.artifact.meta} make no sense: {reason}"
        bare = replace(
            reading, config=None, success=None, labels=None, last=None, problems=(*reading.problems, problem)
        )
        return row(bare), ()


def row(reading: Reading) -> Experiment:
    """The experiment's row; ``dependents`` is for the index to count."""
    artifact, config, last, success = reading.artifact, reading.config, reading.last, reading.success
    module, _, class_name = (config.node.type if config else _guess_type(artifact.namespace)).partition(":")
    git = last.environment.git if last and last.environment else None
    error = last.error if last and success is None else None
    return Experiment(
        id=artifact.id,
        namespace=artifact.namespace,
        module=module,
        class_name=class_name,
        digest=artifact.digest,
        state=reading.state,
        name=shown_name(config.name if config else None, reading.labels),
        tags=shown_tags(config.tags if config else (), reading.labels),
        bases=config.bases if config else (),
        schema=config.schema if config else None,
        version_controlled=config.version_controlled if config else False,
        created_at=config.created_at if config else None,
        updated_at=_latest(
            config.created_at if config else None,
            (last.ended_at or last.started_at) if last else None,
            success.succeeded_at if success else None,
        ),
        started_at=last.started_at if last else None,
        duration_s=success.duration_s if success else (last.duration_s if last else None),
        attempts=len(reading.attempt_numbers),
        host=last.owner.host if last else None,
        user=last.owner.user if last else None,
        backend=last.backend if last else None,
        git_commit=git.commit if git else None,
        git_dirty=git.dirty if git else None,
        error_type=error.type if error else None,
        error_message=error.message[:1000] if error else None,
        dependencies=len({(edge.namespace, edge.digest) for edge in edges(reading)}),
        unreadable="; ".join(reading.problems)[:2000] or None,
        run=last.run if last else None,
        slurm_job=last.owner.slurm_job if last else None,
        code=last.code.fingerprint if last and last.code else None,
        **_measured(reading.size, last.resources if last else None),
        depth=depth_of(config.node, config.nodes) if config else None,
        config=config_leaves(config.node, config.nodes) if config else {},
        result=result_leaves(success.result) if success and success.loads == "codec" else {},
    )


def _measured(size: Size | None, used: ResourcesRecord | None) -> dict[str, Any]:
    """The columns of a row that say how much it took and takes."""
    found: dict[str, Any] = {}
    if size is not None:
        found = {"size_bytes": size.bytes, "files": size.files, "more_files": size.more}
    if used is not None:
        found["cpu_s"] = used.cpu_user_s + used.cpu_system_s
        found["peak_rss_bytes"] = used.peak_rss_bytes
        found["gpu_memory_bytes"] = used.gpu_memory_peak_bytes
        found["gpu_utilisation_percent"] = used.gpu_utilisation_percent
    return found


def _latest(*times: datetime | None) -> datetime | None:
    """The latest time there is; one without a zone, which furu never writes, counts as UTC."""
    known = [at.replace(tzinfo=at.tzinfo or UTC) for at in times if at is not None]
    return max(known, default=None)


def _guess_type(namespace: str) -> str:
    module, _, name = namespace.rpartition(".")
    return f"{module}:{name}"


def edges(reading: Reading) -> tuple[Dependency, ...]:
    """What it depends on: recorded first, then what its last attempt was seen to use besides."""
    recorded = reading.config.dependencies if reading.config else ()
    known = {(edge.namespace, edge.digest) for edge in recorded}
    observed = reading.last.observed if reading.last else ()
    return (*recorded, *(edge for edge in observed if (edge.namespace, edge.digest) not in known))


def python(reading: Reading, nodes: dict[str, NodeRecord]) -> str | None:
    """Code that builds the object, from its records alone; None when they do not say."""
    if reading.config is None:
        return None
    try:
        return snippet(reading.config.node, nodes)
    except MALFORMED:
        return None


def all_nodes(reading: Reading) -> dict[str, NodeRecord]:
    """The nodes below it, those kept as objects included, up to 1,000."""
    nodes = dict(reading.nodes)
    if reading.config is None:
        return nodes
    wanted = [reading.config.node, *nodes.values()]
    for record in wanted:
        for digest in _references(record):
            if digest not in nodes and len(nodes) < MOST_NODES and is_digest(digest):
                lower = _record(NodeRecord, object_path(reading.artifact.root, "nodes", digest), [])
                if lower is not None:
                    nodes[digest] = lower
                    wanted.append(lower)
    return nodes


MOST_NODES = 1000


def _references(record: NodeRecord) -> list[str]:
    try:
        return references(record.fields)
    except RecursionError:
        return []


def with_nodes(reading: Reading, nodes: dict[str, NodeRecord]) -> ConfigRecord | None:
    """The config record with every node below it, wherever that was kept."""
    return None if reading.config is None else replace(reading.config, nodes=nodes)
