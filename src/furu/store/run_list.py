"""The runs of a root: each is read once, and then only what is new."""

from __future__ import annotations

import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager

from furu.errors import RunOver, RunUnknown, UnreadableRecord
from furu.store import fs, run_view, runs
from furu.store.layout import RunPlace
from furu.store.records import State
from furu.store.run_reading import Reading, unknown
from furu.store.run_records import ReportRecord
from furu.store.run_rows import EventPage, RunDetail, RunPage, RunSummary

FOLLOWED = 20
"""Runs, the newest, that are looked at again and again for news."""

KEPT = 64
"""Runs that are held in memory."""

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}")


class Runs:
    """The runs of one root. Safe to use from many threads."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._lock = threading.Lock()
        self._kept: OrderedDict[str, tuple[Reading, threading.Lock]] = OrderedDict()
        self._followed: list[tuple[str, int]] = []
        self.version = 0

    def ids(self) -> list[str]:
        """The ids of the runs, the newest first."""
        return [name for name in runs.run_ids(self._root) if _ID.fullmatch(name)]

    def page(self, *, offset: int = 0, limit: int = 50) -> RunPage:
        """One page of the runs, the newest first; a run that cannot be read says why in its row."""
        ids = self.ids()
        rows = (self._row(name) for name in ids[offset : offset + limit])
        return RunPage(items=tuple(row for row in rows if row is not None), total=len(ids), offset=offset, limit=limit)

    def _row(self, name: str) -> RunSummary | None:
        with self._reading(name) as reading:
            try:
                return run_view.summary(reading)
            except RunUnknown:  # its folder was made a moment ago, or deleted
                return None
            except (UnreadableRecord, OSError) as error:
                return RunSummary(id=name, state=State.CRASHED, unreadable=str(error))

    def summary(self, run: str) -> RunSummary:
        """One run as a row.

        Raises:
            RunUnknown: there is no such run.
            UnreadableRecord: the records that say what it is cannot be read.
        """
        with self._reading(run) as reading:
            return run_view.summary(reading)

    def detail(self, run: str) -> RunDetail:
        """One run with all that people want to know.

        Raises:
            RunUnknown: there is no such run.
            UnreadableRecord: the records that say what it is cannot be read.
        """
        with self._reading(run) as reading:
            return run_view.detail(reading)

    def events(self, run: str, *, after: int = 0, worker: str | None = None) -> EventPage:
        """What the driver of a run, or one of its workers, wrote from a byte of its file on.

        Raises:
            RunUnknown: there is no such run, or it has no such worker.
        """
        with self._reading(run) as reading:
            return run_view.events(reading, after=after, worker=worker)

    def cancel(self, run: str) -> RunSummary:
        """Ask a run's driver to stop.

        Raises:
            RunUnknown: there is no such run.
            RunOver: nobody is there to hear it.
        """
        with self._reading(run) as reading:
            if not run_view.summary(reading).stoppable:
                raise RunOver(f"run {run} has no driver any more that could stop it", hint=_advice(reading.report))
            runs.request_cancel(reading.place)
            return run_view.summary(reading)

    def follow(self) -> int:
        """Look for news in the newest runs; the version that is returned grows when there are any."""
        seen: list[tuple[str, int]] = []
        for name in self.ids()[:FOLLOWED]:
            with self._reading(name) as reading:
                try:
                    reading.refresh()
                except (RunUnknown, UnreadableRecord, OSError):
                    seen.append((name, -1))
                else:
                    seen.append((name, reading.version))
        if seen != self._followed:
            self._followed = seen
            self.version += 1
        return self.version

    @contextmanager
    def _reading(self, run: str) -> Iterator[Reading]:
        """What was read of a run so far, for one thread at a time."""
        if _ID.fullmatch(run) is None or fs.inode(RunPlace(self._root, run).directory) is None:
            raise unknown(run)
        with self._lock:
            reading, lock = self._kept.setdefault(run, (Reading(RunPlace(self._root, run)), threading.Lock()))
            self._kept.move_to_end(run)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        with lock:
            yield reading


def _advice(report: ReportRecord | None) -> str:
    if report is None:
        return "its process is gone; start the run again to compute what it left"
    if report.outcome == "detached":
        return "it left its jobs to the scheduler: furu runs cancel, on a machine that has scancel, cancels those"
    return "it is over; there is nothing left to stop"
