"""Records that the tests of the store share; each function fills in what its caller does not say."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from furu.store.layout import Artifact
from furu.store.owner import boot_id, host, pid_namespace, process_started
from furu.store.records import AttemptRecord, Owner, SuccessRecord

NOON = datetime(2024, 2, 29, 12, 0, 0, 123456, tzinfo=UTC)
DIGEST = "0123456789abcdef" * 2


def artifact(root: Path, namespace: str = "pkg.mod.Model", digest: str = DIGEST) -> Artifact:
    """A place for an artifact whose folder exists."""
    made = Artifact(str(root), namespace, digest)
    Path(made.meta).mkdir(parents=True, exist_ok=True)
    return made


def owner(**facts: Any) -> Owner:
    """This process as a holder, but for the facts given."""
    pid = os.getpid()
    known: dict[str, Any] = {
        "host": host(),
        "boot_id": boot_id(),
        "pid_namespace": pid_namespace(),
        "pid": pid,
        "process_started": process_started(pid),
        "user": "ada",
        "token": "0" * 16,
    }
    return Owner(**(known | facts))


def attempt(number: int = 1, **facts: Any) -> AttemptRecord:
    """An attempt of this process, but for the facts given."""
    known: dict[str, Any] = {"owner": owner(), "run": "run-1", "started_at": NOON}
    return AttemptRecord(number=number, **(known | facts))


def describe(number: int, holder: Owner) -> AttemptRecord:
    """The record of an attempt that starts."""
    return attempt(number, owner=holder)


def success(**facts: Any) -> SuccessRecord:
    """The marker of a finished attempt."""
    known: dict[str, Any] = {
        "attempt": 1,
        "token": "0" * 16,
        "run": "run-1",
        "succeeded_at": NOON,
        "duration_s": 1.5,
        "result": {"a": 1},
    }
    return SuccessRecord(**(known | facts))
