"""Equality, hash and repr of config objects: by digest, and bounded however large the graph is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from furu.config.identity import digest
from furu.config.kinds import chz_fields
from furu.config.node import Node
from furu.errors import ConfigError

_LONG_CONTAINER = 24
_LONG_TEXT = 200


def _equal(self: Node, other: object) -> Any:
    if type(self) is not type(other) or not isinstance(other, Node):
        return NotImplemented
    return self is other or digest(self) == digest(other)


def _hash(self: Node) -> int:
    return int(digest(self)[:15], 16)


def _repr(self: Node) -> str:
    """Own fields as they are, nested nodes by class and digest."""
    name = type(self).__qualname__
    try:
        return f"{name}({', '.join(f'{field}={_short(value)}' for field, value in chz_fields(self))})"
    except RecursionError:
        return f"{name}(…)"


def _short(value: Any) -> str:
    if isinstance(value, Node):
        try:
            return f"<{type(value).__qualname__} {digest(value)[:8]}>"
        except ConfigError:
            return f"<{type(value).__qualname__}>"
    if isinstance(value, list | tuple) and len(value) <= _LONG_CONTAINER:
        inner = ", ".join(map(_short, value))
        return f"[{inner}]" if isinstance(value, list) else f"({inner}{',' if len(value) == 1 else ''})"
    if isinstance(value, dict) and len(value) <= _LONG_CONTAINER:
        return "{" + ", ".join(f"{key!r}: {_short(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple | dict | set | frozenset) and len(value) > _LONG_CONTAINER:
        return f"<{type(value).__name__} of {len(value)}>"
    text = repr(value)
    return text if len(text) <= _LONG_TEXT else f"{text[:_LONG_TEXT]}…"


METHODS: dict[str, Callable[..., Any]] = {"__eq__": _equal, "__hash__": _hash, "__repr__": _repr}
"""What every config class gets before chz runs."""
