"""One page of a folder, without opening what is in it."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from furu.dashboard.files.kinds import kind_by_name
from furu.dashboard.files.place import Opened, is_shown, may_be_asked, opened, real_parts, unknown
from furu.dashboard.files.rows import EntryKind, FileEntry, FileList
from furu.errors import FileUnknown

MOST_NAMES = 50_000
"""Names of one folder that are looked at."""


@dataclass(frozen=True)
class _Name:
    name: str
    is_folder: bool


def list_folder(directory: str, path: str, *, offset: int, limit: int) -> FileList:
    """One page of the folder at a relative path, its folders first, then by name.

    Raises:
        FileUnknown: there is no such folder that may be shown.
    """
    with opened(directory, path) as folder:
        if not folder.is_folder:
            raise unknown(path)
        names, more = _names(folder)
        page = names[offset : offset + limit]
        items = tuple(_entry(directory, path, folder, name.name) for name in page)
    return FileList(path=path, items=items, offset=offset, total=len(names), more=more)


def _names(folder: Opened) -> tuple[list[_Name], bool]:
    with os.scandir(folder.descriptor) as entries:
        found = list(islice(entries, MOST_NAMES + 1))
        shown = [
            _Name(entry.name, entry.is_dir(follow_symlinks=False))
            for entry in found[:MOST_NAMES]
            if is_shown((*folder.parts, entry.name))
        ]
    shown.sort(key=lambda one: (not one.is_folder, one.name.casefold(), one.name))
    return shown, len(found) > MOST_NAMES


def _entry(directory: str, path: str, folder: Opened, name: str) -> FileEntry:
    try:
        found = os.stat(name, dir_fd=folder.descriptor, follow_symlinks=False)
    except OSError:  # gone since the folder was read
        return FileEntry(name=_text(name), kind="other", link=False, bytes=None, modified_at=None, preview="none")
    link = stat.S_ISLNK(found.st_mode)
    kind = _kind(found)
    if link and may_be_asked(name):
        try:
            parts = real_parts(directory, f"{path}/{name}" if path else name)
            found = os.stat("/".join((os.path.realpath(directory), *parts)), follow_symlinks=False)
            kind = _kind(found)
        except (FileUnknown, OSError):
            kind = "other"
    if not may_be_asked(name):
        kind = "other"
    return FileEntry(
        name=_text(name),
        kind=kind,
        link=link,
        bytes=found.st_size if kind == "file" else None,
        modified_at=datetime.fromtimestamp(found.st_mtime, UTC),
        preview=kind_by_name(name) if kind == "file" else "none",
    )


def _kind(found: os.stat_result) -> EntryKind:
    if stat.S_ISDIR(found.st_mode):
        return "folder"
    return "file" if stat.S_ISREG(found.st_mode) else "other"


def _text(name: str) -> str:
    """A name that can be written: bytes that are no text are shown as escapes."""
    return name.encode(errors="surrogateescape").decode(errors="backslashreplace")
