"""How a run goes, for people: lines in a pipe or a log, nothing when nobody wants to see it."""

from __future__ import annotations

import sys
from typing import TextIO

from furu import clock
from furu.executors.backend import Ended, Session
from furu.executors.driver import Watcher
from furu.executors.ledger import Ledger
from furu.executors.report import RunReport
from furu.planning.plan import Task
from furu.store.run_records import EventKind

LOUD: frozenset[EventKind] = frozenset({"failed", "lost", "retried", "waiting"})
"""Events that deserve a line of their own; the rest is counted."""

SECONDS_BETWEEN_LINES = 10.0


def watcher(*, shown: bool) -> Watcher:
    """Who shows a run on this process's standard error stream."""
    return Lines(sys.stderr) if shown else Silent()


class Silent:
    """Shows nothing."""

    def begin(self, session: Session, ledger: Ledger) -> None:
        """The run begins."""

    def happened(self, kind: EventKind, task: Task, ended: Ended | None) -> None:
        """Something happened to a task."""

    def tick(self) -> None:
        """The loop went round once."""

    def finish(self, report: RunReport) -> None:
        """The run ended."""


class Lines:
    """Writes a line at the start, at failures, now and then in between, and at the end."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._ledger: Ledger | None = None
        self._said_at = clock.elapsed()

    def begin(self, session: Session, ledger: Ledger) -> None:
        """Say what is to be done."""
        self._ledger = ledger
        there = ledger.counts["reused"]
        self._say(f"run {session.place.id}: {len(session.ranked)} to compute, {there} there already")

    def happened(self, kind: EventKind, task: Task, ended: Ended | None) -> None:
        """Say what deserves it."""
        if kind in LOUD:
            why = f": {ended.note}" if ended is not None and ended.note else ""
            self._say(f"{kind} {task.artifact.namespace}@{task.artifact.digest[:8]}{why}")

    def tick(self) -> None:
        """Say now and then how far it is."""
        if self._ledger is not None and clock.elapsed() - self._said_at > SECONDS_BETWEEN_LINES:
            counts = self._ledger.counts
            over = len(self._ledger.tasks) - self._ledger.left
            self._say(
                f"{over} of {len(self._ledger.tasks)} over, {counts['submitted']} at work, {counts['failed']} failed"
            )

    def finish(self, report: RunReport) -> None:
        """Say how it ended."""
        self._say(str(report))

    def _say(self, text: str) -> None:
        self._said_at = clock.elapsed()
        self._stream.write(f"furu: {text}\n")
        self._stream.flush()
