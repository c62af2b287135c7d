"""Every write to a store: temporary name and rename in the same folder, exclusive links, one-write appends.

Functions return what happened instead of raising where the caller decides between outcomes; every other
``OSError`` reaches the caller.
"""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from furu import settings
from furu.store.layout import TEMPORARY

_CHUNK = 1 << 16
"""Bytes that one read takes at most."""

_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_APPENDED = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC


def token() -> str:
    """A fresh name that nobody else has: 16 hexadecimal digits."""
    return os.urandom(8).hex()


def make_directories(path: str, *, mode: int = 0o777) -> bool:
    """Make a folder and its parents, where they are missing; returns whether it was.

    Args:
        path: the folder.
        mode: who may enter what is made here, less what the process's umask takes away.
    """
    try:
        return _make_directory(path, mode)
    except FileNotFoundError:
        parent = os.path.dirname(path)
    if parent not in ("", path):
        make_directories(parent, mode=mode)
    return _make_directory(path, mode)  # below a link to nowhere, and in /proc, it can never be made


def _make_directory(path: str, mode: int) -> bool:
    try:
        os.mkdir(path, mode)
    except FileExistsError:
        return False
    return True


def read(path: str) -> bytes | None:
    """The bytes of a file, or None when it does not exist.

    A network file system says that a file is stale when another machine replaced it between opening and reading;
    opening it again finds the new one.
    """
    try:
        return _read(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        if error.errno != errno.ESTALE:
            raise
    try:
        return _read(path)
    except FileNotFoundError:
        return None


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        parts = [os.read(descriptor, _CHUNK)]
        while parts[-1]:
            parts.append(os.read(descriptor, _CHUNK))
    finally:
        os.close(descriptor)
    return b"".join(parts)


def write(path: str, data: bytes) -> None:
    """Replace a file as a whole: readers see the old bytes or the new ones."""
    folder, _, name = path.rpartition("/")
    temporary = f"{folder}/{TEMPORARY}{token()}-{name}"
    try:
        _write_new(temporary, data)
        os.rename(temporary, path)
        if settings.survives_power():
            settle_names(folder)
    except BaseException:
        remove(temporary)
        raise


def temporary_directory(name: str) -> str:
    """A fresh folder of this user's alone, where the system keeps temporary files."""
    import tempfile

    return tempfile.mkdtemp(prefix=f"{name}-")


def create(path: str, data: bytes = b"") -> None:
    """Make a new file.

    Raises:
        FileExistsError: somebody has this name already.
    """
    _write_new(path, data)


def _write_new(path: str, data: bytes) -> None:
    descriptor = os.open(path, _NEW, 0o666)
    try:
        if data:
            _write_all(descriptor, data)
        if settings.survives_power():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)


def settle_names(folder: str) -> None:
    """Make the names in a folder survive a loss of power, where FURU_DURABILITY asks for it."""
    if settings.survives_power():
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def settle_tree(folder: str) -> None:
    """Make everything below a folder survive a loss of power, where FURU_DURABILITY asks for it."""
    if not settings.survives_power():
        return
    for path, _, files in os.walk(folder):
        for name in files:
            _settle_file(f"{path}/{name}")
        settle_names(path)


def _settle_file(path: str) -> None:
    """Make one file survive; links and pipes have no content, and another process's temporary file may be gone."""
    try:
        if stat.S_ISREG(os.lstat(path).st_mode):
            descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        else:
            return
    except FileNotFoundError:
        return
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, data: bytes) -> None:
    written = os.write(descriptor, data)
    while written < len(data):
        written += os.write(descriptor, memoryview(data)[written:])


def publish(path: str, data: bytes, target: str) -> bool:
    """Write into a file that exists and rename it; False when it is gone, and then nothing is created.

    A rename that a network file system sent twice finds no source the second time; what the target holds tells that
    it is done. So the data must be this caller's alone.
    """
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_TRUNC | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        _write_all(descriptor, data)
        if settings.survives_power():
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
    try:
        os.rename(path, target)
    except FileNotFoundError:
        return read(target) == data
    if settings.survives_power():
        settle_names(target.rpartition("/")[0])
    return True


def open_existing(path: str) -> int | None:
    """A descriptor of a file that exists, for whoever wants to lock it; None when it is gone.

    It can be written through where that is allowed, since network file systems lock nothing else for one alone.
    """
    try:
        return os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except PermissionError:
        return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)


def is_at(descriptor: int, path: str) -> bool:
    """Whether an open file is still the one of this name.

    The name is opened again, not asked for, so that a network file system tells what other machines renamed.
    """
    try:
        again = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return False
    try:
        return os.path.samestat(os.fstat(descriptor), os.fstat(again))
    finally:
        os.close(again)


def inode(path: str) -> int | None:
    """The inode of a file, or None when it does not exist."""
    try:
        return os.stat(path).st_ino
    except FileNotFoundError:
        return None


def link_new(path: str, data: bytes) -> bool:
    """Create a complete file under a name that only one contender can get; False when somebody else has it.

    ``link(2)`` is atomic on every file system, network ones included; after an error its answer may have been
    lost, so the link count of the private name decides (see open(2), O_EXCL).
    """
    folder, _, name = path.rpartition("/")
    private = f"{folder}/{TEMPORARY}{token()}-{name}"
    try:
        _write_new(private, data)
        os.link(private, path)
        won = True
    except OSError as error:
        won = _links(private) > 1
        # What was there when it was asked may be gone by now, and was somebody else's all the same.
        if not won and not isinstance(error, FileExistsError) and not os.path.lexists(path):
            raise
    finally:
        remove_quietly(private)  # its work is done, and whoever won must get to know it
    return won


def _links(path: str) -> int:
    """How many names a file has; none when it is gone."""
    try:
        return os.stat(path).st_nlink
    except FileNotFoundError:
        return 0


def link(source: str, target: str) -> bool:
    """Give a file a second name that nobody else has; False when somebody does."""
    try:
        os.link(source, target)
    except FileExistsError:
        return False
    return True


def point(name: str, target: str) -> None:
    """Make a name that leads to another place, relative to its own folder; one that is there already stays."""
    with suppress(FileExistsError):
        os.symlink(target, name)


def rename(source: str, target: str) -> bool:
    """Rename; False when the source is gone."""
    try:
        os.rename(source, target)
    except FileNotFoundError:
        return False
    return True


def remove(path: str) -> bool:
    """Delete a file; False when it is gone already."""
    try:
        os.unlink(path)
    except FileNotFoundError:
        return False
    return True


def remove_tree(path: str) -> None:
    """Delete a folder and all inside; one that is gone already is fine."""
    import shutil

    shutil.rmtree(path, ignore_errors=True)


def append(path: str, line: bytes) -> None:
    """Append one line in one write, so that lines of several processes do not mix (≤ 4 KiB)."""
    try:
        descriptor = os.open(path, _APPENDED, 0o666)
    except FileNotFoundError:
        make_directories(os.path.dirname(path))
        descriptor = os.open(path, _APPENDED, 0o666)
    try:
        os.write(descriptor, line)
    finally:
        os.close(descriptor)


def touch(path: str) -> bool:
    """Set a file's times to the file system's own clock; False when it is gone."""
    try:
        os.utime(path, None)
    except FileNotFoundError:
        return False
    return True


def modified(path: str) -> float | None:
    """A file's modification time in seconds of its file system's clock, or None when it is gone.

    Opens before it stats, which makes network file systems ask the server instead of a cache.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        return os.fstat(descriptor).st_mtime
    finally:
        os.close(descriptor)


def names(folder: str) -> list[str]:
    """The names in a folder; none when it does not exist."""
    try:
        return os.listdir(folder)
    except (FileNotFoundError, NotADirectoryError):
        return []


def clock_of(folder: str) -> float | None:
    """The time of a folder's file system, read off a file made for it; None when it is read-only or gone."""
    probe = f"{folder}/{TEMPORARY}{token()}-clock"
    try:
        create(probe)
        return os.stat(probe).st_mtime
    except OSError:
        return None
    finally:
        remove_quietly(probe)


def remove_quietly(path: str) -> None:
    """Delete a file that may be gone or on a read-only file system."""
    try:
        os.unlink(path)
    except OSError:
        return


def move_contents(source: str, target: str, *, keep: frozenset[str]) -> None:
    """Move everything in a folder but some names into another folder."""
    moving = [name for name in names(source) if name not in keep]
    if moving:
        make_directories(target)
    for name in moving:
        os.rename(f"{source}/{name}", f"{target}/{name}")


def remove_contents(folder: str, *, keep: frozenset[str]) -> None:
    """Delete everything in a folder but some names."""
    for name in names(folder):
        path = f"{folder}/{name}"
        if name not in keep and not remove_file(path):
            remove_tree(path)


def remove_file(path: str) -> bool:
    """Delete a file or a link; False when it is a folder."""
    try:
        os.unlink(path)
    except (IsADirectoryError, PermissionError):
        return False
    except FileNotFoundError:
        return True
    return True


def open_log(path: str) -> int:
    """A descriptor that appends to a log file, made with its folder."""
    make_directories(os.path.dirname(path))
    return os.open(path, _APPENDED, 0o666)


def inside(folder: str, path: Path) -> str | None:
    """The path relative to the folder, or None when it leads outside, through links too."""
    resolved, base = path.resolve(), Path(folder).resolve()
    return resolved.relative_to(base).as_posix() if resolved.is_relative_to(base) else None
