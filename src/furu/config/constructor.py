"""A constructor for frozen dataclasses of which every attempt makes several."""

from __future__ import annotations

from dataclasses import MISSING, Field, fields
from functools import wraps
from typing import Any, TypeVar

Record = TypeVar("Record")

_UNSET = object()


def at_once(cls: type[Record]) -> type[Record]:
    """Let a frozen, keyword-only dataclass be filled in one step.

    The one that ``dataclass`` writes passes the class's own guard once a field, which takes four times as long. As it
    does, this writes the code of a function that takes the fields by name.
    """
    parts: tuple[Field[Any], ...] = fields(cls)  # type: ignore[arg-type]  # the caller's class is a dataclass
    known: dict[str, Any] = {"_fill": object.__setattr__, "_UNSET": _UNSET}
    parameters, items = [], []
    for part in parts:
        name = part.name
        if part.default_factory is not MISSING:
            known[f"_make_{name}"] = part.default_factory
            parameters.append(f"{name}=_UNSET")
            items.append(f"{name!r}: _make_{name}() if {name} is _UNSET else {name}")
            continue
        if part.default is not MISSING:
            known[f"_default_{name}"] = part.default
        parameters.append(name if part.default is MISSING else f"{name}=_default_{name}")
        items.append(f"{name!r}: {name}")
    code = f"def __init__(self, *, {', '.join(parameters)}): _fill(self, '__dict__', {{{', '.join(items)}}})"
    exec(code, known)  # noqa: S102  # of the names of fields alone
    type.__setattr__(cls, "__init__", wraps(cls.__init__)(known["__init__"]))
    return cls
