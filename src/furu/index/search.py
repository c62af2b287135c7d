"""From the text of a query to the rows that match, sorted and paged, over the columns."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from operator import or_
from typing import Any, TypeVar

import polars as pl

from furu.errors import CursorInvalid, QueryError, QuerySyntax
from furu.index import ordering
from furu.index import query as rows
from furu.index.coded import BETWEEN
from furu.index.columns import RANK, Table
from furu.index.filters.bind import Bound, Catalogue, Every, Opposite, Present, Some, Test, bind, resolve
from furu.index.filters.compile import NULL, compiled
from furu.index.filters.fields import CONFIG, LOOKED_UP, RESULT, WORD_COLUMNS, Field, leaf_field
from furu.index.filters.syntax import And, Clause, Literal, Query, Span
from furu.index.memory import Memory
from furu.index.segment import Segment
from furu.store.collections import Membership

Found = TypeVar("Found")

MOST_RELATED = 100_000
"""Experiments above or below another one that a function finds at most."""

HEXADECIMAL = frozenset("0123456789abcdef")

_UP = "SELECT dependency FROM edges WHERE dependent = ?"
_DOWN = "SELECT dependent FROM edges WHERE dependency = ?"


@dataclass(frozen=True)
class Matches:
    """The ids of one page of what a query finds, how many match in all, and the cursor of the next page if any."""

    ids: tuple[str, ...]
    total: int
    cursor: str | None


@dataclass(frozen=True)
class Cells:
    """Values of some fields: a row an experiment, its id first, and how many experiments match in all."""

    rows: tuple[tuple[Any, ...], ...]
    total: int


@dataclass(frozen=True)
class Ground:
    """What questions are asked of: one moment of the index, and what was worked out of it before."""

    connection: sqlite3.Connection
    table: Table
    memory: Memory
    now: datetime
    collections: Callable[[], Sequence[Membership]] = tuple


@dataclass(frozen=True)
class _Sorted:
    """A column of the table that a list is sorted by."""

    column: str
    descending: bool


class Question:
    """A query, understood against one table of columns.

    Raises:
        QuerySyntax: the query names what is not there.
    """

    def __init__(self, query: Query, ground: Ground) -> None:
        self.ground = ground
        self.table = ground.table
        self.query = query
        self.catalogue = Catalogue(
            leaves=ground.memory.leaves(ground.table),
            now=ground.now,
            related=self._related,
            collections=ground.collections,
        )
        self.bound = bind(query, self.catalogue)

    def other(self, query: Query) -> Question:
        """Another query about the same experiments."""
        return Question(query, self.ground)

    @cached_property
    def mask(self) -> pl.Series:
        """Which rows of the table match."""
        return self.ground.memory.once(self.table, ("mask", self.bound), self._mask)

    def once(self, key: Hashable, make: Callable[[], Found]) -> Found:
        """What was answered to this question before, while the rows are the same."""
        return self.ground.memory.once(self.table, (key, self.bound), make)

    def _mask(self) -> pl.Series:
        frame = self.table.frame(_columns_of(self.bound, self.table))
        mask = frame.select(mask=compiled(self.bound, self.table.columns_of, self._mentioned))["mask"]
        return mask if len(mask) == frame.height else pl.repeat(bool(mask[0]), frame.height, eager=True)

    def _mentioned(self, text: str) -> pl.Expr:
        """Where a word is mentioned, looked up in each text once, however many rows have it."""
        columns = [name for name in WORD_COLUMNS if name != "digest" or HEXADECIMAL.issuperset(text)]
        found = [pl.lit(self.ground.memory.mentions(self.table, column, text)) for column in columns]
        return reduce(or_, found)

    @cached_property
    def parts(self) -> tuple[tuple[Segment, pl.Series], ...]:
        """The segments that the table is made of, each with which of its own rows match."""
        return self.table.parts(self.mask)

    @cached_property
    def total(self) -> int:
        """How many rows match."""
        return int(self.mask.sum())

    def page(self, order: str, *, offset: int = 0, after: str | None = None, limit: int) -> Matches:
        """One page of what matches, sorted over the whole set; what has no value to sort by comes last.

        Raises:
            QueryError: there is nothing of that name to sort by, or the cursor ``after`` is of another order.
        """
        keys = [*(column for key in ordering.keys(order) for column in self._sorted_by(key)), _Sorted(RANK, False)]
        mask = self.mask if after is None else self.mask & self._behind(keys, ordering.place(after, order, len(keys)))
        rows = mask.arg_true()
        numbers = [(self._numbers(key.column).filter(mask), key.descending) for key in keys]
        places = ordering.first(numbers, offset + limit).slice(offset)
        found = self.table.frame(key.column for key in keys)[rows.gather(places)]
        more = offset + found.height < len(rows)
        ends = tuple(_end(found, key.column) for key in keys) if found.height and more else None
        return Matches(tuple(found["id"]), self.total, None if ends is None else ordering.cursor(order, ends))

    def _sorted_by(self, key: ordering.Key) -> list[_Sorted]:
        """The columns that a list is sorted by; of a leaf with several types the numbers come first."""
        columns = [column for column in self.columns(key.name) if not column.endswith(f"|{NULL}")]
        return [_Sorted(RANK if column == "id" else column, key.descending) for column in columns]

    def _numbers(self, column: str) -> pl.Series:
        """Numbers that stand for the values of a column in their order."""
        values = self.table.frame([column])[column]
        if values.dtype in (pl.String, pl.List):
            return self.ground.memory.order(self.table, column)
        return values.cast(pl.UInt8) if values.dtype == pl.Boolean else values.to_physical()

    def _behind(self, keys: Sequence[_Sorted], place: Sequence[Any]) -> pl.Series:
        """The rows that come after a place in an order."""
        height = self.table.frame(()).height
        behind = pl.repeat(value=False, n=height, eager=True)
        equal = pl.repeat(value=True, n=height, eager=True)
        for key, value in zip(keys, place, strict=True):
            numbers = self._numbers(key.column)
            if value is None:
                equal &= numbers.is_null()
                continue
            if key.column == RANK:
                ids = self.table.frame(())["id"]
                behind |= equal & ((ids < value) if key.descending else (ids > value))
                break
            here = self._place(key.column, value)
            further = (numbers < here) if key.descending else (numbers > here)
            behind |= equal & (further.fill_null(value=False) | numbers.is_null())
            equal &= (numbers == here).fill_null(value=False)
        return behind

    def _place(self, column: str, value: Any) -> float:
        """Where a value is among the numbers that stand for those of a column."""
        is_text = self.table.frame([column]).schema[column] in (pl.String, pl.List)
        if is_text != isinstance(value, str):
            raise CursorInvalid(
                f"this cursor cannot be used: {column} has other values by now",
                hint="ask for the first page again, without a cursor",
            )
        return self.ground.memory.place(self.table, column, value) if is_text else value

    def cells(self, ids: Sequence[str], names: Sequence[str]) -> list[list[Any]]:
        """The values of some fields of some experiments, a list for each of these.

        Raises:
            QueryError: there is no field of one of these names.
        """
        frame = self.table.frame([column for name in names for column in self.columns(name)])
        if not names:
            return [[] for _ in ids]
        wanted = pl.DataFrame({"id": list(ids)}, schema={"id": pl.String})
        few = wanted.join(frame.filter(pl.col("id").is_in(list(ids))), on="id", how="left", maintain_order="left")
        columns = [self._cell(few, name) for name in names]
        return [list(row) for row in zip(*columns, strict=True)]

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
        found = self.asked(name)
        if found in LOOKED_UP:
            raise QuerySyntax(
                f"{name} can be asked for, and is no column to show, sort or group by",
                position=0,
                length=len(name),
                hint=f"write {name}:name in the query",
            )
        return found

    def asked(self, name: str) -> Field:
        """The field that a name means in a query.

        Raises:
            QuerySyntax: there is no such field.
        """
        return resolve(name, self.catalogue, Span(0, len(name)))

    def columns(self, name: str) -> list[str]:
        """The columns of the table that hold a field.

        Raises:
            QuerySyntax: there is no such field.
        """
        field = self.field(_SORT_NAMES.get(name, name))
        if field.kind != "any":
            return ["namespace"] if name == "namespace" else [field.column]
        return list(self.table.columns_of(field.column).values())

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
        start = rows.one(self.ground.connection, key).id
        step = _UP if function == "upstream" else _DOWN
        seen, border, level = {start}, [start], 0
        while border and (depth is None or level < depth):
            reached = {far for near in border for (far,) in self.ground.connection.execute(step, (near,))}
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


def _end(found: pl.DataFrame, column: str) -> Any:
    """What the last row of a page has in a column, as a cursor holds it; a place in the order of ids is the id."""
    value = found["id" if column == RANK else column].to_physical()[-1]
    if isinstance(value, pl.Series):
        return BETWEEN.join(value) if len(value) else None
    return value


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
