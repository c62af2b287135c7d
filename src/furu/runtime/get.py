"""``get``, ``load``, ``exists`` and ``state``: what a node's artifact is, and its value."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from furu import clock, settings
from furu.config.children import children, refuse_inside_dependencies
from furu.config.identity import digest
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.errors import ArtifactMissing, WaitCycle, WaitExceeded
from furu.results.save import load as load_result
from furu.runtime import context, messages
from furu.runtime.create import ResultFolder, attempt
from furu.runtime.policy import refuse_or_retry
from furu.store import fs
from furu.store.codec import unpack
from furu.store.layout import Artifact
from furu.store.lease import Watch, latest_attempt, read_attempt, supersede
from furu.store.records import AttemptRecord, Dependency, State, SuccessRecord
from furu.store.state import gather, state_of

logger = logging.getLogger("furu")

FIRST_POLL, LAST_POLL, LOCAL_POLL = 0.01, 5.0, 1.0
FIRST_MESSAGE = 2.0


def locate(node: Node) -> Artifact:
    """The place of a node's artifact; touches no disk once the root is known."""
    return Artifact(str(settings.root()), namespace_of(type(node)), digest(node))


def get(node: Node) -> Any:
    """The node's value: loaded when it exists, waited for when another process computes it, else computed."""
    refuse_inside_dependencies("get")
    artifact = locate(node)
    success = read_success(artifact)
    rejected: SuccessRecord | None = None
    if success is not None:
        if _is_valid(node):
            _observe(artifact, success)
            return _load_value(node, artifact, success)
        rejected = success
    return _obtain(node, artifact, rejected)


def load(node: Node) -> Any:
    """The value of an artifact that exists.

    Raises:
        ArtifactMissing: it does not.
    """
    refuse_inside_dependencies("load")
    artifact = locate(node)
    success = read_success(artifact)
    if success is None or not _is_valid(node):
        found = state_of(gather(artifact, settings.current().lease_secs))
        raise ArtifactMissing(
            f"{artifact.id} has no result to load ({found if success is None else 'it is not valid any more'})",
            artifact=artifact.id,
            hint="get() computes it",
        )
    _observe(artifact, success)
    return _load_value(node, artifact, success)


def state(node: Node) -> State:
    """The state of the node's artifact now."""
    found = state_of(gather(locate(node), settings.current().lease_secs))
    return State.MISSING if found is State.SUCCESS and not _is_valid(node) else found


def exists(node: Node) -> bool:
    """Whether the node's result can be loaded."""
    refuse_inside_dependencies("exists")
    return fs.inode(locate(node).success) is not None and _is_valid(node)


def read_success(artifact: Artifact) -> SuccessRecord | None:
    """The manifest of an artifact, or None: one open and one read.

    Raises:
        UnreadableRecord: the marker exists and cannot be read.
    """
    path = artifact.success
    data = fs.read(path)
    return None if data is None else unpack(SuccessRecord, data, path)


def _is_valid(node: Node) -> bool:
    return type(node)._validate is Node._validate or bool(node._validate())


def _load_value(node: Node, artifact: Artifact, success: SuccessRecord) -> Any:
    if success.loads == "class":
        return node._load()
    return load_result(success.result, ResultFolder(artifact, success.files or ""))


def _observe(artifact: Artifact, success: SuccessRecord) -> None:
    """Note in the calling attempt, if there is one, that it used this artifact."""
    caller = context.current()
    if caller is None or artifact.id in caller.observed:
        return
    path = next((child.path for child in children(caller.node) if digest(child.node) == artifact.digest), "get()")
    caller.observed[artifact.id] = Dependency(
        path=path,
        namespace=artifact.namespace,
        digest=artifact.digest,
        kind="observed",
        succeeded_at=success.succeeded_at,
    )


def _obtain(node: Node, artifact: Artifact, rejected: SuccessRecord | None) -> Any:
    """Compute the value, or load what another process computed meanwhile; ``rejected`` does not count."""
    wait: Iterator[None] | None = None
    waited_for = ""
    while True:
        success = read_success(artifact)
        if success is not None and (rejected is None or success.token != rejected.token):
            _observe(artifact, success)
            return _load_value(node, artifact, success)
        last = latest_attempt(artifact, fs.names(artifact.meta))
        if last is not None and last.outcome is None:
            if wait is None or waited_for != last.owner.token:
                wait, waited_for = _waiting(artifact, last), last.owner.token
            if next(wait, "gone") is None:
                continue
            if supersede(artifact, last) and rejected is None:
                continue
        elif last is not None:
            refuse_or_retry(artifact, last)
        fs.make_directories(artifact.meta)
        made = attempt(node, artifact, 1 if last is None else last.number + 1)
        if made is not None:
            _observe(artifact, made.success)
            return made.value


def _waiting(artifact: Artifact, held: AttemptRecord) -> Iterator[None]:
    """Pause once a step while the holder lives; ends when it is gone.

    Raises:
        WaitCycle: the holder is an attempt that the caller itself is part of.
        WaitExceeded: FURU_MAX_WAIT_SECS is over.
    """
    _refuse_cycle(artifact, held)
    wanted = settings.current()
    watch = Watch(artifact.attempt(held.number), wanted.lease_secs)
    began, pause, message_at = clock.elapsed(), FIRST_POLL, FIRST_MESSAGE
    while watch.look(held.owner):
        waited = clock.elapsed() - began
        limit = wanted.max_wait_secs
        if limit is not None and waited > limit:
            raise WaitExceeded(
                f"{artifact.id} is still being computed by {held.owner.user}@{held.owner.host} pid {held.owner.pid} "
                f"after {messages.duration(waited)}",
                artifact=artifact.id,
                hint=settings.hint("FURU_MAX_WAIT_SECS", "to wait longer, or unset it to wait while the holder lives"),
            )
        if waited >= message_at:
            message_at = waited * 2
            earlier = _earlier_durations(artifact, held.number)
            message = messages.waiting(
                artifact.id, held, now=clock.now(), silent_for=watch.silent_for, earlier=earlier, limit=limit
            )
            logger.warning("%s", message)
        clock.pause(pause if limit is None else min(pause, limit))
        pause = min(pause * 1.5, LOCAL_POLL if watch.provable else LAST_POLL)
        yield


def _earlier_durations(artifact: Artifact, number: int) -> list[float]:
    records = (read_attempt(artifact, earlier) for earlier in range(max(1, number - 3), number))
    return [record.duration_s for record in records if record is not None and record.duration_s is not None]


def _refuse_cycle(artifact: Artifact, held: AttemptRecord) -> None:
    caller = context.current()
    if caller is None:
        return
    stack = list(caller.stack())
    if any(running.lease.token == held.owner.token for running in stack):
        trail = " → ".join(type(running.node).__qualname__ for running in reversed(stack))
        raise WaitCycle(
            f"{artifact.id} would wait for itself: {trail} → {artifact.namespace.rpartition('.')[2]}",
            artifact=artifact.id,
            hint="a _create may not get() the artifact it is creating, not even through others",
        )
