"""What the operating system says about a failed write, as an error that says what to do."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from furu import settings
from furu.errors import FuruError, StoreUnwritable

_WHAT_NEXT = {
    errno.ENOSPC: "make room; nothing half-done is taken for a result",
    errno.EDQUOT: "make room within your quota; nothing half-done is taken for a result",
    errno.EROFS: settings.hint("FURU_PATH", "to a place that can be written; what exists can still be loaded"),
    errno.EACCES: settings.hint("FURU_PATH", "to a place you may write to; what exists can still be loaded"),
    errno.ESTALE: "the network file system lost the folder; call get() again",
    errno.ENOENT: "something deleted the artifact's folder meanwhile; call get() again",
}


@contextmanager
def explained(path: str) -> Iterator[None]:
    """Turn what the system says about furu's own writes into :class:`furu.errors.StoreUnwritable`.

    Never wrapped around code of the user's, whose exceptions stay as they are.
    """
    try:
        yield
    except FuruError:
        raise
    except OSError as error:
        where = str(error.filename or path)
        hint = _WHAT_NEXT.get(error.errno or 0)
        found = StoreUnwritable(f"cannot write {where}: {error.strerror or error}", path=where, hint=hint)
        found.errno, found.strerror, found.filename = error.errno, error.strerror, error.filename
        raise found from error
