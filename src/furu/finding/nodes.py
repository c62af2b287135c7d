"""From an artifact back to the config object that it is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from furu.config import decode, identity
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.config.tree import NodeRecord, references
from furu.errors import ConfigError, FuruError, NodeUnavailable, UnreadableRecord
from furu.store import fs
from furu.store.codec import unpack
from furu.store.collections import checked_id
from furu.store.layout import Artifact, object_path
from furu.store.plain import contents
from furu.store.records import ConfigRecord


def id_of(item: Node | str) -> str:
    """The id of a config object, or of what is one already.

    Raises:
        LabelRefused: a text is no id.
    """
    return checked_id(item) if isinstance(item, str) else f"{namespace_of(type(item))}@{identity.digest(item)}"


def ids_of(items: Iterable[Node | str]) -> Iterator[str]:
    """The ids of several."""
    return map(id_of, items)


def place(roots: Sequence[Path], id: str) -> Artifact | None:
    """Where the artifact of an id is: below the first root that has it; None where none has."""
    namespace, _, digest = id.rpartition("@")
    places = (Artifact(str(root), namespace, digest) for root in roots)
    return next((found for found in places if fs.inode(found.meta) is not None), None)


def node_at(roots: Sequence[Path], id: str) -> Node:
    """The config object of an experiment, built from what was recorded of it.

    Raises:
        NodeUnavailable: its artifact is gone, its records cannot be read, or its class is gone or has changed.
    """
    artifact = place(roots, id)
    if artifact is None:
        raise NodeUnavailable(
            f"{id} is gone: it has no artifact any more",
            artifact=id,
            hint="compute it again, or leave it out",
        )
    try:
        node = _built(artifact)
        now = identity.digest(node)
    except (FuruError, TypeError, ValueError, AttributeError, LookupError) as error:
        message = error.message if isinstance(error, FuruError) else f"{type(error).__name__}: {error}"
        hint = error.hint if isinstance(error, FuruError) else "its class does not take what was recorded"
        raise NodeUnavailable(f"the object of {id} cannot be made again: {message}", artifact=id, hint=hint) from error
    if now != artifact.digest:
        raise NodeUnavailable(
            f"the class of {id} has changed since: the same fields are {now[:8]}… now",
            artifact=id,
            hint="its result stays on disk; .ids has its id, and the dashboard shows it",
        )
    return node


def _built(artifact: Artifact) -> Node:
    data = contents(artifact.config)
    if data is None:
        raise UnreadableRecord(f"{artifact.config} is missing", path=artifact.config)
    record = unpack(ConfigRecord, data, artifact.config)
    return decode.node_of(record.node, _with_kept(artifact, record))


def _with_kept(artifact: Artifact, record: ConfigRecord) -> dict[str, NodeRecord]:
    """All nodes below, those that are kept beside the artifacts included."""
    nodes = dict(record.nodes)
    pending = [record.node, *nodes.values()]
    while pending:
        for digest in references(pending.pop().fields):
            if digest in nodes or digest == record.node.digest:
                continue
            path = object_path(artifact.root, "nodes", digest)
            data = contents(path)
            if data is None:
                raise ConfigError(f"the node {digest} below it is not recorded", where=record.node.namespace)
            nodes[digest] = unpack(NodeRecord, data, path)
            pending.append(nodes[digest])
    return nodes
