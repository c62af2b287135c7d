"""Obtaining a value that cannot be loaded: wait for who computes it, take over from who is gone, or compute it.

Imported at the first miss, with all that only a creation needs; a process that only loads never comes here.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from furu.config.children import children
from furu.config.identity import digest
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.runtime import context
from furu.runtime.create import Made, attempt, make_place
from furu.runtime.get import load_value, observe
from furu.runtime.policy import refuse_or_retry
from furu.runtime.wait import waiting
from furu.store import fs
from furu.store.layout import Artifact
from furu.store.lease import accepted, latest_attempt, supersede
from furu.store.records import SuccessRecord

logger = logging.getLogger("furu")


def obtain(node: Node, artifact: Artifact, rejected: SuccessRecord | None) -> Any:
    """Compute the value, or load what another process computed meanwhile; ``rejected`` does not count."""
    _warn_of_undeclared(node, artifact)
    made = settle(node, artifact, rejected)
    if isinstance(made, SuccessRecord):
        observe(artifact, made)
        return load_value(node, artifact, made)
    observe(artifact, made.success)
    return made.value


_warned: set[tuple[type[Node], type[Node]]] = set()


def _warn_of_undeclared(node: Node, artifact: Artifact) -> None:
    """Say once a pair of classes that a ``_create`` computes, in its own place, what no plan could know of."""
    caller = context.current()
    if caller is None:
        return
    pair = type(caller.node), type(node)
    if pair in _warned or digest(node) in {digest(child.node) for child in children(caller.node)}:
        return
    if artifact.id not in caller.needs:
        _warned.add(pair)
        logger.warning(
            "%s computes %s inside its _create, which furu.plan and furu.run cannot see: it is none of its fields, "
            "nor below them; make it a field, or return it from _dependencies",
            *(namespace_of(cls) for cls in pair),
        )


def settle(node: Node, artifact: Artifact, rejected: SuccessRecord | None) -> Made | SuccessRecord:
    """Compute the value, or wait until another process has: then its success is returned, and nothing is loaded.

    Whoever calls has just found no success but ``rejected``. Where the artifact's folder is missing, nobody has
    attempted it, which saves looking; the attempt fails if somebody does meanwhile.
    """
    if make_place(artifact):
        made = attempt(node, artifact, 1, rejected, new=True)
        if made is not None:
            return made
    wait: Iterator[None] | None = None
    waited_for = ""
    while True:
        last = latest_attempt(artifact, fs.names(artifact.meta))
        if last is not None and (success := accepted(artifact, rejected)) is not None:
            return success
        if last is not None and last.outcome is None:
            if wait is None or waited_for != last.owner.token:
                wait, waited_for = waiting(artifact, last), last.owner.token
            if next(wait, "gone") is None:
                continue
            supersede(artifact, last)
        elif last is not None:
            refuse_or_retry(artifact, last)
        if last is not None and accepted(artifact, rejected) is not None:
            continue
        number = 1 if last is None else last.number + 1
        made = attempt(node, artifact, number, rejected)
        if made is not None:
            return made
