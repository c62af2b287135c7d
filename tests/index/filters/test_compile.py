"""The compiled expression gives the answers of the slow evaluator, on any rows and any query."""

from __future__ import annotations

from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from furu.index.filters.bind import bind
from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT, compiled
from furu.index.filters.evaluate import matches
from furu.index.filters.syntax import Query
from tests.index.filters.queries import CATALOGUE, LEAVES, queries, rows

COMMON: dict[str, Any] = {
    "id": pl.String,
    "namespace": pl.String,
    "class_name": pl.String,
    "module": pl.String,
    "bases": pl.List(pl.String),
    "digest": pl.String,
    "state": pl.String,
    "name": pl.String,
    "tags": pl.List(pl.String),
    "created_at": pl.Datetime("us", "UTC"),
    "duration_s": pl.Float64,
    "attempts": pl.Int64,
    "git_dirty": pl.Boolean,
    "error_type": pl.String,
}
TYPES: dict[str, Any] = {NUMBER: pl.Float64, TEXT: pl.String, FLAG: pl.Boolean, NULL: pl.Boolean}


def kind_of(value: object) -> str:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return FLAG
    return TEXT if isinstance(value, str) else NUMBER


def frame(found: list[dict[str, Any]]) -> pl.DataFrame:
    """Rows as columns, a leaf split by the type of its values."""
    data: dict[str, pl.Series] = {
        name: pl.Series(name, [row[name] for row in found], dtype=kind) for name, kind in COMMON.items()
    }
    for leaf in LEAVES:
        for kind, dtype in TYPES.items():
            values = [
                (True if kind == NULL else row[leaf]) if leaf in row and kind_of(row[leaf]) == kind else None
                for row in found
            ]
            data[f"{leaf}|{kind}"] = pl.Series(values, dtype=dtype, strict=False)
    return pl.DataFrame(data)


def columns_of(leaf: str) -> dict[str, str]:
    return {kind: f"{leaf}|{kind}" for kind in TYPES}


@settings(deadline=None)
@given(queries, st.lists(rows(), min_size=1, max_size=6))
def test_the_compiled_query_finds_what_the_evaluator_finds(query: Query, found: list[dict[str, Any]]) -> None:
    bound = bind(query, CATALOGUE)
    table = frame(found)
    answer = table.select(found=compiled(bound, columns_of))["found"]
    if len(answer) == 1:  # a query that looks at no column has one answer for all rows
        answer = pl.Series([answer[0]] * len(found))
    assert answer.to_list() == [matches(bound, row) for row in found]
