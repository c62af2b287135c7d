"""A query's tree to its one canonical text; parsing that gives the tree again."""

from __future__ import annotations

from furu.index.filters.lexer import is_plain_value, is_plain_word, quote
from furu.index.filters.operators import KEYWORDS
from furu.index.filters.parser import HAS, RANGE
from furu.index.filters.syntax import And, Between, Call, Clause, Everything, Has, Literal, Not, Or, Query, Word


def show(query: Query) -> str:
    """The text of a query."""
    match query:
        case Everything():
            return ""
        case Or(items):
            return " or ".join(_inside(item, (Or,)) for item in items)
        case And(items):
            return " ".join(_inside(item, (Or, And)) for item in items)
        case Not(item):
            return f"not {_inside(item, (Or, And))}"
        case _:
            return _simple(query)


def _inside(query: Query, loose: tuple[type, ...]) -> str:
    text = show(query)
    return f"({text})" if isinstance(query, loose) else text


def _simple(query: Query) -> str:
    match query:
        case Word(value):
            return _word(value.text, quoted=value.quoted)
        case Has(field):
            return f"{HAS}:{_value(Literal(field))}"
        case Between(field, low, high):
            return f"{_word(field)} in {'' if low is None else low.text}{RANGE}{'' if high is None else high.text}"
        case Call(function, arguments):
            return f"{function}({', '.join(_argument(argument) for argument in arguments)})"
        case Clause(field, "in", values):
            return f"{_word(field)} in ({', '.join(_argument(value) for value in values)})"
        case Clause(field, operator, (value,)):
            name = quote(field) if field == HAS else _word(field)
            apart = (
                " " if value.text.startswith("=") and not value.quoted else ""
            )  # < followed by = is another operator
            return f"{name}{operator}{apart}{_value(value)}"
    raise TypeError(query)


def _word(text: str, *, quoted: bool = False) -> str:
    plain = not quoted and is_plain_word(text) and text.lower() not in KEYWORDS
    return text if plain else quote(text)


def _argument(value: Literal) -> str:
    return value.text if not value.quoted and is_plain_word(value.text) else quote(value.text)


def _value(value: Literal) -> str:
    return value.text if not value.quoted and is_plain_value(value.text) else quote(value.text)
