"""Facets: the values of a few fields with counts, each as if the query did not ask for that field itself."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from furu.index.answers import Facet
from furu.index.filters.bind import Catalogue, resolve
from furu.index.filters.compile import NULL
from furu.index.filters.fields import BY_NAME, LOOKED_UP, Field
from furu.index.filters.syntax import And, Between, Clause, Everything, Has, Not, Query, Span, clauses
from furu.index.search import Question
from furu.index.values import as_counts, counted, kind_of

USUAL = ("state", "class", "isa", "tag", "user", "host", "backend", "dirty", "versioned", "error", "collection")
"""The fields of the facets that are shown when no others are asked for."""

MOST_FACETS = 30
MOST_VALUES = 50


def facets(question: Question, names: Sequence[str]) -> tuple[Facet, ...]:
    """The facets of some fields.

    Raises:
        QuerySyntax: there is no such field.
    """
    wanted = names or [name for name in USUAL if BY_NAME[name] not in LOOKED_UP]
    return tuple(_facet(question, question.field(name)) for name in wanted)


def _facet(question: Question, field: Field) -> Facet:
    parts = clauses(question.query)
    own = [part for part in parts if _is_about(part, field, question.catalogue)]
    kept = [part for part in parts if part not in own]
    rest = question.other(_all(kept)) if own else question
    column, present, kinds = _values(rest, field)
    found = counted(column, MOST_VALUES)
    values = [(question.short(field, value), count) for value, count in found.values]
    return Facet(
        field=field.name,
        label=field.name if field.name in BY_NAME else question.catalogue.leaves.shortest(field.name),
        kind=kind_of(field, kinds),
        values=as_counts(field, values),
        distinct=found.distinct,
        missing=rest.total - present,
        selected=tuple(dict.fromkeys(value for part in own for value in _asked(part))),
    )


def _values(question: Question, field: Field) -> tuple[pl.Series, int, dict[str, int]]:
    """All values, of a list each item; and how many experiments have any."""
    frame = question.table.frame(question.columns(field.name)).filter(question.mask)
    if field.kind == "any":
        columns = [name for name in question.columns(field.name) if not name.endswith(f"|{NULL}")]
        if not columns:
            return pl.Series(dtype=pl.Float64), 0, {}
        parts = {name: frame[name].drop_nulls() for name in columns}
        first = max(parts.values(), key=len)
        present = sum(map(len, parts.values()))
        return first, present, {name.rpartition("|")[2]: len(part) for name, part in parts.items() if len(part)}
    if field.name == "isa":
        both = frame.select(value=pl.concat_list(pl.col("namespace"), pl.col("bases").fill_null([])))["value"]
        return both.explode().drop_nulls(), frame.height, {}
    if field.kind == "texts":
        lists = frame[field.column].drop_nulls()
        lists = lists.filter(lists.list.len() > 0)
        return lists.explode().drop_nulls(), len(lists), {}
    values = frame["namespace" if field.name == "class" else field.column].drop_nulls()
    return values, len(values), {}


def _is_about(part: Query, field: Field, catalogue: Catalogue) -> bool:
    inner = part.item if isinstance(part, Not) else part
    if not isinstance(inner, Clause | Between | Has):
        return False
    return resolve(inner.field, catalogue, Span(0, 0)) == field


def _asked(part: Query) -> tuple[str, ...]:
    if isinstance(part, Clause) and part.operator in (":", "=", "in"):
        return tuple(value.text for value in part.values)
    return ()


def _all(parts: list[Query]) -> Query:
    if not parts:
        return Everything()
    return parts[0] if len(parts) == 1 else And(tuple(parts))
