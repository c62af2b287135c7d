"""Pages: sorted over the whole set, filtered, bounded; and one experiment by its id or the start of its digest."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from furu.errors import ExperimentAmbiguous, ExperimentUnknown, QueryError
from furu.index import query
from furu.index.index import Index
from furu.index.query import SORTS, STATE_ORDER, Selection
from furu.index.rows import Experiment
from furu.store.records import State
from tests.index.samples import Fails, Named, furu_id, meta
from tests.nodes import Leaf, pipeline


@pytest.fixture
def mixed(index: Index, tmp_path: Path) -> Index:
    """Ten artifacts: three failed, one with damaged records, two with names."""
    for lr in (0.25, 0.5):
        pipeline(lr=lr).get()
    for value in range(3):
        with pytest.raises(ValueError, match="no"):
            Fails(mend=tmp_path / "never", value=value).get()
    Named(label="alpha", score=2.0).get()
    Named(label="Beta", score=1.0).get()
    Leaf(value=4).get()
    (meta(Leaf(value=4)) / "config.json").write_text("")
    (meta(Leaf(value=4)) / "attempt-0001.json").write_text("")
    index.refresh()
    return index


def sort_key(name: str) -> Callable[[Experiment], Any]:
    if name == "state":
        return lambda row: STATE_ORDER[row.state]
    return lambda row: getattr(row, name)


@pytest.mark.parametrize("direction", ["", "-"])
@pytest.mark.parametrize("name", SORTS)
def test_every_column_sorts_with_missing_values_last_and_the_id_in_between(
    name: str, direction: str, mixed: Index
) -> None:
    items = mixed.page(Selection(), sort=f"{direction}{name}").items
    key = sort_key(name)
    known = sorted((row for row in items if key(row) is not None), key=lambda row: row.id)
    known.sort(key=key, reverse=bool(direction))
    unknown = sorted((row for row in items if key(row) is None), key=lambda row: row.id)
    assert [row.id for row in items] == [row.id for row in (*known, *unknown)]
    assert len(items) == 10


@pytest.mark.parametrize("name", SORTS)
def test_pages_cut_the_sorted_list_without_a_gap(name: str, mixed: Index) -> None:
    whole = [row.id for row in mixed.page(Selection(), sort=name).items]
    pages = [mixed.page(Selection(), sort=name, offset=offset, limit=2) for offset in range(0, 12, 2)]
    assert [row.id for page in pages for row in page.items] == whole
    assert {page.total for page in pages} == {len(whole)}


@pytest.mark.parametrize("sort", ["", "-", "--name", "colour", "name; DROP TABLE experiments", "config", "rowid"])
def test_another_sort_is_refused_with_the_list_of_those_there_are(sort: str, mixed: Index) -> None:
    with pytest.raises(QueryError, match="cannot sort by") as caught:
        mixed.page(Selection(), sort=sort)
    assert "created_at" in (caught.value.hint or "")


@pytest.mark.parametrize(("offset", "limit"), [(0, 0), (0, -1), (0, 501), (-1, 10)])
def test_a_page_out_of_bounds_is_refused(offset: int, limit: int, mixed: Index) -> None:
    with pytest.raises(QueryError, match="a page has 1 to 500 rows"):
        mixed.page(Selection(), offset=offset, limit=limit)


def test_a_page_beyond_the_end_is_empty_and_says_the_total(mixed: Index) -> None:
    page = mixed.page(Selection(), offset=10**9, limit=500)
    assert (page.items, page.total, page.offset, page.limit) == ((), 10, 10**9, 500)


SELECTIONS: list[tuple[Selection, int]] = [
    (Selection(), 10),
    (Selection(states=[State.FAILED]), 3),
    (Selection(states=[State.FAILED, State.SUCCESS, State.FAILED]), 10),
    (Selection(states=[State.QUEUED]), 0),
    (Selection(states=list(State) * 20_000), 10),
    (Selection(namespaces=["tests.nodes.Train"]), 2),
    (Selection(namespaces=["tests.nodes.Train", "tests.index.samples.Fails"]), 5),
    (Selection(namespaces=["tests.nodes.Train"], states=[State.FAILED]), 0),
    (Selection(namespaces=["'; DROP TABLE experiments; --"]), 0),
    (Selection(text="TRAIN"), 2),
    (Selection(text="train lr=0.25"), 1),
    (Selection(text="lr=0.25 lr=0.5"), 0),
    (Selection(text="paper beta"), 1),
    (Selection(text="features.dataset.size=3"), 2),
    (Selection(text="100%"), 0),
    (Selection(text="features_dataset.size"), 0),
    (Selection(text="'"), 0),
    (Selection(text="  "), 10),
    (Selection(text=" ".join(["a"] * 500)), 10),
]


@pytest.mark.parametrize(("selection", "expected"), SELECTIONS, ids=range(len(SELECTIONS)))
def test_a_selection_finds(selection: Selection, expected: int, mixed: Index) -> None:
    page = mixed.page(selection)
    assert (len(page.items), page.total) == (expected, expected)


def test_leaves_come_only_when_they_are_asked_for(mixed: Index) -> None:
    selection = Selection(text="alpha")
    (without,) = mixed.page(selection).items
    assert (without.config, without.result) == ({}, {})
    (with_leaves,) = mixed.page(selection, leaves=True).items
    assert with_leaves.config == {"label": "alpha", "score": 2.0}
    assert with_leaves.result == {"score.best": 2.0, "rows": "[1, 2, 3]", "text": "x" * 200, "bad": "nan"}


def test_names_and_tags_come_from_the_class_and_from_labels(mixed: Index) -> None:
    node = Named(label="alpha", score=2.0)
    (meta(node) / "labels.json").write_text(json.dumps({"name": "better", "tags": ["mine", "paper"]}))
    mixed.refresh()
    (row,) = mixed.page(Selection(text="better")).items
    assert (row.name, row.tags) == ("better", ("paper", "alpha", "mine"))


def test_an_id_finds_its_experiment(mixed: Index) -> None:
    train = pipeline(lr=0.5)
    key = train.furu_hash
    for wanted in (furu_id(train), key, key[:8], key[:8].upper()):
        assert mixed.detail(wanted).experiment.id == furu_id(train)


@pytest.mark.parametrize(
    "key", ["", "abc", "zzzzzz", "0123456789abcdef" * 4, "no@such", "@", "%", "____", "\0", "é" * 9]
)
def test_an_unknown_id_says_what_an_id_is(key: str, mixed: Index) -> None:
    with pytest.raises(ExperimentUnknown, match="no experiment has the id") as caught:
        mixed.detail(key)
    assert "namespace@digest" in (caught.value.hint or "")


def test_a_start_that_several_digests_share_lists_some_of_them(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    for last in range(8):
        shutil.copytree(leaf.furu_dir, leaf.furu_dir.with_name(f"abcd{last:028}"))
    index.refresh()
    with pytest.raises(ExperimentAmbiguous, match="is the start of several digests") as caught:
        index.detail("abcd0")
    assert len(caught.value.matches) == query.MOST_MATCHES
    assert caught.value.message.endswith("and more")
    assert index.detail(f"abcd{7:028}").experiment.digest.endswith("7")


def test_the_counts_agree_with_the_rows(mixed: Index) -> None:
    stats = mixed.stats()
    assert stats.total == 10
    assert {state: count for state, count in stats.states.items() if count} == {State.SUCCESS: 7, State.FAILED: 3}
    assert set(stats.states) == set(State)
    assert stats.unreadable == 1
    assert [(item.class_name, item.total) for item in stats.classes] == [
        ("Fails", 3),
        ("Named", 2),
        ("Train", 2),
        ("Dataset", 1),
        ("Features", 1),
        ("Leaf", 1),
    ]
