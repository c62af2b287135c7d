"""Entries written into the rows: what differs, with its edges, and the counts that follow from them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from furu.index import database
from furu.index.entries import Entry

_COLUMNS = ", ".join(database.COLUMNS)
_DEPENDENTS = database.COLUMNS.index("dependents")
_SELECT = f"SELECT {_COLUMNS}, place FROM experiments WHERE id = ?"
_INSERT = (
    f"INSERT OR REPLACE INTO experiments ({_COLUMNS}, search, place, signature, again, changed) "
    f"VALUES ({', '.join('?' * (len(database.COLUMNS) + 5))})"
)
_USERS = "SELECT count(DISTINCT dependent) FROM edges WHERE dependency = ?"


def write(connection: sqlite3.Connection, entries: Sequence[Entry]) -> bool:
    """Write entries into the rows, and let the version grow when a row differs; returns whether one does."""
    version, total = database.facts(connection)
    changes = [_put(connection, entry, version + 1) for entry in entries]
    if not any(changed for changed, _ in changes):
        return False
    database.grow(connection, version + 1, total + sum(more for _, more in changes))
    return True


def _put(connection: sqlite3.Connection, entry: Entry, version: int) -> tuple[bool, int]:
    """Write one entry; returns whether anything differs from before, and how many rows there are more."""
    key = entry.id
    old = connection.execute(_SELECT, (key,)).fetchone()
    if entry.values is None:
        return _remove(connection, key, version) if old is not None else (False, 0)
    values = list(entry.values)
    values[_DEPENDENTS] = connection.execute(_USERS, (key,)).fetchone()[0] if old is None else old[_DEPENDENTS]
    if old is not None and list(old) == [*values, entry.place]:
        connection.execute(
            "UPDATE experiments SET signature = ?, again = ? WHERE id = ?", (entry.stamp, entry.again, key)
        )
        return False, 0
    connection.execute(_INSERT, (*values, entry.search, entry.place, entry.stamp, entry.again, version))
    before = set[str]()
    if old is None:
        connection.execute("DELETE FROM removed WHERE id = ?", (key,))
    else:
        before = _take_edges(connection, key)
    connection.executemany(
        "INSERT OR IGNORE INTO edges VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (key, dependency, path, kind, entry.namespace, namespace, field)
            for dependency, path, kind, namespace, field in entry.edges
        ],
    )
    after = {edge[0] for edge in entry.edges}
    _count(connection, after - before, 1, version)
    _count(connection, before - after, -1, version)
    return True, int(old is None)


def _remove(connection: sqlite3.Connection, key: str, version: int) -> tuple[bool, int]:
    connection.execute("DELETE FROM experiments WHERE id = ?", (key,))
    connection.execute("INSERT OR REPLACE INTO removed VALUES (?, ?)", (key, version))
    _count(connection, _take_edges(connection, key), -1, version)
    return True, -1


def _take_edges(connection: sqlite3.Connection, key: str) -> set[str]:
    """Delete what an artifact uses; returns it."""
    found = connection.execute("SELECT dependency FROM edges WHERE dependent = ?", (key,)).fetchall()
    connection.execute("DELETE FROM edges WHERE dependent = ?", (key,))
    return {dependency for (dependency,) in found}


def _count(connection: sqlite3.Connection, dependencies: Iterable[str], more: int, version: int) -> None:
    """Say of some artifacts that one more, or one less, uses them; that changes their rows too."""
    connection.executemany(
        "UPDATE experiments SET dependents = dependents + ?, changed = ? WHERE id = ?",
        [(more, version, dependency) for dependency in dependencies],
    )
