"""The typed canonical encoding: equal configs have equal bytes, different ones differ.

Every value starts with a tag, and every part of variable length carries its length, so no two values share an
encoding. Lists of floats (or of 64-bit ints) are packed in one go, which is the encoding of such lists and
not a shortcut beside it. The encoding is part of the identity: any change here needs a new
:data:`furu.config.identity.ALGORITHM`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Mapping
from typing import Any

from furu.config.kinds import Kind, float_bytes, int_bytes, kind_of
from furu.config.names import importable_text

_LENGTH = struct.Struct(">Q").pack
_INT64 = range(-(2**63), 2**63)


class Unencodable(Exception):
    """A value without a canonical form; ``value`` is the culprit, whose path the caller finds."""

    def __init__(self, value: object) -> None:
        super().__init__(type(value).__qualname__)
        self.value = value


def sized(data: bytes) -> bytes:
    """The bytes behind their length."""
    return _LENGTH(len(data)) + data


def text_bytes(text: str) -> bytes:
    """A string as a value."""
    return b"s" + sized(text.encode("utf-8", "surrogatepass"))


def encode(value: Any, node_bytes: Callable[[Any], bytes]) -> bytes:
    """The canonical bytes of a value; ``node_bytes`` gives those of a nested node.

    Raises:
        Unencodable: the value, or one inside it, has no canonical form.
    """
    out = bytearray()
    _encode(value, node_bytes, out)
    return bytes(out)


def _encode(value: Any, node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    cls = type(value)
    if cls is str:
        out += text_bytes(value)
    elif cls is float:
        out += b"f" + float_bytes(value)
    elif cls is int:
        out += b"i" + sized(int_bytes(value))
    elif value is None:
        out += b"0"
    elif cls is bool:
        out += b"T" if value else b"F"
    else:
        kind = kind_of(cls)
        if kind is None:
            raise Unencodable(value)
        _ENCODERS[kind.shape](kind, value, node_bytes, out)


def _encode_node(_kind: Kind, value: Any, node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    out += b"N" + node_bytes(value)


def _encode_leaf(kind: Kind, value: Any, _node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    assert kind.pack is not None
    _refuse_special(kind, value)
    out += b"x" + sized(kind.name.encode()) + sized(kind.pack(value))


def _refuse_special(kind: Kind, value: Any) -> None:
    """Leaves whose type is fine but whose value cannot be written down."""
    if (kind.name in ("ndarray", "scalar") and (value.dtype.hasobject or value.dtype.names)) or (
        kind.name == "type" and ("<" in value.__qualname__ or not value.__module__)
    ):
        raise Unencodable(value)


def _encode_sequence(kind: Kind, value: Any, node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    out += b"l" if kind.name == "list" else b"t"
    out += _LENGTH(len(value))
    types = set(map(type, value))
    if types == {float}:
        if any(map(math.isnan, value)):
            value = [math.nan if item != item else item for item in value]
        out += b"f" + struct.pack(f">{len(value)}d", *value)
    elif types == {int} and min(value) in _INT64 and max(value) in _INT64:
        out += b"i" + struct.pack(f">{len(value)}q", *value)
    else:
        out += b"*"
        for item in value:
            _encode(item, node_bytes, out)


def _encode_set(kind: Kind, value: Any, node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    out += b"e" if kind.name == "set" else b"z"
    out += _LENGTH(len(value))
    for item in sorted(encode(item, node_bytes) for item in value):
        out += item


def _encode_mapping(_kind: Kind, value: Mapping[Any, Any], node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    out += b"d" + _LENGTH(len(value))
    pairs = [(encode(key, node_bytes), item) for key, item in value.items()]
    pairs.sort(key=lambda pair: pair[0])
    for key, item in pairs:
        out += key
        _encode(item, node_bytes, out)


def _encode_record(kind: Kind, value: Any, node_bytes: Callable[[Any], bytes], out: bytearray) -> None:
    assert kind.fields is not None
    parts = sorted(kind.fields(value))
    out += b"r" + sized(kind.name.encode()) + sized(importable_text(type(value)).encode()) + _LENGTH(len(parts))
    for name, item in parts:
        out += text_bytes(name)
        _encode(item, node_bytes, out)


_ENCODERS: dict[str, Callable[[Kind, Any, Callable[[Any], bytes], bytearray], None]] = {
    "node": _encode_node,
    "leaf": _encode_leaf,
    "sequence": _encode_sequence,
    "set": _encode_set,
    "mapping": _encode_mapping,
    "record": _encode_record,
}
