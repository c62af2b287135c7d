"""Signs of life for the attempts of this process.

Short attempts need none: waiters are patient for longer. When an attempt lasts two seconds, or is expected to,
one helper process for the whole process is started (:mod:`furu.runtime.beat`) and told of every attempt; it
ends with the last of them. The thread that watches for long ones ends two seconds later, so that many short
attempts in a row start one thread, and none of them wakes it.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from furu import clock, settings
from furu.runtime.signals import leave_to_main_thread
from furu.store.lease import Lease
from furu.store.owner import process_started

PATIENCE = 2.0
"""Seconds an attempt may last without a helper."""

BEATS_PER_LEASE = 6
"""How many beats may get lost before a waiter elsewhere takes over."""

WhenLong = Callable[[int | None], None]

_SCRIPT = str(Path(__file__).with_name("beat.py"))


def patience() -> float:
    """Seconds an attempt goes without a helper: fewer when the lease is so short that a waiter would not wait."""
    return min(PATIENCE, settings.current().lease_secs / BEATS_PER_LEASE)


class Heartbeat:
    """The attempts of this process, the thread that waits for long ones, and their helper."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything; in a forked child, whose parent keeps its attempts, helper and thread."""
        self._began: dict[Lease, float] = {}
        self._when_long: dict[Lease, WhenLong] = {}
        self._long: set[str] = set()
        self._idle_since = -math.inf
        self._lock = threading.RLock()
        self._changed = threading.Condition(self._lock)
        self._thread: threading.Thread | None = None
        self._helper: subprocess.Popen[bytes] | None = None

    def add(self, lease: Lease, when_long: WhenLong) -> None:
        """Keep a lease alive from now on; at once, when an attempt of its class was long before."""
        with self._lock:
            at_once = lease.artifact.namespace in self._long
            self._began[lease] = clock.elapsed()
            self._when_long[lease] = when_long
            if self._helper is not None:
                self._tell(self._helper, _plus(lease))
            elif at_once:
                self._start_helper()
            if self._thread is None:
                self._thread = threading.Thread(target=self._watch, name="furu-heartbeat", daemon=True)
                self._thread.start()
            elif self._helper is not None:  # else it wakes before this attempt can be long
                self._changed.notify()

    def discard(self, lease: Lease) -> None:
        """Stop; from when this returns the claim may go away without the helper minding."""
        with self._lock:
            self._began.pop(lease, None)
            self._when_long.pop(lease, None)
            if self._helper is not None:
                self._tell(self._helper, f"-\t{lease.artifact.attempt(lease.record.number)}")
            if not self._began:
                self._idle_since = clock.elapsed()
                if self._helper is not None:
                    self._changed.notify()

    def _watch(self) -> None:
        """Start the helper when an attempt has lasted long enough; end it with the last one, and itself later."""
        leave_to_main_thread()
        with self._changed:
            while self._began or self._helper is None:
                due = self._since() + patience() - clock.elapsed()
                if due > 0:
                    self._changed.wait(due if due < math.inf else None)
                elif self._began:
                    self._note_long()
                else:
                    break
            helper, self._helper, self._thread = self._helper, None, None
        if helper is not None:
            _end(helper)

    def _since(self) -> float:
        """The time from which patience counts: the start of the first attempt that is not long yet, or of idleness."""
        if not self._began:
            return self._idle_since
        waiting = self._began if self._helper is None else self._when_long
        return min((self._began[lease] for lease in waiting), default=math.inf)

    def _note_long(self) -> None:
        """Start the helper, and tell those attempts that have lasted long enough."""
        over = clock.elapsed() - patience()
        long = [lease for lease, began in self._began.items() if began <= over]
        self._long.update(lease.artifact.namespace for lease in long)
        if self._helper is None:
            self._start_helper()
        for lease in long:
            if when_long := self._when_long.pop(lease, None):
                when_long(None if self._helper is None else self._helper.pid)

    def _start_helper(self) -> None:
        pid = os.getpid()
        interval = settings.current().lease_secs / BEATS_PER_LEASE
        # On the command line, because from here on this thread may never get the interpreter lock again.
        known = map(_plus, self._began)
        try:
            self._helper = subprocess.Popen(
                [sys.executable, "-I", "-S", _SCRIPT, str(pid), process_started(pid), str(interval), *known],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                cwd="/",
            )
        except OSError:
            # Without a helper a waiter on another machine may take over a long attempt; this one then finds out
            # when it publishes. Waiters on this machine see the process itself.
            self._began = {lease: clock.elapsed() for lease in self._began}

    @staticmethod
    def _tell(helper: subprocess.Popen[bytes], line: str) -> None:
        assert helper.stdin is not None
        with suppress(OSError):
            helper.stdin.write(f"{line}\n".encode("utf-8", "surrogateescape"))
            helper.stdin.flush()


def _plus(lease: Lease) -> str:
    return f"+\t{lease.artifact.attempt(lease.record.number)}\t{lease.artifact.claim(lease.token)}"


def _end(helper: subprocess.Popen[bytes]) -> None:
    """Close the pipe, at which the helper ends, and collect it."""
    assert helper.stdin is not None
    with suppress(OSError):
        helper.stdin.close()
    helper.wait()


_heartbeat = Heartbeat()

os.register_at_fork(after_in_child=_heartbeat.reset)


class beating:  # noqa: N801  # reads as the verb it is, after with
    """Keep a lease alive while the block runs.

    ``when_long`` is called once when the block has lasted a while, with the pid of the helper if there is one.
    """

    def __init__(self, lease: Lease, when_long: WhenLong) -> None:
        self._lease = lease
        self._when_long = when_long

    def __enter__(self) -> None:
        _heartbeat.add(self._lease, self._when_long)

    def __exit__(self, *_error: object) -> None:
        _heartbeat.discard(self._lease)
