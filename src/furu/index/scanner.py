"""The scanner: fills the rows once with a walk, the newest first, and then reads only what changed.

What changed follows from the journals; rows that may change without a line there (running, queued, or changed
a moment before they were read) are looked at again at every refresh, and a walk in the background, a little at a time,
catches what people copied or deleted by hand. Advisory: what it cannot read it marks, and goes on.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Literal

from furu import clock
from furu.errors import StoreError
from furu.index import database, journals
from furu.index.comparing import Different, differences
from furu.index.database import Database
from furu.index.entries import EACH_REFRESH, Entry, Key, Looks
from furu.index.readers import Readers
from furu.index.rows import Progress
from furu.index.writing import write
from furu.store.records import State

BATCH = 200
"""Rows of one transaction."""
WALK_SECONDS = 15.0
"""From the end of one walk in the background to the begin of the next, at least."""
WALK_SHARE = 20.0
"""And so many times as long as the last one took: a slow disk is left alone for all but a few percent of the time."""
SLICE_SECONDS, FIRST_SLICE_SECONDS = 0.025, 0.25
"""How long a walk in the background goes on at once, and the first one of a process."""
SOON_SECONDS, SOON = 0.3, 50
"""When a first walk has shown nothing for so long, so many of the newest it has found yet are read at once."""
MANY = 2_000
"""Artifacts to read from which on other processes help."""

Walk = Literal["never", "some", "due", "now"]

_AGAIN = "SELECT namespace, digest FROM experiments WHERE again > 0 AND again = ?"  # the first part finds its index
_LIVE = "SELECT namespace, digest, place, signature, state FROM experiments WHERE state IN (?, ?)"


class Scanner:
    """Keeps the rows of some roots up to date; one refresh at a time in a process."""

    def __init__(self, roots: Sequence[str], db: Database, lease_secs: float) -> None:
        self._roots = roots
        self._db = db
        self._looks = Looks(roots, lease_secs)
        self._readers = Readers(roots, lease_secs)
        self._lock = threading.Lock()
        self._walked: tuple[int, float] | None = None
        self._walk: Iterator[list[Different]] | None = None
        self._walk_took = 0.0
        self._scanning = False
        self._expected: int | None = None
        self._stopped = threading.Event()

    def progress(self) -> Progress:
        """How far the index is."""
        with self._db.reading() as connection:
            version, total = self._db.version(connection), database.facts(connection)[1]
        return Progress(
            version=version, as_of=clock.now(), scanning=self._scanning, total=total, expected=self._expected
        )

    def refresh(self, tell: Callable[[], None], *, walk: Walk = "due") -> Progress:
        """Bring the rows up to date with the disk; cheap when nothing changed.

        Args:
            tell: called now and then while rows change.
            walk: whether to look through all folders too, where a process has before.
        """

        def act() -> None:
            self._bring_up_to_date(tell, walk=walk == "now" or (walk == "due" and self._is_walk_due()))
            if walk == "some" and not self._stopped.is_set():
                self._go_on(tell)

        return self._locked(act)

    def stop(self) -> None:
        """End a refresh that is under way, at the next batch, and all later ones."""
        self._stopped.set()

    def _locked(self, act: Callable[[], None]) -> Progress:
        with self._lock:
            try:
                act()
            except StoreError:  # the index was damaged; now it is another one, which is filled from the start
                self._walk = None
                act()
            finally:
                self._scanning, self._expected = False, None
        return self.progress()

    def _bring_up_to_date(self, tell: Callable[[], None], *, walk: bool) -> None:
        with self._db.reading() as connection:
            first = connection.execute("SELECT 1 FROM facts WHERE name = 'walked'").fetchone() is None
            offsets = dict[str, int](connection.execute("SELECT name, offset FROM journals").fetchall())
            again = connection.execute(_AGAIN, (EACH_REFRESH,)).fetchall()
            live = connection.execute(_LIVE, (State.RUNNING, State.QUEUED)).fetchall()
        if first:
            # What happened before the walk needs no reading in the journals; what happens from now on will be there.
            grown = {_journal(place, name): end for place, root in enumerate(self._roots) for name, end in _ends(root)}
        else:
            touched, grown = self._journaled(offsets)
            moved = {(a, b) for a, b, *known in live if not self._looks.is_still((a, b), *known)}
            self._update([*touched.union(again, moved)], tell)
        if first or walk:
            self._scanning = first
            self._walk_all(tell)
        if self._stopped.is_set():
            return
        if grown or first:
            with self._db.writing() as connection:
                connection.executemany("INSERT OR REPLACE INTO journals VALUES (?, ?)", grown.items())
                connection.execute("INSERT OR IGNORE INTO facts VALUES ('walked', 1)")

    def _journaled(self, offsets: dict[str, int]) -> tuple[set[Key], dict[str, int]]:
        touched, grown = set[Key](), dict[str, int]()
        for place, root in enumerate(self._roots):
            own = {name: end for key, end in offsets.items() for of, name in (_place(key),) if of == place}
            found, ends = journals.named(root, own)
            touched |= found
            grown |= {_journal(place, name): end for name, end in ends.items()}
        return touched, grown

    def _is_walk_due(self) -> bool:
        if self._walked is None or self._walked[0] != self._db.generation:
            return True
        return clock.elapsed() - self._walked[1] > max(WALK_SECONDS, WALK_SHARE * self._walk_took)

    def _walk_all(self, tell: Callable[[], None]) -> None:
        """Look through all folders, and then read what differs, the newest first."""
        began, generation = clock.elapsed(), self._db.generation
        found, shown = list[Different](), False
        for step in differences(self._db, self._roots):
            found += step
            if self._stopped.is_set():
                return
            if self._scanning and not shown and found and clock.elapsed() - began > SOON_SECONDS:
                shown = True
                self._update([key for _, key in sorted(found, reverse=True)[:SOON]], tell)
        self._ended(generation, clock.elapsed() - began)
        if self._scanning:
            self._expected = self.progress().total + len(found) - (SOON if shown else 0)
        found.sort(reverse=True)
        self._update([key for _, key in found], tell)

    def _go_on(self, tell: Callable[[], None]) -> None:
        if self._walk is None:
            if not self._is_walk_due():
                return
            self._walk, self._walk_took = differences(self._db, self._roots), 0.0
        generation, began = self._db.generation, clock.elapsed()
        enough = FIRST_SLICE_SECONDS if self._walked is None else SLICE_SECONDS
        for step in self._walk:
            self._update([key for _, key in step], tell)
            if self._stopped.is_set() or clock.elapsed() - began > enough:
                self._walk_took += clock.elapsed() - began
                return
        self._ended(generation, self._walk_took + clock.elapsed() - began)

    def _ended(self, generation: int, took: float) -> None:
        self._walk, self._walk_took = None, took
        self._walked = (generation, clock.elapsed())

    def _update(self, keys: Sequence[Key], tell: Callable[[], None]) -> None:
        """Read artifacts and write their rows, a batch at a time."""
        looked = self._read(keys)
        while not self._stopped.is_set() and (batch := list(islice(looked, BATCH))):
            with self._db.writing() as connection:
                changed = write(connection, batch)
            if changed:
                tell()

    def _read(self, keys: Sequence[Key]) -> Iterator[Entry]:
        """What is there now; of many, the first are read here while other processes begin."""
        if len(keys) < MANY:
            return map(self._looks.at, keys)
        return self._readers.read(keys, self._looks, self._stopped)


def _ends(root: str) -> Iterable[tuple[str, int]]:
    return journals.ends(root).items()


def _journal(place: int, name: str) -> str:
    """A journal's name among those of all roots."""
    return f"{place}/{name}"


def _place(key: str) -> tuple[int, str]:
    place, _, name = key.partition("/")
    return int(place), name
