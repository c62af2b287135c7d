"""``collection:name`` is the experiments that people picked by hand, looked up when the query is understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import polars as pl
import pytest

from furu.errors import QuerySyntax
from furu.index.filters.bind import bind
from furu.index.filters.compile import compiled
from furu.index.filters.evaluate import matches
from furu.index.filters.parser import parse
from furu.store.collections import Membership
from tests.index.filters.queries import CATALOGUE

PICKED = (
    Membership("paper", "Paper", frozenset({"a", "b"})),
    Membership("best-of-all", "Best of all", frozenset({"b", "c"})),
    Membership("empty", "empty", frozenset()),
)


def found(text: str) -> str:
    """The ids that a query finds among a to d, by both ways of asking."""
    bound = bind(parse(text), replace(CATALOGUE, collections=lambda: PICKED))
    rows = [{"id": key} for key in "abcd"]
    slow = "".join(row["id"] for row in rows if matches(bound, row))
    frame = pl.DataFrame(rows)
    assert "".join(frame.filter(compiled(bound, lambda _leaf: {}))["id"]) == slow
    return slow


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("collection:paper", "ab"),
        ("collection=Paper", "ab"),
        ('collection:"Best of all"', "bc"),
        ("collection:empty", ""),
        ("collection!=paper", "cd"),
        ("collection in (paper, best-of-all)", "abc"),
        ("collection not in (paper)", "cd"),
        ("collection~P", "ab"),
        ("collection!~best", "ad"),
        ("has:collection", "abc"),
        ("not has:collection", "d"),
        ("collection:null", "d"),
        ("collection:paper collection:best-of-all", "b"),
    ],
)
def test_members_are_found(text: str, ids: str) -> None:
    assert found(text) == ids


def test_a_collection_that_is_not_there_is_pointed_at() -> None:
    with pytest.raises(QuerySyntax, match="no collection is called 'papr'") as error:
        found("collection:papr")
    assert (error.value.position, error.value.length) == (11, 4)
    assert error.value.hint == "did you mean paper?"
    with pytest.raises(QuerySyntax, match="there are paper, best-of-all, empty"):
        found("collection:zzzzzz")
    with pytest.raises(QuerySyntax, match="there are none yet"):
        bind(parse("collection:a"), CATALOGUE)


def test_it_has_no_order() -> None:
    with pytest.raises(QuerySyntax, match="cannot be asked with <"):
        found("collection<paper")
    with pytest.raises(QuerySyntax, match="has no ranges"):
        found("collection in a..b")


def test_collections_are_read_only_when_they_are_asked_for() -> None:
    def read() -> Sequence[Membership]:
        raise AssertionError

    bind(parse("lr>0.1 class:Train"), replace(CATALOGUE, collections=read))
