"""Ctrl-C and SIGTERM: never between two steps of an attempt's bookkeeping, always inside user code.

An attempt runs inside :func:`deferred`: signals that arrive while its records are written wait. User code runs
inside :meth:`Delivery.allowed`: there they arrive as ever, except that a SIGTERM that would kill the process
raises :class:`Terminated` instead, so that every attempt on the stack can write down how it ended. When the
outermost one has, the process gets its SIGTERM again and dies of it, as it would have without furu.
"""

from __future__ import annotations

import _signal  # type: ignore[import-not-found]  # CPython's own, which typeshed leaves out
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from types import FrameType
from typing import Any, NoReturn

from furu.store.records import Outcome

_SIGINT, _SIGTERM = _SIGNALS = (int(signal.SIGINT), int(signal.SIGTERM))
_Handler = Callable[[int, FrameType | None], Any] | int | None
_Step = tuple[Any, ...]
"""A function and its arguments."""

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


def leave_to_main_thread() -> None:
    """Keep the calling thread, one of ours, from receiving what the main thread may be holding back."""
    _mask(signal.SIG_BLOCK, _SIGNALS)


def _switch(handlers: Iterable[tuple[int, _Handler]], waiting: list[int]) -> None:
    """Install handlers as one step, and deliver to them what waits.

    The signals are blocked meanwhile, so that no handler runs between two installations. A thread of the
    user's may still receive one: then its handler may raise in between, and the rest is installed all the same.
    What waits is asked for last, since until the handlers are installed more may come to wait.
    """
    before = _mask(signal.SIG_BLOCK, _SIGNALS)
    installed: Iterator[_Step] = iter([(_install, number, handler) for number, handler in handlers])
    delivered = map(_raised, iter(lambda: waiting.pop() if waiting else 0, 0))
    _each(chain(installed, delivered, [(_mask, signal.SIG_SETMASK, before)]))


def _raised(number: int) -> _Step:
    return signal.raise_signal, number


def _each(steps: Iterator[_Step]) -> None:
    """Take every step, whatever is raised in between; one that was interrupted is taken again, which changes nothing.

    A function of :mod:`signal` runs the handlers that are due before it does its own work.
    """
    step: _Step = (int,)
    try:
        for step in steps:
            step[0](*step[1:])
    except BaseException:
        _each(chain([step], steps))
        raise


class Delivery:
    """The signals of one attempt: what waits, and what the handlers were before."""

    def __init__(self, before: dict[int, _Handler]) -> None:
        self._before = before
        self._waiting: list[int] = []

    def hold(self) -> None:
        """Let signals wait from now on."""
        _switch([(number, self._note) for number in self._before], [])

    def release(self, *, to_user_code: bool) -> None:
        """Put the handlers back, all of them, and then deliver what waited."""
        handlers = self._before
        if to_user_code and self.kills():
            handlers = handlers | {_SIGTERM: _terminate}
        _switch(handlers.items(), self._waiting)

    def answered(self, number: int) -> None:
        """Drop a signal that waits, because what is about to be raised says the same."""
        if number in self._waiting:
            self._waiting.remove(number)

    def kills(self) -> bool:
        """Whether a SIGTERM would end the process at once."""
        handler = self._before.get(_SIGTERM)
        return isinstance(handler, int) and handler == signal.SIG_DFL

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if number not in self._waiting:
            self._waiting.append(number)

    @contextmanager
    def allowed(self) -> Iterator[None]:
        """Deliver signals inside the block."""
        if not self._before:
            yield
            return
        try:
            self.release(to_user_code=True)
            yield
        finally:
            self.hold()


@contextmanager
def deferred() -> Iterator[Delivery]:
    """Hold signals back inside the block; outside the main thread, where none arrive, this does nothing.

    A handler that was not installed from Python cannot be put back, so its signal is left alone.
    """
    if threading.current_thread() is not threading.main_thread():
        yield Delivery({})
        return
    found = [(number, _installed(number)) for number in _SIGNALS]
    delivery = Delivery({number: handler for number, handler in found if handler is not None})
    delivery.hold()
    try:
        yield delivery
    except Terminated:
        delivery.release(to_user_code=False)
        if delivery.kills():
            os.kill(os.getpid(), signal.SIGTERM)
        raise
    except BaseException:
        delivery.release(to_user_code=False)
        raise
    else:
        delivery.release(to_user_code=False)
