"""What a query is once it is understood: a tree of frozen values, each with where it stands in the text.

Positions are left out of comparisons, so that two texts that mean the same give equal trees.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as declared


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of the text: from ``start`` up to, not including, ``end``, in characters."""

    start: int
    end: int


NOWHERE = Span(0, 0)
"""Where a tree stands that was not read from a text."""


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it was written; a quoted one is text whatever it looks like."""

    text: str
    quoted: bool = False
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query, which every experiment matches."""

    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A bare word: name, class, digest or tags contain it."""

    value: Literal
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clause:
    """``field operator value``; ``in`` has several values, or two ends of a range, every other operator one."""

    field: str
    operator: str
    values: tuple[Literal, ...]
    span: Span = declared(default=NOWHERE, compare=False, repr=False)
    field_span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Between:
    """``field in low..high``, both ends included; an end that is None is open."""

    field: str
    low: Literal | None
    high: Literal | None
    span: Span = declared(default=NOWHERE, compare=False, repr=False)
    field_span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Has:
    """``has:field``: the experiment has the field at all, whatever its value."""

    field: str
    span: Span = declared(default=NOWHERE, compare=False, repr=False)
    field_span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Call:
    """``function(argument, …)``."""

    function: str
    arguments: tuple[Literal, ...]
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Not:
    """What does not match."""

    item: Query
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class And:
    """What matches all of at least two."""

    items: tuple[Query, ...]
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Or:
    """What matches any of at least two."""

    items: tuple[Query, ...]
    span: Span = declared(default=NOWHERE, compare=False, repr=False)


Query = Everything | Word | Clause | Between | Has | Call | Not | And | Or


def clauses(query: Query) -> tuple[Query, ...]:
    """What a filter builder edits one by one: the parts that must all match."""
    if isinstance(query, And):
        return query.items
    return () if isinstance(query, Everything) else (query,)


def fields_of(query: Query) -> Iterator[str]:
    """Every field that a query names, as it was written."""
    if isinstance(query, Clause | Between | Has):
        yield query.field
    elif isinstance(query, Not):
        yield from fields_of(query.item)
    elif isinstance(query, And | Or):
        for item in query.items:
            yield from fields_of(item)
