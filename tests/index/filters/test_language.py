"""The query language: what is understood, how it is printed, what it means, and how errors point at the place."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from furu.errors import QueryError, QuerySyntax
from furu.index.filters.bind import bind
from furu.index.filters.evaluate import matches
from furu.index.filters.fields import LeafNames
from furu.index.filters.parser import LONGEST, parse
from furu.index.filters.printer import show
from furu.index.filters.syntax import And, Between, Call, Clause, Everything, Has, Literal, Not, Or, Query, Word
from tests.index.filters.queries import CATALOGUE, NOW, queries, rows

ROW: dict[str, Any] = {
    "id": "pkg.models.Train@ab12cd34",
    "namespace": "pkg.models.Train",
    "class_name": "Train",
    "module": "pkg.models",
    "bases": ("pkg.models.Model",),
    "digest": "ab12cd34",
    "state": "success",
    "name": "the best one",
    "tags": ("paper", "v2"),
    "created_at": NOW,
    "duration_s": 5400.0,
    "attempts": 2,
    "git_dirty": True,
    "error_type": None,
    "config.lr": 0.001,
    "config.seed": "00123",
    "config.nothing": None,
    "config.features.components": 32,
    "config.optimizer.kind": "adam",
    "result.accuracy": 0.93,
}

UNDERSTOOD = {
    "": Everything(),
    "best": Word(Literal("best")),
    '"two words"': Word(Literal("two words", quoted=True)),
    "lr>=1e-3": Clause("lr", ">=", (Literal("1e-3"),)),
    "lr >= 1e-3": Clause("lr", ">=", (Literal("1e-3"),)),
    "created:2026-11-01T10:00": Clause("created", ":", (Literal("2026-11-01T10:00"),)),
    "state in (failed, crashed)": Clause("state", "in", (Literal("failed"), Literal("crashed"))),
    "state not in (failed)": Not(Clause("state", "in", (Literal("failed"),))),
    "lr in 1..5": Between("lr", Literal("1"), Literal("5")),
    "lr in ..5": Between("lr", None, Literal("5")),
    "has:accuracy": Has("accuracy"),
    "a b or c": Or((And((Word(Literal("a")), Word(Literal("b")))), Word(Literal("c")))),
    "a and (b or not c)": And((Word(Literal("a")), Or((Word(Literal("b")), Not(Word(Literal("c"))))))),
    "lr (a or b)": And((Word(Literal("lr")), Or((Word(Literal("a")), Word(Literal("b")))))),
    "upstream(ab12, 2)": Call("upstream", (Literal("ab12"), Literal("2"))),
    '"odd name"=3': Clause("odd name", "=", (Literal("3"),)),
    '"and"': Word(Literal("and", quoted=True)),
}


@pytest.mark.parametrize(("text", "query"), UNDERSTOOD.items())
def test_a_text_is_understood(text: str, query: Query) -> None:
    assert parse(text) == query


MATCHED = [
    "train",
    "PAPER",
    "class:Train",
    "class:pkg.models.Train",
    "isa:Model",
    "isa:Train",
    "state:success tag:paper",
    "lr<=1e-3",
    "config.lr=0.001",
    "components>16",
    "features.components in 30..40",
    "kind~ADA",
    'seed="00123"',
    "not seed=123",
    "nothing=null",
    "has:nothing",
    "not has:missing_field or lr>0",
    "created:today",
    "created>7d",
    "created>=2026-11-22",
    "duration>1h",
    "duration<2h",
    "duration:1h30m",
    "dirty:true",
    "error=null",
    "accuracy in (0.93, 1)",
    "state in (failed, success)",
    "not upstream(ab12)",
    "accuracy>0.9 and not (state:failed or lr>1)",
]


@pytest.mark.parametrize("text", MATCHED)
def test_the_row_is_found(text: str) -> None:
    catalogue = with_leaves("config.missing_field", *(name for name in ROW if "." in name))
    assert matches(bind(parse(text), catalogue), ROW)


NOT_MATCHED = [
    "class:Trai",
    "seed=123",
    "missing_field=null",
    "error=ValueError",
    "dirty:false",
    "created<7d",
    "lr>1 or lr<0",
]


@pytest.mark.parametrize("text", NOT_MATCHED)
def test_the_row_is_not_found(text: str) -> None:
    catalogue = with_leaves("config.missing_field", *(name for name in ROW if "." in name))
    assert not matches(bind(parse(text), catalogue), ROW)


def with_leaves(*leaves: str) -> Any:
    return type(CATALOGUE)(leaves=LeafNames(leaves), now=NOW, related=CATALOGUE.related)


WRONG = [
    ("lr>", 3, "the query ends, where a value after lr> is expected"),
    ("(a or b", 0, "this parenthesis is not closed"),
    ("a)", 1, "where the query to end here"),
    ('name="x', 5, "this quotation is not closed"),
    ("a or", 4, "the query ends"),
    ("or a", 0, "there is 'or'"),
    ("state in failed", 9, "a list such as"),
    ("above(x)", 0, "there is no function 'above'"),
    ("lrr>1", 0, "no field is called 'lrr'"),
    ("duration>soon", 9, "'soon' is not a duration"),
    ("created>whenever", 8, "'whenever' is not a time"),
    ("state:done", 6, "'done' is not a state"),
    ("state>failed", 0, "state cannot be asked with >"),
    ("tag in 1..2", 0, "has no order"),
    ("lr in ..", 6, "at least one end"),
]


@pytest.mark.parametrize(("text", "position", "message"), WRONG)
def test_an_error_points_at_the_place(text: str, position: int, message: str) -> None:
    with pytest.raises(QuerySyntax) as raised:
        bind(parse(text), CATALOGUE)
    assert message in raised.value.message
    assert raised.value.position == position
    assert raised.value.length >= 1


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    with pytest.raises(QuerySyntax, match=r"did you mean .*accuracy"):
        bind(parse("acuracy>1"), CATALOGUE)


def test_a_name_that_can_mean_several_fields_asks_for_more() -> None:
    catalogue = with_leaves("config.a.lr", "config.b.lr")
    with pytest.raises(QuerySyntax, match=r"'lr' can mean 2 fields: config\.a\.lr, config\.b\.lr"):
        bind(parse("lr=1"), catalogue)
    assert bind(parse("a.lr=1"), catalogue) == bind(parse("config.a.lr=1"), catalogue)


def test_there_are_limits() -> None:
    with pytest.raises(QuerySyntax, match="at most"):
        parse("a" * (LONGEST + 1))
    with pytest.raises(QuerySyntax, match="levels deep"):
        parse("(" * 60 + "a" + ")" * 60)


@given(queries)
def test_what_is_printed_means_the_same(query: Query) -> None:
    assert parse(show(query)) == query


def understood(text: str) -> Query | QueryError:
    """The tree of a text, or why there is none."""
    try:
        query = parse(text)
        bind(query, CATALOGUE)
    except QueryError as error:
        return error
    return query


@given(st.text(max_size=40) | st.text('ab:=<>~!()", .and or not in', max_size=40))
def test_any_text_is_a_query_or_has_an_error_with_a_place(text: str) -> None:
    found = understood(text)
    if isinstance(found, QueryError):
        assert isinstance(found, QuerySyntax)
        assert 0 <= found.position <= len(text)
        assert found.length >= 1
    else:
        assert parse(show(found)) == found


@given(st.binary(max_size=60))
def test_any_bytes_are_a_query_or_an_explained_error(data: bytes) -> None:
    found = understood(data.decode(errors="replace"))
    assert not isinstance(found, QueryError) or found.message


@given(queries, rows())
def test_a_query_and_its_opposite_split_the_rows(query: Query, row: dict[str, Any]) -> None:
    bound, opposite = bind(query, CATALOGUE), bind(Not(query), CATALOGUE)
    assert matches(bound, row) is not matches(opposite, row)
