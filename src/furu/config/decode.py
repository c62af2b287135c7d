"""Tagged JSON back to values and config objects. Imports user classes; browsing never comes here."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from furu.config.kinds import TAGGED
from furu.config.node import Node
from furu.config.resolve import resolve
from furu.config.tree import TAG, NodeRecord, references
from furu.errors import ConfigError

AnyNode = TypeVar("AnyNode", bound=Node)
NodeLookup = Callable[[str], Node]


def value_of(data: Any, node: NodeLookup) -> Any:
    """The value that tagged JSON stands for; ``node`` gives the object of a digest.

    Raises:
        ConfigError: a tag is unknown.
        NotImportable: a class cannot be found.
    """
    if isinstance(data, list):
        return [value_of(item, node) for item in data]
    if not isinstance(data, dict):
        return data
    tag = data.get(TAG)
    if tag is None:
        return {key: value_of(item, node) for key, item in data.items()}
    build = _CONTAINERS.get(tag)
    if build is not None:
        return build(data, node)
    kind = TAGGED.get(tag)
    if kind is None or kind.from_json is None:
        raise ConfigError(
            f"a recorded value has the unknown kind {tag!r}",
            where=str(tag),
            hint="it was written by a newer furu; upgrade furu to read it",
        )
    return kind.from_json(data, resolve)


def _items(data: dict[str, Any], node: NodeLookup) -> list[Any]:
    return [value_of(item, node) for item in data["items"]]


def _record(data: dict[str, Any], node: NodeLookup) -> Any:
    cls = resolve(data["class"])
    fields = {name: value_of(item, node) for name, item in data["fields"].items()}
    return model_of(cls, fields) if data[TAG] == "pydantic" else cls(**fields)


def model_of(cls: Any, fields: Mapping[str, Any]) -> Any:
    """The pydantic model with these fields, which may have other names in its input."""
    aliases = {name: part.validation_alias for name, part in cls.model_fields.items()}
    spelt = {alias if isinstance(alias := aliases.get(name), str) else name: fields[name] for name in fields}
    return cls.model_validate(spelt)


_CONTAINERS: dict[str, Callable[[dict[str, Any], NodeLookup], Any]] = {
    "node": lambda data, node: node(data["digest"]),
    "tuple": lambda data, node: tuple(_items(data, node)),
    "set": lambda data, node: set(_items(data, node)),
    "frozenset": lambda data, node: frozenset(_items(data, node)),
    "dict": lambda data, node: {value_of(key, node): value_of(item, node) for key, item in data["items"]},
    "int": lambda data, _node: int(data["value"]),
    "float": lambda data, _node: float(data["value"]),
    "dataclass": _record,
    "chz": _record,
    "pydantic": _record,
}


def node_of(root: NodeRecord, nodes: Mapping[str, NodeRecord], built: dict[str, Node] | None = None) -> Node:
    """The config object of a record, built children first; a shared node is one object.

    Args:
        root: the record.
        nodes: those it refers to, by digest.
        built: objects that were built before, by digest; new ones are added.

    Raises:
        ConfigError: a node it refers to is not recorded, or a class no longer takes these fields.
        NotImportable: a class cannot be found.
    """
    built = {} if built is None else built
    known = ChainMap({root.digest: root}, nodes)  # type: ignore[arg-type]  # it is only read
    stack = [root.digest]
    opened: set[str] = set()
    while stack:
        record = known[stack[-1]]
        pending = [digest for digest in references(record.fields) if digest not in built]
        opened.add(record.digest)
        unknown = next((digest for digest in pending if digest not in known), None)
        if unknown is not None:
            raise ConfigError(f"{record.namespace} refers to {unknown}, which is not recorded", where=record.namespace)
        if not opened.isdisjoint(pending):
            raise ConfigError(f"the recorded {record.namespace} contains itself", where=record.namespace)
        if pending:
            stack.extend(pending)
            continue
        built[record.digest] = _build(record, built)
        stack.pop()
    return built[root.digest]


def _build(record: NodeRecord, built: Mapping[str, Node]) -> Node:
    if record.digest in built:
        return built[record.digest]
    cls = resolve(record.type)
    if not isinstance(cls, type) or not issubclass(cls, Node):
        raise ConfigError(f"{record.type} is no config class", where=record.namespace)
    node: Node = cls(**{name: value_of(value, built.__getitem__) for name, value in record.fields.items()})
    return node


def checked(cls: type[AnyNode], node: Node) -> AnyNode:
    """The node, if it is one of the class.

    Raises:
        ConfigError: it is of another class.
    """
    if not isinstance(node, cls):
        raise ConfigError(
            f"the data describes a {type(node).__qualname__}, not a {cls.__qualname__}",
            where=type(node).__qualname__,
            hint=f"call {type(node).__qualname__}.from_dict",
        )
    return node
