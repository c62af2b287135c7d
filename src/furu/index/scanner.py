"""The scanner: fills the rows once with a walk, and then reads only what changed.

What changed follows from the journal; rows that may change without a line there (running, queued, or changed
a moment before they were read) are looked at again at every refresh, and a walk now and then catches what
people copied or deleted by hand. Advisory: what it cannot read it marks, and goes on.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

from furu import clock
from furu.errors import StoreError
from furu.index import database
from furu.index.database import Database
from furu.index.reader import Judge, Reading, entry, read
from furu.index.rows import Progress
from furu.store import fs, journal, walk
from furu.store.layout import Artifact, is_digest, journal_directory
from furu.store.records import Dependency, State

BATCH = 200
WALK_SECONDS = 15.0
SETTLED_SECONDS = 3.0
"""A folder changed less than this ago may change again within the same tick of its clock."""
JOURNAL_DAYS = 3
"""So many of the newest days' journals may still grow; older ones are read once."""

_LIVE = (State.RUNNING, State.QUEUED)
_SETTLED, _EACH_REFRESH, _EACH_WALK = 0, 1, 2
"""When a row is looked at again though its folder does not change."""

_Key = tuple[str, str]


class Scanner:
    """Keeps the rows of one root up to date; one refresh at a time in a process."""

    def __init__(self, root: str, db: Database, lease_secs: float) -> None:
        self._root = root
        self._db = db
        self._judge = Judge(root, lease_secs)
        self._lock = threading.Lock()
        self._walked: tuple[int, float] | None = None
        self._scanning = False
        self._stopped = threading.Event()

    def progress(self) -> Progress:
        """How far the index is."""
        with self._db.reading() as connection:
            total = connection.execute("SELECT count(*) FROM experiments").fetchone()[0]
            version = self._db.version(connection)
        return Progress(version=version, as_of=clock.now(), scanning=self._scanning, total=total)

    def refresh(self, tell: Callable[[], None], *, walk: bool = True) -> Progress:
        """Bring the rows up to date with the disk; cheap when nothing changed.

        Args:
            tell: called now and then while rows change.
            walk: look through all folders now and then; without, only where no process ever has.
        """
        with self._lock:
            try:
                self._bring_up_to_date(tell, walk=walk)
            except StoreError:  # the index was damaged; now it is another one, which is filled from the start
                self._bring_up_to_date(tell, walk=walk)
            finally:
                self._scanning = False
        return self.progress()

    def stop(self) -> None:
        """End a refresh that is under way, at the next batch, and all later ones."""
        self._stopped.set()

    def _bring_up_to_date(self, tell: Callable[[], None], *, walk: bool) -> None:
        with self._db.reading() as connection:
            due = self._is_walk_due() if walk else not connection.execute(_WALKED).fetchone()
            known = self._known(connection) if due else None
            offsets = dict[str, int](connection.execute("SELECT name, offset FROM journals").fetchall())
            again = self._again(connection, with_walk=known is not None)
        generation, began = self._db.generation, clock.elapsed()
        if known is not None and not known:
            # The rows are written as they are found, so that the first ones can be shown at once. What happened
            # before the walk needs no reading in the journals, and what happens from now on will be there.
            grown = _journal_ends(self._root)
            self._scanning = True
            self._update(self._changed(known), tell)
        else:
            touched, grown = _journaled(self._root, offsets)
            touched |= again
            if known is not None:
                touched |= set(self._changed(known)) | known.keys()
            self._update(touched, tell)
        if self._stopped.is_set():
            return
        if grown or known is not None:
            with self._db.writing() as connection:
                connection.executemany("INSERT OR REPLACE INTO journals VALUES (?, ?)", grown.items())
                connection.execute("INSERT OR IGNORE INTO facts SELECT 'walked', 1 WHERE ?", (known is not None,))
        if known is not None:
            self._walked = (generation, began)

    def _is_walk_due(self) -> bool:
        if self._walked is None or self._walked[0] != self._db.generation:
            return True
        return clock.elapsed() - self._walked[1] > WALK_SECONDS

    def _known(self, connection: sqlite3.Connection) -> dict[_Key, int | None]:
        rows = connection.execute("SELECT namespace, digest, signature FROM experiments")
        return {(namespace, digest): stamp for namespace, digest, stamp in rows}

    def _again(self, connection: sqlite3.Connection, *, with_walk: bool) -> set[_Key]:
        query = "SELECT namespace, digest FROM experiments WHERE state IN (?, ?) UNION SELECT namespace, digest "
        values = (*_LIVE, _EACH_WALK if with_walk else _EACH_REFRESH)
        return set(connection.execute(f"{query} FROM experiments WHERE again > 0 AND again <= ?", values).fetchall())

    def _changed(self, known: dict[_Key, int | None]) -> Iterator[_Key]:
        """The artifacts whose folder differs from when it was read; those that are gone are left in ``known``."""
        for artifact in walk.artifacts(self._root):
            key = (artifact.namespace, artifact.digest)
            if _is_text(artifact.namespace) and known.pop(key, None) != signature(artifact):
                yield key

    def _update(self, touched: Iterable[_Key], tell: Callable[[], None]) -> None:
        """Read artifacts and write their rows, a batch at a time; the version grows when a row differs."""
        todo = iter(touched)
        while not self._stopped.is_set() and (batch := list(islice(todo, BATCH))):
            looked = [self._look(Artifact(self._root, namespace, digest)) for namespace, digest in batch]
            with self._db.writing() as connection:
                changes = [_store(connection, *one) for one in looked]
                if any(changes):
                    self._db.grow(connection)
            if any(changes):
                tell()

    def _look(self, artifact: Artifact) -> tuple[Artifact, int | None, Reading | None]:
        stamp = signature(artifact)
        return artifact, stamp, None if stamp is None else read(artifact, self._judge)


def signature(artifact: Artifact) -> int | None:
    """Changes whenever a record is added, replaced or removed: the time of the ``.furu`` folder, in ns."""
    try:
        return os.stat(artifact.meta).st_mtime_ns
    except OSError:
        return None


def _is_text(namespace: str) -> bool:
    """Whether a namespace is one that furu could have made."""
    return namespace.isprintable()


def _store(connection: sqlite3.Connection, artifact: Artifact, stamp: int | None, reading: Reading | None) -> bool:
    """Write one row and its edges; returns whether anything differs from before."""
    if reading is None or stamp is None:
        gone = connection.execute("DELETE FROM experiments WHERE id = ?", (artifact.id,)).rowcount
        connection.execute("DELETE FROM edges WHERE dependent = ?", (artifact.id,))
        if gone:
            connection.execute(f"INSERT OR REPLACE INTO removed VALUES (?, {_NEXT})", (artifact.id,))
        return gone > 0
    experiment, edges = entry(reading)
    values = database.encode(experiment)
    again = _again_when(stamp, reading)
    old = connection.execute(_SELECT, (artifact.id,)).fetchone()
    if old is not None and list(old) == values:
        connection.execute("UPDATE experiments SET signature = ?, again = ? WHERE id = ?", (stamp, again, artifact.id))
        return False
    search = _search_text(experiment.id, experiment.name, experiment.tags, experiment.config)
    connection.execute(_INSERT, (*values, search, stamp, again))
    connection.execute("DELETE FROM removed WHERE id = ?", (artifact.id,))
    if old is not None:
        connection.execute("DELETE FROM edges WHERE dependent = ?", (artifact.id,))
    _store_edges(connection, artifact, edges)
    return True


_WALKED = "SELECT 1 FROM facts WHERE name = 'walked'"
_COLUMNS = ", ".join(database.COLUMNS)
_SELECT = f"SELECT {_COLUMNS} FROM experiments WHERE id = ?"
_NEXT = "(SELECT value + 1 FROM facts WHERE name = 'version')"
"""The version at which a change that is being written can be seen."""

_INSERT = (
    f"INSERT OR REPLACE INTO experiments ({_COLUMNS}, search, signature, again, changed) "
    f"VALUES ({', '.join('?' * (len(database.COLUMNS) + 3))}, {_NEXT})"
)


def _again_when(stamp: int, reading: Reading) -> int:
    if abs(clock.now().timestamp() - stamp / 1e9) < SETTLED_SECONDS:
        return _EACH_REFRESH
    return _SETTLED if reading.proven else _EACH_WALK


def _store_edges(connection: sqlite3.Connection, dependent: Artifact, edges: Iterable[Dependency]) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO edges VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (
                dependent.id,
                f"{edge.namespace}@{edge.digest}",
                edge.path,
                edge.kind,
                dependent.namespace,
                edge.namespace,
                _field(edge.path),
            )
            for edge in edges
        ],
    )


def _field(path: str) -> str:
    """Where a class uses another one: a path without positions, so that ``models[0]`` is ``models[]``."""
    head, bracket, _ = path.partition("[")
    return f"{head}[]" if bracket else head


def _search_text(artifact_id: str, name: str | None, tags: tuple[str, ...], leaves: dict[str, object]) -> str:
    settings = (f"{path}={value}" for path, value in leaves.items())
    return " ".join([artifact_id, name or "", *tags, *settings]).lower()


def _journaled(root: str, offsets: dict[str, int]) -> tuple[set[_Key], dict[str, int]]:
    """The artifacts that the journals name beyond these offsets, and the offsets that differ now."""
    touched: set[_Key] = set()
    grown: dict[str, int] = {}
    for name in _growing(fs.names(journal_directory(root)), offsets):
        data, offset = _new_lines(f"{journal_directory(root)}/{name}", offsets.get(name, 0))
        if offset != offsets.get(name, 0):
            grown[name] = offset
        for line in journal.entries(data):
            if is_digest(line.digest) and _is_text(line.namespace):
                touched.add((line.namespace, line.digest))
    return touched, grown


def _growing(names: list[str], offsets: dict[str, int]) -> list[str]:
    """The journals to look into: those of the newest days, and those never read. Their names begin with the day."""
    days = sorted({name.partition(".")[0] for name in names})[-JOURNAL_DAYS:]
    return [name for name in names if name not in offsets or name.partition(".")[0] in days]


def _journal_ends(root: str) -> dict[str, int]:
    ends = {}
    for name in fs.names(journal_directory(root)):
        try:
            ends[name] = os.stat(f"{journal_directory(root)}/{name}").st_size
        except OSError:
            continue
    return ends


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
