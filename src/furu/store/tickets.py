"""Tickets: an artifact that a scheduler has been given and that no worker has begun.

``get()`` ignores tickets; whoever plans a run does not submit what has one. The store never asks the scheduler:
a ticket counts until the job's worker, its driver, or a waiter who has learned that the job is over removes it.
"""

from __future__ import annotations

from dataclasses import replace

from furu import clock
from furu.errors import UnreadableRecord
from furu.store import fs, runs
from furu.store.codec import pack, unpack
from furu.store.layout import Artifact, RunPlace
from furu.store.records import TicketRecord

FILLED_S = 60.0
"""Seconds after which a ticket that cannot be read is not being written any more."""


def write(artifact: Artifact, run: str, job: str | None = None) -> TicketRecord:
    """Say that a run hands the artifact to a scheduler, before it does."""
    ticket = TicketRecord(run=run, job=job, submitted_at=clock.now())
    fs.make_directories(artifact.meta)
    fs.write(artifact.ticket, pack(ticket))
    return ticket


def name(artifact: Artifact, ticket: TicketRecord, job: str) -> bool:
    """Add the job's name; False when its worker has removed the ticket already, which is not made again."""
    return fs.publish(artifact.ticket, pack(replace(ticket, job=job)), artifact.ticket)


def read(artifact: Artifact) -> TicketRecord | None:
    """The ticket; None when there is none, or when it is just being written."""
    data = fs.read(artifact.ticket)
    if data is None:
        return None
    try:
        return unpack(TicketRecord, data, artifact.ticket)
    except UnreadableRecord:
        return None


def remove(artifact: Artifact, run: str) -> None:
    """Take away a run's ticket; another run's is left alone."""
    ticket = read(artifact)
    if ticket is not None and ticket.run == run:
        fs.remove_quietly(artifact.ticket)


def counts(artifact: Artifact) -> bool:
    """Whether a ticket that is there keeps the artifact queued.

    It does while its job is not known to be over; one without a job, while the driver that is to submit it lives.
    """
    ticket = read(artifact)
    if ticket is None:
        written, now = fs.modified(artifact.ticket), fs.clock_of(artifact.meta)
        return written is not None and (now is None or now - written < FILLED_S)
    if ticket.job is not None:
        return True
    place = RunPlace(artifact.root, ticket.run)
    run = runs.read_run(place)
    return run is not None and runs.driver_of(place, run) != "gone"
