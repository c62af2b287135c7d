"""How a run goes, for people: bars on a terminal, lines in a pipe or a log, nothing when nobody wants to see it."""

from __future__ import annotations

import sys
from collections import Counter
from typing import TYPE_CHECKING, TextIO

from furu import clock
from furu.executors.backend import Ended, Session
from furu.executors.driver import Watcher
from furu.executors.ledger import Ledger
from furu.executors.report import RunReport
from furu.planning.plan import Task
from furu.store.run_records import EventKind

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress, TaskID

LOUD: frozenset[EventKind] = frozenset({"failed", "lost", "retried", "waiting"})
"""Events that deserve a line of their own; the rest is counted."""

OVER: frozenset[EventKind] = frozenset({"done", "reused", "failed", "skipped", "cancelled"})
"""Events after which nothing more happens to a task."""

SECONDS_BETWEEN_LINES = 10.0
SECONDS_BETWEEN_LOOKS = 0.1

MOST_BARS = 12
"""Bars with a name; classes beyond them share one more."""

ALL, OTHERS = "all", "others"


def watcher(*, shown: bool) -> Watcher:
    """Who shows a run on this process's standard error stream."""
    if not shown:
        return Silent()
    return Bars(sys.stderr) if sys.stderr.isatty() else Lines(sys.stderr)


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
        self._say(_beginning(session, ledger))

    def happened(self, kind: EventKind, task: Task, ended: Ended | None) -> None:
        """Say what deserves it."""
        if kind in LOUD:
            self._say(_event(kind, task, ended))

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


class Bars:
    """A bar for each class and one for all, with rate, time left and failures; lines that deserve it above them."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console

        self._console = Console(file=stream)
        self._progress: Progress | None = None
        self._bars: dict[str, TaskID] = {}
        self._of: dict[str, str] = {}
        self._moved: Counter[str] = Counter()
        self._failed: Counter[str] = Counter()
        self._over: set[str] = set()
        self._looked_at = clock.elapsed()

    def begin(self, session: Session, ledger: Ledger) -> None:
        """Draw the bars of what is to be computed."""
        self._say(_beginning(session, ledger))
        self._progress = _progress(self._console)
        self._enter([task for task in ledger.tasks.values() if not task.is_done])
        self._progress.start()

    def happened(self, kind: EventKind, task: Task, ended: Ended | None) -> None:
        """Move the bar of the task's class; say above it what deserves a line."""
        if kind in LOUD:
            self._say(_event(kind, task, ended))
        if kind in OVER and self._progress is not None and task.id not in self._over:
            self._over.add(task.id)
            if task.artifact.namespace not in self._of:
                self._enter([task])
            for bar in (self._of[task.artifact.namespace], ALL):
                self._moved[bar] += 1
                self._failed[bar] += kind == "failed"

    def tick(self) -> None:
        """Draw again, when that is due."""
        now = clock.elapsed()
        if self._progress is not None and now - self._looked_at > SECONDS_BETWEEN_LOOKS:
            self._looked_at = now
            self._draw(self._progress)

    def finish(self, report: RunReport) -> None:
        """Leave the bars as they are, and say below them how it ended."""
        if self._progress is not None:
            self._draw(self._progress)
            self._progress.stop()
        self._say(str(report))

    def _draw(self, progress: Progress) -> None:
        """Move the bars by what happened since the last time."""
        for name, moved in self._moved.items():
            bar = self._bars[name]
            failed = f"{self._failed[name]} failed" if self._failed[name] else ""
            progress.update(bar, advance=moved, failed=failed, rate=_rate(progress.tasks[bar].speed))
        self._moved.clear()
        progress.refresh()

    def _enter(self, tasks: list[Task]) -> None:
        """Give each class a bar, the largest first; a class that comes late has the others' one."""
        counts = Counter(task.artifact.namespace for task in tasks)
        self._grow(ALL, len(tasks))
        ranked = [name for name, _ in counts.most_common()]
        free = MOST_BARS - len(self._bars)
        for position, name in enumerate(ranked):
            bar = name if position < free else OTHERS
            self._of[name] = bar
            self._grow(bar, counts[name])

    def _grow(self, name: str, count: int) -> None:
        assert self._progress is not None
        if name not in self._bars:
            short = name.rpartition(".")[2]
            self._bars[name] = self._progress.add_task(short, total=0, failed="", rate="")
        bar = self._bars[name]
        self._progress.update(bar, total=(self._progress.tasks[bar].total or 0) + count)

    def _say(self, text: str) -> None:
        self._console.print(f"furu: {text}", markup=False, highlight=False, soft_wrap=True)


def _progress(console: Console) -> Progress:
    """Class, bar, how many of how many, rate, time left, failures; drawn when it is told to."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True, elapsed_when_finished=True),
        TextColumn("[red]{task.fields[failed]}"),
        console=console,
        auto_refresh=False,
        expand=True,
    )


def _rate(speed: float | None) -> str:
    """Tasks a second, or a minute where that is more than a fraction."""
    if not speed:
        return ""
    return f"{speed:.1f}/s" if speed >= 1 else f"{speed * 60:.1f}/min"


def _beginning(session: Session, ledger: Ledger) -> str:
    return f"run {session.place.id}: {len(session.ranked)} to compute, {ledger.counts['reused']} there already"


def _event(kind: EventKind, task: Task, ended: Ended | None) -> str:
    why = f": {ended.note.splitlines()[0]}" if ended is not None and ended.note.strip() else ""
    return f"{kind} {task.artifact.namespace}@{task.artifact.digest[:8]}{why}"
