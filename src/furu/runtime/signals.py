"""Ctrl-C and SIGTERM: never between two steps of an attempt's bookkeeping, always inside user code.

An attempt runs inside :func:`deferred`: signals that arrive while its records are written wait. User code runs
inside :meth:`Delivery.allowed`: there they arrive as ever, except that a SIGTERM that would kill the process
raises :class:`Terminated` instead, so that every attempt on the stack can write down how it ended. When the
outermost one has, the process gets its SIGTERM again and dies of it, as it would have without furu.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any, NoReturn

_SIGNALS = (signal.SIGINT, signal.SIGTERM)
_Handler = Callable[[int, FrameType | None], Any] | int | None


class Terminated(SystemExit):
    """SIGTERM arrived inside user code; its exit status is the shell's for a process that died of it."""

    def __init__(self) -> None:
        super().__init__(128 + signal.SIGTERM)


def _terminate(_number: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


@contextmanager
def _blocked() -> Iterator[None]:
    """Switch handlers as one step: no handler runs inside the block, and the new ones right after it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class Delivery:
    """The signals of one attempt: what waits, and what the handlers were before."""

    def __init__(self, before: dict[signal.Signals, _Handler]) -> None:
        self._before = before
        self._pending: list[signal.Signals] = []

    def hold(self) -> None:
        """Let signals wait from now on."""
        with _blocked():
            for number in self._before:
                signal.signal(number, self._note)

    def release(self, *, to_user_code: bool) -> None:
        """Put the handlers back, all of them, and then deliver what waited."""
        with _blocked():
            for number, handler in self._before.items():
                lethal = number is signal.SIGTERM and handler is signal.SIG_DFL
                signal.signal(number, _terminate if to_user_code and lethal else handler)
            pending, self._pending = self._pending, []
            for number in pending:
                signal.raise_signal(number)

    def _note(self, number: int, _frame: FrameType | None) -> None:
        if signal.Signals(number) not in self._pending:
            self._pending.append(signal.Signals(number))

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
    found: dict[signal.Signals, _Handler] = {number: signal.getsignal(number) for number in _SIGNALS}
    before = {number: handler for number, handler in found.items() if handler is not None}
    delivery = Delivery(before)
    delivery.hold()
    try:
        yield delivery
    except Terminated:
        delivery.release(to_user_code=False)
        if before.get(signal.SIGTERM) is signal.SIG_DFL:
            os.kill(os.getpid(), signal.SIGTERM)
        raise
    except BaseException:
        delivery.release(to_user_code=False)
        raise
    else:
        delivery.release(to_user_code=False)
