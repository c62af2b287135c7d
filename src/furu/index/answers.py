"""What the questions about many experiments are answered with, as the frozen values that go over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from furu.store.records import Json, State

ClauseKind = Literal["word", "compare", "between", "has", "call", "group"]
"""What a part of a query is; ``group`` is anything in parentheses or joined by *or*, which is edited as text."""

ColumnKind = Literal["text", "texts", "number", "seconds", "bytes", "time", "state", "flag", "mixed"]
"""What a column holds; ``mixed`` is a leaf with values of several types."""

Source = Literal["common", "config", "result"]

SuggestionKind = Literal["field", "operator", "value", "function", "keyword", "class", "tag"]


@dataclass(frozen=True, kw_only=True)
class QueryClause:
    """One part of a query, of those that must all match: ``text`` stands from ``start`` up to ``end``, in characters.

    ``operator`` of a call is the function's name, and ``values`` its arguments. Of a range ``values`` are both ends,
    an open one empty. ``negated`` means that *not* stands before it.
    """

    text: str
    start: int
    end: int
    kind: ClauseKind
    field: str | None
    operator: str | None
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, kw_only=True)
class ValueCount:
    """A value, how it is written after a field's operator, and how many experiments have it."""

    value: Json
    text: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Column:
    """A field or leaf that some of the experiments have.

    ``name`` is the shortest way to write it in a query. ``present`` counts the experiments that have it. ``distinct``
    counts its values, up to a limit beyond which ``distinct_capped`` is true. ``top`` holds the most frequent ones,
    ``low`` and ``high`` the ends of what has an order. ``varies`` is whether the experiments differ in it.
    """

    path: str
    name: str
    source: Source
    kind: ColumnKind
    about: str
    operators: tuple[str, ...]
    present: int
    distinct: int
    distinct_capped: bool
    top: tuple[ValueCount, ...]
    low: float | str | None
    high: float | str | None
    varies: bool


@dataclass(frozen=True, kw_only=True)
class ColumnList:
    """The columns that the matching experiments have; ``total`` counts those experiments, ``distinct`` the columns."""

    items: tuple[Column, ...]
    total: int
    distinct: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Facet:
    """The most frequent values of a field, as if the query did not ask for that field itself.

    ``selected`` are the values that it does ask for. ``missing`` counts the experiments without one.
    """

    field: str
    label: str
    kind: ColumnKind
    values: tuple[ValueCount, ...]
    distinct: int
    missing: int
    selected: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class FacetList:
    """Facets, and how many experiments match the whole query."""

    items: tuple[Facet, ...]
    total: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Aggregate:
    """The numbers that the experiments of a group have in a field: how many, the least, their mean, the greatest."""

    field: str
    count: int
    low: float | None
    mean: float | None
    high: float | None


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """The experiments that share some values. ``query`` has the clauses that select them; null values are missing."""

    values: tuple[Json, ...]
    query: str
    count: int
    states: dict[State, int]
    aggregates: tuple[Aggregate, ...]


@dataclass(frozen=True, kw_only=True)
class GroupList:
    """One page of the groups by some fields; ``distinct`` counts the groups, ``total`` the experiments."""

    by: tuple[str, ...]
    items: tuple[GroupRow, ...]
    distinct: int
    total: int
    version: int


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """What can stand at a place of a query: ``text`` replaces what is there, ``label`` shows it."""

    text: str
    label: str
    kind: SuggestionKind
    detail: str
    count: int | None


@dataclass(frozen=True, kw_only=True)
class QueryProblem:
    """Why a query cannot be understood yet, and where, in characters."""

    detail: str
    hint: str | None
    position: int
    length: int


@dataclass(frozen=True, kw_only=True)
class SuggestionList:
    """What can stand instead of the characters from ``start`` up to ``end``, and what is wrong with the query."""

    start: int
    end: int
    items: tuple[Suggestion, ...]
    problem: QueryProblem | None
