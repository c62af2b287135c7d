"""Values with named parts: dataclasses, named tuples, chz objects, pydantic models, by the name of their class.

A dataclass comes back with the fields it had, without its constructor: what it computed once is not computed
again. A named tuple, a chz object and a model are built by their constructors.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

from furu import settings
from furu.config.decode import model_of
from furu.config.kinds import kind_of
from furu.config.names import class_text, module_of
from furu.config.resolve import resolve
from furu.errors import ResultError

NAMED_TUPLE = "namedtuple"
RECORDS = frozenset({"dataclass", "chz", "pydantic", NAMED_TUPLE})
"""The tags of values with named parts."""

_BUILT_IN = (dict, list, tuple, set, frozenset, str, bytes, int, float, complex, BaseException)


def record_tag(cls: type) -> str | None:
    """The tag of a type whose values have named parts; None for all others."""
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return NAMED_TUPLE
    kind = kind_of(cls)
    if kind is None or kind.shape != "record":
        return None
    hidden = kind.name == "dataclass" and issubclass(cls, _BUILT_IN)  # holds more than its fields
    return None if hidden else kind.name


def parts_of(value: Any, tag: str) -> Iterator[tuple[str, Any]]:
    """The named parts of a value."""
    if tag == NAMED_TUPLE:
        yield from zip(value._fields, value, strict=True)
    elif tag == "dataclass":
        for part in dataclasses.fields(value):
            if hasattr(value, part.name):
                yield part.name, getattr(value, part.name)
    else:
        kind = kind_of(type(value))
        assert kind is not None
        assert kind.fields is not None
        yield from kind.fields(value)


def findable(cls: type, where: str) -> str:
    """``module:Qualified.name`` of a class that can be found again.

    Raises:
        ResultError: it is inside a function, or in the script that is being run.
    """
    text = class_text(cls)
    if "<locals>" in text or (module_of(cls) == "__main__" and not settings.current().allow_main):
        raise ResultError(
            f"the result{where} is a {cls.__qualname__}, whose class cannot be found by name",
            where=where,
            hint="define the class at the top of an importable module",
        )
    return text


def build(tag: str, class_name: str, fields: dict[str, Any]) -> Any:
    """The value with these parts.

    Raises:
        ResultError: the class no longer has such fields.
        NotImportable: the class cannot be found.
    """
    cls = resolve(class_name)
    try:
        if tag == "dataclass":
            return _dataclass(cls, fields)
        return model_of(cls, fields) if tag == "pydantic" else cls(**fields)
    except (TypeError, ValueError) as error:
        raise ResultError(
            f"the result is a {class_name} with {', '.join(fields) or 'no fields'}, "
            f"and the class cannot be built from that: {error}",
            where=class_name,
            hint="the class changed since the result was saved: give new fields defaults, or compute it again "
            "(a new _version, or get(recompute=True))",
        ) from error


def _dataclass(cls: Any, fields: Mapping[str, Any]) -> Any:
    known = {part.name: part for part in dataclasses.fields(cls)}
    unknown = [name for name in fields if name not in known]
    if unknown:
        raise TypeError(f"it has no field {unknown[0]}")
    value: Any = object.__new__(cls)
    for name, part in known.items():
        if name in fields:
            object.__setattr__(value, name, fields[name])
        elif part.default is not dataclasses.MISSING:
            object.__setattr__(value, name, part.default)
        elif part.default_factory is not dataclasses.MISSING:
            object.__setattr__(value, name, part.default_factory())
        elif part.init:
            raise TypeError(f"its field {name} is new and has no default")
    return value
