"""Values of tables as JSON that a browser keeps exactly, and short."""

from __future__ import annotations

import json
import math
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from furu.store.records import Json

LONGEST_CELL = 500
"""Characters of one value that are shown."""

_EXACT = 2**53
"""Integers beyond this lose digits in a browser, and are written as text."""


def cell(value: object) -> Json:
    """One value: numbers, truth and nothing as they are, anything else as short text."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        return value if abs(value) <= _EXACT else shortened(str(value))
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, str):
        return shortened(value)
    if isinstance(value, timedelta | Decimal | complex):
        return str(value)
    return shortened(json.dumps(value, default=str, ensure_ascii=False))


def shortened(text: str) -> str:
    """A text that fits into a cell."""
    return text if len(text) <= LONGEST_CELL else f"{text[:LONGEST_CELL]}…"
