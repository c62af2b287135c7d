"""Keeping the index and the runs fresh while the server runs, and telling every open page at once."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Callable

from furu import clock
from furu.errors import StoreError
from furu.index.index import Index
from furu.index.rows import Progress
from furu.store.run_list import Runs

logger = logging.getLogger("furu.dashboard")

REFRESH_SECONDS = 1.0
QUIET_FACTOR = 4.0
"""A refresh that took long is followed by a pause this many times as long, so a slow disk is not kept busy."""
KEEPALIVE_SECONDS = 15.0
MOST_STREAMS = 1_000
"""Open streams at most; a browser needs one, however many tabs it has."""

MOST_CAUGHT_UP = 2_000
"""Changed artifacts that an answer waits for until they are read again; reading one takes about 0.3 ms."""

CATCH_UP_SECONDS = 2.0
"""How long an answer waits for a refresh that is under way already."""

TELL_SECONDS = 0.5
"""While rows change, open pages are told at most this often."""


class Live:
    """One thread that refreshes the index, one that follows the runs, and one event per open stream."""

    def __init__(self, index: Index, runs: Runs) -> None:
        self._index = index
        self._runs = runs
        self._stop = threading.Event()
        self._refreshing = threading.Lock()
        self._told_at = clock.elapsed()
        self._threads = [
            threading.Thread(target=self._keep, args=(act, failed), name=f"furu-{name}", daemon=True)
            for name, act, failed in (
                ("refresh", self._refresh, "the index could not be refreshed"),
                ("follow", self._follow, "the runs could not be followed"),
            )
        ]
        self._loop: asyncio.AbstractEventLoop | None = None
        self._waiters: set[asyncio.Event] = set()
        self.progress = index.progress()
        self.runs_version = 0

    def start(self) -> None:
        """Begin; call inside the event loop."""
        self._loop = asyncio.get_running_loop()
        for thread in self._threads:
            thread.start()

    def end_streams(self) -> None:
        """End every open stream, and the refresh that is under way, soon. May be called from a signal handler."""
        self._stop.set()
        self._index.stop()
        self._wake_soon()

    def stop(self) -> None:
        """End the threads and every open stream."""
        self.end_streams()
        for thread in self._threads:
            thread.join()

    def _keep(self, act: Callable[[], None], failed: str) -> None:
        while not self._stop.is_set():
            began = clock.elapsed()
            try:
                act()
            except Exception:
                # What is shown is advisory: a failure is logged, the pages show how old they are, and the next time
                # it is tried again.
                logger.exception(failed)
            took = clock.elapsed() - began
            self._stop.wait(max(REFRESH_SECONDS, took * QUIET_FACTOR))

    def _refresh(self) -> None:
        with self._refreshing:
            self._publish(self._index.refresh(self._tell, walk="some"))

    def catch_up(self, changed: int = 1) -> None:
        """Read what was just written, so that the next answer shows it.

        What was written is written: when it is too much to wait for, while a refresh goes on that takes long, or when
        it cannot be read now, the next refresh does it.
        """
        if not 0 < changed <= MOST_CAUGHT_UP or self.progress.scanning:
            return
        if not self._refreshing.acquire(timeout=CATCH_UP_SECONDS):
            return
        try:
            self._publish(self._index.refresh(self._tell, walk="never"))
        except StoreError:
            logger.exception("the index could not be refreshed")
        finally:
            self._refreshing.release()

    def _follow(self) -> None:
        before, self.runs_version = self.runs_version, self._runs.follow()
        if self.runs_version != before:
            self._wake_soon()

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

    @property
    def is_full(self) -> bool:
        """Whether there are as many open streams as there may be."""
        return len(self._waiters) >= MOST_STREAMS

    async def changes(self) -> AsyncIterator[tuple[Progress, int]]:
        """The progress and the version of the runs now, then at every change.

        Now and then without one, so that a dead connection is noticed.
        """
        waiter = asyncio.Event()
        self._waiters.add(waiter)
        try:
            while not self._stop.is_set():
                waiter.clear()  # before the progress is read, so that no change is lost in between
                yield self.progress, self.runs_version
                try:
                    await asyncio.wait_for(waiter.wait(), KEEPALIVE_SECONDS)
                except TimeoutError:
                    continue
        finally:
            self._waiters.discard(waiter)
