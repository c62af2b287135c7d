"""A query's tree to tests of columns: every name resolved, every value read as what its field holds.

What comes out is closed: no name and no text of the user's is looked up any more, so that the evaluator and the
compiler need no error of their own.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal as OneOf
from typing import TypeVar

from furu.errors import QuerySyntax
from furu.index.filters.fields import BY_NAME, COLLECTION, CONFIG, STATES, Field, LeafNames, leaf_field
from furu.index.filters.operators import OPERATORS
from furu.index.filters.quantities import Moment, moment, number, seconds, size
from furu.index.filters.syntax import (
    And,
    Between,
    Call,
    Clause,
    Everything,
    Has,
    Literal,
    Not,
    Or,
    Query,
    Span,
    Word,
)
from furu.store.collections import Membership

Found = TypeVar("Found")

Comparison = OneOf["=", "<", "<=", ">", ">=", "~"]


@dataclass(frozen=True, slots=True)
class Operand:
    """A value to compare with: as text always, as a number where it is one, and as what else its field holds.

    ``null``, ``true`` and ``false`` are written bare; quoted they are texts.
    """

    text: str
    number: float | int | None = None
    moment: Moment | None = None
    constant: OneOf["null", "true", "false"] | None = None


@dataclass(frozen=True, slots=True)
class Test:
    """One column against one value."""

    field: Field
    comparison: Comparison
    operand: Operand


@dataclass(frozen=True, slots=True)
class Present:
    """Whether a column has anything, null included for a leaf."""

    field: Field


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whether name, class, digest or tags contain a word, whatever its case."""

    text: str


@dataclass(frozen=True, slots=True)
class Members:
    """Whether the id is one of these."""

    ids: frozenset[str]


@dataclass(frozen=True, slots=True)
class Every:
    """All of these; none is always true."""

    items: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """Any of these; none is never true."""

    items: tuple[Bound, ...]


@dataclass(frozen=True, slots=True)
class Opposite:
    """Not this."""

    item: Bound


Bound = Test | Present | Mentions | Members | Every | Some | Opposite


@dataclass(frozen=True)
class Catalogue:
    """What names can mean and functions can find.

    Attributes:
        leaves: the whole paths of all config and result leaves.
        now: the present, which relative times count from.
        related: the ids above or below an experiment, by function, id and depth.
        collections: what people picked by hand; only called when a query asks for it.
    """

    leaves: LeafNames
    now: datetime
    related: Callable[[str, str, int | None], frozenset[str]]
    collections: Callable[[], Sequence[Membership]] = tuple


def bind(query: Query, catalogue: Catalogue) -> Bound:
    """The tests that a query stands for.

    Raises:
        QuerySyntax: a field is unknown or ambiguous, or a value is not what its field holds.
        ExperimentUnknown: a function is asked about an experiment that is not there.
    """
    match query:
        case Everything():
            return Every(())
        case Word(value):
            return Mentions(value.text.lower())
        case Not(item):
            return Opposite(bind(item, catalogue))
        case And(items):
            return Every(tuple(bind(item, catalogue) for item in items))
        case Or(items):
            return Some(tuple(bind(item, catalogue) for item in items))
        case Has(field, _, span):
            if field == COLLECTION.name:
                return _ids(catalogue.collections())
            return Present(resolve(field, catalogue, span))
        case Between():
            return _between(query, catalogue)
        case Clause():
            return _clause(query, catalogue)
        case Call():
            return _call(query, catalogue)


def resolve(name: str, catalogue: Catalogue, span: Span) -> Field:
    """The field that a name means.

    Raises:
        QuerySyntax: there is none, or the name can mean several.
    """
    if name in BY_NAME:
        return BY_NAME[name]
    found = catalogue.leaves.candidates(name)
    if len(found) == 1:
        return leaf_field(found[0])
    position, length = span.start, max(span.end - span.start, 1)
    if found:
        listed = ", ".join(sorted(found)[:5])
        raise QuerySyntax(
            f"{name!r} can mean {len(found)} fields: {listed}",
            position=position,
            length=length,
            hint="write one of them whole",
        )
    close = suggestions(name, catalogue.leaves)
    known = f"fields are {', '.join(BY_NAME)}, and the leaves of configs and results"
    hint = f"did you mean {' or '.join(close)}?" if close else known
    raise QuerySyntax(f"no field is called {name!r}", position=position, length=length, hint=hint)


def suggestions(name: str, leaves: Collection[str]) -> list[str]:
    """Names that look like one that is not there."""
    short: Mapping[str, None] = dict.fromkeys(leaf.rpartition(".")[2] for leaf in leaves)
    known = [*BY_NAME, *short, *(leaf.removeprefix(CONFIG) for leaf in leaves)]
    return list(dict.fromkeys(difflib.get_close_matches(name, known, n=3, cutoff=0.6)))


def _clause(clause: Clause, catalogue: Catalogue) -> Bound:
    if clause.field == COLLECTION.name:
        return _collected(clause, catalogue)
    field = resolve(clause.field, catalogue, clause.field_span)
    operator = OPERATORS[clause.operator]
    _check_operator(clause, field)
    if clause.operator == "in":
        return Some(tuple(_equal(field, value, catalogue) for value in clause.values))
    (value,) = clause.values
    if operator.negates is not None:
        return Opposite(_test(field, operator.negates, value, catalogue))
    return _test(field, clause.operator, value, catalogue)


def _check_operator(clause: Clause, field: Field) -> None:
    if field.kind not in OPERATORS[clause.operator].kinds:
        fitting = " ".join(symbol for symbol, row in OPERATORS.items() if field.kind in row.kinds)
        raise QuerySyntax(
            f"{clause.field} cannot be asked with {clause.operator}",
            position=clause.span.start,
            length=clause.span.end - clause.span.start,
            hint=f"it takes {fitting}",
        )


def _collected(clause: Clause, catalogue: Catalogue) -> Bound:
    """The members of the collections that a condition names, as the ids that they are now."""
    _check_operator(clause, COLLECTION)
    known = catalogue.collections()
    negates = OPERATORS[clause.operator].negates
    symbol = negates or clause.operator
    found = Some(tuple(_picked(symbol, value, known) for value in clause.values))
    return found if negates is None else Opposite(found)


def _picked(symbol: str, value: Literal, known: Sequence[Membership]) -> Bound:
    """The ids in the collections that a value names: one by its slug or name, with ``~`` all that contain it.

    Raises:
        QuerySyntax: there is none of this name.
    """
    if not value.quoted and value.text == "null" and symbol != "~":
        return Opposite(_ids(known))
    if symbol == "~":
        return _ids([item for item in known if value.text.lower() in f"{item.slug} {item.name.lower()}"])
    wanted = [item for item in known if value.text in (item.slug, item.name)]
    if wanted:
        return _ids(wanted)
    names = [item.slug for item in known]
    close = difflib.get_close_matches(value.text.lower(), names, n=3, cutoff=0.5)
    there = f"there are {', '.join(names[:10])}" if names else "there are none yet"
    raise QuerySyntax(
        f"no collection is called {value.text!r}",
        position=value.span.start,
        length=max(value.span.end - value.span.start, 1),
        hint=f"did you mean {' or '.join(close)}?" if close else there,
    )


def _ids(collections: Iterable[Membership]) -> Bound:
    return Members(frozenset().union(*(item.ids for item in collections)))


def _test(field: Field, symbol: str, value: Literal, catalogue: Catalogue) -> Bound:
    if symbol in (":", "="):
        return _equal(field, value, catalogue)
    if symbol == "~":
        return Test(field, "~", Operand(value.text.lower()))
    operand = _operand(field, value, catalogue)
    return Test(field, symbol, operand)  # type: ignore[arg-type]  # the table has no other symbols


def _equal(field: Field, value: Literal, catalogue: Catalogue) -> Bound:
    return Test(field, "=", _operand(field, value, catalogue))


def _between(query: Between, catalogue: Catalogue) -> Bound:
    field = resolve(query.field, catalogue, query.field_span)
    if field == COLLECTION or field.kind not in OPERATORS[">="].kinds:
        raise QuerySyntax(
            f"{query.field} has no order, so it has no ranges",
            position=query.span.start,
            length=query.span.end - query.span.start,
            hint="list the values: in (a, b)",
        )
    tests: list[Bound] = []
    if query.low is not None:
        tests.append(Test(field, ">=", _operand(field, query.low, catalogue)))
    if query.high is not None:
        tests.append(Test(field, "<=", _operand(field, query.high, catalogue)))
    return Every(tuple(tests))


def _operand(field: Field, value: Literal, catalogue: Catalogue) -> Operand:
    """A value as what its field holds."""
    text = value.text
    constants: Mapping[str, OneOf["null", "true", "false"]] = {"null": "null", "true": "true", "false": "false"}
    constant = None if value.quoted else constants.get(text)
    if constant == "null":
        return Operand(text, constant="null")
    match field.kind:
        case "time":
            return Operand(text, moment=_must(moment(text, catalogue.now), value, "a time", "2026-11-01, 7d or today"))
        case "seconds":
            return Operand(text, number=_must(seconds(text), value, "a duration", "90, 20min or 2h"))
        case "bytes":
            return Operand(text, number=_must(size(text), value, "a size", "512, 20MB or 1.5GiB"))
        case "number":
            return Operand(text, number=_must(number(text), value, "a number", "3 or 1e-3"))
        case "flag":
            return Operand(text, constant=_must(constants.get(text), value, "true or false", "true"))
        case "state":
            if text not in STATES:
                raise _not_a(value, "a state", ", ".join(STATES))
            return Operand(text)
        case "any":
            return Operand(text, number=None if value.quoted else number(text), constant=constant)
        case _:
            return Operand(text)


def _must(found: Found | None, value: Literal, what: str, such_as: str) -> Found:
    if found is None:
        raise _not_a(value, what, such_as)
    return found


def _not_a(value: Literal, what: str, such_as: str) -> QuerySyntax:
    length = max(value.span.end - value.span.start, 1)
    return QuerySyntax(
        f"{value.text!r} is not {what}", position=value.span.start, length=length, hint=f"write it such as {such_as}"
    )


def _call(call: Call, catalogue: Catalogue) -> Bound:
    key, *rest = call.arguments
    depth = None
    if rest:
        found = number(rest[0].text)
        if not isinstance(found, int) or found < 1 or len(rest) > 1:
            raise _not_a(rest[0], "a depth", "1 or 2")
        depth = found
    return Members(catalogue.related(call.function, key.text, depth))
