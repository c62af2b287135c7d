"""Experiments grouped by the values of some fields, with counts and what the groups have in others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import polars as pl

from furu.errors import QuerySyntax
from furu.index import ordering
from furu.index.answers import Aggregate, GroupRow
from furu.index.clauses import asking
from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT
from furu.index.filters.fields import BY_NAME
from furu.index.search import Question
from furu.index.values import plain
from furu.store.records import State

MOST_BY = 4
MOST_AGGREGATES = 20
MEASURES = ("low", "mean", "high")


def groups(
    question: Question, by: Sequence[str], columns: Sequence[str], *, sort: str, offset: int, limit: int
) -> tuple[tuple[GroupRow, ...], int]:
    """One page of the groups, and how many there are. What has no value of a field is a group of its own.

    Raises:
        QuerySyntax: there is no such field, or nothing to sort by.
    """
    names = [column for name in (*by, *columns) for column in question.columns(name)]
    frame = question.table.frame(names).filter(question.mask)
    keys: list[pl.Expr] = []
    for place, name in enumerate(by):
        for column in _key_columns(question, name):
            kind = column.rpartition("|")[2] if question.field(name).kind == "any" else "value"
            keys.append(pl.col(column).alias(f"by|{place}|{kind}"))
    states = [(pl.col("state") == str(state)).sum().alias(f"state|{state}") for state in State]
    measured = [
        measure
        for place, name in enumerate(columns)
        if (numbers := _numbers(question, name)) is not None
        for measure in (
            numbers.count().alias(f"of|{place}|count"),
            numbers.min().alias(f"of|{place}|low"),
            numbers.mean().alias(f"of|{place}|mean"),
            numbers.max().alias(f"of|{place}|high"),
        )
    ]
    used = frame.select(*keys, "state", *(pl.col(name) for name in dict.fromkeys(names) if name != "state"))
    for key in [name for name in used.columns if name.startswith("by|")]:
        if isinstance(used.schema[key], pl.List):
            nothing = pl.lit([None], dtype=pl.List(pl.String))  # an empty list would leave no row
            used = used.with_columns(pl.when(pl.col(key).list.len() > 0).then(pl.col(key)).otherwise(nothing)).explode(
                key
            )
    key_names = [name for name in used.columns if name.startswith("by|")]
    grouped = used.group_by(key_names).agg(pl.len().alias("count"), *states, *measured)
    order = _order(sort, by, columns, grouped)
    ordered = grouped.sort(
        [name for name, _ in order] + key_names,
        descending=[*(down for _, down in order), *(False for _ in key_names)],
        nulls_last=True,
    )
    rows = ordered.slice(offset, limit).iter_rows(named=True)
    return tuple(_row(question, row, by, columns) for row in rows), grouped.height


def _key_columns(question: Question, name: str) -> list[str]:
    return ["namespace"] if question.field(name).name == "class" else question.columns(name)


def _numbers(question: Question, name: str) -> pl.Expr | None:
    """The numbers of a field, if it has any."""
    field = question.field(name)
    if field.kind == "any":
        return next((pl.col(column) for column in question.columns(name) if column.endswith(f"|{NUMBER}")), None)
    return pl.col(field.column) if field.kind in ("number", "seconds", "bytes") else None


def _order(sort: str, by: Sequence[str], columns: Sequence[str], grouped: pl.DataFrame) -> list[tuple[str, bool]]:
    """The columns of the grouped table that it is sorted by."""
    found = []
    for key in ordering.keys(sort):
        name, _, measure = key.name.rpartition(":")
        if key.name == "count":
            found.append(("count", key.descending))
        elif key.name in by:
            prefix = f"by|{by.index(key.name)}|"
            found += [(column, key.descending) for column in grouped.columns if column.startswith(prefix)]
        elif key.name in columns or (name in columns and measure in MEASURES):
            place = columns.index(key.name if key.name in columns else name)
            column = f"of|{place}|{'mean' if key.name in columns else measure}"
            found += [(column, key.descending)] if column in grouped.columns else []
        else:
            known = ", ".join(("count", *by, *columns))
            raise QuerySyntax(
                f"groups cannot be sorted by {key.name!r}",
                position=0,
                length=max(len(key.name), 1),
                hint=f"sort by one of {known}, or by a field and one of {', '.join(MEASURES)}, such as x:low",
            )
    return found


def _row(question: Question, row: dict[str, Any], by: Sequence[str], columns: Sequence[str]) -> GroupRow:
    values, asked = [], []
    for place, name in enumerate(by):
        value, is_null = _value(row, place)
        field = question.field(name)
        value = question.short(field, value)
        short = field.name if field.name in BY_NAME else question.catalogue.leaves.shortest(field.name)
        values.append(plain(value))
        asked.append(asking(field, short, value, missing=value is None and not is_null))
    return GroupRow(
        values=tuple(values),
        query=" ".join(asked),
        count=row["count"],
        states={state: count for state in State if (count := row[f"state|{state}"])},
        aggregates=tuple(
            Aggregate(
                field=name,
                count=row.get(f"of|{place}|count", 0),
                **{part: _float(row.get(f"of|{place}|{part}")) for part in MEASURES},
            )
            for place, name in enumerate(columns)
        ),
    )


def _value(row: dict[str, Any], place: int) -> tuple[Any, bool]:
    """The value of a group, and whether it is an explicit null."""
    for kind in ("value", NUMBER, TEXT, FLAG):
        value = row.get(f"by|{place}|{kind}")
        if value is not None:
            return value, False
    return None, bool(row.get(f"by|{place}|{NULL}"))


def _float(value: Any) -> float | None:
    return None if value is None else float(value)
