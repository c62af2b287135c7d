"""Setting aside what earlier attempts left, and putting a good result back when a rerun fails.

What is set aside stays inside ``.furu`` until a later attempt publishes. Only the holder of the lease calls
these; each step is a rename, so a process that dies between two of them loses nothing.
"""

from __future__ import annotations

import os

from furu.store import fs
from furu.store.codec import unpack
from furu.store.layout import META, SUCCESS, Artifact, previous_numbers, result_folder
from furu.store.lease import Lease, lost, superseded
from furu.store.records import SuccessRecord

_OWN = frozenset({META})


def set_aside(lease: Lease, rejected: str | None) -> None:
    """Move the files of earlier attempts, and their success if there is one, out of the attempt's way.

    Leftovers that an earlier attempt had set aside and that hold no success are deleted: one failure is kept
    for people to look at, not all of them.

    Args:
        lease: the holder's.
        rejected: the token of the success that is to be replaced; None when there was none.

    Raises:
        LeaseLost: this process was superseded, so what lies there is somebody else's. It is left as it was.
    """
    artifact, number = lease.artifact, lease.record.number
    _take_marker(lease, rejected)
    for earlier in previous_numbers(fs.names(artifact.meta)):
        if earlier != number and fs.inode(_marker(artifact, earlier)) is None:
            fs.remove_tree(artifact.previous(earlier))
    if superseded(lease):
        raise lost(lease)
    fs.move_contents(artifact.directory, artifact.previous(number), keep=_OWN)


def _take_marker(lease: Lease, rejected: str | None) -> None:
    """Take the success that is to be replaced; one that a winner published meanwhile is given back."""
    artifact, marker = lease.artifact, _marker(lease.artifact, lease.record.number)
    if fs.inode(artifact.success) is None:
        return
    fs.make_directories(os.path.dirname(marker))
    if not fs.rename(artifact.success, marker):
        return
    data = fs.read(marker)
    if data is not None and unpack(SuccessRecord, data, marker).token != rejected:
        fs.link_new(artifact.success, data)
        fs.remove(marker)
        raise lost(lease)


def put_back(artifact: Artifact, number: int) -> None:
    """Restore the newest good result that was set aside, after attempt ``number`` failed."""
    good = [
        earlier
        for earlier in previous_numbers(fs.names(artifact.meta))
        if fs.inode(_marker(artifact, earlier)) is not None
    ]
    if not good:
        return
    fs.move_contents(artifact.directory, f"{artifact.previous(number)}-failed", keep=_OWN)
    previous = artifact.previous(good[-1])
    fs.move_contents(previous, artifact.directory, keep=_OWN)
    fs.link(_marker(artifact, good[-1]), artifact.success)
    fs.remove_tree(previous)
    fs.remove_tree(f"{artifact.previous(number)}-failed")


def drop(artifact: Artifact) -> None:
    """Delete everything that was set aside, with the files of its results, once a new result is published."""
    for number in previous_numbers(fs.names(artifact.meta)):
        marker = _marker(artifact, number)
        data = fs.read(marker)
        if data is not None:
            fs.remove_tree(f"{artifact.meta}/{result_folder(unpack(SuccessRecord, data, marker).token)}")
        fs.remove_tree(artifact.previous(number))


def _marker(artifact: Artifact, number: int) -> str:
    return f"{artifact.previous(number)}/{META}/{SUCCESS}"
