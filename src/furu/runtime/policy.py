"""What to do about an artifact that is not there: compute it, or raise what happened before."""

from __future__ import annotations

import atexit
import logging
from functools import lru_cache

from furu import settings
from furu.errors import AttemptFailed
from furu.runtime import context
from furu.store.layout import Artifact
from furu.store.lease import read_attempt
from furu.store.records import AttemptRecord, SuccessRecord

logger = logging.getLogger("furu")


_matched: set[str] = set()


def is_outdated(artifact: Artifact, success: SuccessRecord | None) -> bool:
    """Whether FURU_ALWAYS_RERUN asks for an artifact again that this run has not computed yet."""
    names = settings.always_rerun()
    if not names:
        return False
    _warn_at_exit()
    if settings.ALL not in names and artifact.namespace not in names:
        return False
    _matched.add(artifact.namespace)
    return success is not None and success.run != context.run_id()


@lru_cache(maxsize=1)
def _warn_at_exit() -> None:
    """Once the process ends it is known which names matched no artifact, most likely misspelt ones."""
    atexit.register(_warn_of_unmatched)


def _warn_of_unmatched() -> None:
    unmatched = settings.current().always_rerun - _matched - {settings.ALL}
    if unmatched:
        logger.warning(
            "FURU_ALWAYS_RERUN names %s, but this process got nothing of that name; write package.module.Class",
            ", ".join(sorted(unmatched)),
        )


def refuse_or_retry(artifact: Artifact, ended: AttemptRecord) -> None:
    """Return when an ended attempt may be followed by another one.

    Raises:
        AttemptFailed: it failed, and this run or the settings do not try again.
    """
    if ended.outcome != "failed":
        return
    wanted = settings.current()
    if _failed_meanwhile(ended):
        raise _failed(artifact, ended, "it has just failed, so what depends on it fails too", None)
    if not wanted.retry_failed:
        hint = settings.hint("FURU_RETRY_FAILED", "to compute it again")
        raise _failed(artifact, ended, "it failed before", hint)
    limit = wanted.max_compute_retries
    if limit is not None and _failures(artifact, ended) > limit:
        hint = settings.hint("FURU_MAX_COMPUTE_RETRIES", "to allow more")
        raise _failed(artifact, ended, f"it failed {limit + 1} times", hint)


def _failed_meanwhile(ended: AttemptRecord) -> bool:
    """Whether it failed since the outermost attempt of the caller began.

    A failure from before that may have been mended since, in a notebook as well as between two runs.
    """
    caller = context.current()
    if caller is None or ended.run != context.run_id():
        return False
    *_, outermost = caller.stack()
    return ended.started_at >= outermost.lease.record.started_at


def _failures(artifact: Artifact, last: AttemptRecord) -> int:
    """How many attempts in a row failed, up to and with this one."""
    count, number = 1, last.number - 1
    while number > 0 and (record := read_attempt(artifact, number)) is not None and record.outcome == "failed":
        count, number = count + 1, number - 1
    return count


def _failed(artifact: Artifact, ended: AttemptRecord, why: str, hint: str | None) -> AttemptFailed:
    error = ended.error
    what = f"{error.type}: {error.message}" if error else "no error was recorded"
    return AttemptFailed(
        f"{artifact.id} is not computed: {why} ({what})",
        artifact=artifact.id,
        error_type=error.type if error else "",
        traceback=error.traceback if error else "",
        hint=hint,
    )
