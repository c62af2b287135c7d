"""The lease: the attempt record itself, generation by generation.

To start, a contender creates its claim, then links the complete record to the next attempt's name, which
exactly one can. To supersede a holder that is gone, its claim is unlinked *first*; whoever was only paused
finds the claim missing when it publishes, and cannot publish over the winner. A claim is never created again,
and nothing is ever deleted by a name that somebody else could hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from furu import clock, settings
from furu.errors import LeaseLost
from furu.store import fs
from furu.store.codec import pack, unpack
from furu.store.layout import Artifact, attempt_numbers
from furu.store.owner import Holder, holder, this_process
from furu.store.records import AttemptRecord, ErrorRecord, Outcome, Owner, SuccessRecord


@dataclass(frozen=True, eq=False)
class Lease:
    """The right to attempt an artifact, held by this process; each is one of its kind."""

    artifact: Artifact
    record: AttemptRecord

    @property
    def token(self) -> str:
        """Names the claim and the result folder."""
        return self.record.owner.token

    def beat(self) -> bool:
        """Show a sign of life; False when the record is gone."""
        return fs.touch(self.artifact.attempt(self.record.number))


def latest_attempt(artifact: Artifact, names: list[str]) -> AttemptRecord | None:
    """The attempt with the highest number, given the names in the ``.furu`` folder.

    Raises:
        UnreadableRecord: its record cannot be read.
    """
    numbers = attempt_numbers(names)
    return read_attempt(artifact, numbers[-1]) if numbers else None


def read_attempt(artifact: Artifact, number: int) -> AttemptRecord | None:
    """One attempt's record, or None when it is gone.

    Raises:
        UnreadableRecord: it cannot be read.
    """
    path = artifact.attempt(number)
    data = fs.read(path)
    return None if data is None else unpack(AttemptRecord, data, path)


def read_success(artifact: Artifact) -> SuccessRecord | None:
    """The manifest of an artifact, or None: one open and one read.

    Raises:
        UnreadableRecord: the marker exists and cannot be read.
    """
    path = artifact.success
    data = fs.read(path)
    return None if data is None else unpack(SuccessRecord, data, path)


def accepted(artifact: Artifact, rejected: SuccessRecord | None) -> SuccessRecord | None:
    """The artifact's success, unless it is the one that does not count."""
    success = read_success(artifact)
    return None if success is None or (rejected is not None and success.token == rejected.token) else success


def start(artifact: Artifact, number: int, describe: Callable[[int, Owner], AttemptRecord]) -> Lease | None:
    """Try to become the holder of attempt ``number``; None when another contender did."""
    token = fs.token()
    record = describe(number, this_process(token))
    fs.create(artifact.claim(token))
    try:
        if fs.link_new(artifact.attempt(number), pack(record)):
            return Lease(artifact, record)
    except BaseException:
        # Whether the link was made or not: without its claim the attempt is over for everybody.
        fs.remove_quietly(artifact.claim(token))
        raise
    fs.remove(artifact.claim(token))
    return None


def supersede(artifact: Artifact, gone: AttemptRecord) -> None:
    """Take the right to publish from a holder that is gone.

    It may have published just before, so success is to be looked for again before the next attempt is started.
    """
    fs.remove(artifact.claim(gone.owner.token))


def conclude(artifact: Artifact, gone: AttemptRecord, outcome: Outcome, error: ErrorRecord) -> bool:
    """Write down how an attempt ended whose holder is gone without a word; False when it has an end after all."""
    supersede(artifact, gone)
    if fs.inode(artifact.success) is not None:
        return False
    record = read_attempt(artifact, gone.number)
    if record is None or record.outcome is not None or record.owner.token != gone.owner.token:
        return False
    now = clock.now()
    lasted = (now - record.started_at).total_seconds()
    ended = replace(record, ended_at=now, duration_s=lasted, outcome=outcome, error=error)
    fs.write(artifact.attempt(gone.number), pack(ended))
    return True


def publish(lease: Lease, manifest: SuccessRecord) -> None:
    """Make the artifact a success: fill the claim and rename it, last of all.

    Raises:
        LeaseLost: another process superseded this attempt.
    """
    claim = lease.artifact.claim(lease.token)
    if not fs.publish(claim, pack(manifest), lease.artifact.success):
        raise lost(lease)


def lost(lease: Lease) -> LeaseLost:
    """The error of a holder that was superseded."""
    return LeaseLost(
        f"{lease.artifact.id} was taken over while this process was paused; its result is not published",
        artifact=lease.artifact.id,
        hint=settings.hint("FURU_LEASE_SECS", "to tolerate longer pauses; get() loads what the other process made"),
    )


def superseded(lease: Lease) -> bool:
    """Whether another process has taken the right to publish away; for a holder that has not published."""
    return fs.inode(lease.artifact.claim(lease.token)) is None


def give_up(lease: Lease) -> None:
    """Release the right to publish, before a failed attempt writes its outcome."""
    fs.remove(lease.artifact.claim(lease.token))


def finish(lease: Lease, record: AttemptRecord) -> None:
    """Write the outcome into the attempt's record."""
    fs.write(lease.artifact.attempt(lease.record.number), pack(record))


def liveness(record: AttemptRecord, path: str, lease_secs: float, folder_now: float | None) -> Holder:
    """Whether an attempt's holder lives, for a reader that looks once.

    Args:
        record: an attempt without outcome.
        path: its file, whose modification time is the last sign of life.
        lease_secs: how long silence is tolerated.
        folder_now: the time of the same file system now; None when it could not be read.
    """
    known = holder(record.owner)
    if known != "unknown" or folder_now is None:
        return known
    beat = fs.modified(path)
    return "gone" if beat is None or folder_now - beat > lease_secs else "alive"


class Watch:
    """A waiter's view of one holder: gone when its heartbeat stands still for the length of the lease.

    Only this process's monotonic clock is used; the heartbeat's own times are compared for change alone, so no
    other machine's clock is trusted.
    """

    def __init__(self, artifact: Artifact, held: AttemptRecord, lease_secs: float) -> None:
        self._owner = held.owner
        self._path = artifact.attempt(held.number)
        self._claim = artifact.claim(held.owner.token)
        self._lease_secs = lease_secs
        self._last: float | None = None
        self._since = clock.elapsed()
        self.provable = False
        """Whether the last look could prove life or death, without the heartbeat."""

    @property
    def silent_for(self) -> float:
        """Seconds since the last sign of life that this process saw."""
        return clock.elapsed() - self._since

    def look(self) -> bool:
        """Whether the holder still counts as alive; one without its claim has published or given up."""
        if fs.inode(self._claim) is None:
            return False
        known = holder(self._owner)
        self.provable = known != "unknown"
        if self.provable:
            self._since = clock.elapsed()
            return known == "alive"
        beat = fs.modified(self._path)
        if beat != self._last:
            self._last, self._since = beat, clock.elapsed()
        return self.silent_for <= self._lease_secs
