"""The only reader of a clock: wall time for records, monotonic time for durations and waits; and durations in words."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, for records. Never compared across machines."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds on a clock that only goes forward; the difference of two readings is a duration."""
    return time.monotonic()


def effort() -> float:
    """Seconds of processor time that this thread has taken; waiting for a turn does not count."""
    return time.thread_time()


def pause(seconds: float) -> None:
    """Wait between two looks at a condition that another process changes."""
    time.sleep(seconds)


def duration(seconds: float) -> str:
    """``42s``, ``1m 12s``, ``3h 05m``, ``2d 4h``."""
    minutes, second = divmod(int(seconds), 60)
    hours, minute = divmod(minutes, 60)
    days, hour = divmod(hours, 24)
    if days:
        return f"{days}d {hour}h"
    if hours:
        return f"{hour}h {minute:02d}m"
    return f"{minute}m {second:02d}s" if minutes else f"{second}s"
