"""Signs of life for the attempts of this process: one daemon thread, started with the first attempt."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from furu import settings
from furu.store.lease import Lease

BEATS_PER_LEASE = 6
"""How many beats may get lost before a waiter elsewhere takes over."""


class Heartbeat:
    """Beats for a set of leases; the thread ends with the process."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget every lease and the thread."""
        self._leases: set[Lease] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, lease: Lease) -> None:
        """Beat for a lease from now on."""
        with self._changed:
            self._leases.add(lease)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="furu-heartbeat", daemon=True)
                self._thread.start()

    def discard(self, lease: Lease) -> None:
        """Stop beating for a lease."""
        with self._changed:
            self._leases.discard(lease)

    def _run(self) -> None:
        while True:
            interval = settings.current().lease_secs / BEATS_PER_LEASE
            with self._changed:
                self._changed.wait(interval)
                leases = list(self._leases)
            for lease in leases:
                try:
                    lease.beat()
                except OSError:
                    continue  # the next beat may get through; silence is what a waiter judges


_heartbeat = Heartbeat()


# A forked child has no such thread, and holds none of its parent's leases.
os.register_at_fork(after_in_child=_heartbeat.reset)


@contextmanager
def beating(lease: Lease) -> Iterator[None]:
    """Keep a lease alive while the block runs."""
    _heartbeat.add(lease)
    try:
        yield
    finally:
        _heartbeat.discard(lease)
