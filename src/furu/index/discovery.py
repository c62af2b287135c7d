"""The columns that some experiments have: found, described and counted."""

from __future__ import annotations

from typing import Any

import polars as pl

from furu.index.answers import Column, Source
from furu.index.filters.fields import BY_NAME, FIELDS, RESULT, Field, leaf_field
from furu.index.filters.names import written
from furu.index.search import Question
from furu.index.values import as_counts, kind_of, operators_of, plain, tally

MOST_COLUMNS = 500
MOST_TOP = 20


def columns(question: Question, search: str, limit: int) -> tuple[tuple[Column, ...], int]:
    """The columns whose name has a text in it, the common ones first, and how many there are."""
    wanted = search.strip().lower()
    found = [field for field, _ in present(question) if wanted in field.name.lower()]
    return tuple(_column(question, field) for field in found[:limit]), len(found)


def present(question: Question) -> tuple[tuple[Field, int], ...]:
    """The fields that any of the experiments has, and how many do: common ones first, then leaves by how many do."""
    key = ("present", question.bound)
    return question.ground.memory.once(question.table, key, lambda: _present(question))


def _present(question: Question) -> tuple[tuple[Field, int], ...]:
    return tuple(item for item in (*_common(question), *_leaves(question)) if item[1])


def _common(question: Question) -> list[tuple[Field, int]]:
    frame = question.table.frame([field.column for field in FIELDS]).with_columns(matches=question.mask)
    counts = frame.select((_is_there(field) & pl.col("matches")).sum().alias(field.name) for field in FIELDS)
    return [
        (field, question.total if field.name == "isa" else int(count or 0))
        for field, count in zip(FIELDS, counts.row(0), strict=True)
    ]


def _is_there(field: Field) -> pl.Expr:
    column = pl.col(field.column)
    return column.list.len() > 0 if field.kind == "texts" else column.is_not_null()


def _leaves(question: Question) -> list[tuple[Field, int]]:
    """The leaves that any of the experiments has, and how many do, the most frequent first."""
    counts: dict[str, int] = {}
    for segment, mask in question.parts:
        for kind, values in segment.values.items():
            before = pl.concat([pl.Series([0], dtype=pl.UInt32), mask.gather(values["row"]).cum_sum()])
            stretches = [(leaf, kinds[kind]) for leaf, kinds in segment.manifest.leaves.items() if kind in kinds]
            starts = pl.Series([place.start for _, place in stretches], dtype=pl.UInt32)
            ends = pl.Series([place.start + place.length for _, place in stretches], dtype=pl.UInt32)
            for (leaf, _), count in zip(stretches, before.gather(ends) - before.gather(starts), strict=True):
                counts[leaf] = counts.get(leaf, 0) + count
    found = ((leaf_field(leaf), count) for leaf, count in counts.items() if count)
    return sorted(found, key=lambda item: (-item[1], item[0].name))


def _column(question: Question, field: Field) -> Column:
    found = tally(question, field)
    kind = kind_of(field, found.kinds)
    common = field.name in BY_NAME
    source: Source = "common" if common else "result" if field.name.startswith(RESULT.rstrip(".")) else "config"
    top = found.most(MOST_TOP)
    return Column(
        path=field.name,
        name=written(field.name if common else question.catalogue.leaves.shortest(field.name)),
        source=source,
        kind=kind,
        about=field.about,
        operators=operators_of(kind),
        present=found.present,
        distinct=found.distinct,
        distinct_capped=found.capped,
        top=as_counts(field, [(question.short(field, value), count) for value, count in top]),
        low=_end(found.low),
        high=_end(found.high),
        varies=len(found.kinds) > 1 or found.present < question.total or any(n < found.present for _, n in top[:1]),
    )


def _end(value: Any) -> float | str | None:
    found = plain(value)
    return found if found is None or isinstance(found, str) else float(found)
