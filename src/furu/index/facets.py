"""Facets: the values of a few fields with counts, each as if the query did not ask for that field itself."""

from __future__ import annotations

from collections.abc import Sequence

from furu.index.answers import Facet
from furu.index.filters.bind import Catalogue, resolve
from furu.index.filters.fields import BY_NAME, COLLECTION, Field
from furu.index.filters.syntax import And, Between, Clause, Everything, Has, Not, Query, Span, clauses
from furu.index.search import Question
from furu.index.values import as_counts, kind_of, tally

USUAL = ("state", "class", "isa", "tag", "user", "host", "backend", "dirty", "versioned", "error", "collection")
"""The fields of the facets that are shown when no others are asked for."""

MOST_FACETS = 30
MOST_VALUES = 50


def facets(question: Question, names: Sequence[str]) -> tuple[Facet, ...]:
    """The facets of some fields.

    Raises:
        QuerySyntax: there is no such field.
    """
    wanted = names or USUAL
    return tuple(_facet(question, _named(question, name)) for name in wanted)


def _facet(question: Question, field: Field) -> Facet:
    parts = clauses(question.query)
    own = [part for part in parts if _is_about(part, field, question.catalogue)]
    kept = [part for part in parts if part not in own]
    rest = question.other(_all(kept)) if own else question
    if field == COLLECTION:
        return _collections(rest, [value for part in own for value in _asked(part)])
    found = tally(rest, field)
    values = [(question.short(field, value), count) for value, count in found.most(MOST_VALUES)]
    return Facet(
        field=field.name,
        label=field.name if field.name in BY_NAME else question.catalogue.leaves.shortest(field.name),
        kind=kind_of(field, found.kinds),
        values=as_counts(field, values),
        distinct=found.distinct,
        missing=rest.total - found.present,
        selected=tuple(dict.fromkeys(value for part in own for value in _asked(part))),
    )


def _named(question: Question, name: str) -> Field:
    return COLLECTION if name == COLLECTION.name else question.field(name)


def _collections(question: Question, selected: list[str]) -> Facet:
    """How many of the experiments each collection has, the largest first; those that have none of them are left out."""
    ids = question.table.frame(())["id"].filter(question.mask)
    known = question.ground.collections()
    counts = [(item.slug, int(ids.is_in(sorted(item.ids)).sum())) for item in known]
    found = sorted((item for item in counts if item[1]), key=lambda item: (-item[1], item[0]))
    anywhere = frozenset().union(*(item.ids for item in known))
    return Facet(
        field=COLLECTION.name,
        label=COLLECTION.name,
        kind="texts",
        values=as_counts(COLLECTION, list(found[:MOST_VALUES])),
        distinct=len(found),
        missing=question.total - int(ids.is_in(sorted(anywhere)).sum()),
        selected=tuple(dict.fromkeys(selected)),
    )


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
