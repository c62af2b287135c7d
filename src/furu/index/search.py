"""From the text of a query to the rows that match, sorted and paged, over the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import polars as pl

from furu.errors import QueryError, QuerySyntax
from furu.index import ordering
from furu.index import query as rows
from furu.index.columns import RANK, Table
from furu.index.filters.bind import Bound, Catalogue, Every, Opposite, Present, Some, Test, bind, resolve
from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT, compiled
from furu.index.filters.fields import CONFIG, LOOKED_UP, RESULT, Field, LeafNames, leaf_field
from furu.index.filters.syntax import And, Clause, Literal, Query, Span
from furu.store.collections import Membership
from furu.store.records import State

MOST_RELATED = 100_000
"""Experiments above or below another one that a function finds at most."""

_UP = "SELECT dependency FROM edges WHERE dependent = ?"
_DOWN = "SELECT dependent FROM edges WHERE dependency = ?"


@dataclass(frozen=True)
class Matches:
    """The ids of one page of what a query finds, each with its keys in the order, and how many match in all.

    ``more`` is whether there are any behind this page.
    """

    ids: tuple[str, ...]
    keys: tuple[tuple[Any, ...], ...]
    total: int
    more: bool


@dataclass(frozen=True)
class Cells:
    """Values of some fields: a row an experiment, its id first, and how many experiments match in all."""

    rows: tuple[tuple[Any, ...], ...]
    total: int


class Question:
    """A query, understood against one table of columns.

    Raises:
        QuerySyntax: the query names what is not there.
    """

    def __init__(
        self,
        query: Query,
        connection: sqlite3.Connection,
        table: Table,
        now: datetime,
        collections: Callable[[], Sequence[Membership]] = tuple,
    ) -> None:
        self._connection = connection
        self.table = table
        self.query = query
        self.catalogue = Catalogue(
            leaves=LeafNames(table.leaves), now=now, related=self._related, collections=collections
        )
        self.bound = bind(query, self.catalogue)

    def other(self, query: Query) -> Question:
        """Another query about the same experiments."""
        return Question(query, self._connection, self.table, self.catalogue.now, self.catalogue.collections)

    @cached_property
    def mask(self) -> pl.Series:
        """Which rows of the table match."""
        frame = self.table.frame(_columns_of(self.bound, self.table))
        mask = frame.select(mask=compiled(self.bound, self.table.columns_of))["mask"]
        return mask if len(mask) == frame.height else pl.repeat(bool(mask[0]), frame.height, eager=True)

    @cached_property
    def total(self) -> int:
        """How many rows match."""
        return int(self.mask.sum())

    def page(self, order: str, *, offset: int = 0, after: str | None = None, limit: int) -> Matches:
        """One page of what matches, sorted over the whole set; what has no value to sort by comes last.

        Raises:
            QueryError: there is nothing of that name to sort by, or the cursor ``after`` is of another order.
        """
        found = self._sorted(order)
        keys = [name for name in found.columns if name != "id"]
        if after is not None:
            offset += self._before(found, ordering.place(after, order, len(keys)), order)
        page = found.slice(offset, limit)
        rows = tuple(page.select(keys).iter_rows())
        return Matches(tuple(page["id"]), rows, found.height, more=offset + page.height < found.height)

    def _sorted(self, order: str) -> pl.DataFrame:
        """The ids and keys in order; equal values are in the order of ids."""
        keys = ordering.keys(order)
        frame = self.table.frame([column for key in keys for column in self.columns(key.name)])
        found = frame.filter(self.mask).select(
            "id", *(self._sort_key(key.name).alias(f"{place}") for place, key in enumerate(keys)), pl.col(RANK)
        )
        names = [f"{place}" for place in range(len(keys))]
        return found.sort(
            [*names, RANK], descending=[*(key.descending for key in keys), False], nulls_last=True, maintain_order=False
        )

    @staticmethod
    def _before(found: pl.DataFrame, place: tuple[Any, ...], order: str) -> int:
        """How many rows are not behind a place."""
        names = [name for name in found.columns if name != "id"]
        descending = [*(key.descending for key in ordering.keys(order)), False]
        behind, equal = pl.lit(value=False), pl.lit(value=True)
        for name, value, down in zip(names, place, descending, strict=True):
            column = pl.col(name)
            if value is None:
                equal = equal & column.is_null()
                continue
            is_time = isinstance(value, str) and isinstance(found.schema[name], pl.Datetime)
            here = pl.lit(datetime.fromisoformat(value) if is_time else value)
            further = (column < here) if down else (column > here)
            behind = behind | (equal & (further | column.is_null()))
            equal = equal & (column == here).fill_null(value=False)
        return found.height - int(found.select(behind=behind.fill_null(value=False)).sum().item())

    def cells(self, ids: Sequence[str], names: Sequence[str]) -> list[list[Any]]:
        """The values of some fields of some experiments, a list for each of these.

        Raises:
            QueryError: there is no field of one of these names.
        """
        frame = self.table.frame([column for name in names for column in self.columns(name)])
        wanted = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
        few = wanted.join(frame.filter(pl.col("id").is_in(list(ids))), on="id", how="left", maintain_order="left")
        columns = [self._cell(few, name) for name in names]
        return [list(row) for row in zip(*columns, strict=True)] if columns else [[] for _ in ids]

    def _cell(self, few: pl.DataFrame, name: str) -> list[Any]:
        columns = self.columns(name)
        field = self.field(name)
        if field.kind != "any":
            return few[columns[0]].to_list()
        found: list[Any] = [None] * few.height
        for column in columns:
            if not column.endswith(f"|{NULL}"):
                found = [value if value is not None else old for old, value in zip(found, few[column], strict=True)]
        return found

    def field(self, name: str) -> Field:
        """The field that a name means; the whole path of a leaf means that, also when no experiment has it.

        Raises:
            QuerySyntax: there is no such field.
        """
        if name.startswith((CONFIG, RESULT)) and not self.catalogue.leaves.candidates(name):
            return leaf_field(name)
        found = resolve(name, self.catalogue, Span(0, len(name)))
        if found in LOOKED_UP:
            raise QuerySyntax(
                f"{name} can be asked for, and is no column to show, sort or group by",
                position=0,
                length=len(name),
                hint=f"write {name}:name in the query",
            )
        return found

    def columns(self, name: str) -> list[str]:
        """The columns of the table that hold a field.

        Raises:
            QuerySyntax: there is no such field.
        """
        field = self.field(_SORT_NAMES.get(name, name))
        if field.kind != "any":
            return ["namespace"] if name == "namespace" else [field.column]
        return list(self.table.columns_of(field.column).values())

    def _sort_key(self, name: str) -> pl.Expr:
        if name == "state":
            ranks = {str(state): rank for rank, state in enumerate(State)}
            return pl.col("state").replace_strict(ranks, return_dtype=pl.Int64)
        columns = [column for column in self.columns(name) if not column.endswith(f"|{NULL}")]
        if not columns:
            return pl.lit(None, dtype=pl.Float64)
        if len(columns) == 1:
            values = pl.col(columns[0])
            return values.list.join(" ") if name in ("tags", "tag", "isa", "bases") else values
        kinds = [kind for kind in (NUMBER, TEXT, FLAG) if any(column.endswith(f"|{kind}") for column in columns)]
        return pl.col(next(column for column in columns if column.endswith(f"|{kinds[0]}")))

    def short(self, field: Field, value: Any) -> Any:
        """The name of a class for its namespace, where only one class has it; any other value as it is."""
        if field.name not in ("class", "isa") or not isinstance(value, str):
            return value
        name = value.rpartition(".")[2]
        return name if len(self._namesakes.get(name, ())) <= 1 else value

    @cached_property
    def _namesakes(self) -> dict[str, set[str]]:
        """Namespaces of classes and their bases by the last part."""
        frame = self.table.frame(())
        known = {*frame["namespace"].unique(), *frame["bases"].explode().drop_nulls().unique()}
        found: dict[str, set[str]] = {}
        for namespace in known:
            found.setdefault(namespace.rpartition(".")[2], set()).add(namespace)
        return found

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


def narrowed(query: Query, chosen: rows.Selection | None) -> Query:
    """A query together with the states and the classes of a selection."""
    if chosen is None:
        return query
    wanted = {"state": list(map(str, chosen.states)), "class": list(chosen.namespaces)}
    clauses = [
        Clause(field, "in", tuple(Literal(value, quoted=True) for value in values))
        for field, values in wanted.items()
        if values
    ]
    return And((query, *clauses)) if clauses else query


def _columns_of(bound: Bound, table: Table) -> list[str]:
    """The columns beside the common ones that a query looks at."""
    if isinstance(bound, Every | Some):
        return [name for item in bound.items for name in _columns_of(item, table)]
    if isinstance(bound, Opposite):
        return _columns_of(bound.item, table)
    if isinstance(bound, Test | Present):
        if bound.field.kind == "any":
            return list(table.columns_of(bound.field.column).values())
        return [bound.field.column] if bound.field.column == "dependents" else []
    return []
