"""Saving and loading a whole result: values through containers, leaf by leaf."""

from __future__ import annotations

import json
from typing import Any

from furu.config.decode import model_of, value_of
from furu.config.kinds import SAFE_INTEGER, float_json, kind_of, storable, text_json
from furu.config.names import class_text
from furu.config.node import Node
from furu.config.resolve import resolve
from furu.config.tree import TAG
from furu.errors import ResultError
from furu.results.codecs import BY_NAME, Folder, codec_for

INLINE_LIMIT = 64 * 1024
"""Results whose JSON is larger than this many characters are a file of their own."""


def save(value: Any, folder: Folder) -> Any:
    """Keep a value; returns the JSON for the manifest.

    Raises:
        ResultError: the value, or one inside it, has no codec.
    """
    encoded = _save(value, folder, "")
    text = json.dumps(encoded, separators=(",", ":"), ensure_ascii=False)
    if len(text) <= INLINE_LIMIT:
        return encoded
    path = folder.new(".json")
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return {TAG: "json", "file": path.name}


def load(data: Any, folder: Folder) -> Any:
    """The value that the manifest's JSON stands for.

    Raises:
        ResultError: a file is missing or leads outside the artifact.
        NotImportable: the class of a dataclass or model cannot be found.
    """
    if isinstance(data, dict) and data.get(TAG) == "json":
        path = folder.existing(data["file"])
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise ResultError(f"{path} cannot be read: {error}", where=str(path)) from error
    return _load(data, folder)


def _save(value: Any, folder: Folder, where: str) -> Any:
    cls = type(value)
    if value is None or cls is bool:
        return value
    if cls is str:
        return text_json(value)
    if cls is float:
        return float_json(value)
    if cls is int:
        return value if -SAFE_INTEGER <= value <= SAFE_INTEGER else {TAG: "int", "value": str(value)}
    codec = codec_for(cls)
    if codec is not None:
        return {TAG: codec.name, **codec.save(value, folder, where)}
    kind = kind_of(cls)
    if kind is None or isinstance(value, Node) or kind.name == "type":
        raise _unsupported(value, where)
    if kind.shape == "leaf":
        assert kind.to_json is not None
        if kind.name in ("enum", "flag"):
            _class_text(cls, where)
        return {TAG: kind.name, **kind.to_json(value)}
    if kind.shape == "record":
        assert kind.fields is not None
        fields = {name: _save(item, folder, f"{where}.{name}") for name, item in kind.fields(value)}
        return {TAG: kind.name, "class": _class_text(cls, where), "fields": fields}
    return _save_container(kind.name, value, folder, where)


def _save_container(name: str, value: Any, folder: Folder, where: str) -> Any:
    if name == "dict":
        if all(type(key) is str and storable(key) for key in value) and TAG not in value:
            return {key: _save(item, folder, f"{where}[{key!r}]") for key, item in value.items()}
        pairs = [[_save(key, folder, where), _save(item, folder, f"{where}[{key!r}]")] for key, item in value.items()]
        return {TAG: "dict", "items": pairs}
    items = [_save(item, folder, f"{where}[{index}]") for index, item in enumerate(value)]
    return items if name == "list" else {TAG: name, "items": items}


def _class_text(cls: type, where: str) -> str:
    text = class_text(cls)
    if "<locals>" in text or text.startswith("__main__:"):
        raise ResultError(
            f"the result{where} is a {cls.__qualname__}, whose class cannot be found by name",
            where=where,
            hint="define the class at the top of an importable module",
        )
    return text


def _unsupported(value: object, where: str) -> ResultError:
    cls = type(value)
    return ResultError(
        f"the result{where} is a {cls.__module__}.{cls.__qualname__}, which no codec keeps",
        where=where,
        hint="return plain values, dataclasses, pydantic models, arrays or paths inside the artifact; "
        "or write files in _create and define _load",
    )


_FILE_TAGS = frozenset(BY_NAME)


def _load(data: Any, folder: Folder) -> Any:
    if isinstance(data, list):
        return [_load(item, folder) for item in data]
    if not isinstance(data, dict):
        return data
    tag = data.get(TAG)
    if tag is None:
        return {key: _load(item, folder) for key, item in data.items()}
    if tag in _FILE_TAGS:
        return _load_file(BY_NAME[tag].load, data, folder)
    if tag in ("tuple", "set", "frozenset"):
        return {"tuple": tuple, "set": set, "frozenset": frozenset}[tag](_load(data["items"], folder))
    if tag == "dict":
        return {_load(key, folder): _load(item, folder) for key, item in data["items"]}
    if "fields" in data:
        fields = {name: _load(item, folder) for name, item in data["fields"].items()}
        cls = resolve(data["class"])
        return model_of(cls, fields) if tag == "pydantic" else cls(**fields)
    return value_of(data, _no_nodes)


def _load_file(read: Any, data: dict[str, Any], folder: Folder) -> Any:
    try:
        return read(data, folder)
    except (OSError, ValueError, EOFError) as error:
        raise ResultError(
            f"a file of the result cannot be read: {error}",
            where=str(data.get("file", "")),
            hint="the artifact was changed by hand; delete it to compute it again",
        ) from error


def _no_nodes(digest: str) -> Node:
    raise ResultError(f"the result refers to the config object {digest}, which results cannot hold")
