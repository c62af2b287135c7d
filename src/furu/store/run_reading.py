"""What was read of one run's folder so far; another look reads only what is new.

Advisory: a damaged line is counted and passed over, a missing file says nothing, and nothing here is ever written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial

import msgspec

from furu import clock
from furu.errors import RunUnknown, UnreadableRecord
from furu.store import fs, runs
from furu.store.layout import Artifact, RunPlace
from furu.store.lease import latest_attempt
from furu.store.owner import Holder, holder
from furu.store.records import ErrorRecord
from furu.store.run_fold import Fold
from furu.store.run_records import EventRecord, ReportRecord, RunRecord, WorkerRecord
from furu.store.tail import Rewritten, Tail

PULSE_LOOK_S = 10.0
"""Seconds between two looks at the sign of life of a driver on another machine."""

_decoder = msgspec.json.Decoder(EventRecord)


def decoded(line: bytes) -> EventRecord | None:
    """The event that a line holds; None when it is damaged."""
    try:
        return _decoder.decode(line)
    except (msgspec.DecodeError, ValueError):
        return None


def unknown(run: str) -> RunUnknown:
    """The error that no run has an id."""
    return RunUnknown(f"there is no run {run!r}", hint="furu runs lists those there are")


def _workers(names: Iterable[str]) -> set[str]:
    """The workers among the names in their folder: each has a record, events, or both."""
    parts = (name.rpartition(".") for name in names)
    return {stem for stem, _, kind in parts if kind in ("json", "jsonl") and not stem.startswith(".")}


class Reading:
    """One run, and how far its files were read.

    Attributes:
        record: who drives it; only there after :meth:`look`.
        report: how it ended; None while it has not.
        cancel_requested: whether somebody asked it to stop.
        driver: whether its driver lives.
        fold: what its events come to; without tasks until :meth:`refresh`.
        damaged: lines of events that make no sense.
        trouble: why its plan cannot be read.
        version: grows when anything was new.
    """

    def __init__(self, place: RunPlace) -> None:
        self.place = place
        self.version = 0
        self.record: RunRecord | None = None
        self.report: ReportRecord | None = None
        self.cancel_requested = False
        self.driver: Holder = "unknown"
        self._asked_at: float | None = None
        self._begin()

    def _begin(self) -> None:
        self.fold = Fold(())
        self.damaged = 0
        self.trouble: str | None = None
        self._planned = False
        self._settled = False
        self._events = Tail(self.place.events)
        self._tails: dict[str, Tail] = {}
        self._workers: dict[str, WorkerRecord] = {}
        self._errors: dict[str, ErrorRecord | None] = {}

    @property
    def is_final(self) -> bool:
        """Whether nothing can change any more: it has ended, and left no jobs behind."""
        return self.report is not None and self.report.outcome != "detached"

    def look(self) -> RunRecord:
        """Read the small records: what the run is, and whether it is over.

        Raises:
            RunUnknown: the run is gone, or never was.
            UnreadableRecord: they cannot be read.
        """
        if fs.inode(self.place.run) is None:
            raise unknown(self.place.id)
        self.record = self.record or runs.read_run(self.place)
        if self.record is None:
            raise unknown(self.place.id)
        if self.report is None:
            before = self.report, self.cancel_requested, self.driver
            self.cancel_requested = runs.is_cancel_requested(self.place)
            self.report = runs.read_report(self.place)
            self.driver = "gone" if self.report is not None else self._liveness(self.record)
            self.version += before != (self.report, self.cancel_requested, self.driver)
        return self.record

    def _liveness(self, record: RunRecord) -> Holder:
        proved = holder(record.owner)
        if proved != "unknown":
            return proved
        now = clock.elapsed()
        if self._asked_at is not None and now - self._asked_at < PULSE_LOOK_S:
            return self.driver
        self._asked_at = now
        return runs.driver_of(self.place, record)

    def refresh(self) -> RunRecord:
        """Take in what is new.

        Raises:
            RunUnknown: the run is gone, or never was.
            UnreadableRecord: the records that say what it is cannot be read.
        """
        record = self.look()
        if self._settled:
            return record
        final = self.is_final  # seen before the events are read, so that the last of them are
        try:
            news = self._take_in()
        except Rewritten:
            self._begin()
            self._take_in()
            news = True
        self.version += news
        self._settled = final
        return record

    def _take_in(self) -> bool:
        if not self._planned:
            self._plan()
        count = self._feed(self._events, self.fold.driver)
        found = sorted(_workers(fs.names(self.place.workers)) - self._tails.keys())
        self._tails |= {name: Tail(self.place.worker_events(name)) for name in found}
        for name, tail in self._tails.items():
            count += self._feed(tail, partial(self.fold.worker, name))
        return bool(count or found)

    def _plan(self) -> None:
        try:
            plan = runs.read_tasks(self.place)
        except UnreadableRecord as error:
            self.trouble = error.message
            plan = None
        self.fold = Fold(() if plan is None else plan.tasks)
        self._planned = True

    def _feed(self, tail: Tail, take: Callable[[EventRecord], None]) -> int:
        lines = tail.lines()
        for line in lines:
            event = decoded(line)
            if event is None:
                self.damaged += 1
            else:
                take(event)
        return len(lines)

    def worker_names(self) -> list[str]:
        """The workers it has had so far."""
        return list(self._tails)

    def worker(self, name: str) -> WorkerRecord | None:
        """Who a worker is; None when that cannot be read."""
        if name not in self._workers:
            try:
                found = runs.read_worker(self.place, name)
            except UnreadableRecord:
                return None
            if found is None:
                return None
            self._workers[name] = found
        return self._workers[name]

    def error(self, digest: str) -> ErrorRecord | None:
        """What the last attempt at a failed task recorded; read once."""
        if digest not in self._errors:
            task = self.fold.tasks[digest].record
            artifact = Artifact(task.root, task.namespace, task.digest)
            try:
                attempt = latest_attempt(artifact, fs.names(artifact.meta))
            except (UnreadableRecord, OSError):
                attempt = None
            self._errors[digest] = None if attempt is None else attempt.error
        return self._errors[digest]
