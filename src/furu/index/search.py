"""From the text of a query to the ids that match, sorted and paged, over the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import polars as pl

from furu.errors import QueryError
from furu.index import query as rows
from furu.index.columns import DEPENDENTS, RANK, Table
from furu.index.filters.bind import Bound, Catalogue, Every, Opposite, Present, Some, Test, bind, resolve
from furu.index.filters.compile import NUMBER, TEXT, compiled
from furu.index.filters.parser import parse
from furu.index.filters.syntax import And, Clause, Literal, Query, Span
from furu.store.records import State

MOST_RELATED = 100_000
"""Experiments above or below another one that a function finds at most."""

_UP = "SELECT dependency FROM edges WHERE dependent = ?"
_DOWN = "SELECT dependent FROM edges WHERE dependency = ?"


@dataclass(frozen=True)
class Matches:
    """The experiments that a query finds: their ids in order, and how many there are beyond this page."""

    query: Query
    ids: tuple[str, ...]
    total: int


@dataclass(frozen=True)
class Cells:
    """Values of some fields: a row an experiment, its id first, and how many experiments match in all."""

    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True)
class Group:
    """A value, None where it is missing, and how many experiments have it."""

    value: Any
    count: int


class Question:
    """A query, understood against one table of columns, among the experiments of some states and classes.

    Raises:
        QuerySyntax: the text is no query, or names what is not there.
    """

    def __init__(
        self,
        text: str,
        connection: sqlite3.Connection,
        table: Table,
        now: datetime,
        among: rows.Selection | None = None,
    ) -> None:
        self._connection = connection
        self._table = table
        self._catalogue = Catalogue(leaves=table.leaves, now=now, related=self._related)
        self.query = parse(text)
        chosen = [] if among is None else _clauses(among)
        self.bound = bind(And((self.query, *chosen)) if chosen else self.query, self._catalogue)

    def page(self, *, sort: str, offset: int, limit: int) -> Matches:
        """One page of what matches, sorted over the whole set; what has no value to sort by comes last.

        Raises:
            QueryError: there is nothing of that name to sort by.
        """
        ordered = self._sorted(self.frame(sort.removeprefix("-")), sort)
        return Matches(self.query, tuple(ordered["id"].slice(offset, limit)), ordered.height)

    def cells(self, names: Sequence[str], *, sort: str, limit: int) -> Cells:
        """The values of some fields, sorted over the whole set.

        Raises:
            QueryError: there is no field of one of these names.
        """
        found = self.frame(sort.removeprefix("-"), *names)
        first = self._sorted(found, sort).head(limit)
        values = found.select("id", *(self.values(name).alias(f"{place}") for place, name in enumerate(names)))
        rows = first.select("id").join(values, on="id", how="left", maintain_order="left")
        return Cells(tuple(rows.iter_rows()), found.height)

    def groups(self, name: str) -> tuple[Group, ...]:
        """How many have each value of a field, the most frequent first; of a list each item counts.

        Raises:
            QueryError: there is no such field.
        """
        found = self.frame(name).select(value=self.values(name))
        if isinstance(found.schema["value"], pl.List):
            found = found.explode("value")
        counts = found.group_by("value").len(name="count").sort("count", "value", descending=[True, False])
        return tuple(Group(value, count) for value, count in counts.iter_rows())

    def _sorted(self, found: pl.DataFrame, sort: str) -> pl.DataFrame:
        """The ids in order; equal values are in the order of ids."""
        name, descending = sort.removeprefix("-"), sort.startswith("-")
        keyed = found.select("id", RANK, key=self._sort_key(name))
        return keyed.sort("key", RANK, descending=[descending, False], nulls_last=True)

    def frame(self, *names: str) -> pl.DataFrame:
        """The rows that match, with the common columns and those of some more fields."""
        wanted = [*_columns_of(self.bound, self._table), *(column for name in names for column in self._columns(name))]
        return self._table.frame(wanted).filter(compiled(self.bound, self._table.columns_of))

    def values(self, name: str) -> pl.Expr:
        """A field's values as one column: numbers where it has any, else texts.

        Raises:
            QuerySyntax: there is no such field.
        """
        field = resolve(_SORT_NAMES.get(name, name), self._catalogue, Span(0, len(name)))
        if field.kind != "any":
            return pl.col(field.column)
        columns = self._table.columns_of(field.column)
        return pl.col(next((columns[kind] for kind in (NUMBER, TEXT) if kind in columns), *columns.values()))

    def _columns(self, name: str) -> list[str]:
        field = resolve(_SORT_NAMES.get(name, name), self._catalogue, Span(0, len(name)))
        return [field.column] if field.kind != "any" else list(self._table.columns_of(field.column).values())

    def _sort_key(self, name: str) -> pl.Expr:
        if name == "state":
            ranks = {str(state): rank for rank, state in enumerate(State)}
            return pl.col("state").replace_strict(ranks, return_dtype=pl.Int64)
        if name == "namespace":
            return pl.col("namespace")
        values = self.values(name)
        return values.list.join(" ") if name in ("tags", "tag", "isa", "bases") else values

    def _related(self, function: str, key: str, depth: int | None) -> frozenset[str]:
        """Everything above or below an experiment, nearest first, without that itself."""
        start = rows.one(self._connection, key).id
        step = _UP if function == "upstream" else _DOWN
        seen, border, level = {start}, [start], 0
        while border and (depth is None or level < depth):
            reached = {far for near in border for (far,) in self._connection.execute(step, (near,))}
            border = sorted(reached - seen)
            seen |= reached
            level += 1
            if len(seen) > MOST_RELATED:
                raise QueryError(
                    f"{function}({key}) finds more than {MOST_RELATED} experiments",
                    hint=f"give a depth: {function}({key}, 2)",
                )
        return frozenset(seen - {start})


_SORT_NAMES = {
    "created_at": "created",
    "updated_at": "updated",
    "started_at": "started",
    "duration_s": "duration",
    "class_name": "class",
    "namespace": "class",
}
"""Names of columns that a list may also be sorted by, with the fields they are."""


def _clauses(among: rows.Selection) -> list[Clause]:
    """The states and the classes of a selection, as conditions of a query."""
    chosen = {"state": list(map(str, among.states)), "class": list(among.namespaces)}
    return [
        Clause(field, "in", tuple(Literal(value, quoted=True) for value in values))
        for field, values in chosen.items()
        if values
    ]


def _columns_of(bound: Bound, table: Table) -> list[str]:
    """The columns beside the common ones that a query looks at."""
    if isinstance(bound, Every | Some):
        return [name for item in bound.items for name in _columns_of(item, table)]
    if isinstance(bound, Opposite):
        return _columns_of(bound.item, table)
    if isinstance(bound, Test | Present):
        if bound.field.kind == "any":
            return list(table.columns_of(bound.field.column).values())
        return [DEPENDENTS] if bound.field.column == DEPENDENTS else []
    return []
