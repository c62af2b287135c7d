"""The state of an artifact: one pure function of the evidence in its directory."""

from __future__ import annotations

from dataclasses import dataclass

from furu.store import fs, tickets
from furu.store.layout import SUCCESS, TICKET, Artifact
from furu.store.lease import latest_attempt, liveness
from furu.store.owner import Holder
from furu.store.records import AttemptRecord, State

_OUTCOMES = {"failed": State.FAILED, "cancelled": State.CANCELLED, "preempted": State.PREEMPTED}


@dataclass(frozen=True, kw_only=True)
class Found:
    """What one look at a node's artifact showed.

    ``usable`` says whether its result counts: a success that is to be computed again all the same does not.
    """

    artifact: Artifact
    state: State
    usable: bool
    attempt: AttemptRecord | None = None


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What the directory shows: the marker, the last attempt with its holder's liveness, and a ticket that counts."""

    success: bool = False
    attempt: AttemptRecord | None = None
    holder: Holder = "unknown"
    ticket: bool = False


def state_of(evidence: Evidence) -> State:
    """The state; the first rule that matches wins."""
    attempt = evidence.attempt
    if evidence.success:
        return State.SUCCESS
    if attempt is not None and attempt.outcome is None:
        return State.CRASHED if evidence.holder == "gone" else State.RUNNING
    if evidence.ticket:
        return State.QUEUED
    if attempt is not None and attempt.outcome is not None:
        return _OUTCOMES.get(attempt.outcome, State.MISSING)
    return State.MISSING


def gather(artifact: Artifact, lease_secs: float) -> Evidence:
    """Look at an artifact once.

    Raises:
        UnreadableRecord: the last attempt's record cannot be read.
    """
    names = fs.names(artifact.meta)
    if SUCCESS in names:
        return Evidence(success=True)
    attempt = latest_attempt(artifact, names)
    ticket = TICKET in names and tickets.counts(artifact)
    return Evidence(attempt=attempt, holder=holder_of(artifact, attempt, lease_secs), ticket=ticket)


def holder_of(artifact: Artifact, attempt: AttemptRecord | None, lease_secs: float) -> Holder:
    """The liveness of an attempt's holder, asking the file system for its time only when it must.

    A holder without its claim gave up, or was superseded: whatever it does, this attempt is over.
    """
    if attempt is None or attempt.outcome is not None:
        return "unknown"
    if fs.inode(artifact.claim(attempt.owner.token)) is None:
        return "gone"
    path = artifact.attempt(attempt.number)
    first = liveness(attempt, path, lease_secs, None)
    return first if first != "unknown" else liveness(attempt, path, lease_secs, fs.clock_of(artifact.meta))
