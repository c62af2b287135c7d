"""Fields on chz: how a class body becomes a frozen, keyword-only config class.

The only module that imports chz. Fields carry two facts that chz does not know, ``identity`` and ``omit``;
values are conformed to their declared types before chz sees them, and equality, hash and repr are ours,
because chz compares and prints shared nodes once per path.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, get_type_hints

import chz
from chz.data_model import init_property
from chz.field import Field as ChzField
from chz.util import MISSING

from furu.config.conform import Conform, Mismatch, conformer
from furu.config.kinds import chz_fields
from furu.config.names import class_text
from furu.config.node import Node
from furu.config.parameters import bound_hints
from furu.config.suggest import did_you_mean
from furu.errors import ClassRefused, MissingField, UnknownField, WrongType

__all__ = ["FieldSpec", "chz", "field", "field_specs", "finish", "identity_fields"]

_NEVER = object()


def field(
    *,
    default: Any = MISSING,
    default_factory: Callable[[], Any] | Any = MISSING,
    doc: str = "",
    identity: bool = True,
    omit: Any = _NEVER,
) -> Any:
    """Describe one field of a config class.

    Args:
        default: the value when none is given; must be immutable.
        default_factory: called for the value when none is given.
        doc: one sentence for people, shown in the dashboard.
        identity: False keeps the field out of the digest: it says where or how, never what.
        omit: leave the field out of the digest when it equals this literal. Unlike the default it never
            changes, so a field can be added to a class without touching existing artifacts.
    """
    metadata: dict[str, Any] = {"identity": identity}
    if omit is not _NEVER:
        metadata["omit"] = omit
    return chz.field(default=default, default_factory=default_factory, doc=doc, metadata=metadata)


@dataclass(frozen=True, kw_only=True)
class FieldSpec:
    """One field of a config class, resolved: its type is evaluated and its default conformed when used.

    ``attribute`` is where an object keeps the value as it was given, before any munger.
    """

    name: str
    attribute: str
    type: Any
    conform: Conform
    default: Any
    factory: Any
    doc: str
    identity: bool
    omit: Any

    @cached_property
    def required(self) -> bool:
        """Whether a value must be given."""
        return self.default is MISSING and self.factory is MISSING

    def initial(self) -> Any:
        """The value when none is given; only for a field that is not required."""
        return self.factory() if self.default is MISSING else self.default

    @cached_property
    def omittable(self) -> bool:
        """Whether the field has a literal at which it leaves the digest."""
        return self.omit is not _NEVER


def finish(cls: type[Node], *, reserved: frozenset[str], methods: Mapping[str, Callable[..., Any]]) -> None:
    """Turn a class body into a config class; called once, from ``__init_subclass__``.

    ``methods`` replace the comparisons and the repr that chz would write; a class's own repr stays.

    Raises:
        ClassRefused: a field has a reserved name, or an attribute looks like a forgotten field.
    """
    _check_body(cls, reserved)
    for name in inspect.get_annotations(cls):
        if name.startswith("_"):
            cls.__annotations__[name] = ClassVar[Any]
    for name, method in methods.items():
        if name != "__repr__" or name not in cls.__dict__:
            type.__setattr__(cls, name, method)
    try:
        chz.chz(cls)
    except (ValueError, TypeError) as error:
        raise ClassRefused(f"{cls.__qualname__} cannot be a config class: {error}", where=class_text(cls)) from error
    _wrap_init(cls)


def _check_body(cls: type[Node], reserved: frozenset[str]) -> None:
    annotations = inspect.get_annotations(cls)
    for name in annotations:
        if name in reserved:
            raise ClassRefused(
                f"{cls.__qualname__}.{name} would hide furu's own {name}",
                where=f"{cls.__qualname__}.{name}",
                hint="give the field another name",
            )
    for name, value in cls.__dict__.items():
        if name.startswith("_") or name in annotations or _is_behaviour(value):
            continue
        raise ClassRefused(
            f"{cls.__qualname__}.{name} = {value!r} has no annotation, so it would be shared and not be a field",
            where=f"{cls.__qualname__}.{name}",
            hint=f"write `{name}: {type(value).__name__} = {value!r}`, or `{name}: ClassVar[…]` if it is no field",
        )


def _is_behaviour(value: Any) -> bool:
    """Whether a class attribute is a method, a property, anything else that binds to objects, or a nested class."""
    return isinstance(value, type | init_property) or hasattr(type(value), "__get__")


def _wrap_init(cls: type[Node]) -> None:
    """Give the class a constructor that explains itself and conforms every value first."""
    inner = cls.__init__

    @functools.wraps(inner)
    def construct(self: Any, *args: Any, **given: Any) -> None:
        if args:
            raise UnknownField(
                f"{cls.__qualname__} takes its fields by name only",
                where=cls.__qualname__,
                hint=f"write {cls.__qualname__}({', '.join(f'{name}=…' for name in field_specs(cls))})",
            )
        inner(self, **_conformed(cls, given))

    type.__setattr__(cls, "__init__", construct)


def _conformed(cls: type[Node], given: dict[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    taken = 0
    for name, spec in field_specs(cls).items():
        if name in given:
            value = given[name]
            taken += 1
        elif not spec.required:
            value = spec.initial()
        else:
            raise MissingField(
                f"{cls.__qualname__} needs a value for {name}",
                where=f"{cls.__qualname__}.{name}",
                hint=f"write {cls.__qualname__}({name}=…), or give the field a default",
            )
        try:
            values[name] = spec.conform(value)
        except Mismatch as error:
            where = f"{cls.__qualname__}.{name}{error.path}"
            raise WrongType(f"{where} {error}", where=where, hint=error.hint) from None
    if taken != len(given):
        _refuse_unknown(cls, given)
    return values


def _refuse_unknown(cls: type[Node], given: dict[str, Any]) -> None:
    names = list(field_specs(cls))
    unknown = next(name for name in given if name not in names)
    raise UnknownField(
        f"{cls.__qualname__} has no field {unknown}{did_you_mean(unknown, names)}",
        where=f"{cls.__qualname__}.{unknown}",
        hint=f"its fields are {', '.join(names)}" if names else "it has no fields",
    )


def field_specs(cls: type[Node]) -> dict[str, FieldSpec]:
    """The fields of a class by name; types are resolved when the first object is made."""
    specs: dict[str, FieldSpec] | None = cls.__dict__.get("_furu_fields")
    if specs is None:
        hints = _hints(cls)
        specs = {name: _spec(part, hints[vars(part)["_name"]]) for name, part in chz.chz_fields(cls).items()}
        type.__setattr__(cls, "_furu_fields", specs)
    return specs


def _hints(cls: type[Node]) -> dict[str, Any]:
    try:
        return bound_hints(cls, get_type_hints(cls, include_extras=True))
    except NameError as error:
        raise ClassRefused(
            f"a field of {cls.__qualname__} has a type that cannot be resolved: {error}",
            where=class_text(cls),
            hint="import the type at module level, not under `if TYPE_CHECKING`",
        ) from error


def _spec(part: ChzField, hint: Any) -> FieldSpec:
    metadata = part.metadata or {}
    conform = conformer(hint)
    facts = vars(part)  # chz keeps a field's default and doc under private names
    return FieldSpec(
        name=part.logical_name,
        attribute=part.x_name,
        type=hint,
        conform=conform,
        default=facts["_default"],
        factory=facts["_default_factory"],
        doc=facts["_doc"],
        identity=metadata.get("identity", True),
        omit=_conformed_literal(conform, metadata.get("omit", _NEVER)),
    )


def _conformed_literal(conform: Conform, literal: Any) -> Any:
    """The literal as a field of this type holds it, so that ``omit=0`` works for a float; one of another type stays."""
    try:
        return literal if literal is _NEVER else conform(literal)
    except Mismatch:
        return literal


def identity_fields(node: Node) -> list[tuple[str, Any]]:
    """The fields that are part of the identity, with their values as given."""
    specs = field_specs(type(node))
    return [
        (name, value)
        for name, value in chz_fields(node)
        if (spec := specs[name]).identity and not is_omitted(spec, value)
    ]


def is_omitted(spec: FieldSpec, value: Any) -> bool:
    """Whether a value of a field leaves the digest."""
    return spec.omittable and type(value) is type(spec.omit) and bool(value == spec.omit)
