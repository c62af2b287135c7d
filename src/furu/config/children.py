"""The nodes inside a node: in its fields, through any container, and from ``_dependencies``."""

from __future__ import annotations

from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Literal

from furu.config.kinds import chz_fields, kind_of
from furu.config.node import Node
from furu.errors import ConfigError, NotDeclarative

_PLAIN = frozenset({str, int, float, bool, type(None)})
_DECLARED = "_furu_declared"
_CHILDREN = "_furu_children"

declaring: ContextVar[str | None] = ContextVar("declaring", default=None)
"""The class whose ``_dependencies`` is being called in this context, if any."""


@dataclass(frozen=True, slots=True)
class Child:
    """A node directly inside another one: ``path`` such as ``models[2]``, and how it got there."""

    path: str
    node: Node
    kind: Literal["field", "declared"]


def walk(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    """Every value inside a value with its dotted path, itself first; does not enter nodes."""
    yield path, value
    cls = type(value)
    if cls in _PLAIN:
        return
    kind = kind_of(cls)
    if kind is None or kind.shape in ("leaf", "node"):
        return
    for part, item in _parts(kind.shape, value):
        yield from walk(item, path + part)


def _parts(shape: str, value: Any) -> Iterator[tuple[str, Any]]:
    if shape == "sequence":
        if _PLAIN.issuperset(map(type, value)):
            return
        for index, item in enumerate(value):
            yield f"[{index}]", item
    elif shape == "set":
        for item in value:
            yield "{…}", item
    elif shape == "mapping":
        for key, item in value.items():
            yield f"[{key!r}]", item
            if type(key) not in _PLAIN:
                yield f"[{key!r}]", key
    else:
        for name, item in _record_fields(value):
            yield f".{name}", item


def _record_fields(value: Any) -> Iterator[tuple[str, Any]]:
    kind = kind_of(type(value))
    assert kind is not None
    assert kind.fields is not None
    return kind.fields(value)


def find_path(fields: Iterator[tuple[str, Any]], culprit: object) -> str:
    """The dotted path of one value, found by identity, for an error message."""
    for name, value in fields:
        for path, item in walk(value, name):
            if item is culprit:
                return path
    return "?"


def children(node: Node) -> tuple[Child, ...]:
    """The nodes directly inside a node, in field order, then the declared ones. Found once per object."""
    found: tuple[Child, ...] | None = node.__dict__.get(_CHILDREN)
    if found is None:
        found = (*_field_children(node), *declared(node))
        node.__dict__[_CHILDREN] = found
    return found


def _field_children(node: Node) -> Iterator[Child]:
    for name, value in chz_fields(node):
        if type(value) in _PLAIN:
            continue
        for path, item in walk(value, name):
            if isinstance(item, Node):
                yield Child(path, item, "field")


def declared(node: Node) -> tuple[Child, ...]:
    """The nodes that ``_dependencies`` returns; it is called once per object.

    Raises:
        ConfigError: it returned something that is no node and no container of nodes.
    """
    found: tuple[Child, ...] | None = node.__dict__.get(_DECLARED)
    if found is None:
        if type(node)._dependencies is Node._dependencies:
            found = ()
        else:
            token = declaring.set(type(node).__qualname__)
            try:
                returned = node._dependencies()
            finally:
                declaring.reset(token)
            found = tuple(_declared_nodes(node, returned))
        node.__dict__[_DECLARED] = found
    return found


def _declared_nodes(node: Node, returned: Any) -> Iterator[Child]:
    for path, item in walk(returned, "_dependencies"):
        if isinstance(item, Node):
            yield Child(path, item, "declared")
        elif isinstance(item, type) and issubclass(item, Node):
            yield Child(path, item(), "declared")
        elif item is not None and (
            type(item) in _PLAIN or (kind := kind_of(type(item))) is None or kind.shape == "leaf"
        ):
            raise ConfigError(
                f"{type(node).__qualname__}._dependencies returned {item!r}, which is no config object",
                where=path,
                hint="return config objects, lists or dicts of them, or a config class for its default instance",
            )


def refuse_inside_dependencies(method: str) -> None:
    """Raise when called while some ``_dependencies`` runs: identity may not depend on results.

    Raises:
        NotDeclarative: a ``_dependencies`` is on the stack.
    """
    cls = declaring.get()
    if cls is not None:
        raise NotDeclarative(
            f"{method}() was called inside {cls}._dependencies",
            where=cls,
            hint="_dependencies must follow from the fields alone; what is found out later is recorded by itself",
        )
