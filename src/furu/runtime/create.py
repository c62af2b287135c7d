"""One attempt, from the lease to the outcome.

Set aside what an earlier attempt left, write ``config.json``, run ``_create``, save the result, publish, and
write the outcome; a failure of any step releases the lease and is recorded before it is raised.
"""

from __future__ import annotations

import logging
import os
import signal
import traceback
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from typing import Any

from furu import clock
from furu.config.node import Node
from furu.provenance.code import code_record
from furu.provenance.environment import environment_record
from furu.provenance.logs import Sink
from furu.results.save import save
from furu.runtime import context, signals
from furu.runtime.describe import describe_artifact
from furu.runtime.folder import ResultFolder
from furu.runtime.heartbeat import beating
from furu.runtime.locate import contents_root
from furu.store import fs, journal
from furu.store.aside import drop, put_back, set_aside
from furu.store.explain import explained
from furu.store.layout import Artifact, result_folder
from furu.store.lease import Lease, accepted, finish, give_up, lost, publish, start, superseded
from furu.store.records import (
    AttemptRecord,
    ErrorRecord,
    Outcome,
    Owner,
    SuccessRecord,
)

logger = logging.getLogger("furu")


def describe(node: Node, artifact: Artifact, number: int, owner: Owner) -> AttemptRecord:
    """The record with which an attempt starts.

    Raises:
        ProvenanceError: what must be recorded is not there; nothing was computed or written.
    """
    return AttemptRecord(
        number=number,
        owner=owner,
        run=context.run_id(),
        backend=context.backend(),
        started_at=clock.now(),
        environment=environment_record(contents_root() if type(node)._furu_version_controlled else artifact.root),
        code=code_record(type(node)),
    )


@dataclass(frozen=True)
class Made:
    """What a finished attempt returned, and when it succeeded."""

    value: Any
    success: SuccessRecord


def make_place(artifact: Artifact) -> bool:
    """Make the artifact's folders; returns whether it had none, so that nobody has attempted it yet.

    Raises:
        StoreUnwritable: the disk is full, read-only or gone.
    """
    with explained(artifact.meta):
        new = fs.make_directories(artifact.directory)
        fs.make_directories(artifact.meta)
    return new


def attempt(
    node: Node, artifact: Artifact, number: int, rejected: SuccessRecord | None, *, new: bool = False
) -> Made | None:
    """Make attempt ``number`` of an artifact; None when another contender makes or made it.

    Args:
        node: what computes it.
        artifact: its place, whose folders are there.
        number: the attempt's.
        rejected: an existing success that does not count.
        new: whether the folders were made just before.

    Raises:
        ProvenanceError: what must be recorded is not there; nothing was computed.
        LeaseLost: another process took over meanwhile.
        StoreUnwritable: the disk is full, read-only or gone.
        Exception: whatever ``_create`` raised, unchanged.
    """
    with signals.Delivery() as delivery:
        with explained(artifact.meta):
            lease = start(artifact, number, partial(describe, node, artifact))
        if lease is None:
            return None
        running = context.Running(node=node, lease=lease, sink=Sink(artifact.logs(number)), parent=context.current())
        if number > 1 and accepted(artifact, rejected) is not None:
            _withdraw(running)
            return None
        try:
            value, manifest = _make(running, delivery, rejected, new=new)
            with explained(artifact.meta):
                fs.settle_tree(artifact.directory)
                publish(lease, manifest)
        except BaseException as error:
            gone = _record_failure(running, error)
            if gone:  # the helper of the heartbeat interrupts whoever was superseded
                delivery.answered(signal.SIGINT)
            if gone and isinstance(error, KeyboardInterrupt):
                raise lost(lease) from error
            raise
        _tidy_up(running)
    return Made(value, manifest)


def _tidy_up(running: context.Running) -> None:
    """What follows publishing: the result stands, so nothing that fails here may hide it."""
    artifact = running.lease.artifact
    try:
        _record(running, "success", None)
        journal.record(artifact, "attempt", "after")
        if running.lease.record.number > 1:
            drop(artifact)
    except OSError as error:
        logger.warning("%s is computed, but its attempt's record could not be completed: %s", artifact.id, error)


def _make(
    running: context.Running, delivery: signals.Delivery, rejected: SuccessRecord | None, *, new: bool
) -> tuple[Any, SuccessRecord]:
    """Everything between the lease and publishing; signals arrive only in the user's part of it."""
    node, lease = running.node, running.lease
    journal.record(lease.artifact, "attempt", "before")
    with running.usage, beating(lease, running.usage.sample):
        with explained(lease.artifact.meta):
            # Who checkpoints goes on from what an earlier attempt left, unless that is a result to be replaced.
            if lease.record.number > 1 and not (node._checkpoint and rejected is None):
                set_aside(lease, None if rejected is None else rejected.token)
            describe_artifact(node, lease.artifact, new=new)
        with context.entered(running):
            try:
                delivery.allow()
                value = node._create()
                manifest = _save(node, value, lease, running.began)
                delivery.hold()
            except BaseException:
                delivery.hold()
                raise
    return value, manifest


def _save(node: Node, value: Any, lease: Lease, began: float) -> SuccessRecord:
    by_class = type(node)._load is not Node._load
    folder = ResultFolder(lease.artifact, result_folder(lease.token))
    result = None if by_class else save(value, folder, type(node)._furu_codec)
    return SuccessRecord(
        attempt=lease.record.number,
        token=lease.token,
        run=lease.record.run,
        succeeded_at=clock.now(),
        duration_s=clock.elapsed() - began,
        loads="class" if by_class else "codec",
        result=result,
        files=folder.name if folder.count else None,
    )


def _record_failure(running: context.Running, error: BaseException) -> bool:
    """Release the lease and write down why; returns whether it had been taken away.

    A forked child of the holder releases nothing.
    """
    lease = running.lease
    if os.getpid() != lease.record.owner.pid:
        return False
    gone = superseded(lease)
    # What went wrong may be the disk itself: the user's exception is what must be seen.
    with suppress(OSError):
        if lease.record.number > 1 and not gone:
            put_back(lease.artifact)
    with suppress(OSError):
        give_up(lease)
    with suppress(OSError):
        _record(running, _outcome_of(error, gone=gone), error)
        journal.record(lease.artifact, "attempt", "after")
    return gone


def _withdraw(running: context.Running) -> None:
    """End an attempt before it began: another one had just succeeded."""
    give_up(running.lease)
    note = "another attempt had succeeded a moment before; nothing was computed"
    finish(running.lease, ended(running, "cancelled", ErrorRecord(type="withdrawn", message=note, traceback="")))


def _outcome_of(error: BaseException, *, gone: bool) -> Outcome:
    if isinstance(error, signals.Terminated) and not gone:
        return error.verdict().outcome
    if gone:
        return "preempted"
    return "cancelled" if isinstance(error, KeyboardInterrupt) else "failed"


def _record(running: context.Running, outcome: Outcome, error: BaseException | None) -> None:
    finish(running.lease, ended(running, outcome, None if error is None else error_record(error)))


def ended(running: context.Running, outcome: Outcome, error: ErrorRecord | None) -> AttemptRecord:
    """The attempt's record with its end."""
    end = {
        "ended_at": clock.now(),
        "duration_s": clock.elapsed() - running.began,
        "resources": running.usage.record(),
        "outcome": outcome,
        "error": error,
        "observed": tuple(running.observed.values()),
        "logs": running.sink.written,
    }
    return AttemptRecord(**{**vars(running.lease.record), **end})


def error_record(error: BaseException) -> ErrorRecord:
    """An exception as text, without furu's own frames at its start."""
    cls = type(error)
    name = cls.__qualname__ if cls.__module__ == "builtins" else f"{cls.__module__}.{cls.__qualname__}"
    frames = error.__traceback__
    while frames is not None and frames.tb_next is not None and _is_own(frames.tb_frame.f_code.co_filename):
        frames = frames.tb_next
    text = "".join(traceback.format_exception(cls, error, frames))
    if isinstance(error, signals.Terminated):
        verdict = error.verdict()
        return ErrorRecord(type=verdict.kind, message=verdict.message, traceback=_utf8(text))
    return ErrorRecord(type=name, message=_utf8(_message(error)), traceback=_utf8(text))


def _message(error: BaseException) -> str:
    """What an exception says; one that raises when it is asked is not hidden by that."""
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # user code, while another error is on its way
        return "the exception cannot be shown as text"


def _utf8(text: str) -> str:
    """A text that a record can hold; the names of files may contain bytes that are no text."""
    return text.encode("utf-8", "backslashreplace").decode()


_OWN = os.path.dirname(os.path.dirname(__file__)) + os.sep


def _is_own(filename: str) -> bool:
    return filename.startswith(_OWN)
