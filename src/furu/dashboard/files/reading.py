"""Reads rows of tables and arrays in a process of its own: ``python -P -m furu.dashboard.files.read``.

A file may be hostile or merely huge. The process has a bound on its memory, and whoever asks a deadline; when it
ends in a bad way, the dashboard goes on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MEMORY_BYTES = 4 << 30
"""What a reading process may allocate."""

MOST_ROWS = 1_000_000
"""Rows of a table that are looked at."""

TableKind = Literal["csv", "jsonl", "parquet", "npy", "npz"]


class Refused(Exception):
    """What was asked for cannot be read; its text says why, for people."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """Which rows of which file. ``filters`` are columns, each with what its values shall be."""

    directory: str
    path: str
    kind: TableKind
    offset: int
    limit: int
    sort: str | None = None
    filters: tuple[tuple[str, str], ...] = ()
    member: str | None = None
