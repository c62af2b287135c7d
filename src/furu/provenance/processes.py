"""This process and its descendants, as psutil sees them."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress


class Tree:
    """The process and whatever it has started, directly or not."""

    def __init__(self) -> None:
        import psutil

        self._error: type[Exception] = psutil.Error
        self._process = psutil.Process()

    def look(self, besides: Collection[int]) -> tuple[int, set[int]]:
        """The resident memory of all of them in bytes, and their pids, without some that are not the user's."""
        memory = 0
        pids = set()
        try:
            children = self._process.children(recursive=True)
        except self._error:
            children = []
        for process in (self._process, *children):
            if process.pid not in besides:
                with suppress(self._error):  # it has ended meanwhile
                    memory += process.memory_info().rss
                    pids.add(process.pid)
        return memory, pids
