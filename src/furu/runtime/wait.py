"""Waiting for another process that computes the same artifact: as long as it lives, and never for oneself."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from furu import clock, settings
from furu.errors import WaitCycle, WaitExceeded
from furu.runtime import context, jobs, messages
from furu.store.layout import Artifact
from furu.store.lease import Watch, read_attempt
from furu.store.records import AttemptRecord, Owner

logger = logging.getLogger("furu")

FIRST_POLL, LOCAL_POLL, LAST_POLL = 0.01, 1.0, 5.0
"""Seconds between two looks: at first, at last where life can be proved, and at last elsewhere."""

FIRST_MESSAGE = 2.0
SHOWN_ATTEMPTS = 3


class _Job:
    """The scheduler's word on a holder that nothing here can prove alive or dead."""

    def __init__(self, owner: Owner) -> None:
        self._owner = owner
        self._asked_at: float | None = None

    def is_asked_for(self, watch: Watch) -> bool:
        """Whether the holder is a job elsewhere, and the last question was long enough ago."""
        if self._owner.slurm_job is None or watch.provable:
            return False
        return self._asked_at is None or clock.elapsed() - self._asked_at > jobs.SECONDS_BETWEEN_QUESTIONS

    def is_over(self) -> bool:
        """Whether the scheduler says that the job is over; asks it."""
        self._asked_at = clock.elapsed()
        assert self._owner.slurm_job is not None
        return jobs.job_is_over(self._owner.slurm_job, self._owner.user) is True


def waiting(artifact: Artifact, held: AttemptRecord) -> Iterator[None]:
    """Pause once a step while the holder lives; ends when it is gone.

    Raises:
        WaitCycle: the holder is an attempt that the caller itself is part of.
        WaitExceeded: FURU_MAX_WAIT_SECS is over.
    """
    _refuse_cycle(artifact, held)
    wanted = settings.current()
    watch = Watch(artifact, held, wanted.lease_secs)
    began, pause, message_at = clock.elapsed(), FIRST_POLL, FIRST_MESSAGE
    job = _Job(held.owner)
    while watch.look() and not (job.is_asked_for(watch) and job.is_over()):
        waited = clock.elapsed() - began
        limit = wanted.max_wait_secs
        if limit is not None and waited > limit:
            raise WaitExceeded(
                f"{artifact.id} is still being computed by {held.owner.user}@{held.owner.host} pid {held.owner.pid} "
                f"after {clock.duration(waited)}",
                artifact=artifact.id,
                hint=settings.hint("FURU_MAX_WAIT_SECS", "to wait longer, or unset it to wait while the holder lives"),
            )
        if waited >= message_at:
            message_at = waited * 2
            earlier = _earlier_durations(artifact, held.number)
            message = messages.waiting(
                artifact.id, held, now=clock.now(), silent_for=watch.silent_for, earlier=earlier, limit=limit
            )
            logger.warning("%s", message)
        clock.pause(pause if limit is None else min(pause, limit))
        pause = min(pause * 1.5, LOCAL_POLL if watch.provable else LAST_POLL)
        yield


def _earlier_durations(artifact: Artifact, number: int) -> list[float]:
    records = (read_attempt(artifact, earlier) for earlier in range(max(1, number - SHOWN_ATTEMPTS), number))
    return [record.duration_s for record in records if record is not None and record.duration_s is not None]


def _refuse_cycle(artifact: Artifact, held: AttemptRecord) -> None:
    caller = context.current()
    if caller is None:
        return
    stack = list(caller.stack())
    if any(running.lease.token == held.owner.token for running in stack):
        trail = " → ".join(type(running.node).__qualname__ for running in reversed(stack))
        raise WaitCycle(
            f"{artifact.id} would wait for itself: {trail} → {artifact.namespace.rpartition('.')[2]}",
            artifact=artifact.id,
            hint="a _create may not get() the artifact it is creating, not even through others",
        )
