"""The only reader of a clock: wall time for records, monotonic time for durations and waits."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC, for records. Never compared across machines."""
    return datetime.now(UTC)


def elapsed() -> float:
    """Seconds on a clock that only goes forward; the difference of two readings is a duration."""
    return time.monotonic()


def pause(seconds: float) -> None:
    """Wait between two looks at a condition that another process changes."""
    time.sleep(seconds)
