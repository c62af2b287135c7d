"""What one look at an artifact puts into the index, as values that go between processes and into SQLite."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any, NamedTuple

from furu import clock
from furu.index import database
from furu.index.reader import Judge, Reading, entry, read, state_now
from furu.store.layout import Artifact
from furu.store.records import Dependency

SETTLED_SECONDS = 3.0
"""A folder changed less than this ago may change again within the same tick of its clock."""

SETTLED, EACH_REFRESH, EACH_WALK = 0, 1, 2
"""When a row is looked at again though its folder does not change."""

Key = tuple[str, str]
"""Namespace and digest."""

_VERSIONED = database.COLUMNS.index("version_controlled")


class Entry(NamedTuple):
    """One artifact: ``values`` are its row's, None when it is gone.

    ``place`` says in which root it is, ``stamp`` what its folder looked like, ``again`` when it is looked at without a
    change there. ``edges`` are dependency, path, kind, its class and the field.
    """

    namespace: str
    digest: str
    place: int = 0
    stamp: int = 0
    again: int = SETTLED
    values: list[Any] | None = None
    search: str = ""
    edges: list[tuple[str, str, str, str, str]] = []  # noqa: RUF012  # never changed

    @property
    def id(self) -> str:
        """``namespace@digest``."""
        return f"{self.namespace}@{self.digest}"


class Looks:
    """Looks at artifacts by their identity: in the first of the roots that has them."""

    def __init__(self, roots: Sequence[str], lease_secs: float) -> None:
        self._roots = [(root, Judge(root, lease_secs)) for root in roots]

    def at(self, key: Key) -> Entry:
        """What is there now."""
        namespace, digest = key
        for place, (root, judge) in enumerate(self._roots):
            artifact = Artifact(root, namespace, digest)
            stamp = signature(artifact)  # first: what changes while it is read is then read again
            reading = None if stamp is None else read(artifact, judge)
            if stamp is not None and reading is not None:
                return _entry(place, stamp, reading)
        return Entry(namespace, digest)

    def is_still(self, key: Key, place: int, stamp: int, state: str) -> bool:
        """Whether an artifact is as its row says, as far as can be seen without reading all of it."""
        root, judge = self._roots[place]
        artifact = Artifact(root, *key)
        return signature(artifact) == stamp and state_now(artifact, judge) == state


def signature(artifact: Artifact) -> int | None:
    """Changes whenever a record is added, replaced or removed: the time of the ``.furu`` folder, in ns."""
    try:
        return os.stat(artifact.meta).st_mtime_ns
    except OSError:
        return None


def _entry(place: int, stamp: int, reading: Reading) -> Entry:
    experiment, edges = entry(reading)
    values = database.encode(experiment)
    values[_VERSIONED] = values[_VERSIONED] or place > 0
    return Entry(
        namespace=reading.artifact.namespace,
        digest=reading.artifact.digest,
        place=place,
        stamp=stamp,
        again=_again_when(stamp, reading),
        values=values,
        search=_search_text(experiment.id, experiment.name, experiment.tags, experiment.config),
        edges=[_edge(edge) for edge in edges],
    )


def _again_when(stamp: int, reading: Reading) -> int:
    if abs(clock.now().timestamp() - stamp / 1e9) < SETTLED_SECONDS:
        return EACH_REFRESH
    return SETTLED if reading.proven else EACH_WALK


def _edge(edge: Dependency) -> tuple[str, str, str, str, str]:
    return f"{edge.namespace}@{edge.digest}", edge.path, edge.kind, edge.namespace, _field(edge.path)


def _field(path: str) -> str:
    """Where a class uses another one: a path without positions, so that ``models[0]`` is ``models[]``."""
    head, bracket, _ = path.partition("[")
    return f"{head}[]" if bracket else head


def _search_text(artifact_id: str, name: str | None, tags: tuple[str, ...], leaves: dict[str, object]) -> str:
    settings = (f"{path}={value}" for path, value in leaves.items())
    return " ".join([artifact_id, name or "", *tags, *settings]).lower()
