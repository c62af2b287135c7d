"""Reading a file that grows: the complete lines that were appended since the last look, and nothing twice."""

from __future__ import annotations

import os

CHUNK = 1 << 20
"""Bytes that one read takes at most; a piece of this size without the end of a line is passed over."""


class Rewritten(Exception):
    """A file that should only grow has become another one, or shorter."""


class Tail:
    """One growing file, and how far it was read."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._inode = 0
        self._size = 0
        self._offset = 0

    def lines(self) -> list[bytes]:
        """The lines that are new and complete; none while the file does not exist.

        Raises:
            Rewritten: what was read before is no longer there.
        """
        # Opened before its size is asked: that makes network file systems ask the server instead of a cache.
        try:
            descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
        except (FileNotFoundError, NotADirectoryError):
            if self._size:
                raise Rewritten from None
            return []
        try:
            found = os.fstat(descriptor)
            if self._inode not in (0, found.st_ino) or found.st_size < self._size:
                raise Rewritten
            if found.st_size == self._size:
                return []
            self._inode, self._size = found.st_ino, found.st_size
            return self._read(descriptor)
        finally:
            os.close(descriptor)

    def _read(self, descriptor: int) -> list[bytes]:
        lines: list[bytes] = []
        while self._offset < self._size:
            found, self._offset, more = piece(descriptor, self._offset, self._size)
            lines += found
            if not more:
                break
        return lines


def piece(descriptor: int, offset: int, end: int) -> tuple[list[bytes], int, bool]:
    """The complete lines of one read, the byte to go on from, and whether going on is of use now."""
    data = os.pread(descriptor, min(CHUNK, end - offset), offset)
    complete = data.rfind(b"\n") + 1
    if complete:
        return data[:complete].splitlines(), offset + complete, True
    return [], offset + (len(data) if len(data) == CHUNK else 0), len(data) == CHUNK
