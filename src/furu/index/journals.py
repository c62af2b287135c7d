"""What the journals of a root say since they were last read."""

from __future__ import annotations

import os
from collections.abc import Mapping

from furu.index.entries import Key
from furu.store import fs, journal
from furu.store.layout import is_digest, journal_directory

JOURNAL_DAYS = 3
"""So many of the newest days' journals may still grow; older ones are read once."""


def named(root: str, offsets: Mapping[str, int]) -> tuple[set[Key], dict[str, int]]:
    """The artifacts that the journals name beyond these offsets, and the offsets that differ now."""
    touched: set[Key] = set()
    grown: dict[str, int] = {}
    for name in growing(fs.names(journal_directory(root)), offsets):
        data, offset = _new_lines(f"{journal_directory(root)}/{name}", offsets.get(name, 0))
        if offset != offsets.get(name):
            grown[name] = offset
        for line in journal.entries(data):
            if is_digest(line.digest) and line.namespace.isprintable():
                touched.add((line.namespace, line.digest))
    return touched, grown


def growing(names: list[str], offsets: Mapping[str, int]) -> list[str]:
    """The journals to look into: those of the newest days, and those never read. Their names begin with the day."""
    days = sorted({name.partition(".")[0] for name in names})[-JOURNAL_DAYS:]
    return [name for name in names if name not in offsets or name.partition(".")[0] in days]


def ends(root: str) -> dict[str, int]:
    """Where the journals end now."""
    found = {}
    for name in fs.names(journal_directory(root)):
        try:
            found[name] = os.stat(f"{journal_directory(root)}/{name}").st_size
        except OSError:
            continue
    return found


def _new_lines(path: str, offset: int) -> tuple[bytes, int]:
    """The complete lines after an offset, and the offset after them; a file that shrank is read anew."""
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size == offset:
                return b"", offset
            start = offset if offset <= size else 0
            file.seek(start)
            data = file.read()
    except OSError:
        return b"", offset
    complete = data[: data.rfind(b"\n") + 1]
    return complete, start + len(complete)
