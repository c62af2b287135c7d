"""Values as people write them: numbers, durations, sizes and times."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SECONDS = {"ms": 0.001, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0, "h": 3600.0, "d": 86400.0, "w": 604800.0}
"""Units of a duration in seconds; a bare number is seconds."""

BYTES = {
    "b": 1,
    "kb": 10**3,
    "mb": 10**6,
    "gb": 10**9,
    "tb": 10**12,
    "kib": 2**10,
    "mib": 2**20,
    "gib": 2**30,
    "tib": 2**40,
}
"""Units of a size in bytes, whatever their case; a bare number is bytes."""

_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)\s*([a-zA-Z]*)")
_DATE_LENGTH = len("2026-11-01")
_LONGEST = 400 * 366 * 86400.0


def number(text: str) -> float | int | None:
    """A number; None when the text is none. ``nan`` and ``inf`` are texts."""
    try:
        return int(text)
    except ValueError:
        pass
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def seconds(text: str) -> float | None:
    """A duration in seconds: ``90``, ``2h``, ``1h30m``; None when the text is none."""
    return _sum(text, SECONDS)


def size(text: str) -> float | None:
    """A size in bytes: ``512``, ``1.5GB``, ``10MiB``; None when the text is none."""
    return _sum(text.lower(), BYTES)


def _sum(text: str, units: dict[str, float] | dict[str, int]) -> float | None:
    total, position = 0.0, 0
    while position < len(text):
        part = _PART.match(text, position)
        if part is None:
            return None
        unit = 1.0 if not part[2] else units.get(part[2])
        if unit is None:
            return None
        total += float(part[1]) * unit
        position = part.end()
    return total if text and math.isfinite(total) else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as it was written: an instant, or a whole day from ``start`` up to ``end``."""

    start: datetime
    end: datetime


def moment(text: str, now: datetime) -> Moment | None:
    """A time: ``2026-11-01``, ``2026-11-01T10:00``, ``today``, ``yesterday``, or ``7d`` for so long before now.

    A time without a zone is in the zone of ``now``.
    """
    ago = seconds(text)
    if ago is not None and not text.isdigit():
        return _instant(now - timedelta(seconds=ago)) if ago < _LONGEST else None
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    days = {"today": 0, "yesterday": 1}
    if text in days:
        return _day(midnight - timedelta(days=days[text]))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    try:
        aware = found if found.tzinfo is not None else found.replace(tzinfo=now.tzinfo or UTC)
        return _day(aware) if len(text) == _DATE_LENGTH else _instant(aware)
    except OverflowError:
        return None


def _instant(at: datetime) -> Moment:
    return Moment(at, at)


def _day(at: datetime) -> Moment:
    return Moment(at, at + timedelta(days=1))
