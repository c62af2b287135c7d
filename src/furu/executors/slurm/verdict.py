"""What a job that is over leaves to others: the end of its attempts, and the last lines of its log."""

from __future__ import annotations

import os

from furu.errors import UnreadableRecord
from furu.executors.slurm.accounting import Judgement
from furu.store import fs, lease
from furu.store.layout import Artifact
from furu.store.records import ErrorRecord

_TAIL = 4000


def conclude(artifact: Artifact, run: str, judgement: Judgement) -> bool:
    """Write the end of a run's attempt that its worker could not write; False when the run had not begun one."""
    try:
        attempt = lease.latest_attempt(artifact, fs.names(artifact.meta))
    except UnreadableRecord:
        return False
    if attempt is None or attempt.run != run:
        return False
    if attempt.outcome is None:
        error = ErrorRecord(type=judgement.kind, message=judgement.message, traceback="")
        lease.conclude(artifact, attempt, judgement.outcome, error)
    return True


def tail(path: str) -> str:
    """The last lines of a log; nothing when there is none."""
    try:
        with open(path, "rb") as file:
            file.seek(0, os.SEEK_END)
            file.seek(max(0, file.tell() - _TAIL))
            return file.read().decode(errors="replace").strip()
    except OSError:
        return ""
