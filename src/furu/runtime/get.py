"""``get``, ``load``, ``exists`` and ``state``: what a node's artifact is, and its value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from furu import settings
from furu.config.children import children, refuse_inside_dependencies
from furu.config.identity import digest
from furu.config.node import Node
from furu.errors import ArtifactMissing
from furu.results.save import load as load_result
from furu.runtime import context, overlay
from furu.runtime.folder import ResultFolder
from furu.runtime.locate import locate
from furu.runtime.policy import is_outdated
from furu.store import fs
from furu.store.layout import Artifact
from furu.store.lease import read_success
from furu.store.records import Dependency, State, SuccessRecord
from furu.store.state import gather, state_of

OnMiss = Callable[[Node, Artifact, SuccessRecord | None], Any]
"""How a value is obtained that cannot be loaded: the node, its place, and an existing success that does not count."""


def get(node: Node, *, recompute: bool, on_miss: OnMiss) -> Any:
    """The node's value: loaded when it exists, else what ``on_miss`` obtains.

    With ``recompute``, for a class that FURU_ALWAYS_RERUN names, and when ``_validate`` says no, an existing
    result does not count; it is put back when computing it again fails.
    """
    refuse_inside_dependencies("get")
    artifact, success, counts = standing(node, recompute=recompute)
    if success is None or not counts:
        return on_miss(node, artifact, success)
    observe(artifact, success)
    return load_value(node, artifact, success)


def standing(node: Node, *, recompute: bool) -> tuple[Artifact, SuccessRecord | None, bool]:
    """Where a node's value is loaded from or made, the success that is there, and whether it counts."""
    artifact = locate(node)
    success = read_success(artifact)
    if success is not None and overlay.stands_in(artifact):
        return artifact, success, True
    outdated = is_outdated(artifact, success)
    if success is None or recompute or outdated or not _is_valid(node, artifact):
        target = overlay.destination(artifact)
        return target, success if target is artifact or target == artifact else read_success(target), False
    return artifact, success, True


def load(node: Node) -> Any:
    """The value of an artifact that exists.

    Raises:
        ArtifactMissing: it does not.
    """
    refuse_inside_dependencies("load")
    artifact = locate(node)
    success = read_success(artifact)
    if success is None or not _is_valid(node, artifact):
        found = state_of(gather(artifact, settings.current().lease_secs))
        raise ArtifactMissing(
            f"{artifact.id} has no result to load ({found if success is None else 'it is not valid any more'})",
            artifact=artifact.id,
            hint="get() computes it",
        )
    observe(artifact, success)
    return load_value(node, artifact, success)


def state(node: Node) -> State:
    """The state of the node's artifact now."""
    artifact = locate(node)
    found = state_of(gather(artifact, settings.current().lease_secs))
    return State.MISSING if found is State.SUCCESS and not _is_valid(node, artifact) else found


def exists(node: Node) -> bool:
    """Whether the node's result can be loaded."""
    refuse_inside_dependencies("exists")
    artifact = locate(node)
    return fs.inode(artifact.success) is not None and _is_valid(node, artifact)


def _is_valid(node: Node, artifact: Artifact) -> bool:
    """Whether an existing result is still usable; one that stands in for another is."""
    return type(node)._validate is Node._validate or overlay.stands_in(artifact) or bool(node._validate())


def load_value(node: Node, artifact: Artifact, success: SuccessRecord) -> Any:
    """The value of a published result, read by its codec or by the class's ``_load``."""
    if success.result == overlay.HELD:
        return overlay.held(artifact)
    if success.loads == "class":
        return node._load()
    return load_result(success.result, ResultFolder(artifact, success.files or ""), type(node)._furu_codec)


def observe(artifact: Artifact, success: SuccessRecord) -> None:
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
