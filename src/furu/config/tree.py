"""Config objects as data: tagged JSON that keeps every type, and the flat table of nodes below an object.

JSON stands for itself; an object whose key ``$`` names a kind stands for anything else. A nested node is a
reference, and the nodes are kept by digest, so a shared one is written once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from furu.config.canonical import Unencodable
from furu.config.children import Child, children, declared, find_path
from furu.config.constructor import at_once
from furu.config.fields import field_specs
from furu.config.identity import digest
from furu.config.kinds import SAFE_INTEGER, Kind, chz_fields, float_json, kind_of, storable, text_json
from furu.config.names import class_text, namespace_of
from furu.config.node import Node
from furu.errors import UnsupportedValue

TAG = "$"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A node by its identity."""

    namespace: str
    digest: str


@at_once
@dataclass(frozen=True, kw_only=True)
class NodeRecord:
    """One config object as data. ``fields`` holds tagged JSON; a nested node is ``{"$": "node", …}``.

    ``type`` is its class as ``module:Qualified.name``, ``version`` the class's ``_version``, ``declared`` the
    identities of its ``_dependencies``; ``plain`` names the fields that are not part of the identity.
    """

    namespace: str
    digest: str
    type: str
    fields: dict[str, Any]
    version: Any = None
    declared: tuple[Reference, ...] = ()
    plain: tuple[str, ...] = ()


def to_json(value: Any) -> Any:
    """A value as tagged JSON.

    Raises:
        Unencodable: the value, or one inside it, cannot be written down.
    """
    cls = type(value)
    if cls is str:
        return value if value.isascii() else text_json(value)
    if cls is float:
        return float_json(value)
    if value is None or cls is bool:
        return value
    if cls is int:
        return value if -SAFE_INTEGER <= value <= SAFE_INTEGER else {TAG: "int", "value": str(value)}
    kind = kind_of(cls)
    if kind is None:
        raise Unencodable(value)
    if kind.shape == "node":
        return {TAG: "node", "namespace": namespace_of(cls), "digest": digest(value)}
    if kind.shape == "leaf":
        assert kind.to_json is not None
        return {TAG: kind.name, **kind.to_json(value)}
    return _container_json(kind, value)


def _container_json(kind: Kind, value: Any) -> Any:
    if kind.name == "list":
        return [to_json(item) for item in value]
    if kind.name == "tuple":
        return {TAG: "tuple", "items": [to_json(item) for item in value]}
    if kind.shape == "set":
        return {TAG: kind.name, "items": sorted((to_json(item) for item in value), key=repr)}
    if kind.shape == "mapping":
        if all(type(key) is str and storable(key) for key in value) and TAG not in value:
            return {key: to_json(item) for key, item in value.items()}
        return {TAG: "dict", "items": [[to_json(key), to_json(item)] for key, item in value.items()]}
    assert kind.fields is not None
    fields = {name: to_json(item) for name, item in kind.fields(value)}
    return {TAG: kind.name, "class": class_text(type(value)), "fields": fields}


def node_record(node: Node) -> NodeRecord:
    """One node as data, without the nodes below it.

    Raises:
        UnsupportedValue: a field outside the identity holds a value that cannot be written down.
    """
    cls = type(node)
    fields = list(chz_fields(node))
    try:
        encoded = {name: to_json(value) for name, value in fields}
        version = to_json(cls._version)
    except Unencodable as error:
        where = f"{cls.__qualname__}.{find_path(iter(fields), error.value)}"
        raise UnsupportedValue(
            f"{where} is a {type(error.value).__qualname__}, which cannot be written down",
            where=where,
            hint="keep in fields only what another process can read again",
        ) from None
    return NodeRecord(
        namespace=namespace_of(cls),
        digest=digest(node),
        type=class_text(cls),
        fields=encoded,
        version=version,
        declared=tuple(map(_reference, declared(node))),
        plain=_plain_fields(cls),
    )


def _reference(child: Child) -> Reference:
    return Reference(namespace=namespace_of(type(child.node)), digest=digest(child.node))


def _plain_fields(cls: type[Node]) -> tuple[str, ...]:
    """The fields of a class that are not part of the identity."""
    names: tuple[str, ...] | None = cls.__dict__.get("_furu_plain")
    if names is None:
        names = tuple(name for name, spec in field_specs(cls).items() if not spec.identity)
        type.__setattr__(cls, "_furu_plain", names)
    return names


def below(node: Node) -> Iterator[Node]:
    """Every distinct node below a node, nearest first, each once."""
    seen = {digest(node)}
    queue = [node]
    for current in queue:
        for child in children(current):
            key = digest(child.node)
            if key not in seen:
                seen.add(key)
                queue.append(child.node)
                yield child.node


def table(nodes: Iterable[Node]) -> dict[str, NodeRecord]:
    """Some nodes and all below them as data, by digest, each once."""
    queue = list(nodes)
    found: dict[str, NodeRecord] = {}
    for node in queue:
        key = digest(node)
        if key not in found:
            found[key] = node_record(node)
            queue.extend(child.node for child in children(node))
    return found


def references(data: Any) -> list[str]:
    """The digests of the nodes that tagged JSON refers to directly."""
    if isinstance(data, list):
        return [key for item in data for key in references(item)]
    if not isinstance(data, dict):
        return []
    if data.get(TAG) == "node":
        return [str(data.get("digest"))]
    return [key for item in data.values() for key in references(item)]
