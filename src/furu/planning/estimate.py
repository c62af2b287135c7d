"""How long a class's artifacts take, from a sample of those that exist. Advisory."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median
from typing import TYPE_CHECKING

from furu.errors import UnreadableRecord
from furu.store import fs
from furu.store.layout import Artifact, class_directory, is_digest
from furu.store.lease import read_success

if TYPE_CHECKING:
    from furu.planning.plan import Task

SAMPLE = 16
"""Successes that are read of each class."""


def seconds_by_class(tasks: Iterable[Task]) -> dict[str, float]:
    """The median duration of earlier attempts in seconds, by namespace; classes without any are left out."""
    classes = {task.artifact.namespace: task.artifact.root for task in tasks}
    found = {namespace: _durations(root, namespace) for namespace, root in classes.items()}
    return {namespace: median(durations) for namespace, durations in found.items() if durations}


def _durations(root: str, namespace: str) -> list[float]:
    durations: list[float] = []
    for name in fs.names(class_directory(root, namespace)):
        if is_digest(name) and (seconds := _duration(Artifact(root, namespace, name))) is not None:
            durations.append(seconds)
            if len(durations) == SAMPLE:
                break
    return durations


def _duration(artifact: Artifact) -> float | None:
    try:
        success = read_success(artifact)
    except (UnreadableRecord, OSError):
        return None
    return None if success is None else success.duration_s
