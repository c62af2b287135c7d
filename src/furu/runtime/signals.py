"""Ctrl-C and SIGTERM: never between two steps of an attempt's bookkeeping, always inside user code.

An attempt runs inside a :class:`Delivery`: signals that arrive while its records are written wait. User code runs
after :meth:`Delivery.allow`: there they arrive as ever, except that a SIGTERM that would kill the process raises
:class:`Terminated` instead, so that every attempt on the stack can write down how it ended. When the outermost one
has, the process gets its SIGTERM again and dies of it, as it would have without furu.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # CPython's own, which typeshed leaves out
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from types import FrameType
from typing import Any, NoReturn, Self

from furu.store.records import Outcome

_SIGINT, _SIGTERM = _SIGNALS = (int(signal.SIGINT), int(signal.SIGTERM))
_Handler = Callable[[int, FrameType | None], Any] | int | None
_BLOCK, _SET, _DEFAULT = int(signal.SIG_BLOCK), int(signal.SIG_SETMASK), int(signal.SIG_DFL)

# What signal wraps, without the wrappers: those make enum members of all numbers, which takes ten times as long.
_install, _installed, _mask = _signal.signal, _signal.getsignal, _signal.pthread_sigmask


@dataclass(frozen=True)
class Verdict:
    """What a SIGTERM makes of the attempts that it ends; ``kind`` and ``message`` are those of their error."""

    outcome: Outcome = "preempted"
    kind: str = "SIGTERM"
    message: str = "the process was told to end"


class Terminated(SystemExit):
    """SIGTERM arrived inside user code; its exit status is the shell's for a process that died of it."""

    def __init__(self) -> None:
        super().__init__(128 + _SIGTERM)

    def verdict(self) -> Verdict:
        """Why it was sent, for who knows more than that it was; asked once user code has ended."""
        return Verdict()


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def _note(waiting: list[int], number: int, _frame: FrameType | None) -> None:
    if number not in waiting:
        waiting.append(number)


def leave_to_main_thread() -> None:
    """Keep the calling thread, one of ours, from receiving what the main thread may be holding back."""
    _mask(signal.SIG_BLOCK, _SIGNALS)


def _switch(handlers: list[tuple[int, _Handler]], waiting: list[int]) -> None:
    """Install handlers as one step, and deliver to them what waits.

    A handler may raise in between, and the rest is installed all the same. What waits is asked for last, since until
    the handlers are installed more may come to wait.
    """
    rest = iter(handlers)
    row: tuple[int, _Handler] | None = None
    try:
        for row in rest:
            _install(*row)
        row = None
        if waiting:
            _finish([], waiting)
    except BaseException:
        _finish([*rest] if row is None else [*rest, row], waiting)
        raise


def _finish(handlers: list[tuple[int, _Handler]], waiting: list[int]) -> None:
    """Take every step, whatever is raised in between; one that was interrupted is taken again, which changes nothing.

    A function of :mod:`signal` runs the handlers that are due before or after its own work. What waits is delivered
    while signals are blocked, so that all of it arrives, and then at once.
    """
    try:
        while handlers:
            _install(*handlers[-1])
            handlers.pop()
        if waiting:
            before = _mask(_BLOCK, ())
            try:
                _mask(_BLOCK, _SIGNALS)
                while waiting:
                    signal.raise_signal(waiting[-1])
                    waiting.pop()
            finally:
                _mask(_SET, before)
    except BaseException:
        _finish(handlers, waiting)
        raise


class Delivery:
    """The signals of one attempt: what waits, and what the handlers were before.

    They wait inside the block, except between :meth:`allow` and :meth:`hold`. Outside the main thread, where none
    arrive, this does nothing. A handler that was not installed from Python cannot be put back, so its signal is left
    alone.
    """

    def __init__(self) -> None:
        self._waiting: list[int] = []
        self._before: list[tuple[int, _Handler]] = []
        self._held: list[tuple[int, _Handler]] = []
        if threading.current_thread() is threading.main_thread():
            note = partial(_note, self._waiting)  # which does not hold on to this object
            for number in _SIGNALS:
                handler = _installed(number)
                if handler is not None:
                    self._before.append((number, handler))
                    self._held.append((number, note))

    def __enter__(self) -> Self:
        try:
            self.hold()
        except BaseException:
            _switch(self._before, self._waiting)
            raise
        return self

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        _switch(self._before, self._waiting)
        if isinstance(error, Terminated) and self._kills():
            os.kill(os.getpid(), signal.SIGTERM)

    def hold(self) -> None:
        """Let signals wait from now on; once more does no harm."""
        _switch(self._held, [])

    def allow(self) -> None:
        """Put the handlers back for user code, and deliver what waited."""
        handlers = self._before
        if self._kills():
            handlers = [row for row in handlers if row[0] != _SIGTERM] + [(_SIGTERM, _terminate)]
        _switch(handlers, self._waiting)

    def answered(self, number: int) -> None:
        """Drop a signal that waits, because what is about to be raised says the same."""
        if number in self._waiting:
            self._waiting.remove(number)

    def _kills(self) -> bool:
        """Whether a SIGTERM would end the process at once."""
        return (_SIGTERM, _DEFAULT) in self._before
