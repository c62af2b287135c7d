"""Keeping the index fresh while the server runs, and telling every open page at once."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator

from furu import clock
from furu.index.index import Index
from furu.index.rows import Progress

logger = logging.getLogger("furu.dashboard")

REFRESH_SECONDS = 1.0
QUIET_FACTOR = 4.0
"""A refresh that took long is followed by a pause this many times as long, so a slow disk is not kept busy."""
KEEPALIVE_SECONDS = 15.0
TELL_SECONDS = 0.5
"""While rows change, open pages are told at most this often."""


class Live:
    """One thread that refreshes the index, and one event per open stream."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stop = threading.Event()
        self._told_at = clock.elapsed()
        self._thread = threading.Thread(target=self._run, name="furu-refresh", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiters: set[asyncio.Event] = set()
        self.progress = index.progress()

    def start(self) -> None:
        """Begin; call inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def end_streams(self) -> None:
        """End every open stream, and the refresh that is under way, soon. May be called from a signal handler."""
        self._stop.set()
        self._index.stop()
        self._wake_soon()

    def stop(self) -> None:
        """End the thread and every open stream."""
        self.end_streams()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            began = clock.elapsed()
            try:
                progress = self._index.refresh(self._tell)
            except Exception:
                # The index is advisory: a failed refresh is logged, the pages show how old they are, and the next
                # one tries again.
                logger.exception("the index could not be refreshed")
            else:
                self._publish(progress)
            took = clock.elapsed() - began
            self._stop.wait(max(REFRESH_SECONDS, took * QUIET_FACTOR))

    def _tell(self) -> None:
        """Rows have changed and the refresh goes on: a first scan is shown while it is made."""
        if clock.elapsed() - self._told_at >= TELL_SECONDS:
            self._publish(self._index.progress())

    def _publish(self, progress: Progress) -> None:
        changed = (progress.version, progress.scanning) != (self.progress.version, self.progress.scanning)
        self.progress = progress
        self._told_at = clock.elapsed()
        if changed:
            self._wake_soon()

    def _wake_soon(self) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._wake)

    def _wake(self) -> None:
        for waiter in self._waiters:
            waiter.set()

    async def changes(self) -> AsyncIterator[Progress]:
        """The progress now, then at every change, and now and then so that a dead connection is noticed."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            while not self._stop.is_set():
                waiter.clear()  # before the progress is read, so that no change is lost in between
                yield self.progress
                try:
                    await asyncio.wait_for(waiter.wait(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self._waiters.discard(waiter)
