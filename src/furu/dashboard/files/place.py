"""From an experiment's folder and a relative path to an open file: nothing outside the folder, nothing by surprise.

A path is checked word by word, resolved with all its links, and then opened folder by folder without following a
link, so that what was checked is what is read even while somebody changes it. What is missing and what is forbidden
answer alike.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from furu.errors import FileUnknown
from furu.store import layout

LONGEST_PATH = 4096
"""Bytes of a relative path at most."""

_FOLDER = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_DIRECTORY
_FILE = os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK

_RECORDS = frozenset(
    {layout.CONFIG, layout.SUCCESS, layout.LABELS, layout.TICKET, layout.LOGS, layout.SUBMITIT, layout.SETTLED}
)


@dataclass(frozen=True)
class Opened:
    """A file or folder that is open under ``descriptor``; ``parts`` is where it really is below the folder."""

    descriptor: int
    parts: tuple[str, ...]
    found: os.stat_result

    @property
    def name(self) -> str:
        """Its last word; empty for the experiment's own folder."""
        return self.parts[-1] if self.parts else ""

    @property
    def is_folder(self) -> bool:
        """Whether it holds other files."""
        return stat.S_ISDIR(self.found.st_mode)

    @property
    def size(self) -> int:
        """Bytes, at the moment it was opened."""
        return self.found.st_size

    @property
    def path(self) -> str:
        """A name by which this very file can be read while it is open."""
        return f"/dev/fd/{self.descriptor}"

    def read(self, start: int, count: int) -> bytes:
        """Bytes from a place on; fewer at the end of the file."""
        pieces = []
        while count > 0 and (piece := os.pread(self.descriptor, count, start)):
            pieces.append(piece)
            start, count = start + len(piece), count - len(piece)
        return b"".join(pieces)


def may_be_asked(name: str) -> bool:
    """Whether a file of this name can be addressed: one word of text that no system reads as a path."""
    if name in ("", ".", "..") or any(sign in name for sign in "/\\\0"):
        return False
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def is_shown(parts: tuple[str, ...]) -> bool:
    """Whether a place below an experiment's folder is shown: of furu's own files only the records, results and logs.

    Hidden are the rights to publish, which only their holder should know, and what is half written.
    """
    if any(part.startswith(layout.TEMPORARY) for part in parts):
        return False
    if len(parts) <= 1 or parts[0] != layout.META:
        return True
    name = parts[1]
    return (
        name in _RECORDS
        or name.startswith(layout.result_folder(""))
        or bool(layout.attempt_numbers([name]) or layout.previous_numbers([name]))
    )


def real_parts(directory: str, path: str) -> tuple[str, ...]:
    """Where a relative path really leads, in words below the experiment's folder.

    Raises:
        FileUnknown: it is no path, there is nothing, or it leads to what is not shown.
    """
    words = tuple(path.split("/")) if path else ()
    if len(path) > LONGEST_PATH or not all(map(may_be_asked, words)) or not is_shown(words):
        raise unknown(path)
    try:
        top = os.path.realpath(directory, strict=True)
        real = os.path.realpath("/".join((top, *words)), strict=True)
    except (OSError, ValueError):
        raise unknown(path) from None
    if real == top:
        return ()
    if not real.startswith(f"{top}/"):
        raise unknown(path)
    parts = tuple(real[len(top) + 1 :].split("/"))
    if not is_shown(parts):
        raise unknown(path)
    return parts


@contextmanager
def opened(directory: str, path: str) -> Iterator[Opened]:
    """The file or folder at a relative path, open for as long as the block lasts.

    Raises:
        FileUnknown: there is none that may be shown.
    """
    found = open_at(directory, path)
    try:
        yield found
    finally:
        os.close(found.descriptor)


def open_at(directory: str, path: str) -> Opened:
    """The file or folder at a relative path; the caller closes it.

    Raises:
        FileUnknown: there is none that may be shown.
    """
    parts = real_parts(directory, path)
    try:
        descriptor = _descend(os.path.realpath(directory, strict=True), parts)
    except OSError:  # gone, not readable, or a link that was put there since it was resolved
        raise unknown(path) from None
    found = os.fstat(descriptor)
    if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
        os.close(descriptor)
        raise unknown(path)
    return Opened(descriptor, parts, found)


def _descend(top: str, parts: tuple[str, ...]) -> int:
    """Open folder after folder without following a link."""
    descriptor = os.open(top, _FOLDER)
    for place, part in enumerate(parts):
        flags = _FILE if place == len(parts) - 1 else _FOLDER
        try:
            inner = os.open(part, flags, dir_fd=descriptor)
        finally:
            os.close(descriptor)
        descriptor = inner
    return descriptor


def unknown(path: str) -> FileUnknown:
    """The one answer to what is missing and to what is forbidden."""
    return FileUnknown(
        f"this experiment has no file {path[:200]!r} that can be shown",
        hint="open its folder in Files to see what there is",
    )
