"""The index's SQLite file: its schema, its connections, and rows in and out.

Advisory and disposable: when the file is deleted, damaged or replaced, also while it is in use, an empty one
takes its place and is filled again.
"""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from furu import settings
from furu.errors import StoreError
from furu.index.rows import Experiment
from furu.store import fs
from furu.store.records import State

VERSION = 5
_BUSY_SECONDS = 20
_MOST_IDLE = 8
CHECKED_BYTES = 16 * 2**20
"""A larger file is looked through only after it could not be used once: that takes seconds in a file of gigabytes."""

COLUMNS = tuple(part.name for part in dataclasses.fields(Experiment))

_SCHEMA = f"""
CREATE TABLE experiments (
  {", ".join(name + (" TEXT PRIMARY KEY" if name == "id" else "") for name in COLUMNS)},
  search TEXT, place INTEGER, signature INTEGER, again INTEGER, changed INTEGER
);
CREATE TABLE removed (id TEXT PRIMARY KEY, changed INTEGER) WITHOUT ROWID;
CREATE INDEX experiments_changed ON experiments(changed);
CREATE INDEX experiments_state ON experiments(state);
CREATE INDEX experiments_class ON experiments(namespace, state);
CREATE INDEX experiments_newest ON experiments(namespace, created_at);
CREATE INDEX experiments_digest ON experiments(digest);
CREATE INDEX experiments_created ON experiments(created_at);
CREATE INDEX experiments_again ON experiments(again) WHERE again > 0;
CREATE TABLE edges (
  dependent TEXT, dependency TEXT, path TEXT, kind TEXT, dependent_class TEXT, dependency_class TEXT, field TEXT
);
CREATE UNIQUE INDEX edges_dependent ON edges(dependent, dependency, path);
CREATE INDEX edges_dependency ON edges(dependency, dependent);
CREATE INDEX edges_class ON edges(dependent_class, dependency_class, field);
CREATE TABLE journals (name TEXT PRIMARY KEY, offset INTEGER) WITHOUT ROWID;
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
PRAGMA user_version = {VERSION}
"""

_TABLES = {"experiments", "removed", "edges", "journals", "facts"}


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _utc(at: datetime | None) -> str | None:
    """A time as text that sorts; one without a zone, which furu never writes, counts as UTC."""
    if at is None:
        return None
    aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    return aware.isoformat(timespec="microseconds")


def _tuple(text: str) -> tuple[str, ...]:
    return tuple(msgspec.json.decode(text))


_CODERS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    **dict.fromkeys(("tags", "bases"), (_json, _tuple)),
    **dict.fromkeys(("config", "result"), (_json, msgspec.json.decode)),
    **dict.fromkeys(("created_at", "updated_at", "started_at"), (_utc, datetime.fromisoformat)),
    **dict.fromkeys(("version_controlled", "git_dirty", "more_files"), (lambda value: value, bool)),
    "state": (str, State),
}
"""How the columns that SQLite has no type for are written and read; a missing value is NULL in all of them."""

_ENCODERS = tuple((name, _CODERS[name][0] if name in _CODERS else None) for name in COLUMNS)


def encode(experiment: Experiment) -> list[Any]:
    """A row as SQLite values, in the order of :data:`COLUMNS`."""
    fields = experiment.__dict__
    return [fields[name] if encoder is None else encoder(fields[name]) for name, encoder in _ENCODERS]


def decode(names: tuple[str, ...], values: tuple[Any, ...]) -> Experiment:
    """The row that SQLite values stand for."""
    return Experiment(
        **{
            name: _CODERS[name][1](value) if value is not None and name in _CODERS else value
            for name, value in zip(names, values, strict=True)
        }
    )


def facts(connection: sqlite3.Connection) -> tuple[int, int]:
    """How often rows have changed, and how many there are."""
    found = dict(connection.execute("SELECT name, value FROM facts WHERE name IN ('version', 'total')").fetchall())
    return int(found["version"]), int(found["total"])


def grow(connection: sqlite3.Connection, version: int, total: int) -> None:
    """Say that rows have changed."""
    connection.execute("UPDATE facts SET value = ? WHERE name = 'version'", (version,))
    connection.execute("UPDATE facts SET value = ? WHERE name = 'total'", (total,))


class Database:
    """One SQLite file shared by threads and processes: any number read, one writes.

    ``generation`` grows whenever another file takes the place of the one in use; it may be empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.generation = 0
        self._lock = threading.RLock()
        self._idle: list[sqlite3.Connection] = []
        self._file: tuple[int, int] | None = None
        self._version = 0
        self._doubted = False
        self._renew()

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """A connection that sees one moment of the index, however many questions it is asked."""
        with self._lent() as connection:
            connection.execute("BEGIN")
            yield connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that takes the write lock at once."""
        with self._lent() as connection:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")

    @contextmanager
    def _lent(self) -> Iterator[sqlite3.Connection]:
        """A connection to the file that is there now; whatever it left undone is rolled back."""
        with self._lock:
            if self._file is None or self._identity() != self._file:
                self._renew()
            generation = self.generation
            connection = self._idle.pop() if self._idle else self._connect()
        try:
            yield connection
        except sqlite3.Error as error:
            with self._lock:
                self._file, self._doubted = None, True
            raise StoreError(
                f"the index at {self.path} could not be used: {error}",
                path=str(self.path),
                hint="ask again in a moment; it is looked through and, when damaged, made again from the artifacts",
            ) from error
        finally:
            self._take_back(connection, generation)

    def _take_back(self, connection: sqlite3.Connection, generation: int) -> None:
        with suppress(sqlite3.Error):
            if connection.in_transaction:
                connection.execute("ROLLBACK")
        with self._lock:
            if generation == self.generation and self._file is not None and len(self._idle) < _MOST_IDLE:
                self._idle.append(connection)
                return
        connection.close()

    def _identity(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self.path)
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _renew(self) -> None:
        """Turn to the file that is there now, and replace it when it cannot be used.

        Raises:
            StoreError: no file can be kept there, or another process does not let go of it.
        """
        self.close()
        self.generation += 1
        try:
            fs.make_directories(str(self.path.parent), mode=0o700)  # it says what everybody computes
            connection = self._opened() or self._replaced()
        except (OSError, sqlite3.Error) as error:
            raise StoreError(
                f"the index cannot be kept at {self.path}: {error}",
                path=str(self.path),
                hint=settings.hint("FURU_CACHE_DIR", "to a folder that can be written to"),
            ) from error
        self._idle.append(connection)
        self._file, self._doubted = self._identity(), False

    def _opened(self) -> sqlite3.Connection | None:
        """A connection to a file that is intact and of this version; None when it is not."""
        connection = self._connect()
        try:
            if self._prepared(connection):
                return connection
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise
        connection.close()
        return None

    def _replaced(self) -> sqlite3.Connection:
        """A connection to an empty file in place of one that cannot be used."""
        for suffix in ("", "-wal", "-shm"):
            fs.remove(f"{self.path}{suffix}")
        connection = self._connect()
        self._prepared(connection)
        return connection

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        with suppress(sqlite3.DatabaseError):  # a damaged file is found out when it is asked something
            connection.execute("PRAGMA synchronous = OFF")  # first: the index can be made again at any time
            connection.execute("PRAGMA journal_mode = WAL")
        return connection

    def _prepared(self, connection: sqlite3.Connection) -> bool:
        """Whether the file is intact and of this version; an empty one is given its tables.

        All in one transaction, so that of two processes one makes the tables and the other finds them.
        """
        connection.execute("BEGIN IMMEDIATE")
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if found == 0 and not tables:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            first = self._version + 1 if self._version else 0
            connection.execute("INSERT INTO facts VALUES ('version', ?), ('total', 0)", (first,))
            connection.execute("INSERT INTO facts VALUES ('identity', ?)", (fs.token(),))
            found, tables = VERSION, _TABLES
            self._remove_older()
        connection.execute("COMMIT")
        return bool(found == VERSION and tables >= _TABLES and self._is_intact(connection))

    def _remove_older(self) -> None:
        """Delete the files that older versions of furu kept of the same roots."""
        for name in fs.names(str(self.path.parent)):
            number = name.removeprefix("index-").partition(".")[0]
            if name.startswith("index-") and number.isdigit() and int(number) < VERSION:
                fs.remove_quietly(f"{self.path.parent}/{name}")

    def _is_intact(self, connection: sqlite3.Connection) -> bool:
        if not self._doubted and os.stat(self.path).st_size > CHECKED_BYTES:
            return True
        return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")

    def version(self, connection: sqlite3.Connection) -> int:
        """How often rows have changed; never goes back while this process lives, even when the file is replaced."""
        self._version = int(connection.execute("SELECT value FROM facts WHERE name = 'version'").fetchone()[0])
        return self._version

    def identity(self, connection: sqlite3.Connection) -> str:
        """Tells this file from every other one that was in its place, whose versions mean something else."""
        found: str = connection.execute("SELECT value FROM facts WHERE name = 'identity'").fetchone()[0]
        return found

    def close(self) -> None:
        """Close the connections that nobody uses; the others are closed when they are given back."""
        with self._lock:
            self._file = None
            for connection in self._idle:
                connection.close()
            self._idle.clear()


def database_path(cache: Path, *roots: Path) -> Path:
    """Where the index of some roots is: in the cache folder, never inside a root.

    Raises:
        StoreError: the cache folder is inside a root.
    """
    for root in roots:
        if cache.resolve().is_relative_to(root.resolve()):
            raise StoreError(
                f"the index would lie among the artifacts: {cache} is inside {root}",
                path=str(cache),
                hint=settings.hint("FURU_CACHE_DIR", "to a folder outside the root"),
            )
    key = blake2b("\n".join(map(str, roots)).encode(), digest_size=8).hexdigest()
    return cache / "index" / key / f"index-{VERSION}.sqlite"


def json_tuple(text: str | None) -> tuple[str, ...]:
    """A column that holds a list of texts."""
    return _tuple(text) if text else ()
