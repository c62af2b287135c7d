"""What a config class looks like: recorded beside its artifacts, so that a later change can be explained.

The fingerprint covers field names, types, defaults and identity modes, enum members, bases, ``_version`` and
the source of ``_dependencies``. It drives staleness and never enters the identity.
"""

from __future__ import annotations

import enum
import inspect
import json
import types
import typing
from dataclasses import asdict, dataclass
from hashlib import blake2b
from typing import Any, Union, get_args, get_origin

from furu.config.canonical import Unencodable
from furu.config.fields import FieldSpec, field_specs
from furu.config.names import class_text, namespace_of
from furu.config.node import Node, config_bases
from furu.config.tree import to_json


@dataclass(frozen=True, kw_only=True)
class FieldSchema:
    """One field: its type as text, its default as tagged JSON, and the members of an enum type."""

    type: str
    required: bool
    default: Any = None
    factory: str | None = None
    identity: bool = True
    omit: Any = None
    members: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True, kw_only=True)
class Schema:
    """A config class as data."""

    namespace: str
    type: str
    bases: tuple[str, ...]
    version: Any
    fields: dict[str, FieldSchema]
    dependencies_source: str | None = None


def schema_of(cls: type[Node]) -> Schema:
    """The schema of a config class as it is defined now."""
    return Schema(
        namespace=namespace_of(cls),
        type=class_text(cls),
        bases=bases_of(cls),
        version=to_json(cls._version),
        fields={name: _field_schema(spec) for name, spec in field_specs(cls).items()},
        dependencies_source=_dependencies_source(cls),
    )


def bases_of(cls: type[Node]) -> tuple[str, ...]:
    """The namespaces of a class's base classes, nearest first; found once per class."""
    known: tuple[str, ...] | None = cls.__dict__.get("_furu_bases")
    if known is None:
        known = tuple(namespace_of(base) for base in config_bases(cls))
        type.__setattr__(cls, "_furu_bases", known)
    return known


def fingerprint(cls: type[Node]) -> str:
    """The schema's fingerprint, 16 hexadecimal digits; computed once per class."""
    known: str | None = cls.__dict__.get("_furu_schema")
    if known is None:
        data = asdict(schema_of(cls))
        for part in data["fields"].values():
            del part["doc"]
        text = json.dumps(data, sort_keys=True, ensure_ascii=True)
        known = blake2b(text.encode(), digest_size=8).hexdigest()
        type.__setattr__(cls, "_furu_schema", known)
    return known


def _field_schema(spec: FieldSpec) -> FieldSchema:
    default, factory = None, None
    if not spec.required:
        try:
            default = to_json(spec.conform(spec.initial()))
        except Unencodable as error:
            factory = str(error)
    return FieldSchema(
        type=type_text(spec.type),
        required=spec.required,
        default=default,
        factory=factory,
        identity=spec.identity,
        omit=to_json(spec.omit) if spec.omittable else None,
        members=tuple(_enum_members(spec.type)),
        doc=spec.doc,
    )


def _enum_members(tp: Any) -> list[str]:
    if isinstance(tp, type) and issubclass(tp, enum.Enum):
        return list(tp.__members__)
    return [name for arg in get_args(tp) for name in _enum_members(arg)]


def type_text(tp: Any) -> str:
    """A type as stable text: builtins by name, classes by module, independent of how it was spelt."""
    if tp is None or tp is type(None):
        return "None"
    if tp is Any:
        return "Any"
    if isinstance(tp, list):
        return f"[{', '.join(map(type_text, tp))}]"  # the parameters of a callable
    if isinstance(tp, typing.TypeVar):
        return type_text(tp.__bound__) if tp.__bound__ is not None else "Any"
    origin, args = get_origin(tp), get_args(tp)
    if origin is Union or origin is types.UnionType:
        return " | ".join(type_text(arg) for arg in args)
    if origin is typing.Literal:
        return f"Literal[{', '.join(map(repr, args))}]"
    if origin is typing.Annotated:
        return type_text(args[0])
    if origin is not None:
        inner = ", ".join("..." if arg is Ellipsis else type_text(arg) for arg in args)
        return f"{type_text(origin)}[{inner}]"
    if isinstance(tp, type):
        return tp.__qualname__ if tp.__module__ == "builtins" else f"{tp.__module__}.{tp.__qualname__}"
    return str(tp).removeprefix("typing.")


def _dependencies_source(cls: type[Node]) -> str | None:
    if cls._dependencies is Node._dependencies:
        return None
    try:
        return inspect.getsource(cls._dependencies)
    except (OSError, TypeError):
        return "source not available"
