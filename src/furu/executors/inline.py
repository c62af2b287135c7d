"""The reference backend: every task here and now, one after another."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import NoReturn

from furu import clock
from furu.executors.backend import Ended, Session
from furu.executors.work import Worker
from furu.planning.plan import Task
from furu.runtime import signals


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
                ended = self._worker.compute(task.artifact.digest, task.node).ended(task.id)
        except (KeyboardInterrupt, signals.Terminated) as error:
            # The driver is told in the next poll, as of any other task, and stops.
            ended = Ended(task=task.id, ending="cancelled", note=type(error).__name__)
            signal.raise_signal(signal.SIGINT if isinstance(error, KeyboardInterrupt) else signal.SIGTERM)
        self._ended.append(ended)
        return [task.id]

    def poll(self, seconds: float) -> Sequence[Ended]:
        if not self._ended:
            clock.pause(seconds)
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, tasks: Sequence[str]) -> None:
        """What is running here is what was interrupted."""

    def close(self) -> None:
        self._worker.close()


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C and SIGTERM end the user's code inside the block, rather than tell the driver alone.

    Handlers that are not Python's, and signals that are ignored, stay as they are.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: handler for number in _ENDING if callable(handler := signal.getsignal(number))}
    try:
        for number in before:
            signal.signal(number, _ENDING[number])
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise signals.Terminated


_ENDING = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: _terminate}
