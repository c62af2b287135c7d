"""The parts of a query as the web edits them, and values as clauses that ask for them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from furu.index.answers import QueryClause
from furu.index.filters.fields import Field
from furu.index.filters.lexer import is_plain_value, is_plain_word, quote
from furu.index.filters.names import written
from furu.index.filters.quantities import number
from furu.index.filters.syntax import And, Between, Call, Clause, Has, Literal, Not, Or, Query, Word, clauses
from furu.store.records import Json

LONGEST_VALUE = 200
"""Characters of a text that is listed as a value."""

_CONSTANTS = ("null", "true", "false")


def described(query: Query, text: str) -> tuple[QueryClause, ...]:
    """The parts of a query that must all match, in order, each with its place in the text."""
    return tuple(_described(part, text) for part in clauses(query))


def _described(part: Query, text: str) -> QueryClause:
    start, end = part.span.start, part.span.end
    negated = isinstance(part, Not)
    inner = part.item if isinstance(part, Not) else part
    about: dict[str, Any] = {"kind": "group", "field": None, "operator": None, "values": ()}
    match inner:
        case Word(value):
            about = {"kind": "word", "field": None, "operator": None, "values": (value.text,)}
        case Clause(field, operator, values):
            about = {"kind": "compare", "field": field, "operator": operator, "values": _texts(values)}
        case Between(field, low, high):
            ends = tuple("" if value is None else value.text for value in (low, high))
            about = {"kind": "between", "field": field, "operator": "in", "values": ends}
        case Has(field):
            about = {"kind": "has", "field": field, "operator": None, "values": ()}
        case Call(function, arguments):
            about = {"kind": "call", "field": None, "operator": function, "values": _texts(arguments)}
        case And() | Or() | Not() | _:
            pass
    return QueryClause(text=text[start:end], start=start, end=end, negated=negated, **about)


def _texts(values: tuple[Literal, ...]) -> tuple[str, ...]:
    return tuple(value.text for value in values)


def value_text(field: Field, value: Json, *, inside: bool = False) -> str:
    """A value as it is written after an operator, or ``inside`` a list; null is what the field does not have."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, int | float):
        return plain_number(value)
    text = str(value)
    constant = text in _CONSTANTS and field.kind != "state"
    like_number = field.kind == "any" and number(text) is not None
    plain = is_plain_word(text) if inside else is_plain_value(text)
    return text if plain and not constant and not like_number else quote(text)


def plain_number(value: float) -> str:
    """A number without a fraction that it does not have."""
    return str(int(value)) if value == int(value) and abs(value) < 2**53 else repr(value)


def asking(field: Field, name: str, value: Json, *, missing: bool = False) -> str:
    """The clause that selects one value of a field; ``missing`` selects what has no value at all."""
    if missing:
        return f"not has:{written(name)}"
    return f"{written(name)}={value_text(field, value)}"
