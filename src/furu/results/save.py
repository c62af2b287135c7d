"""Saving and loading a whole result: values through containers, leaf by leaf."""

from __future__ import annotations

import enum
import json
from typing import Any

import msgspec

from furu.config.decode import value_of
from furu.config.kinds import LEAVES, SAFE_INTEGER, TAGGED, Kind, float_json, kind_of, storable, text_json
from furu.config.node import Node
from furu.config.tree import TAG
from furu.errors import ResultError
from furu.results.codecs import BY_NAME, Codec, Folder, codec_for, registered
from furu.results.pickled import Pickle
from furu.results.records import RECORDS, build, findable, parts_of, record_tag

INLINE_LIMIT = 64 * 1024
"""Results whose JSON is larger than this many characters are a file of their own."""


def save(value: Any, folder: Folder, own: Codec | None = None) -> Any:
    """Keep a value; returns the JSON for the manifest. ``own`` is the codec that the class declares.

    Raises:
        ResultError: the value, or one inside it, has no codec.
    """
    try:
        encoded = _Saver(folder, own).save(value, "")
        if _is_short(encoded):
            return encoded
        text = _to_text(encoded)
    except RecursionError:
        raise ResultError(
            "the result is nested too deeply or contains itself",
            hint="return flat containers; or write files in _create and define _load",
        ) from None
    if len(text) <= INLINE_LIMIT:
        return encoded
    path = folder.new(".json")
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return {TAG: "json", "file": path.name}


def load(data: Any, folder: Folder, own: Codec | None = None) -> Any:
    """The value that the manifest's JSON stands for. ``own`` is the codec that the class declares.

    Raises:
        ResultError: a file is missing or leads outside the artifact, or no codec may read it.
        NotImportable: the class of a dataclass or model cannot be found.
    """
    if isinstance(data, dict) and data.get(TAG) == "json":
        path = folder.existing(data["file"])
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ResultError(f"{path} cannot be read: {error}", where=str(path)) from error
    return _Loader(folder, own).load(data)


_to_text = json.JSONEncoder(
    separators=(",", ":"), ensure_ascii=False, allow_nan=False, check_circular=False
).encode  # the saver has met every container by then, so none contains itself


_bytes = msgspec.json.Encoder().encode


def _is_short(encoded: Any) -> bool:
    """Whether the JSON certainly fits; its characters are no more than its bytes, which are quicker to count."""
    try:
        return len(_bytes(encoded)) <= INLINE_LIMIT
    except (TypeError, ValueError, OverflowError):  # what a codec returned that the other encoder knows
        return False


class _Saver:
    """Keeps one result's values; ``where`` is the path of each inside the result."""

    def __init__(self, folder: Folder, own: Codec | None) -> None:
        self.folder = folder
        self.own = own

    def save(self, value: Any, where: str) -> Any:
        cls = type(value)
        if self.own is not None and self.own.accepts(cls):
            return self.by(self.own, value, where)
        if value is None or cls is bool:
            return value
        if cls is str:
            return text_json(value)
        if cls is float:
            return float_json(value)
        if cls is int:
            return value if -SAFE_INTEGER <= value <= SAFE_INTEGER else {TAG: "int", "value": str(value)}
        if cls is dict or cls is list or cls is tuple:
            return self.container(cls.__name__, value, where)
        codec = codec_for(cls)
        if codec is not None:
            return self.by(codec, value, where)
        tag = record_tag(cls)
        if tag is not None:
            fields = {name: self.save(item, f"{where}.{name}") for name, item in parts_of(value, tag)}
            return {TAG: tag, "class": findable(cls, where), "fields": fields}
        kind = kind_of(cls)
        if kind is not None and kind.shape == "leaf" and _is_exactly(kind, cls):
            assert kind.to_json is not None
            if isinstance(value, enum.Enum):
                findable(cls, where)
            return {TAG: kind.name, **kind.to_json(value)}
        if kind is not None and kind.shape in ("sequence", "set", "mapping"):
            return self.container(kind.name, value, where)
        return self.registered(value, where)

    def by(self, codec: Codec, value: Any, where: str) -> dict[str, Any]:
        """Keep a value by a codec, and check that what it returns can be written down."""
        data = codec.save(value, self.folder, where)
        try:
            json.dumps(data, allow_nan=False)
        except (TypeError, ValueError) as error:
            raise ResultError(
                f"the codec {codec.name} described the result{where} by data that JSON does not have: {error}",
                where=where,
                hint="save must return plain JSON: strings, finite numbers, lists and dicts",
            ) from error
        return {TAG: codec.name, **{key: item for key, item in data.items() if key != TAG}}

    def container(self, name: str, value: Any, where: str) -> Any:
        if name == "dict":
            if _TEXT.issuperset(map(type, value)) and all(map(storable, value)) and TAG not in value:
                return {key: self.save(item, f"{where}[{key!r}]") for key, item in value.items()}
            pairs = [[self.save(key, where), self.save(item, f"{where}[{key!r}]")] for key, item in value.items()]
            return {TAG: "dict", "items": pairs}
        items = [self.save(item, f"{where}[{index}]") for index, item in enumerate(value)]
        return items if name == "list" else {TAG: name, "items": items}

    def registered(self, value: Any, where: str) -> Any:
        """Keep a value that furu itself does not know."""
        cls = type(value)
        codec = next((codec for codec in registered().values() if codec.accepts(cls)), None)
        if codec is not None:
            return self.by(codec, value, where)
        raise ResultError(
            f"the result{where} is a {cls.__module__}.{cls.__qualname__}, which no codec keeps",
            where=where,
            hint="return plain values, dataclasses, pydantic models, arrays, tables or paths inside the artifact; "
            "or write files in _create and define _load; or give the class a codec, such as codec=furu.Pickle",
        )


_TEXT = frozenset({str})
_STANDARD = frozenset(base for base, _ in LEAVES)


def _is_exactly(kind: Kind, cls: type) -> bool:
    """Whether values of a type come back as that type; a subclass of a date or a Decimal would not."""
    return kind.name in ("enum", "flag", "scalar") or cls in _STANDARD


class _Loader:
    """Brings one result's values back."""

    def __init__(self, folder: Folder, own: Codec | None) -> None:
        self.folder = folder
        self.own = own

    def load(self, data: Any) -> Any:
        if isinstance(data, list):
            return [self.load(item) for item in data]
        if not isinstance(data, dict):
            return data
        tag = data.get(TAG)
        if tag is None:
            return {key: self.load(item) for key, item in data.items()}
        if self.own is not None and tag == self.own.name:
            return self.by(self.own, data)
        if tag in BY_NAME:
            return self.by(BY_NAME[tag], data)
        if tag in ("tuple", "set", "frozenset"):
            return {"tuple": tuple, "set": set, "frozenset": frozenset}[tag](self.load(data["items"]))
        if tag == "dict":
            return {self.load(key): self.load(item) for key, item in data["items"]}
        if tag in RECORDS:
            return build(tag, data["class"], {name: self.load(item) for name, item in data["fields"].items()})
        if tag in TAGGED or tag in ("int", "float", "node"):
            return value_of(data, _no_nodes)
        return self.registered(str(tag), data)

    def by(self, codec: Codec, data: dict[str, Any]) -> Any:
        try:
            return codec.load(data, self.folder)
        except (OSError, ValueError, EOFError) as error:
            raise ResultError(
                f"a file of the result cannot be read: {error}",
                where=str(data.get("file", "")),
                hint="the artifact was changed by hand; delete it to compute it again",
            ) from error

    def registered(self, tag: str, data: dict[str, Any]) -> Any:
        """A value that furu itself does not know; never a pickle, which only the class itself may read."""
        if tag == Pickle.name:
            raise ResultError(
                "the result is a pickle, and its class does not ask for one, so it is not read",
                where=str(data.get("file", "")),
                hint="loading a pickle runs code; if the class wrote it, declare it: class …(…, codec=furu.Pickle)",
            )
        codec = registered().get(tag)
        if codec is None:
            raise ResultError(
                f"the result was saved by the codec {tag}, which is not there",
                where=str(data.get("file", "")),
                hint="declare the codec on the class, install the package that registers it, or upgrade furu",
            )
        return self.by(codec, data)


def _no_nodes(digest: str) -> Node:
    raise ResultError(f"the result refers to the config object {digest}, which results cannot hold")
