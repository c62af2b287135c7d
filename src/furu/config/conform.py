"""Conforming a value to its declared type: checked, and normalised where two spellings mean one value.

An int or a numpy scalar in a float field becomes a float, a bool in an int field is refused, a string in a
Path field becomes a Path: so ``lr=1``, ``1.0`` and ``np.float64(1)`` are one artifact. A type is compiled once
into a function; homogeneous containers are checked by the set of their items' types.
"""

from __future__ import annotations

import enum
import types
import typing
from collections import abc
from collections.abc import Callable
from pathlib import Path, PurePath
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from furu.config.kinds import loaded

Conform = Callable[[Any], Any]

_SHOWN = 80


class Mismatch(Exception):
    """A value that does not have its type; ``path`` leads to it from the field.

    The value is put into words only when somebody asks: a union tries its members one after another, and the
    words of a config object cost its digest.
    """

    def __init__(self, tp: str, value: Any, *, path: str = "", hint: str | None = None) -> None:
        super().__init__(tp)
        self.tp = tp
        self.value = value
        self.path = path
        self.hint = hint

    def __str__(self) -> str:
        shown = repr(self.value)
        if len(shown) > _SHOWN:
            shown = f"{shown[:_SHOWN]}…"
        return f"must be {self.tp}, not {shown} ({type(self.value).__name__})"

    def inside(self, part: str) -> Mismatch:
        """The same mismatch, seen from the container."""
        return Mismatch(self.tp, self.value, path=part + self.path, hint=self.hint)


def conformer(tp: Any) -> Conform:
    """The function that conforms values to a type; an unknown type form accepts everything."""
    if tp is Any:
        return _anything
    if isinstance(tp, TypeVar):
        if tp.__constraints__:
            return _union(tp, [conformer(choice) for choice in tp.__constraints__])
        return conformer(tp.__bound__ or Any)
    if isinstance(tp, typing.NewType):
        return conformer(tp.__supertype__)
    origin, args = get_origin(tp), get_args(tp)
    if origin is not None:
        return _generic(tp, origin, args)
    if tp is None or tp is type(None):
        return _exactly_none
    if typing.is_typeddict(tp):
        return _instance(dict)
    if isinstance(tp, type) and not _is_shape_only(tp):
        return _SCALARS.get(tp) or _instance(tp)
    return _anything


def _is_shape_only(cls: type) -> bool:
    """Whether a class is a protocol that says nothing at run time."""
    facts = cls.__dict__
    return bool(facts.get("_is_protocol")) and not facts.get("_is_runtime_protocol")


def _generic(tp: Any, origin: Any, args: tuple[Any, ...]) -> Conform:
    if origin is typing.Annotated:
        return conformer(args[0])
    if origin is Union or origin is types.UnionType:
        return _union(tp, [conformer(arg) for arg in args])
    if origin is Literal:
        return _literal(args)
    if origin is tuple:
        return _tuple(args)
    if not args:
        return conformer(origin)
    if origin in _ITEM_CONTAINERS:
        return _items(tp, _ITEM_CONTAINERS[origin], conformer(args[0]))
    if origin in (dict, abc.Mapping, abc.MutableMapping):
        return _mapping(tp, conformer(args[0]), conformer(args[1]))
    if origin is type:
        return _class(args[0])
    if origin is abc.Callable:
        return _callable
    if isinstance(origin, type):
        return _instance(origin)
    return _anything


def _anything(value: Any) -> Any:
    return value


def _exactly_none(value: Any) -> Any:
    if value is not None:
        raise Mismatch("None", value)
    return value


def _numpy_scalar(value: Any, family: str) -> bool:
    cls = loaded("numpy", family)
    return cls is not None and isinstance(value, cls)


def _to_float(value: Any) -> float:
    if type(value) is float:
        return value
    if isinstance(value, bool):
        raise Mismatch("float", value, hint="a bool is no number; write 0.0 or 1.0")
    if isinstance(value, int | float) or _numpy_scalar(value, "floating") or _numpy_scalar(value, "integer"):
        return float(value)
    raise Mismatch("float", value)


def _to_int(value: Any) -> int:
    if type(value) is int:
        return value
    if isinstance(value, bool):
        raise Mismatch("int", value, hint="a bool is no number; write 0 or 1")
    if isinstance(value, int) or _numpy_scalar(value, "integer"):
        return int(value)
    raise Mismatch("int", value)


def _to_bool(value: Any) -> bool:
    if type(value) is bool:
        return value
    if _numpy_scalar(value, "bool"):
        return bool(value)
    raise Mismatch("bool", value)


def _to_str(value: Any) -> str:
    if type(value) is str:
        return value
    if isinstance(value, str):
        return str(value.value) if isinstance(value, enum.Enum) else str.__str__(value)
    raise Mismatch("str", value)


def _to_path(value: Any) -> PurePath:
    if isinstance(value, PurePath):
        return value
    if type(value) is str:
        return Path(value)
    raise Mismatch("a path", value)


_SCALARS: dict[type, Conform] = {
    float: _to_float,
    int: _to_int,
    bool: _to_bool,
    str: _to_str,
    Path: _to_path,
    PurePath: _to_path,
    object: _anything,
}

_ITEM_CONTAINERS: dict[Any, tuple[type, ...]] = {
    list: (list,),
    set: (set,),
    frozenset: (frozenset,),
    abc.Sequence: (list, tuple),
    abc.Iterable: (list, tuple, set, frozenset),
    abc.Collection: (list, tuple, set, frozenset),
    abc.Set: (set, frozenset),
    abc.MutableSequence: (list,),
}


def _instance(cls: type) -> Conform:
    def check(value: Any) -> Any:
        if not isinstance(value, cls):
            raise Mismatch(cls.__qualname__, value, hint=_enum_hint(cls, value))
        return value

    return check


def _enum_hint(cls: type, value: Any) -> str | None:
    if issubclass(cls, enum.Enum):
        return f"use one of {', '.join(f'{cls.__name__}.{name}' for name in cls.__members__)}"
    return f"give an object of the class, {cls.__qualname__}(…)" if value is cls else None


def _literal(allowed: tuple[Any, ...]) -> Conform:
    exact = {(type(item), item) for item in allowed}
    text = " or ".join(map(repr, allowed))

    def check(value: Any) -> Any:
        plain = _to_str(value) if isinstance(value, str) else value
        try:
            for candidate in (value, plain):
                if (type(candidate), candidate) in exact:
                    return candidate
        except TypeError:
            pass  # it cannot be hashed, so it is no literal
        raise Mismatch(text, value)

    return check


def _class(base: Any) -> Conform:
    base = None if base is Any else base

    def check(value: Any) -> Any:
        if not isinstance(value, type) or (isinstance(base, type) and not issubclass(value, base)):
            raise Mismatch(f"a class{f' derived from {base.__qualname__}' if isinstance(base, type) else ''}", value)
        return value

    return check


def _callable(value: Any) -> Any:
    if not callable(value):
        raise Mismatch("callable", value)
    return value


def _union(tp: Any, members: list[Conform]) -> Conform:
    def check(value: Any) -> Any:
        closest: Mismatch | None = None
        normalised = _NOTHING
        for member in members:
            try:
                result = member(value)
            except Mismatch as error:
                closest = error if error.path else closest
                continue
            if result is value:
                return value
            if normalised is _NOTHING:
                normalised = result
        if normalised is not _NOTHING:
            return normalised
        raise closest or Mismatch(_type_name(tp), value)

    return check


_NOTHING: Any = object()


def _type_name(tp: Any) -> str:
    return tp.__qualname__ if isinstance(tp, type) else str(tp).replace("typing.", "")


def _items(tp: Any, containers: tuple[type, ...], item: Conform) -> Conform:
    def check(value: Any) -> Any:
        if type(value) not in containers:
            raise Mismatch(_type_name(tp), value)
        conformed = _conform_all(value, item)
        return value if conformed is None else type(value)(conformed)

    return check


def _conform_all(values: Any, item: Conform) -> list[Any] | None:
    """The conformed items, or None when every one of them is right as it is."""
    if item is _anything or (item in _EXACT and set(map(type, values)) <= {_EXACT[item]}):
        return None
    conformed = []
    changed = False
    for index, value in enumerate(values):
        try:
            result = item(value)
        except Mismatch as error:
            raise error.inside(f"[{index}]") from None
        changed = changed or result is not value
        conformed.append(result)
    return conformed if changed else None


_EXACT: dict[Conform, type] = {_to_float: float, _to_int: int, _to_bool: bool, _to_str: str}


def _tuple(args: tuple[Any, ...]) -> Conform:
    if args[1:] == (Ellipsis,):
        return _items(tuple[args], (tuple,), conformer(args[0]))  # type: ignore[valid-type]  # built at run time
    members = [conformer(arg) for arg in args]

    def check(value: Any) -> Any:
        if type(value) is not tuple or len(value) != len(members):
            raise Mismatch(f"a tuple of {len(members)}", value)
        conformed = []
        for index, (member, part) in enumerate(zip(members, value, strict=True)):
            try:
                conformed.append(member(part))
            except Mismatch as error:
                raise error.inside(f"[{index}]") from None
        return value if all(new is old for new, old in zip(conformed, value, strict=True)) else tuple(conformed)

    return check


def _mapping(tp: Any, key: Conform, item: Conform) -> Conform:
    def check(value: Any) -> Any:
        if not isinstance(value, dict):
            raise Mismatch(_type_name(tp), value)
        keys, items = _conform_all(value, key), _conform_values(value, item)
        if keys is None and items is None:
            return value
        return dict(zip(keys or value, items or value.values(), strict=True))

    return check


def _conform_values(mapping: dict[Any, Any], item: Conform) -> list[Any] | None:
    conformed = []
    changed = False
    for name, value in mapping.items():
        try:
            result = item(value)
        except Mismatch as error:
            raise error.inside(f"[{name!r}]") from None
        changed = changed or result is not value
        conformed.append(result)
    return conformed if changed else None
