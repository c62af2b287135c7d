"""What the operating system says about a failed write, as an error that says what to do."""

from __future__ import annotations

import errno

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


class explained:  # noqa: N801  # reads as the verb it is, after with
    """Turn what the system says about furu's own writes into :class:`furu.errors.StoreUnwritable`.

    Never wrapped around code of the user's, whose exceptions stay as they are.
    """

    def __init__(self, path: str) -> None:
        self._path = path

    def __enter__(self) -> None:
        pass

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, OSError) and not isinstance(error, FuruError):
            raise _explanation(error, self._path) from error


def _explanation(error: OSError, path: str) -> StoreUnwritable:
    where = str(error.filename or path)
    hint = _WHAT_NEXT.get(error.errno or 0)
    found = StoreUnwritable(f"cannot write {where}: {error.strerror or error}", path=where, hint=hint)
    found.errno, found.strerror, found.filename = error.errno, error.strerror, error.filename
    return found
