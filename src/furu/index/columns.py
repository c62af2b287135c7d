"""The columns of an index: a segment on disk, what changed since from SQLite, and one table of both to ask.

Advisory: when no segment is there or it cannot be used, one is made from the rows.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from furu import clock
from furu.index import segment as segments
from furu.index.database import Database
from furu.index.segment import COMMON, SELECTED, TYPES, Segment
from furu.store import fs

FOLDED_AT = 2_000
"""Changed rows, and a twentieth of all, beyond which a new segment is written."""

PATIENCE = 4
"""And so many times as many, beyond which a question writes one itself."""

SCAN_SHARE = 10.0
"""While a first scan runs, columns are made anew after so many times as long as making them took."""

DEPENDENTS = "dependents"

RANK = "rank"
"""The column that puts ids in order, so that equal values are sorted by numbers rather than by texts."""

_ROWS = f"SELECT {', '.join(SELECTED)} FROM experiments"
_ALL = f"{_ROWS} ORDER BY id"
_CHANGED = f"{_ROWS} INDEXED BY experiments_changed WHERE changed > ? ORDER BY id"
"""Without naming the index, SQLite would go through all rows in the order of ids."""


@dataclass(frozen=True)
class Leaf:
    """A leaf that some experiments have: its whole path, and how many values it has of each type."""

    path: str
    kinds: dict[str, int]


class Table:
    """Every experiment at one version of the index, as columns. Made for one version and never changed."""

    def __init__(self, version: int, base: Segment, delta: Segment, stale: frozenset[str]) -> None:
        self.version = version
        self._delta = delta
        self._base = base
        self._kept = ~base.common["id"].is_in(sorted(stale)) if stale else None
        self._lock = threading.Lock()
        own = self._of_base(base.common.with_row_index(RANK).with_columns(pl.col(RANK).cast(pl.Float64)))
        self._frame = pl.concat([own, delta.common.with_columns(_ranked(base, delta)).select(own.columns)])

    def parts(self, mask: pl.Series) -> tuple[tuple[Segment, pl.Series], ...]:
        """The segments that the rows are from, each with which of its own rows a mask of the table's chooses."""
        split = self._frame.height - self._delta.common.height
        own = mask.head(split)
        if self._kept is not None:
            nothing = pl.repeat(value=False, n=len(self._kept), eager=True)
            own = nothing.scatter(self._kept.arg_true(), own)
        return (self._base, own), (self._delta, mask.tail(self._delta.common.height))

    def _of_base(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame if self._kept is None else frame.filter(self._kept)

    @property
    def leaves(self) -> dict[str, Leaf]:
        """All leaves by their whole path; counts are of the stretches, so a few may be of rows that changed."""
        found: dict[str, dict[str, int]] = {}
        for part in (self._base, self._delta):
            for path, kinds in part.manifest.leaves.items():
                for kind, stretch in kinds.items():
                    counts = found.setdefault(path, {})
                    counts[kind] = counts.get(kind, 0) + stretch.length
        return {path: Leaf(path, kinds) for path, kinds in found.items()}

    def columns_of(self, leaf: str) -> dict[str, str]:
        """The names of a leaf's columns, by type."""
        kinds = {*self._base.kinds(leaf), *self._delta.kinds(leaf)}
        return {kind: f"{leaf}|{kind}" for kind in TYPES if kind in kinds}

    def frame(self, names: Iterable[str]) -> pl.DataFrame:
        """The common columns, and those of leaves that are named."""
        with self._lock:
            wanted = [name for name in dict.fromkeys(names) if name not in self._frame.columns]
            if wanted:
                self._frame = self._frame.with_columns(self._column(name) for name in wanted)
            return self._frame

    def _column(self, name: str) -> pl.Series:
        leaf, _, kind = name.rpartition("|")
        base = self._base.column(leaf, kind)
        base = base if self._kept is None else base.filter(self._kept)
        return pl.concat([base, self._delta.column(leaf, kind)]).alias(name)


def _ranked(base: Segment, delta: Segment) -> pl.Series:
    """Ranks for rows that changed, between those of the rows around them; both segments are in the order of ids."""
    places = base.common["id"].search_sorted(delta.common["id"])
    within = pl.arange(delta.common.height, eager=True) / (2 * delta.common.height + 1)
    return (places.cast(pl.Float64) - 1 + within).alias(RANK)


class Columns:
    """Keeps the columns of one index; safe to use from many threads, and beside other processes."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._lock = threading.Lock()
        self._folding = threading.Lock()
        self._bases: tuple[Segment, ...] = ()
        """The newest segment, and the one before it for connections that see an earlier version."""
        self._identity = ""
        self._table: Table | None = None
        self._good_until = 0.0

    def table(self, connection: sqlite3.Connection) -> Table:
        """The columns at the version that the connection sees; while a first scan runs, perhaps of a moment before."""
        with self._lock:
            identity, version = self._db.identity(connection), self._db.version(connection)
            known = self._table if self._identity == identity else None
            if known is not None and (known.version == version or self._is_good(connection)):
                return known
            began = clock.elapsed()
            self._table = known = _assembled(connection, version, self._segment(connection, identity, version))
            self._identity = identity
            ended = clock.elapsed()
            self._good_until = ended + SCAN_SHARE * (ended - began)
            return known

    def _is_good(self, connection: sqlite3.Connection) -> bool:
        """Whether columns that rows have been added to since will do: a first scan adds some all the time."""
        if clock.elapsed() > self._good_until:
            return False
        done = "SELECT 1 FROM facts WHERE name = 'walked' UNION ALL SELECT 1 FROM removed LIMIT 1"
        return connection.execute(done).fetchone() is None

    def _segment(self, connection: sqlite3.Connection, identity: str, version: int) -> Segment:
        """The newest segment that is not too far behind, and none that is ahead of the connection."""
        bases = self._bases if self._identity == identity else ()
        base = next((known for known in bases if known.manifest.version <= version), None)
        if base is None:
            base = self._found(identity, version)
        if base is None or _behind(connection, base) > PATIENCE * _limit(base):
            base = segments.build(version, connection.execute(_ALL))
            self._keep(base, identity)
        if not bases or base.manifest.version > bases[0].manifest.version:
            self._bases = (base, *bases[:1])
        return base

    def fold(self) -> None:
        """Write a new segment when rows have changed too much since the one in use; questions go on meanwhile."""
        with self._folding, self._db.reading() as connection:
            identity, version = self._db.identity(connection), self._db.version(connection)
            with self._lock:
                base = self._bases[0] if self._bases and self._identity == identity else None
            if base is None or _behind(connection, base) <= _limit(base):
                return
            new = segments.build(version, connection.execute(_ALL))
            self._keep(new, identity)
            with self._lock:
                if self._identity == identity and self._bases and self._bases[0] is base:
                    self._bases = (new, base)

    def _folder(self) -> Path:
        return self._db.path.parent / "columns"

    def _found(self, identity: str, version: int) -> Segment | None:
        names = [name for name in fs.names(str(self._folder())) if name.startswith(f"{identity}-")]
        versions = sorted(
            (int(number) for name in names if (number := name.rpartition("-")[2]).isdigit()), reverse=True
        )
        for known in versions:
            if known <= version and (segment := segments.load(self._folder() / f"{identity}-{known}")) is not None:
                return segment
        return None

    def _keep(self, base: Segment, identity: str) -> None:
        """Write a segment, and delete the ones before it; a disk that refuses costs the next process some time."""
        folder = self._folder()
        name = f"{identity}-{base.manifest.version}"
        scratch = folder / f".{name}-{fs.token()}"
        try:
            segments.save(base, scratch)
            fs.rename(str(scratch), str(folder / name))
            for other in fs.names(str(folder)):
                if other != name and not other.startswith("."):
                    fs.remove_tree(str(folder / other))
        except OSError:
            fs.remove_tree(str(scratch))


def _limit(base: Segment) -> int:
    return max(FOLDED_AT, base.manifest.rows // 20)


def _behind(connection: sqlite3.Connection, base: Segment) -> int:
    """How many rows changed or went since a segment was made."""
    since = (base.manifest.version,)
    changed = connection.execute("SELECT count(*) FROM experiments WHERE changed > ?", since).fetchone()[0]
    removed = connection.execute("SELECT count(*) FROM removed WHERE changed > ?", since).fetchone()[0]
    return int(changed) + int(removed)


def _assembled(connection: sqlite3.Connection, version: int, base: Segment) -> Table:
    since = (base.manifest.version,)
    delta = segments.build(version, connection.execute(_CHANGED, since))
    removed = connection.execute("SELECT id FROM removed WHERE changed > ?", since)
    stale = frozenset({*delta.common["id"], *(key for (key,) in removed)})
    return Table(version, base, delta, stale)


def common_names() -> tuple[str, ...]:
    """The columns that every table has."""
    return tuple(COMMON)
