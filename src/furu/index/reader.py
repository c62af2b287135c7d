"""One artifact read from disk: as a row with its edges, or in full for its own page."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, replace

from furu.config.snippet import snippet
from furu.config.tree import NodeRecord, references
from furu.errors import UnreadableRecord
from furu.index.leaves import config_leaves, result_leaves
from furu.index.rows import Experiment
from furu.store import fs
from furu.store.codec import Record, unpack
from furu.store.layout import SUCCESS, TICKET, Artifact, attempt_numbers, object_path
from furu.store.lease import read_attempt
from furu.store.records import (
    AttemptRecord,
    ConfigRecord,
    Dependency,
    LabelsRecord,
    State,
    SuccessRecord,
)
from furu.store.state import Evidence, holder_of, state_of


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What one look at an artifact found; ``problems`` are the records that could not be read."""

    artifact: Artifact
    state: State
    config: ConfigRecord | None
    success: SuccessRecord | None
    labels: LabelsRecord | None
    last: AttemptRecord | None
    attempt_numbers: tuple[int, ...]
    problems: tuple[str, ...]

    @property
    def nodes(self) -> dict[str, NodeRecord]:
        """The nodes below it that its own record holds."""
        return {} if self.config is None else self.config.nodes


def read(artifact: Artifact, lease_secs: float) -> Reading | None:
    """Look at an artifact, or return None when it is gone. Never raises for what it finds inside."""
    names = fs.names(artifact.meta)
    if not names:
        return None
    problems: list[str] = []
    numbers = attempt_numbers(names)
    success = _record(SuccessRecord, artifact.success, problems) if SUCCESS in names else None
    last = _last_attempt(artifact, numbers, problems)
    evidence = Evidence(
        success=success is not None,
        attempt=last,
        holder=holder_of(artifact, last, lease_secs) if success is None else "unknown",
        ticket=TICKET in names,
    )
    return Reading(
        artifact=artifact,
        state=state_of(evidence),
        config=_record(ConfigRecord, artifact.config, problems),
        success=success,
        labels=_record(LabelsRecord, artifact.labels, problems),
        last=last,
        attempt_numbers=tuple(numbers),
        problems=tuple(problems),
    )


def _record(cls: type[Record], path: str, problems: list[str]) -> Record | None:
    try:
        data = fs.read(path)
        return None if data is None else unpack(cls, data, path)
    except UnreadableRecord as error:
        problems.append(error.message)
    except OSError as error:
        problems.append(f"{path} cannot be read: {error.strerror}")
    return None


def _last_attempt(artifact: Artifact, numbers: list[int], problems: list[str]) -> AttemptRecord | None:
    if not numbers:
        return None
    try:
        return read_attempt(artifact, numbers[-1])
    except UnreadableRecord as error:
        problems.append(error.message)
    except OSError as error:
        problems.append(f"{artifact.attempt(numbers[-1])} cannot be read: {error.strerror}")
    return None


def attempts(reading: Reading) -> tuple[AttemptRecord, ...]:
    """Every attempt that can be read, oldest first."""
    found = []
    for number in reading.attempt_numbers:
        with contextlib.suppress(UnreadableRecord, OSError):
            record = read_attempt(reading.artifact, number)
            if record is not None:
                found.append(record)
    return tuple(found)


def row(reading: Reading) -> Experiment:
    """The experiment's row; ``dependents`` is for the index to count."""
    artifact, config, last, success = reading.artifact, reading.config, reading.last, reading.success
    module, _, class_name = (config.node.type if config else _guess_type(artifact.namespace)).partition(":")
    git = last.environment.git if last and last.environment else None
    error = last.error if last and success is None else None
    labels = reading.labels
    return Experiment(
        id=artifact.id,
        namespace=artifact.namespace,
        module=module,
        class_name=class_name,
        digest=artifact.digest,
        state=reading.state,
        name=(labels and labels.name) or (config.name if config else None),
        tags=tuple(dict.fromkeys((*(config.tags if config else ()), *(labels.tags if labels else ())))),
        bases=config.bases if config else (),
        schema=config.schema if config else None,
        version_controlled=config.version_controlled if config else False,
        created_at=config.created_at if config else None,
        updated_at=max(
            (at for at in (config and config.created_at, last and (last.ended_at or last.started_at)) if at),
            default=None,
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
        config=config_leaves(config.node, config.nodes) if config else {},
        result=result_leaves(success.result) if success and success.loads == "codec" else {},
    )


def _guess_type(namespace: str) -> str:
    module, _, name = namespace.rpartition(".")
    return f"{module}:{name}"


def edges(reading: Reading) -> tuple[Dependency, ...]:
    """What it depends on: recorded first, then what its last attempt was seen to use besides."""
    recorded = reading.config.dependencies if reading.config else ()
    known = {(edge.namespace, edge.digest) for edge in recorded}
    observed = reading.last.observed if reading.last else ()
    return (*recorded, *(edge for edge in observed if (edge.namespace, edge.digest) not in known))


def python(reading: Reading) -> str | None:
    """Code that builds the object, from its record alone."""
    if reading.config is None:
        return None
    return snippet(reading.config.node, all_nodes(reading))


def all_nodes(reading: Reading) -> dict[str, NodeRecord]:
    """The nodes below it, those kept as objects included, up to 1,000."""
    nodes = dict(reading.nodes)
    if reading.config is None:
        return nodes
    wanted = [reading.config.node, *nodes.values()]
    for record in wanted:
        for digest in references(record.fields):
            if digest not in nodes and len(nodes) < MOST_NODES:
                data = fs.read(object_path(reading.artifact.root, "nodes", digest))
                if data is not None:
                    with contextlib.suppress(UnreadableRecord):
                        nodes[digest] = unpack(NodeRecord, data, digest)
                        wanted.append(nodes[digest])
    return nodes


MOST_NODES = 1000


def with_nodes(reading: Reading, nodes: dict[str, NodeRecord]) -> ConfigRecord | None:
    """The config record with every node below it, wherever that was kept."""
    return None if reading.config is None else replace(reading.config, nodes=nodes)
