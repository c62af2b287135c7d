"""What the type parameters of a generic class stand for in a class derived from it."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from typing import Any, TypeVar, get_args, get_origin

Binding = Mapping[Any, Any]


def bound_hints(cls: type, hints: Mapping[str, Any]) -> dict[str, Any]:
    """The type hints of a class, each with the parameters of the class that declares it filled in.

    In ``class Small(Model[float])`` a field that ``Model`` declares as ``T`` is a float.
    """
    bindings: dict[type, Binding] = {}
    for owner, binding in _bindings(cls, {}):
        bindings.setdefault(owner, binding)
    return {name: _filled(hint, bindings.get(_owner(cls, name), {})) for name, hint in hints.items()}


def _owner(cls: type, name: str) -> type:
    return next((base for base in cls.__mro__ if name in inspect.get_annotations(base)), cls)


def _bindings(cls: type, binding: Binding) -> Iterator[tuple[type, Binding]]:
    """Every base with its parameters as ``cls`` fills them; a base named without brackets keeps its own."""
    yield cls, binding
    for base in cls.__dict__.get("__orig_bases__", cls.__bases__):
        origin = get_origin(base) or base
        if isinstance(origin, type):
            given = (_filled(argument, binding) for argument in get_args(base))
            yield from _bindings(origin, dict(zip(_parameters(origin), given, strict=False)))


def _parameters(tp: Any) -> tuple[Any, ...]:
    return tuple(getattr(tp, "__parameters__", ()))


def _filled(hint: Any, binding: Binding) -> Any:
    if isinstance(hint, TypeVar):
        return binding.get(hint, hint)
    parameters = () if isinstance(hint, type) else _parameters(hint)
    return hint[tuple(binding.get(name, name) for name in parameters)] if parameters else hint
