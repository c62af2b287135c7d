"""What furu says to people while it works: pure functions from facts to sentences."""

from __future__ import annotations

from datetime import datetime

from furu.store.records import AttemptRecord


def duration(seconds: float) -> str:
    """``42s``, ``1m 12s``, ``3h 05m``, ``2d 4h``."""
    whole = int(seconds)
    if whole < 60:
        return f"{whole}s"
    if whole < 3600:
        return f"{whole // 60}m {whole % 60:02d}s"
    if whole < 86400:
        return f"{whole // 3600}h {whole % 3600 // 60:02d}m"
    return f"{whole // 86400}d {whole % 86400 // 3600}h"


def waiting(
    artifact: str, attempt: AttemptRecord, now: datetime, silent_for: float, earlier: list[float], limit: float | None
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
