"""Setting aside what earlier attempts left, and putting a good result back when a rerun fails.

What is set aside stays inside ``.furu`` until a later attempt publishes: ``previous-0002/`` is what attempt 2
found. With a success marker in it, it is a good result. Until it is also *settled*, whatever lies in the
artifact's folder still belongs to that result; from then on it belongs to newer attempts. So a process may die
between any two steps, and the next one goes on where it stopped. Only the holder of the lease calls these.
"""

from __future__ import annotations

import os

from furu.store import fs
from furu.store.codec import unpack
from furu.store.layout import META, SETTLED, SUCCESS, Artifact, previous_numbers, result_folder
from furu.store.lease import Lease, lost, superseded
from furu.store.records import SuccessRecord

_OWN = frozenset({META})


def set_aside(lease: Lease, rejected: str | None) -> None:
    """Move the files of earlier attempts, and their success if there is one, out of the attempt's way.

    Leftovers of earlier failures are deleted: the last one's are kept for people to look at, not all of them.

    Args:
        lease: the holder's.
        rejected: the token of the success that is to be replaced; None when there was none.

    Raises:
        LeaseLost: this process was superseded, so what lies there is somebody else's. It is left as it was.
    """
    artifact, number = lease.artifact, lease.record.number
    _take_marker(lease, rejected)
    good = _good(artifact)
    for earlier in previous_numbers(fs.names(artifact.meta)):
        if earlier not in (good, number):
            fs.remove_tree(artifact.previous(earlier))
    if superseded(lease):
        raise lost(lease)
    if good is None or _is_settled(artifact, good):
        fs.move_contents(artifact.directory, artifact.previous(number), keep=_OWN)
    else:
        fs.move_contents(artifact.directory, artifact.previous(good), keep=_OWN)
        fs.create(_inside(artifact, good, SETTLED))


def _take_marker(lease: Lease, rejected: str | None) -> None:
    """Take the success that is to be replaced; one that a winner published meanwhile is given back."""
    artifact, marker = lease.artifact, _inside(lease.artifact, lease.record.number, SUCCESS)
    if fs.inode(artifact.success) is None:
        return
    fs.make_directories(os.path.dirname(marker))
    if not fs.rename(artifact.success, marker):
        return
    data = fs.read(marker)
    if data is not None and unpack(SuccessRecord, data, marker).token != rejected:
        fs.link(marker, artifact.success)
        fs.remove(marker)
        raise lost(lease)


def put_back(artifact: Artifact) -> None:
    """Restore the good result that was set aside, if there is one, after an attempt failed."""
    good = _good(artifact)
    if good is None:
        return
    if _is_settled(artifact, good):
        fs.remove_contents(artifact.directory, keep=_OWN)
        fs.remove(_inside(artifact, good, SETTLED))
    fs.move_contents(artifact.previous(good), artifact.directory, keep=_OWN)
    fs.link(_inside(artifact, good, SUCCESS), artifact.success)
    fs.remove_tree(artifact.previous(good))


def drop(artifact: Artifact) -> None:
    """Delete everything that was set aside, with the files of its results, once a new result is published."""
    for number in previous_numbers(fs.names(artifact.meta)):
        marker = _inside(artifact, number, SUCCESS)
        data = fs.read(marker)
        if data is not None:
            fs.remove_tree(f"{artifact.meta}/{result_folder(unpack(SuccessRecord, data, marker).token)}")
        fs.remove_tree(artifact.previous(number))


def _good(artifact: Artifact) -> int | None:
    """The newest number under which a good result was set aside."""
    numbers = previous_numbers(fs.names(artifact.meta))
    return next((n for n in reversed(numbers) if fs.inode(_inside(artifact, n, SUCCESS)) is not None), None)


def _is_settled(artifact: Artifact, number: int) -> bool:
    return fs.inode(_inside(artifact, number, SETTLED)) is not None


def _inside(artifact: Artifact, number: int, name: str) -> str:
    return f"{artifact.previous(number)}/{META}/{name}"
