"""What an artifact is, written down before anything is computed: ``config.json`` and the schema of its class."""

from __future__ import annotations

import os

from furu import clock
from furu.config.children import Child, children
from furu.config.identity import digest, verify
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.config.schema import bases_of, fingerprint, schema_of
from furu.config.tree import below, node_record
from furu.runtime import versioned
from furu.store import fs, objects
from furu.store.codec import pack
from furu.store.layout import Artifact
from furu.store.records import ConfigRecord, Dependency

INLINE_NODES = 64
"""How many nodes below an artifact's own ``config.json`` holds; the rest is in ``objects/nodes``."""


def describe_artifact(node: Node, artifact: Artifact, *, new: bool = False) -> None:
    """Write ``config.json`` and the schema, unless an earlier attempt did, which a new artifact has none of.

    Raises:
        ConfigMutated: the object is no longer what its digest says.
    """
    verify(node)
    if type(node)._furu_version_controlled:
        versioned.prepare(artifact)
    if not new and fs.inode(artifact.config) is not None:
        return
    schema = fingerprint(type(node))
    schema_path = artifact.schema(schema)
    if fs.inode(schema_path) is None:
        fs.make_directories(os.path.dirname(schema_path))
        fs.write(schema_path, pack(schema_of(type(node))))
    fs.write(artifact.config, pack(config_record(node, artifact, schema)))


def _dependency(child: Child) -> Dependency:
    return Dependency(
        path=child.path, namespace=namespace_of(type(child.node)), digest=digest(child.node), kind=child.kind
    )


def config_record(node: Node, artifact: Artifact, schema: str) -> ConfigRecord:
    """What an artifact is, as data; nodes beyond the inline ones are written as objects."""
    nodes = {}
    for position, lower in enumerate(below(node)):
        key = digest(lower)
        if position < INLINE_NODES:
            verify(lower)
            nodes[key] = node_record(lower)
        elif not objects.is_kept(artifact.root, "nodes", key):  # of many artifacts in a row, one encodes it
            objects.keep(artifact.root, "nodes", pack(node_record(lower)), key=key)
    return ConfigRecord(
        node=node_record(node),
        schema=schema,
        bases=bases_of(type(node)),
        nodes=nodes,
        dependencies=tuple(map(_dependency, children(node))),
        name=node._name(),
        tags=tuple(node._tags()),
        version_controlled=type(node)._furu_version_controlled,
        created_at=clock.now(),
    )
