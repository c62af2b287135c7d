"""What others have left to a scheduler: artifacts that wait for, or are held by, a job that is over.

The store never asks the scheduler. A driver does, about everything that it waits for, at its start and seldom later.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from furu import clock
from furu.runtime import jobs
from furu.store import lease, runs, tickets
from furu.store.layout import Artifact, RunPlace
from furu.store.owner import holder, user
from furu.store.records import AttemptRecord, State

FIRST_QUESTION_S, LAST_QUESTION_S = 5.0, 60.0
"""Seconds between two questions: at first, and at last."""


class Held(Protocol):
    """An artifact that somebody else has."""

    @property
    def artifact(self) -> Artifact:
        """Its place."""

    @property
    def state(self) -> State:
        """How it was found."""

    @property
    def attempt(self) -> AttemptRecord | None:
        """Its last attempt."""


class Asking:
    """When a driver asks the scheduler next."""

    def __init__(self) -> None:
        self._pause = FIRST_QUESTION_S
        self._at = clock.elapsed() + self._pause

    @property
    def is_due(self) -> bool:
        """Whether the last question was long enough ago."""
        return clock.elapsed() >= self._at

    def release(self, held: Iterable[Held]) -> None:
        """Ask, and let go of what is abandoned."""
        release(held)
        self._pause = min(self._pause * 2, LAST_QUESTION_S)
        self._at = clock.elapsed() + self._pause


def release(held: Iterable[Held]) -> bool:
    """Take away the tickets and claims of jobs that are over, by one question; returns whether there were any."""
    found = {one.artifact: (one, job) for one in held if (job := _job_of(one)) is not None}
    if not found:
        return False
    queue = jobs.ask_queue(number for _, (number, _) in found.values())
    over = [one for one, (number, owner) in found.values() if jobs.is_over(queue, number, owner)]
    for one in over:
        if one.state is State.QUEUED:
            ticket = tickets.read(one.artifact)
            if ticket is not None and ticket.job == found[one.artifact][1][0]:
                tickets.remove(one.artifact, ticket.run)
        elif one.attempt is not None:
            lease.supersede(one.artifact, one.attempt)
    return bool(over)


def _job_of(held: Held) -> tuple[str, str] | None:
    """The job that has it, and whose that is; None where no scheduler can tell more than the disk."""
    if held.state is State.QUEUED:
        ticket = tickets.read(held.artifact)
        if ticket is None or ticket.job is None:
            return None
        run = runs.read_run(RunPlace(held.artifact.root, ticket.run))
        return ticket.job, user() if run is None else run.owner.user
    if held.attempt is None or held.attempt.owner.slurm_job is None or holder(held.attempt.owner) != "unknown":
        return None
    return held.attempt.owner.slurm_job, held.attempt.owner.user
