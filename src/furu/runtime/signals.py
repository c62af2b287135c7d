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
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
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


def leave_to_main_thread() -> None:
    """Keep the calling thread, one of ours, from receiving what the main thread may be holding back."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)


def _switch(handlers: Mapping[signal.Signals, _Handler], pending: Iterable[signal.Signals] = ()) -> None:
    """Install handlers as one step, and deliver what waited to them.

    The signals are blocked meanwhile, so that no handler runs between two installations. A thread of the
    user's may still receive one: then its handler may raise in between, and the rest is installed all the same.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    with ExitStack() as stack:
        stack.callback(signal.pthread_sigmask, signal.SIG_SETMASK, before)
        for number in pending:
            stack.callback(signal.raise_signal, number)
        for number, handler in handlers.items():
            stack.callback(signal.signal, number, handler)


class Delivery:
    """The signals of one attempt: what waits, and what the handlers were before."""

    def __init__(self, before: dict[signal.Signals, _Handler]) -> None:
        self._before = before
        self._pending: list[signal.Signals] = []

    def hold(self) -> None:
        """Let signals wait from now on."""
        _switch(dict.fromkeys(self._before, self._note))

    def release(self, *, to_user_code: bool) -> None:
        """Put the handlers back, all of them, and then deliver what waited."""
        handlers = dict(self._before)
        if to_user_code and handlers.get(signal.SIGTERM) is signal.SIG_DFL:
            handlers[signal.SIGTERM] = _terminate
        pending, self._pending = self._pending, []
        _switch(handlers, pending)

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
    before: dict[signal.Signals, _Handler] = {
        number: handler for number, handler in found.items() if handler is not None
    }
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
