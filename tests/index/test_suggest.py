"""Completion: what is offered at a place of an unfinished query, and that anything offered can be taken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furu.errors import FuruError
from furu.index.answers import SuggestionList
from furu.index.filters.parser import parse
from furu.index.index import Index
from tests.index.test_answers import BASE, experiment, put

ROWS = [
    {**BASE, "config.optimizer.lr": 0.1, "config.name it": "a, b", "tags": ("paper",), "host": "node-1"},
    {**BASE, "config.optimizer.lr": 0.2, "config.seed": "00123", "state": "failed", "error_type": "ValueError"},
    {**BASE, "config.optimizer.lr": 0.2, "class_name": "Base", "namespace": "pkg.Base", "result.accuracy": 0.9},
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("suggest")
    found = Index(folder / "data", folder / "cache")
    found.refresh()
    put(found, [experiment(number, row) for number, row in enumerate(ROWS)])
    yield found
    found.close()


OFFERED = [
    ("", "state", "field"),
    ("op", "lr", "field"),
    ("l", "lr", "field"),
    ("lr", "lr>", "operator"),
    ("lr ", ">=", "operator"),
    ("created", "created in (", "operator"),
    ("lr>", "0.2", "value"),
    ("state:", "failed", "value"),
    ("state:su", "success", "value"),
    ("state in (failed, su", "success", "value"),
    ("state not in (", "failed", "value"),
    ("created>", "7d", "value"),
    ("size>", "1GB", "value"),
    ("duration<", "2h", "value"),
    ('"name it"=', '"a, b"', "value"),
    ("seed=", '"00123"', "value"),
    ("host:", "node-1", "value"),
    ("has:acc", "accuracy", "field"),
    ("upstream(00", "000000000000", "value"),
    ("up", "upstream(", "function"),
    ("pape", "tag:paper", "tag"),
    ("bas", "class:Base", "class"),
    ("isa:", "Base", "class"),
    ("state:failed n", "not", "keyword"),
    ("(lr>0.1 or st", "state", "field"),
]


def at_end(index: Index, text: str) -> SuggestionList:
    return index.suggest(text, len(text))


@pytest.mark.parametrize(("text", "offered", "kind"), OFFERED)
def test_what_fits_is_offered(text: str, offered: str, kind: str, index: Index) -> None:
    found = {item.text: item.kind for item in at_end(index, text).items}
    assert found.get(offered) == kind, found


def test_values_are_counted_among_what_the_rest_selects(index: Index) -> None:
    counts = {item.text: item.count for item in at_end(index, "lr=0.2 state:").items if item.count is not None}
    assert (counts["failed"], counts["success"]) == (1, 1)
    assert at_end(index, "lr=").items[0].text == "0.2"


def test_fields_are_those_of_what_the_rest_selects(index: Index) -> None:
    assert "accuracy" not in {item.text for item in at_end(index, "state:failed acc").items}
    assert "accuracy" in {item.text for item in at_end(index, "class:Base acc").items}


def test_the_whole_word_is_replaced_in_the_middle_of_a_query(index: Index) -> None:
    found = index.suggest("state:failed lr>0.1", len("state:fa"))
    assert (found.start, found.end) == (6, 12)
    assert found.problem is None


def test_what_is_wrong_is_told_with_its_place(index: Index) -> None:
    found = at_end(index, "lr>0.1 acuracy>1")
    assert found.problem is not None
    assert (found.problem.position, found.problem.length) == (7, 7)
    assert "accuracy" in (found.problem.hint or "")


def understood(text: str, index: Index) -> bool:
    try:
        parse(text)
        index.find(text, limit=1)
    except FuruError:
        return False
    return True


PIECES = st.sampled_from(
    ("lr", "state", '"name it"', "tag", ":", "=", ">", " in (", ", ", ")", "(", " and ", " or ", " not ", "fail", '"',
     "7d", "has:", "upstream(", "00", " ", "seed", "~", "1..", "created")
)  # fmt: skip
TEXTS = st.text(max_size=15) | st.lists(PIECES, max_size=8).map("".join) | st.binary(max_size=20).map(
    lambda data: data.decode(errors="replace")
)  # fmt: skip
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(text=TEXTS, position=st.integers(-2, 40))
def test_any_text_and_any_place_have_an_answer(text: str, position: int, index: Index) -> None:
    found = index.suggest(text, position)
    assert 0 <= found.start <= found.end <= len(text)
    for item in found.items:
        if item.kind in ("value", "field", "class", "tag"):
            before = text[: found.start]
            if understood(f"{before}x", index) or understood(f"{before}1", index):
                parse(before + item.text + (")" * (before.count("(") > before.count(")"))))


@FEW
@given(text=st.lists(PIECES, max_size=6).map("".join))
def test_what_is_offered_at_the_end_can_be_taken(text: str, index: Index) -> None:
    found = at_end(index, text)
    taken = [text[: found.start] + item.text for item in found.items if item.kind in ("value", "class", "tag")][:4]
    complete = understood(text, index)
    for query in taken:
        assert understood(query, index) or not complete
