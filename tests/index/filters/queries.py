"""Random queries, rows and texts for the property tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from furu.index.filters.bind import Catalogue
from furu.index.filters.fields import LeafNames
from furu.index.filters.operators import OPERATORS
from furu.index.filters.syntax import And, Between, Clause, Everything, Has, Literal, Not, Or, Query, Word
from furu.store.records import State

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LEAVES = ("config.lr", "config.name it", "config.features.components", "result.accuracy", "result.lr2")
TEXTS = ("", "adam", "Adam", "00123", "123", 'a "quoted" text', "line\nbreak", "ünï", "null", "true", "a..b", "not")
FIELDS = {
    "class": TEXTS,
    "isa": TEXTS,
    "name": TEXTS,
    "tag": TEXTS,
    "error": TEXTS,
    "state": tuple(map(str, State)),
    "created": ("2026-11-01", "7d", "today", "2026-11-20T10:00"),
    "duration": ("90", "2h", "1h30m", "0.5s"),
    "attempts": ("0", "1", "2.5", "-3", "1e3"),
    "dirty": ("true", "false"),
    "lr": ("0.1", "1e-3", "123", "00123", "true", "null", *TEXTS),
    "config.name it": TEXTS,
    "features.components": ("16", "null", "[1, 2]"),
    "accuracy": ("0.9", "1"),
}
"""Fields with values that they can be compared with."""

CATALOGUE = Catalogue(leaves=LeafNames(LEAVES), now=NOW, related=lambda *_: frozenset())

words = st.one_of(st.sampled_from(TEXTS), st.text(max_size=8))


def literal(text: str, *, quoted: bool) -> Literal:
    """A value that can be written: what cannot stand bare is quoted."""
    plain = bool(text) and not any(character.isspace() or character in '()",=<>~!:' for character in text)
    return Literal(text, quoted or not plain)


@st.composite
def conditions(draw: st.DrawFn) -> Query:
    """One condition that binds without an error."""
    name = draw(st.sampled_from(list(FIELDS)))
    value = draw(st.sampled_from(FIELDS[name]))
    shape = draw(st.sampled_from(("word", "has", "in", "between", "clause", "clause")))
    quoted = draw(st.booleans()) and name not in ("dirty", "state")
    if shape == "word":
        text = draw(words)
        bare = literal(text, quoted=False)
        return Word(Literal(text, bare.quoted or text.lower() in ("and", "or", "not", "in")))
    if shape == "has":
        return Has(name)
    if shape == "in":
        values = [literal(item, quoted=quoted) for item in draw(st.lists(st.sampled_from(FIELDS[name]), min_size=1))]
        return Clause(name, "in", tuple(values))
    if shape == "between" and name in ("attempts", "accuracy"):
        low, high = draw(st.tuples(st.sampled_from(FIELDS[name]), st.none() | st.sampled_from(FIELDS[name])))
        return Between(name, Literal(low), None if high is None else Literal(high))
    symbols = [symbol for symbol, row in OPERATORS.items() if kind_of(name) in row.kinds and symbol != "in"]
    operator = draw(st.sampled_from(symbols))
    plain = bool(value) and not any(character.isspace() or character in '()",' for character in value)
    return Clause(name, operator, (Literal(value, quoted or not plain),))


def kind_of(name: str) -> str:
    """The kind of a field of the table above."""
    kinds = {"state": "state", "created": "time", "duration": "seconds", "attempts": "number", "dirty": "flag"}
    texts = {"class": "text", "isa": "texts", "name": "text", "tag": "texts", "error": "text"}
    return {**kinds, **texts}.get(name, "any")


def joined(inner: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    """Several queries put together."""
    several = st.lists(inner, min_size=2, max_size=3)
    return st.one_of(
        several.map(lambda items: And(tuple(part for item in items for part in parts(item, And)))),
        several.map(lambda items: Or(tuple(part for item in items for part in parts(item, Or)))),
        inner.map(Not),
    )


def parts(query: Query, kind: type[And | Or]) -> tuple[Query, ...]:
    """What stands side by side in the text, and so in the tree."""
    return query.items if isinstance(query, kind) else (query,)


queries: st.SearchStrategy[Query] = st.recursive(conditions(), joined, max_leaves=8) | st.just(Everything())

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 200),
    st.sampled_from((0.1, 1e-3, 0.9, 16.0, 123.0)),
    st.sampled_from(TEXTS),
)


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    """A row as the index has it; some leaves are missing."""
    name = draw(st.sampled_from(("Train", "Eval", "adam")))
    row: dict[str, Any] = {
        "id": f"pkg.{name}@{draw(st.integers(0, 9))}",
        "namespace": f"pkg.{name}",
        "class_name": name,
        "bases": draw(st.lists(st.sampled_from(("pkg.Base", "pkg.Adam", "adam")), max_size=2).map(tuple)),
        "module": "pkg",
        "digest": draw(st.text("0123456789abcdef", min_size=8, max_size=8)),
        "state": draw(st.sampled_from(list(map(str, State)))),
        "name": draw(st.none() | st.sampled_from(TEXTS)),
        "tags": draw(st.lists(st.sampled_from(TEXTS), max_size=2).map(tuple)),
        "created_at": draw(st.none() | st.integers(0, 40).map(lambda days: NOW - timedelta(days=days, hours=1))),
        "duration_s": draw(st.none() | st.sampled_from((0.5, 90.0, 7200.0))),
        "attempts": draw(st.integers(0, 3)),
        "git_dirty": draw(st.none() | st.booleans()),
        "error_type": draw(st.none() | st.sampled_from(TEXTS)),
    }
    for leaf in draw(st.sets(st.sampled_from(LEAVES))):
        row[leaf] = draw(scalars)
    return row
