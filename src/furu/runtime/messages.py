"""What furu says to people while it works: pure functions from facts to sentences."""

from __future__ import annotations

from datetime import datetime

from furu.clock import duration
from furu.store.records import AttemptRecord


def waiting(
    artifact: str,
    attempt: AttemptRecord,
    *,
    now: datetime,
    silent_for: float,
    earlier: list[float],
    limit: float | None,
) -> str:
    """Who holds an artifact, since when, its last sign of life, and when the wait ends."""
    owner = attempt.owner
    job = f", Slurm job {owner.slurm_job}" if owner.slurm_job else ""
    took = f"; earlier attempts took {', '.join(map(duration, earlier))}" if earlier else ""
    end = (
        f"waiting at most {duration(limit)} (FURU_MAX_WAIT_SECS)"
        if limit is not None
        else "waiting while it is alive (FURU_MAX_WAIT_SECS sets a limit)"
    )
    since = duration(max(0.0, (now - attempt.started_at).total_seconds()))
    return (
        f"waiting for {artifact}: {owner.user}@{owner.host} pid {owner.pid}{job} has been computing it for {since}, "
        f"last sign of life {duration(silent_for)} ago{took}; {end}"
    )
