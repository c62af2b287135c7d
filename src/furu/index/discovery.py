"""The columns that some experiments have: found, described and counted."""

from __future__ import annotations

from typing import Any

import polars as pl

from furu.index.answers import Column, Source
from furu.index.filters.compile import NULL, NUMBER
from furu.index.filters.fields import BY_NAME, FIELDS, RESULT, Field, leaf_field
from furu.index.filters.names import written
from furu.index.search import Question
from furu.index.values import as_counts, counted, kind_of, operators_of, plain

MOST_COLUMNS = 500
MOST_TOP = 20


def columns(question: Question, search: str, limit: int) -> tuple[tuple[Column, ...], int]:
    """The columns whose name has a text in it, the common ones first, and how many there are."""
    wanted = search.strip().lower()
    found = [
        (field, present)
        for field, present in (*_common(question), *_leaves(question))
        if present and wanted in field.name.lower()
    ]
    return tuple(_column(question, field, present) for field, present in found[:limit]), len(found)


def _common(question: Question) -> list[tuple[Field, int]]:
    frame = question.table.frame(["dependents"]).filter(question.mask)
    there = frame.select(
        (pl.col(field.column).list.len() > 0 if field.kind == "texts" else pl.col(field.column).is_not_null())
        .sum()
        .alias(field.name)
        for field in FIELDS
    )
    counts = there.row(0, named=True)
    return [(field, question.total if field.name == "isa" else int(counts[field.name] or 0)) for field in FIELDS]


def _leaves(question: Question) -> list[tuple[Field, int]]:
    found = []
    for leaf in question.catalogue.leaves:
        names = question.columns(leaf)
        frame = question.table.frame(names).filter(question.mask)
        found.append((leaf_field(leaf), sum(frame.height - frame[name].null_count() for name in names)))
    return sorted(found, key=lambda item: (-item[1], item[0].name))


def _column(question: Question, field: Field, present: int) -> Column:
    names = question.columns(field.name)
    frame = question.table.frame(names).filter(question.mask)
    parts = {name.rpartition("|")[2]: frame[name].drop_nulls() for name in names}
    if field.kind == "texts":
        parts = {name: part.explode().drop_nulls() for name, part in parts.items()}
    kinds = {kind: len(part) for kind, part in parts.items() if len(part)}
    main = max((part for kind, part in parts.items() if kind != NULL), key=len, default=pl.Series(dtype=pl.Float64))
    values = counted(main, MOST_TOP)
    kind = kind_of(field, kinds)
    low, high = _ends(parts.get(NUMBER, main) if field.kind == "any" else main)
    common = field.name in BY_NAME
    source: Source = "common" if common else "result" if field.name.startswith(RESULT.rstrip(".")) else "config"
    return Column(
        path=field.name,
        name=written(field.name if common else question.catalogue.leaves.shortest(field.name)),
        source=source,
        kind=kind,
        about=field.about,
        operators=operators_of(kind),
        present=present,
        distinct=values.distinct,
        distinct_capped=values.capped,
        top=as_counts(field, values.values),
        low=low,
        high=high,
        varies=len(kinds) > 1 or values.distinct > 1 or present < question.total,
    )


def _ends(values: pl.Series) -> tuple[Any, Any]:
    """The least and the greatest value of what has an order."""
    if not len(values) or not (values.dtype.is_numeric() or isinstance(values.dtype, pl.Datetime)):
        return None, None
    low, high = plain(values.min()), plain(values.max())
    return (low, high) if isinstance(low, str) else (float(low), float(high))
