"""Rows as columns: every experiment's common fields in one table, and its leaves sparse, one stretch a leaf and type.

A segment is a copy of some rows at one version of the index: on disk as Arrow files, or in memory for those that
changed since. It is never changed; on disk it appears as a whole, by one rename. Advisory: deleting it costs the time
to write it again.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import polars as pl

from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT
from furu.index.filters.fields import CONFIG, RESULT
from furu.store import fs

_TEXTS = ("id", "namespace", "module", "class_name", "digest", "state", "name", "schema", "host", "user", "backend")
_MORE_TEXTS = ("git_commit", "error_type", "error_message", "unreadable", "run", "slurm_job", "code", "stale_reason")
_BYTES = ("peak_rss_bytes", "gpu_memory_bytes", "size_bytes")
_COUNTS = ("attempts", "dependencies", "dependents", "files", "depth")
_LISTS = ("tags", "bases")
_TIMES = ("created_at", "updated_at", "started_at")

COMMON: Mapping[str, Any] = {
    **dict.fromkeys((*_TEXTS, *_MORE_TEXTS), pl.String),
    **dict.fromkeys(_LISTS, pl.List(pl.String)),
    **dict.fromkeys(_TIMES, pl.Datetime("us", "UTC")),
    **dict.fromkeys(("version_controlled", "git_dirty", "more_files"), pl.Boolean),
    **dict.fromkeys((*_COUNTS, *_BYTES), pl.Int64),
    **dict.fromkeys(("duration_s", "cpu_s", "gpu_utilisation_percent"), pl.Float64),
}
"""The common columns and their types."""

TYPES: Mapping[str, Any] = {NUMBER: pl.Float64, TEXT: pl.String, FLAG: pl.Boolean, NULL: pl.Boolean}
"""The types of leaves."""

SELECTED = (*COMMON, "config", "result")
"""The columns of the rows that a segment is made of, in this order."""

_NAMESPACE = SELECTED.index("namespace")

MOST_COLUMNS = 2_000
"""Leaves of one class that have a column; a result whose keys are chance would have any number."""

_CHUNK = 5_000
_MAPPED_BYTES = 2**28
"""Larger files are mapped instead of read."""
_MANIFEST, _COMMON_FILE = "manifest.json", "common.arrow"


@dataclass(frozen=True)
class Stretch:
    """Where the values of one leaf and type are in the table of that type."""

    start: int
    length: int


@dataclass(frozen=True)
class Manifest:
    """What a segment holds: the version of the index, how many rows, and for every leaf its stretches by type.

    ``checks`` are the CRC-32 of its files.
    """

    version: int
    rows: int
    leaves: dict[str, dict[str, Stretch]]
    checks: dict[str, int] = field(default_factory=dict)


class Segment:
    """Columns of some rows, all at one version."""

    def __init__(self, manifest: Manifest, common: pl.DataFrame, values: Mapping[str, pl.DataFrame]) -> None:
        self.manifest = manifest
        self.common = common
        self.values = values
        self._columns: dict[tuple[str, str], pl.Series] = {}

    def kinds(self, leaf: str) -> list[str]:
        """The types that the values of a leaf have here."""
        return list(self.manifest.leaves.get(leaf, ()))

    def column(self, leaf: str, kind: str) -> pl.Series:
        """The values of a leaf that have this type, null in all other rows."""
        if (leaf, kind) not in self._columns:
            empty = pl.repeat(None, self.common.height, dtype=TYPES[kind], eager=True)
            stretch = self.manifest.leaves.get(leaf, {}).get(kind)
            if stretch is not None:
                found = self.values[kind].slice(stretch.start, stretch.length)
                empty = empty.scatter(found["row"], found["value"])
            self._columns[leaf, kind] = empty
        return self._columns[leaf, kind]


def build(version: int, rows: Iterable[Sequence[Any]]) -> Segment:
    """A segment of rows as SQLite has them: the columns of :data:`SELECTED`."""
    names = _Names()
    parts = [pl.DataFrame(schema=COMMON)]
    values: dict[str, list[pl.DataFrame]] = {kind: [pl.DataFrame(schema=_schema(kind))] for kind in TYPES}
    count = 0
    for chunk in _chunks(rows):
        parts.append(_common([row[:-2] for row in chunk]))
        for kind, frame in _values(chunk, count, names):
            values[kind].append(frame)
        count += len(chunk)
    leaves: dict[str, dict[str, Stretch]] = {}
    tables = {kind: _table(kind, values.pop(kind), list(names.numbers), leaves) for kind in TYPES}
    return Segment(Manifest(version, count, leaves), pl.concat(parts, rechunk=True), tables)


def _schema(kind: str) -> dict[str, Any]:
    return {"leaf": pl.UInt32, "row": pl.UInt32, "value": TYPES[kind]}


class _Names:
    """The leaves, numbered in the order in which they come; so many a class, and those beyond have no column."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self._of_class: dict[str, dict[str, int]] = {}

    def number(self, namespace: str, leaf: str) -> int | None:
        """The number of a class's leaf; None for one too many."""
        own = self._of_class.setdefault(namespace, {})
        found = own.get(leaf)
        if found is None and len(own) < MOST_COLUMNS:
            found = own[leaf] = self.numbers.setdefault(leaf, len(self.numbers))
        return found


def _values(chunk: list[Sequence[Any]], first: int, names: _Names) -> Iterator[tuple[str, pl.DataFrame]]:
    """The leaves of some rows by type."""
    found: dict[str, tuple[list[int], list[int], list[Any]]] = {kind: ([], [], []) for kind in TYPES}
    for position, row in enumerate(chunk, first):
        for leaf, kind, value in _leaves(row[-2], row[-1]):
            number = names.number(row[_NAMESPACE], leaf)
            if number is None:
                continue
            leaves, positions, values = found[kind]
            leaves.append(number)
            positions.append(position)
            values.append(value)
    for kind, columns in found.items():
        yield kind, pl.DataFrame(dict(zip(_schema(kind), columns, strict=True)), schema=_schema(kind))


def _chunks(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    chunk: list[Sequence[Any]] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _common(rows: list[Sequence[Any]]) -> pl.DataFrame:
    raw: dict[str, Any] = {
        name: pl.String if name in (*_LISTS, *_TIMES) else kind if kind != pl.Boolean else pl.Int64
        for name, kind in COMMON.items()
    }
    frame = pl.DataFrame(rows, schema=raw, orient="row", strict=False)
    return frame.with_columns(
        *(pl.col(name).str.json_decode(pl.List(pl.String)) for name in _LISTS),
        *(pl.col(name).str.to_datetime("%+", time_unit="us", time_zone="UTC") for name in _TIMES),
        *(pl.col(name).cast(pl.Boolean) for name, kind in COMMON.items() if kind == pl.Boolean),
    )


def _leaves(config: str | None, result: str | None) -> Iterator[tuple[str, str, Any]]:
    for prefix, text in ((CONFIG, config), (RESULT, result)):
        for path, value in (msgspec.json.decode(text) if text else {}).items():
            leaf = f"{prefix}{path}" if path else prefix.rstrip(".")
            if value is None:
                yield leaf, NULL, True
            elif isinstance(value, bool):
                yield leaf, FLAG, value
            elif isinstance(value, str):
                yield leaf, TEXT, value
            else:
                yield leaf, NUMBER, float(value)


def _table(
    kind: str, parts: list[pl.DataFrame], names: Sequence[str], leaves: dict[str, dict[str, Stretch]]
) -> pl.DataFrame:
    """The values of one type, leaf after leaf; notes each stretch."""
    whole = pl.concat(parts).sort("leaf", maintain_order=True)
    start = 0
    for length, leaf in whole["leaf"].rle().struct.unnest().iter_rows():
        leaves.setdefault(names[leaf], {})[kind] = Stretch(start, length)
        start += length
    return whole.select("row", "value").rechunk()


def save(segment: Segment, folder: Path) -> None:
    """Write a segment into a new folder; the manifest comes last, so that one without is none."""
    fs.make_directories(str(folder))
    tables = {_COMMON_FILE: segment.common, **{f"{kind}.arrow": table for kind, table in segment.values.items()}}
    for name, table in tables.items():
        table.write_ipc(folder / name)
    checks = {name: _check(folder / name) for name in tables}
    fs.write(str(folder / _MANIFEST), msgspec.json.encode(replace(segment.manifest, checks=checks)))


def _check(path: Path) -> int:
    found = 0
    with path.open("rb") as file:
        while part := file.read(2**20):
            found = zlib.crc32(part, found)
    return found


def load(folder: Path) -> Segment | None:
    """The segment in a folder; None where there is none that can be used."""
    data = fs.read(str(folder / _MANIFEST))
    if data is None:
        return None
    try:
        manifest = msgspec.json.decode(data, type=Manifest)
        common = _frame(folder / _COMMON_FILE, manifest)
        values = {kind: _frame(folder / f"{kind}.arrow", manifest) for kind in TYPES}
    except (OSError, LookupError, ValueError, msgspec.MsgspecError, pl.exceptions.PolarsError):
        return None
    whole = common.height == manifest.rows and dict(common.schema) == {name: COMMON[name] for name in common.columns}
    return Segment(manifest, common, values) if whole and set(common.columns) == set(COMMON) else None


def _frame(path: Path, manifest: Manifest) -> pl.DataFrame:
    """A file's columns, read where that is possible: who maps a file dies with it when somebody cuts it.

    Raises:
        ValueError: it is not as it was written.
    """
    if path.stat().st_size > _MAPPED_BYTES:
        return pl.read_ipc(path)
    if _check(path) != manifest.checks[path.name]:
        raise ValueError(path.name)
    with path.open("rb") as file:
        return pl.read_ipc(BytesIO(file.read()))
