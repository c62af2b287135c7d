"""Reading a file that may be anything, because people can put things into the folders of records."""

from __future__ import annotations

import os
import stat

from furu.errors import UnreadableRecord

LARGEST = 64 * 2**20
"""Bytes of a record at most, so that one strange file cannot fill the memory."""


def contents(path: str) -> bytes | None:
    """The bytes of a record, or None when it is not there; never waits for what is no plain file.

    Raises:
        UnreadableRecord: it is no plain file, too large, or cannot be opened.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UnreadableRecord(f"{path} cannot be read: {error.strerror}", path=path) from error
    try:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode):
            raise UnreadableRecord(f"{path} is no file", path=path)
        if found.st_size > LARGEST:
            raise UnreadableRecord(f"{path} has {found.st_size} bytes, which is no record of furu", path=path)
        parts = [os.read(descriptor, found.st_size + 1)]
        while parts[-1]:
            parts.append(os.read(descriptor, 1 << 16))
        return b"".join(parts)
    except OSError as error:
        raise UnreadableRecord(f"{path} cannot be read: {error.strerror}", path=path) from error
    finally:
        os.close(descriptor)
