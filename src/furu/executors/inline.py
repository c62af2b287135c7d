"""The reference backend: every task here and now, one after another."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from furu.executors.backend import Ended, Session
from furu.executors.work import Worker
from furu.planning.plan import Task


@dataclass(frozen=True)
class Inline:
    """Runs every task in this very process, one after another: the simplest backend, and the one to debug with."""

    name = "inline"
    ahead = False

    def open(self, session: Session) -> _Here:
        """Get ready for a run."""
        return _Here(Worker(session.place, self.name))


class _Here:
    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._ended: list[Ended] = []

    def submit(self, tasks: Sequence[Task]) -> Sequence[str]:
        task = tasks[0]
        try:
            with _interruptible():
                self._ended.append(self._worker.compute(task.artifact.digest, task.node).ended(task.id))
        except KeyboardInterrupt:
            # The driver is told in the next poll, as of any other task, and stops.
            self._ended.append(Ended(task=task.id, ending="cancelled"))
            signal.raise_signal(signal.SIGINT)
        return [task.id]

    def poll(self, seconds: float) -> Sequence[Ended]:  # noqa: ARG002  # there is nothing to wait for
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, tasks: Sequence[str]) -> None:
        """What is running here is what was interrupted."""

    def close(self) -> None:
        self._worker.close()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C reach the user's code inside the block, rather than the driver's handler alone."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
