"""A recorded value as a short text for people: never longer than a line, and different for different values."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import Any

from furu.config.tree import TAG

TEXT_WIDTH = 80
"""Longer texts are cut, and end with a fingerprint of the whole value."""

_ITEMS = 6
_DEPTH = 4


def leaf_text(value: Any) -> str:
    """Any tagged JSON as one line."""
    text = _text(value, _DEPTH)
    if len(text) <= TEXT_WIDTH and "…" not in text:
        return text
    return (
        f"{text[: TEXT_WIDTH - 9]}… #{_fingerprint(value)}"
        if len(text) > TEXT_WIDTH
        else f"{text} #{_fingerprint(value)}"
    )


def _fingerprint(value: Any) -> str:
    return blake2b(json.dumps(value, sort_keys=True).encode(), digest_size=3).hexdigest()


def _text(value: Any, depth: int) -> str:
    if isinstance(value, list):
        return f"[{_inner(value, depth)}]"
    if not isinstance(value, dict):
        return repr(value)
    tag = value.get(TAG)
    if tag is None:
        return (
            "{"
            + _joined([f"{key!r}: {_text(item, depth - 1)}" for key, item in _first(value.items(), depth)], value)
            + "}"
        )
    write = _TAGS.get(tag)
    return write(value, depth) if write is not None else _known_part(value)


def _first(items: Iterable[Any], depth: int) -> list[Any]:
    return [item for _, item in zip(range(_ITEMS), items, strict=False)] if depth > 0 else []


def _joined(texts: list[str], items: Any) -> str:
    return ", ".join([*texts, *(["…"] if len(items) > len(texts) else [])])


def _inner(items: list[Any], depth: int) -> str:
    return _joined([_text(item, depth - 1) for item in _first(items, depth)], items)


def _known_part(data: dict[str, Any]) -> str:
    """The most telling part of a leaf."""
    return next((str(data[key]) for key in ("text", "value", "name") if key in data), str(data.get(TAG)))


def _class(text: str) -> str:
    return text.rpartition(":")[2].rpartition(".")[2]


def _tuple(data: dict[str, Any], depth: int) -> str:
    comma = "," if len(data["items"]) == 1 else ""
    return f"({_inner(data['items'], depth)}{comma})"


def _set(data: dict[str, Any], depth: int) -> str:
    inner = f"{{{_inner(data['items'], depth)}}}" if data["items"] else ""
    return inner if data[TAG] == "set" and inner else f"{data[TAG]}({inner})"


def _dict(data: dict[str, Any], depth: int) -> str:
    pairs = [f"{_text(key, depth - 1)}: {_text(item, depth - 1)}" for key, item in _first(data["items"], depth)]
    return "{" + _joined(pairs, data["items"]) + "}"


def _record(data: dict[str, Any], depth: int) -> str:
    fields = data["fields"]
    parts = [f"{name}={_text(item, depth - 1)}" for name, item in _first(fields.items(), depth)]
    return f"{_class(data['class'])}({_joined(parts, fields)})"


def _array(data: dict[str, Any], _depth: int) -> str:
    shape = "×".join(map(str, data["shape"])) or "1"
    return f"{data['dtype']} array of {shape} #{_fingerprint(data)}"


_TAGS: dict[str, Callable[[dict[str, Any], int], str]] = {
    "tuple": _tuple,
    "set": _set,
    "frozenset": _set,
    "dict": _dict,
    "dataclass": _record,
    "chz": _record,
    "pydantic": _record,
    "ndarray": _array,
    "node": lambda data, _depth: f"<{_class(data['namespace'])} {data['digest'][:8]}>",
    "enum": lambda data, _depth: f"{_class(data['class'])}.{data['name']}",
    "path": lambda data, _depth: f"Path({data['value']!r})",
    "decimal": lambda data, _depth: f"Decimal({data['value']!r})",
    "bytes": lambda data, _depth: f"base64 {data['value']}",
    "complex": lambda data, _depth: f"complex({', '.join(data['value'])})",
    "scalar": lambda data, _depth: f"{data['dtype']} {data['text']}",
    "type": lambda data, _depth: str(data["value"]),
}
"""How tagged values are written; those not here show their most telling part."""
