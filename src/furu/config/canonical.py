"""The typed canonical encoding: equal configs have equal bytes, different ones differ.

Every value starts with a tag, and every part of variable length carries its length, so no two values share an
encoding. Lists of floats (or of 64-bit ints) are packed in one go, which is the encoding of such lists and
not a shortcut beside it. The encoding is part of the identity: any change here needs a new
:data:`furu.config.identity.ALGORITHM`.
"""

from __future__ import annotations

import math
import struct
import sys
from array import array
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from furu.config.kinds import Kind, float_bytes, int_bytes, kind_of
from furu.config.names import importable_text

_LENGTH = struct.Struct(">Q").pack
_COPIED = 1 << 16
"""Parts of fewer bytes are copied together; larger ones go on as they are."""

NodeBytes = Callable[[Any], bytes]


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


class Writer:
    """Where the encoding of values goes: ``out``, and in front of it what ``update`` has taken already.

    ``node_bytes`` gives the canonical bytes of a nested node.
    """

    __slots__ = ("node_bytes", "out", "update")

    def __init__(self, node_bytes: NodeBytes, update: Callable[[Any], object] | None) -> None:
        self.out = bytearray()
        self.node_bytes = node_bytes
        self.update = update

    def bulk(self, data: memoryview) -> None:
        """Add what may be large, and then hand it on without a copy."""
        if self.update is None or data.nbytes < _COPIED:
            self.out += data
        else:
            self.update(self.out)
            self.update(data)
            self.out.clear()


def _encoded(value: Any, node_bytes: NodeBytes) -> bytes:
    to = Writer(node_bytes, None)
    encode(value, to)
    return bytes(to.out)


def encode(value: Any, to: Writer) -> None:
    """Add the canonical bytes of a value.

    Raises:
        Unencodable: the value, or one inside it, has no canonical form.
    """
    cls = type(value)
    if cls is str:
        data = value.encode("utf-8", "surrogatepass")
        to.out += b"s" + _LENGTH(len(data)) + data
    elif cls is float:
        to.out += b"f" + float_bytes(value)
    elif cls is int:
        data = int_bytes(value)
        to.out += b"i" + _LENGTH(len(data)) + data
    elif value is None:
        to.out += b"0"
    elif cls is bool:
        to.out += b"T" if value else b"F"
    else:
        kind = kind_of(cls)
        if kind is None:
            raise Unencodable(value)
        _ENCODERS[kind.shape](kind, value, to)


def _encode_node(_kind: Kind, value: Any, to: Writer) -> None:
    to.out += b"N" + to.node_bytes(value)


def _encode_leaf(kind: Kind, value: Any, to: Writer) -> None:
    assert kind.pack is not None
    _refuse_special(kind, value)
    packed = kind.pack(value)
    if kind.bulk is None:
        to.out += b"x" + sized(kind.name.encode()) + sized(packed)
    else:
        bulk = kind.bulk(value)
        to.out += b"x" + sized(kind.name.encode()) + _LENGTH(len(packed) + bulk.nbytes) + packed
        to.bulk(bulk)


def _refuse_special(kind: Kind, value: Any) -> None:
    """Leaves whose type is fine but whose value cannot be written down."""
    if (kind.name in ("ndarray", "scalar") and (value.dtype.hasobject or value.dtype.names)) or (
        kind.name == "type" and ("<" in value.__qualname__ or not value.__module__)
    ):
        raise Unencodable(value)


def _encode_sequence(kind: Kind, value: Any, to: Writer) -> None:
    to.out += b"l" if kind.name == "list" else b"t"
    to.out += _LENGTH(len(value))
    types = set(map(type, value))
    if types == {float}:
        to.out += b"f" + _doubles(value)
    elif types == {int} and (packed := _int64s(value)) is not None:
        to.out += b"i" + packed
    else:
        to.out += b"*"
        for item in value:
            encode(item, to)


def _doubles(values: Sequence[float]) -> bytes:
    """Eight bytes a float, as :func:`float_bytes` writes each."""
    if math.isnan(sum(values)):  # which also inf - inf is; most lists are done with one addition an item
        values = [math.nan if item != item else item for item in values]
    return _big_endian(array("d", values))


def _int64s(values: Sequence[int]) -> bytes | None:
    """Eight bytes an int; None when one of them does not fit."""
    try:
        return _big_endian(array("q", values))
    except OverflowError:
        return None


def _big_endian(numbers: array[Any]) -> bytes:
    if sys.byteorder == "little":
        numbers.byteswap()
    return numbers.tobytes()


def _encode_set(kind: Kind, value: Any, to: Writer) -> None:
    to.out += b"e" if kind.name == "set" else b"z"
    to.out += _LENGTH(len(value))
    for item in sorted(_encoded(item, to.node_bytes) for item in value):
        to.out += item


def _encode_mapping(_kind: Kind, value: Mapping[Any, Any], to: Writer) -> None:
    to.out += b"d" + _LENGTH(len(value))
    pairs = [(_encoded(key, to.node_bytes), item) for key, item in value.items()]
    pairs.sort(key=lambda pair: pair[0])
    for key, item in pairs:
        to.out += key
        encode(item, to)


def _encode_record(kind: Kind, value: Any, to: Writer) -> None:
    assert kind.fields is not None
    parts = sorted(kind.fields(value))
    to.out += b"r" + sized(kind.name.encode()) + sized(importable_text(type(value)).encode()) + _LENGTH(len(parts))
    for name, item in parts:
        to.out += text_bytes(name)
        encode(item, to)


_ENCODERS: dict[str, Callable[[Kind, Any, Writer], None]] = {
    "node": _encode_node,
    "leaf": _encode_leaf,
    "sequence": _encode_sequence,
    "set": _encode_set,
    "mapping": _encode_mapping,
    "record": _encode_record,
}
