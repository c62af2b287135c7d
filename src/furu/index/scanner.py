"""The scanner: fills the rows once with a walk, and then reads only what changed.

What changed follows from the journal; rows that may change without a line there (running, queued, or changed
a moment before they were read) are looked at again at every refresh, and a walk now and then catches what
people copied or deleted by hand. Advisory: what it cannot read it marks, and goes on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from itertools import islice

from furu import clock
from furu.index import database
from furu.index.database import Database
from furu.index.reader import Reading, edges, read, row
from furu.index.rows import Progress
from furu.store import fs, journal, walk
from furu.store.layout import Artifact, journal_directory
from furu.store.records import State

BATCH = 200
WALK_SECONDS = 15.0
SETTLED_SECONDS = 3.0
"""A folder changed less than this ago may change again within the same tick of its clock."""

_LIVE = (State.RUNNING, State.QUEUED)


class Scanner:
    """Keeps the rows of one root up to date; one refresh at a time in a process."""

    def __init__(self, root: str, db: Database, lease_secs: float) -> None:
        self._root = root
        self._db = db
        self._lease_secs = lease_secs
        self._lock = threading.Lock()
        self._walked_at: float | None = None
        self._scanning = False

    def progress(self) -> Progress:
        """How far the index is."""
        total = self._db.connection().execute("SELECT count(*) FROM experiments").fetchone()[0]
        return Progress(version=self._db.fact("version"), as_of=clock.now(), scanning=self._scanning, total=total)

    def refresh(self) -> Progress:
        """Bring the rows up to date with the disk; cheap when nothing changed."""
        with self._lock:
            touched = self._journaled()
            walk_due = self._walked_at is None or clock.elapsed() - self._walked_at > WALK_SECONDS
            if walk_due:
                self._scanning = self._walked_at is None
                touched.update(self._walk())
            touched.update(self._live_rows())
            self._update(touched)
            if walk_due:
                self._walked_at = clock.elapsed()
                self._scanning = False
        return self.progress()

    def _journaled(self) -> set[tuple[str, str]]:
        """The artifacts that the journals name since they were last read."""
        connection = self._db.connection()
        offsets = dict(connection.execute("SELECT name, offset FROM journals").fetchall())
        touched: set[tuple[str, str]] = set()
        for name in fs.names(journal_directory(self._root)):
            data, offset = _new_lines(f"{journal_directory(self._root)}/{name}", offsets.get(name, 0))
            if offset != offsets.get(name, 0):
                connection.execute("INSERT OR REPLACE INTO journals VALUES (?, ?)", (name, offset))
            touched.update((entry.namespace, entry.digest) for entry in journal.entries(data))
        return touched

    def _live_rows(self) -> set[tuple[str, str]]:
        query = "SELECT namespace, digest FROM experiments WHERE unsettled = 1 OR state IN (?, ?)"
        return set(self._db.connection().execute(query, _LIVE).fetchall())

    def _walk(self) -> Iterator[tuple[str, str]]:
        """The artifacts whose folder differs from when it was read, and those that are gone.

        On the first walk of an empty index the rows are written as they are found, so that the first ones
        can be shown at once.
        """
        rows = self._db.connection().execute("SELECT namespace, digest, signature FROM experiments")
        known = {(namespace, digest): signature for namespace, digest, signature in rows}
        fresh = not known
        found = walk.artifacts(self._root)
        while batch := list(islice(found, BATCH)):
            changed = [
                (artifact.namespace, artifact.digest)
                for artifact in batch
                if known.pop((artifact.namespace, artifact.digest), None) != signature(artifact)
            ]
            if fresh:
                self._update(changed)
            else:
                yield from changed
        yield from known

    def _update(self, touched: Iterable[tuple[str, str]]) -> None:
        """Read artifacts and write their rows, a batch at a time; the version grows when a row differs."""
        todo = iter(touched)
        while batch := list(islice(todo, BATCH)):
            looked = []
            for namespace, digest in batch:
                artifact = Artifact(self._root, namespace, digest)
                before = signature(artifact)
                looked.append((artifact, before, read(artifact, self._lease_secs)))
            with self._db.writing() as connection:
                changes = [_store(connection, artifact, stamp, reading) for artifact, stamp, reading in looked]
                if any(changes):
                    connection.execute(
                        "INSERT INTO facts VALUES ('version', 1) ON CONFLICT(name) DO UPDATE SET value = value + 1"
                    )


def signature(artifact: Artifact) -> int | None:
    """Changes whenever a record is added, replaced or removed: the time of the ``.furu`` folder, in ns."""
    try:
        return os.stat(artifact.meta).st_mtime_ns
    except OSError:
        return None


def _store(connection: sqlite3.Connection, artifact: Artifact, stamp: int | None, reading: Reading | None) -> bool:
    """Write one row and its edges; returns whether anything differs from before."""
    if reading is None or stamp is None:
        gone = connection.execute("DELETE FROM experiments WHERE id = ?", (artifact.id,)).rowcount
        connection.execute("DELETE FROM edges WHERE dependent = ?", (artifact.id,))
        return gone > 0
    experiment = row(reading)
    values = database.encode(experiment)
    unsettled = int(abs(clock.now().timestamp() - stamp / 1e9) < SETTLED_SECONDS)
    columns = ", ".join(database.COLUMNS)
    old = connection.execute(f"SELECT {columns} FROM experiments WHERE id = ?", (artifact.id,)).fetchone()
    if old is not None and list(old) == values:
        connection.execute(
            "UPDATE experiments SET signature = ?, unsettled = ? WHERE id = ?", (stamp, unsettled, artifact.id)
        )
        return False
    connection.execute(
        f"INSERT OR REPLACE INTO experiments ({columns}, search, signature, unsettled) "
        f"VALUES ({', '.join('?' * (len(values) + 3))})",
        (*values, _search_text(experiment.id, experiment.name, experiment.tags, experiment.config), stamp, unsettled),
    )
    _store_edges(connection, reading)
    return True


def _store_edges(connection: sqlite3.Connection, reading: Reading) -> None:
    dependent = reading.artifact.id
    connection.execute("DELETE FROM edges WHERE dependent = ?", (dependent,))
    connection.executemany(
        "INSERT OR IGNORE INTO edges VALUES (?, ?, ?, ?)",
        [(dependent, f"{edge.namespace}@{edge.digest}", edge.path, edge.kind) for edge in edges(reading)],
    )


def _search_text(artifact_id: str, name: str | None, tags: tuple[str, ...], leaves: dict[str, object]) -> str:
    settings = (f"{path}={value}" for path, value in leaves.items())
    return " ".join([artifact_id, name or "", *tags, *settings]).lower()


def _new_lines(path: str, offset: int) -> tuple[bytes, int]:
    """The complete lines after an offset, and the offset after them; a file that shrank is read anew."""
    try:
        with open(path, "rb") as file:
            start = offset if offset <= os.fstat(file.fileno()).st_size else 0
            file.seek(start)
            data = file.read()
    except OSError:
        return b"", offset
    complete = data[: data.rfind(b"\n") + 1]
    return complete, start + len(complete)
