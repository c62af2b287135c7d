"""What a query finds through the columns is what the slow evaluator finds, whatever changed meanwhile."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from furu import clock
from furu.errors import QueryError, QuerySyntax
from furu.index import columns, segment
from furu.index.filters.bind import Catalogue, bind
from furu.index.filters.evaluate import matches
from furu.index.filters.fields import LeafNames
from furu.index.filters.parser import parse
from furu.index.index import Index
from furu.index.query import SORTS, Selection
from furu.index.rows import Experiment
from tests.index.samples import Fails, Named, furu_id
from tests.nodes import Leaf, pipeline

QUERIES = [
    "",
    "train",
    "class:Train",
    "isa:Train",
    "state:failed",
    "not state:failed",
    "lr>0.3",
    "lr in (0.25, 7)",
    "features.dataset.size=3",
    "has:lr",
    "not has:lr",
    "label=alpha or label=Beta",
    "label~A",
    "tag:paper",
    "name~alpha",
    "created>1d state:success",
    "created<1d",
    "attempts>=1",
    "dependents>0",
    "dependencies=0",
    "error~value",
    "result.score.best>1",
    "config.score>0",
]


@pytest.fixture
def filled(index: Index, tmp_path: Path) -> Index:
    """Nine artifacts or so: pipelines, failures, names, and results."""
    for lr in (0.25, 0.5):
        pipeline(lr=lr).get()
    for value in range(2):
        with pytest.raises(ValueError, match="no"):
            Fails(mend=tmp_path / "never", value=value).get()
    Named(label="alpha", score=2.0).get()
    Named(label="Beta", score=1.0).get()
    index.refresh()
    return index


def as_row(experiment: Experiment) -> dict[str, Any]:
    row = {part.name: getattr(experiment, part.name) for part in fields(experiment)}
    for prefix, leaves in (("config", experiment.config), ("result", experiment.result)):
        row |= {f"{prefix}.{path}" if path else prefix: value for path, value in leaves.items()}
    return row


def expected(index: Index, text: str) -> set[str]:
    rows = [as_row(item) for item in index.page(Selection(), limit=500, leaves=True).items]
    leaves = {name for row in rows for name in row if name.startswith(("config.", "result"))} - {"config", "result"}
    bound = bind(parse(text), Catalogue(leaves=LeafNames(leaves), now=clock.now(), related=lambda *_: frozenset()))
    return {row["id"] for row in rows if matches(bound, row)}


def found(index: Index, text: str) -> set[str]:
    page = index.find(text, limit=500)
    assert page.total == len(page.items)
    return {item.id for item in page.items}


@pytest.mark.parametrize("text", QUERIES)
def test_a_query_finds_what_it_means(text: str, filled: Index) -> None:
    assert found(filled, text) == expected(filled, text)


def test_what_changed_since_the_columns_were_written_is_found(filled: Index) -> None:
    assert len(found(filled, "class:Leaf")) == 0
    Leaf(value=7).get()
    Leaf(value=8).get()
    filled.refresh()
    assert found(filled, "value=7") == {furu_id(Leaf(value=7))}
    shutil.rmtree(Leaf(value=7).furu_dir)
    filled.refresh()
    assert found(filled, "value=7") == set()
    Leaf(value=7).get()
    filled.refresh()
    for text in QUERIES:
        assert found(filled, text) == expected(filled, text)


def test_what_changed_is_sorted_among_the_rest(filled: Index) -> None:
    found(filled, "")
    for value in range(20):
        Leaf(value=value).get()
    filled.refresh()
    ids = [item.id for item in filled.find("", sort="attempts", limit=500).items]
    assert ids == sorted(ids)


@pytest.mark.parametrize("direction", ["", "-"])
@pytest.mark.parametrize("name", sorted(SORTS.keys() - {"name"}))
def test_the_order_is_that_of_the_rows(name: str, direction: str, filled: Index) -> None:
    by_rows = [item.id for item in filled.page(Selection(), sort=f"{direction}{name}").items]
    assert [item.id for item in filled.find("", sort=f"{direction}{name}").items] == by_rows


def test_texts_are_sorted_as_people_do(index: Index) -> None:
    for label in ("run 10", "Run 9", "run 9b", "anna", "Zoe"):
        Named(label=label, score=1.0).get()
    index.refresh()
    index.find("", sort="label")
    Named(label="run 9a").get()
    index.refresh()
    page = index.find("has:label", sort="label", columns=["label"])
    assert [cell for (cell,) in page.cells] == ["anna", "Run 9", "run 9a", "run 9b", "run 10", "Zoe"]


def test_a_list_can_be_sorted_by_any_leaf(filled: Index) -> None:
    page = filled.find("has:score.best", sort="-result.score.best", leaves=True)
    assert [item.result["score.best"] for item in page.items] == [2.0, 1.0]


def test_pages_follow_one_another(filled: Index) -> None:
    whole = [item.id for item in filled.find("", sort="name", limit=500).items]
    pages = [filled.find("", sort="name", offset=offset, limit=2) for offset in range(0, len(whole), 2)]
    assert [item.id for page in pages for item in page.items] == whole


def test_everything_above_and_below_an_experiment_is_found(filled: Index) -> None:
    train = pipeline(lr=0.25)
    key = train.furu_hash[:8]
    below = found(filled, f"upstream({key})")
    assert below == {furu_id(train.features), furu_id(train.features.dataset)}
    assert found(filled, f"upstream({key}, 1)") == {furu_id(train.features)}
    dataset = train.features.dataset.furu_hash[:8]
    assert furu_id(train) in found(filled, f"downstream({dataset})")


WRONG = [
    ("lrr>1", QuerySyntax, "no field is called 'lrr'; *|did you mean"),
    ("upstream(ffff0000)", QueryError, "no experiment has the id"),
    ("(", QuerySyntax, "the query ends"),
]


@pytest.mark.parametrize(("text", "error", "message"), WRONG)
def test_what_cannot_be_asked_is_explained(text: str, error: type[Exception], message: str, filled: Index) -> None:
    with pytest.raises(error, match=message):
        filled.find(text)


def test_there_is_nothing_to_sort_by(filled: Index) -> None:
    with pytest.raises(QuerySyntax, match="no field is called 'flavour'"):
        filled.find("", sort="-flavour")


def test_a_field_like_no_other_is_told_those_there_are(filled: Index) -> None:
    with pytest.raises(QuerySyntax) as caught:
        filled.find("zzzzzz:1")
    assert (caught.value.hint or "").startswith("fields are class, isa, module, state, ")


def columns_folder(index: Index) -> Path:
    return index._db.path.parent / "columns"


def truncate_all(folder: Path) -> None:
    for file in folder.rglob("*"):
        if file.is_file():
            os.truncate(file, file.stat().st_size // 2)


def replace_by_text(folder: Path) -> None:
    for file in folder.rglob("*.arrow"):
        file.unlink()
        file.write_text("no table")


def scribble_all(folder: Path) -> None:
    for file in folder.rglob("*.arrow"):
        data = bytearray(file.read_bytes())
        middle = len(data) // 2
        data[middle : middle + 40] = os.urandom(40)
        file.write_bytes(data)


HARMS = [shutil.rmtree, truncate_all, replace_by_text, scribble_all]


@pytest.mark.parametrize("harm", HARMS)
def test_columns_in_use_can_be_lost_or_damaged(harm: Callable[[Path], Any], filled: Index) -> None:
    before = found(filled, "lr>0.3")
    harm(columns_folder(filled))
    assert found(filled, "lr>0.3") == before
    assert filled.columns("").total == len(found(filled, ""))


@pytest.mark.parametrize("harm", HARMS)
def test_the_columns_can_be_lost_or_damaged(harm: Callable[[Path], Any], filled: Index, root: Path) -> None:
    before = found(filled, "lr>0.3")
    harm(columns_folder(filled))
    other = Index(root)
    assert found(other, "lr>0.3") == before
    other.close()


def test_the_next_process_reads_the_columns_that_are_there(filled: Index, root: Path) -> None:
    found(filled, "")
    (folder,) = columns_folder(filled).iterdir()
    times = {file: file.stat().st_mtime_ns for file in folder.iterdir()}
    other = Index(root)
    assert found(other, "lr>0.3") == expected(filled, "lr>0.3")
    assert {file: file.stat().st_mtime_ns for file in folder.iterdir()} == times
    other.close()


def test_columns_far_behind_are_written_anew_by_a_refresh_and_questions_go_on(
    filled: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(columns, "FOLDED_AT", 0)
    found(filled, "")
    (before,) = columns_folder(filled).iterdir()
    Leaf(value=4711).get()
    filled.refresh()
    (after,) = columns_folder(filled).iterdir()
    assert after.name != before.name
    assert found(filled, "value=4711") == expected(filled, "value=4711")


def test_a_class_has_columns_for_so_many_leaves_and_others_are_not_harmed(
    filled: Index, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(segment, "MOST_COLUMNS", 1)
    shutil.rmtree(columns_folder(filled), ignore_errors=True)
    other = Index(root)
    try:
        assert other.find("class:Named has:config.label").total == other.find("class:Named").total > 0
        paths = {item.path for item in other.columns("class:Named").items}
        assert {path for path in paths if path.startswith(("config", "result"))} == {"config.label"}
    finally:
        other.close()
