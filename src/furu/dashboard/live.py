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


class Live:
    """One thread that refreshes the index, and one event per open stream."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="furu-refresh", daemon=True)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiters: set[asyncio.Event] = set()
        self.progress = index.progress()

    def start(self) -> None:
        """Begin; call inside the event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    def stop(self) -> None:
        """End the thread and every open stream."""
        self._stop.set()
        self._wake()
        self._thread.join()

    def _run(self) -> None:
        while not self._stop.is_set():
            began = clock.elapsed()
            try:
                progress = self._index.refresh()
            except Exception:
                # The index is advisory: a failed refresh is logged, the pages show how old they are, and the next
                # one tries again.
                logger.exception("the index could not be refreshed")
            else:
                changed = (progress.version, progress.scanning) != (self.progress.version, self.progress.scanning)
                self.progress = progress
                if changed and self._loop is not None:
                    self._loop.call_soon_threadsafe(self._wake)
            took = clock.elapsed() - began
            self._stop.wait(max(REFRESH_SECONDS, took * QUIET_FACTOR))

    def _wake(self) -> None:
        for waiter in self._waiters:
            waiter.set()

    async def changes(self) -> AsyncIterator[Progress]:
        """The progress now, then at every change, and now and then so that a dead connection is noticed."""
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            while not self._stop.is_set():
                yield self.progress
                waiter.clear()
                try:
                    await asyncio.wait_for(waiter.wait(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self._waiters.discard(waiter)
