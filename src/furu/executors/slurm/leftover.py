"""The jobs of a run that has no driver any more: found through its artifacts, and taken out of the queue."""

from __future__ import annotations

from collections.abc import Iterator

from furu.errors import UnreadableRecord
from furu.provenance.program import Deadline, ask
from furu.store import fs, lease, runs, tickets
from furu.store.layout import Artifact, RunPlace

_PATIENCE_S = 30.0
_AT_ONCE = 500
"""Jobs that one command names."""


def cancel(place: RunPlace) -> tuple[int, str]:
    """Cancel what the scheduler still has of a run; returns how many jobs those were, and what scancel complained of.

    A job at work records that it was cancelled; what had not begun is missing again.
    """
    waiting = dict(_tickets(place))
    found = sorted({*waiting.values(), *_at_work(place)})
    complaints = []
    for start in range(0, len(found), _AT_ONCE):
        try:
            answer = ask(["scancel", *found[start : start + _AT_ONCE]], Deadline(_PATIENCE_S), limit=1 << 20)
        except OSError as error:
            return 0, str(error)
        complaints += [] if answer.good else [answer.errors.strip()]
    for artifact in [] if complaints else waiting:
        tickets.remove(artifact, place.id)
    return len(found), "; ".join(complaints)


def _artifacts(place: RunPlace) -> Iterator[Artifact]:
    plan = runs.read_tasks(place)
    for task in () if plan is None else plan.tasks:
        yield Artifact(place.root, task.namespace, task.digest)


def _tickets(place: RunPlace) -> Iterator[tuple[Artifact, str]]:
    for artifact in _artifacts(place):
        ticket = tickets.read(artifact)
        if ticket is not None and ticket.run == place.id and ticket.job:
            yield artifact, ticket.job


def _at_work(place: RunPlace) -> Iterator[str]:
    for artifact in _artifacts(place):
        try:
            attempt = lease.latest_attempt(artifact, fs.names(artifact.meta))
        except UnreadableRecord:
            continue
        if attempt is not None and attempt.run == place.id and attempt.outcome is None and attempt.owner.slurm_job:
            yield attempt.owner.slurm_job
