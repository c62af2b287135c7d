"""Making sure that a node's result exists, for workers: as ``get``, without loading what is there."""

from __future__ import annotations

from furu.config.node import Node
from furu.runtime.get import standing
from furu.runtime.obtain import settle
from furu.store.records import SuccessRecord


def ensure(node: Node) -> tuple[SuccessRecord, bool]:
    """The node's success, and whether it was computed here and now.

    Raises:
        ArtifactError: the artifact cannot be had; see :mod:`furu.errors`.
        Exception: whatever ``_create`` or ``_validate`` raised, unchanged.
    """
    artifact, success, counts = standing(node, recompute=False)
    if counts and success is not None:
        return success, False
    made = settle(node, artifact, success)
    return (made, False) if isinstance(made, SuccessRecord) else (made.success, True)
