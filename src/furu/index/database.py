"""The index's SQLite file: its schema, its connections, and rows in and out.

Advisory and disposable: a file of another version or a damaged one is deleted and filled again.
"""

from __future__ import annotations

import dataclasses
import json
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any

from furu.index.rows import Experiment
from furu.store import fs
from furu.store.records import State

VERSION = 1
_BUSY_MS = 20_000

COMPUTED = {"dependents": "(SELECT count(DISTINCT dependent) FROM edges WHERE dependency = experiments.id)"}
"""Columns of a row that are counted when they are asked for."""

COLUMNS = tuple(part.name for part in dataclasses.fields(Experiment) if part.name not in COMPUTED)

_SCHEMA = f"""
CREATE TABLE IF NOT EXISTS experiments (
  {", ".join(name + (" TEXT PRIMARY KEY" if name == "id" else "") for name in COLUMNS)},
  search TEXT, signature INTEGER, unsettled INTEGER
);
CREATE INDEX IF NOT EXISTS experiments_state ON experiments(state);
CREATE INDEX IF NOT EXISTS experiments_namespace ON experiments(namespace);
CREATE INDEX IF NOT EXISTS experiments_digest ON experiments(digest);
CREATE INDEX IF NOT EXISTS experiments_created ON experiments(created_at);
CREATE TABLE IF NOT EXISTS edges (
  dependent TEXT, dependency TEXT, path TEXT, kind TEXT, PRIMARY KEY (dependent, dependency, path)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS edges_dependency ON edges(dependency);
CREATE TABLE IF NOT EXISTS journals (name TEXT PRIMARY KEY, offset INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
PRAGMA user_version = {VERSION};
"""

_ENCODE: dict[type, Callable[[Any], Any]] = {
    tuple: lambda value: json.dumps(list(value)),
    dict: json.dumps,
    datetime: lambda value: value.isoformat(timespec="microseconds"),
    State: str,
}
_JSON_COLUMNS = {"tags": tuple, "bases": tuple, "config": dict, "result": dict}
_TIME_COLUMNS = frozenset({"created_at", "updated_at", "started_at"})
_BOOL_COLUMNS = frozenset({"version_controlled", "git_dirty"})


def encode(experiment: Experiment) -> list[Any]:
    """A row as SQLite values, in the order of :data:`COLUMNS`."""
    values = (getattr(experiment, name) for name in COLUMNS)
    return [encoder(value) if (encoder := _ENCODE.get(type(value))) else value for value in values]


def decode(names: tuple[str, ...], values: tuple[Any, ...]) -> Experiment:
    """The row that SQLite values stand for."""
    return Experiment(**{name: _decoded(name, value) for name, value in zip(names, values, strict=True)})


def _decoded(name: str, value: Any) -> Any:
    if value is None:
        return None
    if name in _JSON_COLUMNS:
        return _JSON_COLUMNS[name](json.loads(value))
    if name in _TIME_COLUMNS:
        return datetime.fromisoformat(value)
    if name == "state":
        return State(value)
    return bool(value) if name in _BOOL_COLUMNS else value


class Database:
    """One SQLite file shared by threads and processes: a connection a thread, one writer at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._connections: list[sqlite3.Connection] = []
        self._lock = threading.Lock()
        fs.make_directories(str(path.parent))
        self._prepare()

    def _prepare(self) -> None:
        try:
            if self._usable():
                return
        except sqlite3.DatabaseError:
            pass
        self.close()
        for suffix in ("", "-wal", "-shm"):
            fs.remove(f"{self.path}{suffix}")
        self.connection().executescript(_SCHEMA)

    def _usable(self) -> bool:
        """Whether the file is intact and of this version; an empty one is filled."""
        connection = self.connection()
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found == 0 and not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            connection.executescript(_SCHEMA)
            return True
        return bool(found == VERSION and connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")

    def connection(self) -> sqlite3.Connection:
        """This thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(
                self.path, timeout=_BUSY_MS / 1000, isolation_level=None, check_same_thread=False
            )
            self._local.connection = connection
            with self._lock:
                self._connections.append(connection)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")  # the index can be made again at any time
        return connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """A transaction that takes the write lock at once."""
        connection = self.connection()
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")

    def fact(self, name: str, default: int = 0) -> int:
        """A number the index remembers about itself."""
        found = self.connection().execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return default if found is None else int(found[0])

    def close(self) -> None:
        """Close the connections of all threads."""
        with self._lock:
            for connection in self._connections:
                connection.close()
            self._connections.clear()
        self._local = threading.local()


def database_path(cache: Path, root: str) -> Path:
    """Where the index of a root is: in the cache folder, never inside the root."""
    return cache / "index" / blake2b(root.encode(), digest_size=8).hexdigest() / "index.sqlite"


def json_tuple(text: str | None) -> tuple[str, ...]:
    """A column that holds a list of texts."""
    return tuple(json.loads(text)) if text else ()
