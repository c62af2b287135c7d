"""The kinds of values a config may hold: one table that identity, records and decoding share.

A leaf kind says how a value becomes canonical bytes, JSON, and a value again. The other kinds say what they
contain. The kind of a value follows from its type alone and is remembered per type. Optional libraries are
never imported here: a value of theirs exists only when somebody imported them already.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import decimal
import enum
import math
import operator
import struct
import sys
import types
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Literal

from furu.config.names import class_text, importable_text
from furu.config.node import Node

Shape = Literal["leaf", "sequence", "set", "mapping", "record", "node"]
Importer = Callable[[str], Any]

SAFE_INTEGER = 2**53
"""Integers beyond this lose digits in JavaScript, so they travel as text."""


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One row: ``name`` is the tag in JSON and in canonical bytes.

    ``pack``, ``bulk`` and ``to_json`` take a value; ``bulk`` gives what follows the packed bytes, without a copy
    where it can. ``from_json`` takes the tagged object and a function that imports a class by its text.
    ``fields`` lists the named parts of a record in declaration order.
    """

    name: str
    shape: Shape
    pack: Callable[[Any], bytes] | None = None
    bulk: Callable[[Any], memoryview] | None = None
    to_json: Callable[[Any], dict[str, Any]] | None = None
    from_json: Callable[[dict[str, Any], Importer], Any] | None = None
    fields: Callable[[Any], Iterator[tuple[str, Any]]] | None = None


def float_bytes(value: float) -> bytes:
    """Eight bytes, big endian; every NaN is the same NaN, and -0.0 is not 0.0."""
    return struct.pack(">d", math.nan if value != value else value)


def float_json(value: float) -> Any:
    """A number, or the tagged text of a float that JSON does not have."""
    return value if math.isfinite(value) else {"$": "float", "value": repr(value)}


def text_json(value: str) -> Any:
    """A string, or the tagged bytes of one that JSON cannot hold."""
    return value if storable(value) else {"$": "str", **_text_data(value)}


def int_bytes(value: int) -> bytes:
    """Two's complement, big endian, as short as possible."""
    return value.to_bytes((value.bit_length() + 8) // 8, "big", signed=True)


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _text_kind(name: str, text: Callable[[Any], str], parse: Callable[[str], Any]) -> Kind:
    return Kind(
        name=name,
        shape="leaf",
        pack=lambda value: _utf8(text(value)),
        to_json=lambda value: {"value": text(value)},
        from_json=lambda data, _importer: parse(data["value"]),
    )


def _instant(value: dt.datetime) -> bytes:
    if value.utcoffset() is None:
        return b"naive " + _utf8(value.replace(tzinfo=None).isoformat(timespec="microseconds"))
    return _utf8(value.astimezone(dt.UTC).isoformat(timespec="microseconds"))


def _bytes_of(data: dict[str, Any], _importer: Importer) -> bytes:
    return base64.b64decode(data["value"])


_NAN_BLOCK = 1 << 15
"""How many numbers are looked through for NaN at once: as many as the processor's caches hold."""


def _array_dtype(value: Any) -> Any:
    return value.dtype.newbyteorder("<")


def _array_bulk(value: Any) -> memoryview:
    """The bytes of an array, little endian and in C order; every NaN is the same NaN."""
    import numpy as np

    dtype = _array_dtype(value)
    raw = np.ascontiguousarray(value).astype(dtype, copy=False).reshape(-1)
    if raw.nbytes == 0:
        return memoryview(b"")
    if dtype.kind in "fc":
        parts = raw.view(raw.real.dtype)
        blocks = (parts[start : start + _NAN_BLOCK] for start in range(0, len(parts), _NAN_BLOCK))
        if any(np.isnan(block).any() for block in blocks):
            raw = raw.copy()
            parts = raw.view(parts.dtype)
            parts[np.isnan(parts)] = np.nan
    return raw.view(np.uint8).data


def _array_head(value: Any) -> bytes:
    return _utf8(f"{_array_dtype(value).str} {','.join(map(str, value.shape))};")


def _array_bytes(value: Any) -> bytes:
    return _array_head(value) + _array_bulk(value)


def _array_json(value: Any) -> dict[str, Any]:
    data = base64.b64encode(_array_bulk(value)).decode()
    return {"dtype": _array_dtype(value).str, "shape": list(value.shape), "value": data}


def _array_value(data: dict[str, Any], _importer: Importer) -> Any:
    import numpy as np

    dtype = np.dtype(data["dtype"])
    if dtype.itemsize == 0:
        return np.zeros(data["shape"], dtype)
    return np.frombuffer(base64.b64decode(data["value"]), dtype=dtype).reshape(data["shape"]).copy()


def _scalar_json(value: Any) -> dict[str, Any]:
    encoded = _array_json(value)
    return {"dtype": encoded["dtype"], "value": encoded["value"], "text": str(value)}


def _scalar_value(data: dict[str, Any], importer: Importer) -> Any:
    return _array_value({**data, "shape": []}, importer)[()]


LEAVES: tuple[tuple[type, Kind], ...] = (
    (enum.Flag, Kind(
        name="flag", shape="leaf",
        pack=lambda value: _utf8(f"{importable_text(type(value))} {value.value}"),
        to_json=lambda value: {"class": class_text(type(value)), "value": value.value, "text": str(value)},
        from_json=lambda data, importer: importer(data["class"])(data["value"]),
    )),
    (enum.Enum, Kind(
        name="enum", shape="leaf",
        pack=lambda value: _utf8(f"{importable_text(type(value))} {value.name}"),
        to_json=lambda value: {"class": class_text(type(value)), "name": value.name},
        from_json=lambda data, importer: importer(data["class"])[data["name"]],
    )),
    (complex, Kind(
        name="complex", shape="leaf",
        pack=lambda value: float_bytes(value.real) + float_bytes(value.imag),
        to_json=lambda value: {"value": [repr(value.real), repr(value.imag)]},
        from_json=lambda data, _importer: complex(*map(float, data["value"])),
    )),
    (bytes, Kind(
        name="bytes", shape="leaf", pack=bytes,
        to_json=lambda value: {"value": base64.b64encode(value).decode()}, from_json=_bytes_of,
    )),
    (dt.datetime, Kind(
        name="datetime", shape="leaf", pack=_instant,
        to_json=lambda value: {"value": value.isoformat()},
        from_json=lambda data, _importer: dt.datetime.fromisoformat(data["value"]),
    )),
    (dt.date, _text_kind("date", dt.date.isoformat, dt.date.fromisoformat)),
    (dt.time, _text_kind("time", dt.time.isoformat, dt.time.fromisoformat)),
    (dt.timedelta, Kind(
        name="timedelta", shape="leaf",
        pack=lambda value: int_bytes(value // dt.timedelta(microseconds=1)),
        to_json=lambda value: {"value": value // dt.timedelta(microseconds=1), "text": str(value)},
        from_json=lambda data, _importer: dt.timedelta(microseconds=data["value"]),
    )),
    (uuid.UUID, _text_kind("uuid", str, uuid.UUID)),
    (decimal.Decimal, _text_kind("decimal", str, decimal.Decimal)),
)  # fmt: skip
"""The leaf kinds of the standard library; a subclass is found by the first row that fits."""

SEQUENCES: dict[type, Kind] = {
    list: Kind(name="list", shape="sequence"),
    tuple: Kind(name="tuple", shape="sequence"),
}
SETS: dict[type, Kind] = {
    set: Kind(name="set", shape="set"),
    frozenset: Kind(name="frozenset", shape="set"),
}
MAPPING = Kind(name="dict", shape="mapping")
NODE = Kind(name="node", shape="node")
ARRAY = Kind(
    name="ndarray", shape="leaf", pack=_array_head, bulk=_array_bulk, to_json=_array_json, from_json=_array_value
)
SCALAR = Kind(name="scalar", shape="leaf", pack=_array_bytes, to_json=_scalar_json, from_json=_scalar_value)
TYPE = Kind(
    name="type",
    shape="leaf",
    pack=lambda value: _utf8(importable_text(value)),
    to_json=lambda value: {"value": class_text(value)},
    from_json=lambda data, importer: importer(data["value"]),
)


def storable(text: str) -> bool:
    """Whether UTF-8, and so JSON, can hold a text; the names of files may contain bytes that are no text."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _text_data(text: str) -> dict[str, Any]:
    if storable(text):
        return {"value": text}
    return {"value": ascii(text), "bytes": base64.b64encode(_utf8(text)).decode()}


def _text_value(data: dict[str, Any], _importer: Importer | None = None) -> str:
    raw = data.get("bytes")
    return str(data["value"]) if raw is None else base64.b64decode(raw).decode("utf-8", "surrogatepass")


TEXT = Kind(name="str", shape="leaf", pack=_utf8, to_json=_text_data, from_json=_text_value)
"""Only for strings that JSON cannot hold; all others stand for themselves."""

PATH = Kind(
    name="path",
    shape="leaf",
    pack=lambda value: _utf8(value.as_posix()),
    to_json=lambda value: _text_data(value.as_posix()),
    from_json=lambda data, _importer: Path(_text_value(data)),
)


def _dataclass_fields(value: Any) -> Iterator[tuple[str, Any]]:
    for part in dataclasses.fields(value):
        if part.init:
            yield part.name, getattr(value, part.name)


def _pydantic_fields(value: Any) -> Iterator[tuple[str, Any]]:
    for name in type(value).model_fields:
        yield name, getattr(value, name)
    yield from (value.model_extra or {}).items()


def chz_fields(value: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a chz object as they were given, before any munger."""
    cls = type(value)
    try:
        names, read = _CHZ_NAMES[cls]
    except KeyError:
        parts = {part.logical_name: part.x_name for part in cls.__chz_fields__.values()}
        names, read = _CHZ_NAMES[cls] = tuple(parts), reader(*parts.values())
    return zip(names, read(value), strict=True)


_CHZ_NAMES: dict[type[Any], tuple[tuple[str, ...], Callable[[Any], tuple[Any, ...]]]] = {}


def reader(*attributes: str) -> Callable[[Any], tuple[Any, ...]]:
    """A function that reads some attributes of an object in one step."""
    if len(attributes) > 1:
        return operator.attrgetter(*attributes)  # which of one attribute returns no tuple
    return lambda value: tuple(getattr(value, name) for name in attributes)


DATACLASS = Kind(name="dataclass", shape="record", fields=_dataclass_fields)
PYDANTIC = Kind(name="pydantic", shape="record", fields=_pydantic_fields)
CHZ = Kind(name="chz", shape="record", fields=chz_fields)

TAGGED: Mapping[str, Kind] = {
    kind.name: kind for kind in (*(kind for _, kind in LEAVES), TEXT, ARRAY, SCALAR, TYPE, PATH)
}
"""Leaf kinds by the tag they carry in JSON."""


def loaded(module: str, name: str) -> type | None:
    """A class of an optional library, if somebody imported that library already."""
    found = sys.modules.get(module)
    return None if found is None else vars(found).get(name)


_KINDS: dict[type[Any], Kind | None] = {}


def kind_of(cls: type[Any]) -> Kind | None:
    """The kind of all values of a type; None when they have no canonical form.

    ``None``, bool, int, float and str are not in the table: JSON has them, and they are by far the most.
    """
    try:
        return _KINDS[cls]
    except KeyError:
        return _KINDS.setdefault(cls, _find_kind(cls))


def _find_kind(cls: type[Any]) -> Kind | None:
    if issubclass(cls, Node):
        return NODE
    if issubclass(cls, PurePath):
        return PATH
    exact = SEQUENCES.get(cls) or SETS.get(cls)
    if exact is not None:
        return exact
    if cls is dict:
        return MAPPING
    if cls.__module__ == "numpy" or cls.__module__.startswith("numpy."):
        return _numpy_kind(cls)  # first, since some numpy scalars derive from Python's
    for base, kind in LEAVES:
        if issubclass(cls, base):
            return kind
    if issubclass(cls, type | types.FunctionType | types.BuiltinFunctionType):
        return TYPE
    return _record_kind(cls)


def _numpy_kind(cls: type) -> Kind | None:
    array, generic = loaded("numpy", "ndarray"), loaded("numpy", "generic")
    if array is not None and cls is array:
        return ARRAY
    if generic is not None and issubclass(cls, generic):
        return SCALAR
    return None


def _record_kind(cls: type) -> Kind | None:
    if "__chz_fields__" in cls.__dict__:
        return CHZ
    if dataclasses.is_dataclass(cls):
        return DATACLASS
    model = loaded("pydantic", "BaseModel")
    if model is not None and issubclass(cls, model):
        return PYDANTIC
    return None
