"""Changing a file that several people change: what one reads is what it replaces, so that nobody's change is lost.

The file is its own lock: whoever wants to change it takes ``flock(2)`` on what is there, looks whether that still
has the name, and renames the next version over it. So there is no second file that could be left behind, the
system lets go of what a dead process held, and readers, who take no lock, see the old version or the next. A file
that is not there is made by ``link(2)``, which one of several can.

Some file systems of clusters refuse ``flock``. There a file beside it, made by ``link(2)``, is the lock; one that
has not changed for :data:`STALE_S` of the waiter's own clock belongs to somebody who died, and is taken away.
"""

from __future__ import annotations

import errno
import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from furu import clock
from furu.errors import StoreUnwritable
from furu.store import fs, layout
from furu.store.plain import contents

Change = Callable[[bytes | None], bytes | None]
"""From what a file holds to what it shall hold; None is no file. It may be called more than once."""

LONGEST_S = 60.0
"""Seconds to wait for others at most; each holds the file for about a millisecond."""

STALE_S = 10.0
"""Seconds after which a lock by name is nobody's any more."""

_FIRST_PAUSE_S, _LONGEST_PAUSE_S = 0.0005, 0.02
_NO_LOCKS = frozenset({errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EINVAL})


def amend(path: str, change: Change) -> bytes | None:
    """Replace a file by what ``change`` makes of it, and return that; one process or thread at a time.

    Raises:
        StoreUnwritable: somebody else has held it for a minute.
        UnreadableRecord: there is something that is no plain file.
        OSError: the file system refuses.
    """
    try:
        return by_kernel(path, change)
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise
    return by_name(path, change)


def by_kernel(path: str, change: Change) -> bytes | None:
    """The same, where the file system has ``flock``."""
    for _ in _tries():
        held = fs.open_existing(path)
        if held is None:
            data = change(None)
            if data is None or fs.link_new(path, data):
                return data
            continue
        try:
            if _is_taken(held) and fs.is_at(held, path):
                return _replaced(path, change)
        finally:
            os.close(held)
    raise _too_long(path)


def by_name(path: str, change: Change) -> bytes | None:
    """The same, where it has none."""
    with _named(path):
        return _replaced(path, change)


def _replaced(path: str, change: Change) -> bytes | None:
    before = contents(path)
    after = change(before)
    if after is None:
        fs.remove(path)
    elif after != before:
        fs.write(path, after)
    return after


def _is_taken(descriptor: int) -> bool:
    """Whether this process now has the lock of an open file, or somebody else does."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _named(path: str) -> Iterator[None]:
    lock, own = layout.lock_of(path), fs.token().encode()
    seen, since = None, clock.elapsed()
    for _ in _tries():
        if fs.link_new(lock, own):
            break
        held = fs.read(lock)
        if held != seen:
            seen, since = held, clock.elapsed()
        elif held is not None and clock.elapsed() - since > STALE_S:
            _take_away(lock, held)
    else:
        raise _too_long(path)
    try:
        yield
    finally:
        if fs.read(lock) == own:
            fs.remove(lock)


def _take_away(lock: str, stale: bytes) -> None:
    """Remove a lock whose holder died; one that somebody else has taken meanwhile is given back."""
    aside = f"{lock}-{fs.token()}"
    if fs.rename(lock, aside):
        if fs.read(aside) != stale:
            fs.link(aside, lock)
        fs.remove(aside)


def _tries() -> Iterator[None]:
    """A moment to try, again and again, with pauses that grow; ends after :data:`LONGEST_S`."""
    began, pause = clock.elapsed(), _FIRST_PAUSE_S
    while clock.elapsed() - began < LONGEST_S:
        yield
        clock.pause(pause)
        pause = min(pause * 2, _LONGEST_PAUSE_S)


def _too_long(path: str) -> StoreUnwritable:
    return StoreUnwritable(
        f"{path} has been held by another process for {LONGEST_S:.0f} seconds",
        path=path,
        hint="find who has it open (lsof), and try again",
    )
