"""``furu.find`` and ``Train.find``: lazy, immutable, and honest about what cannot be made an object again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import types
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.errors import ArtifactMissing, ClassRefused, NodeUnavailable, QueryError, QuerySyntax
from tests.index.samples import Fails, Named, furu_id, meta
from tests.nodes import Leaf, Pair, Train, diamond, pipeline


class Wide(Leaf):
    """Derives from another config class."""

    width: int = 1


RATES = (0.25, 0.5, 1.0)


@pytest.fixture
def trains() -> list[Train]:
    found = [pipeline(lr=lr) for lr in RATES]
    for train in found:
        train.get()
    return found


def test_objects_results_ids_and_counts_of_what_a_query_finds(trains: list[Train]) -> None:
    found = Train.find("lr>=0.5").sort("lr")
    assert list(found) == trains[1:]
    assert list(found.load()) == [train.get() for train in trains[1:]]
    assert found.ids == tuple(map(furu_id, trains[1:]))
    assert (len(found), found.count(), bool(found)) == (2, 2, True)
    assert found.first() == trains[1]
    assert list(found.sort("-lr").limit(1)) == [trains[2]]
    assert found.limit(1).count() == 1
    assert found.limit(5).limit(0).ids == ()
    assert found.where("lr>0.7").first() == trains[2]
    assert found.where("lr>7").first() is None
    assert len(furu.find()) == 5
    assert len(furu.find("class:Train or class:Dataset").where("lr:0.5 or class:Dataset")) == 2
    with pytest.raises(QueryError, match="not negative"):
        found.limit(-1)


def test_every_question_looks_anew(trains: list[Train]) -> None:
    found = Train.find("lr>0.4")
    assert len(found) == 2
    pipeline(lr=2.0).get()
    assert len(found) == 3
    shutil.rmtree(trains[1].furu_dir)
    assert len(trains) == 3


def test_classes_that_derive_are_found_unless_it_is_to_be_exact() -> None:
    Leaf(value=1).get()
    Wide(value=2, width=3).get()
    assert sorted(leaf.value for leaf in Leaf.find()) == [1, 2]
    assert list(Leaf.find(exact=True)) == [Leaf(value=1)]
    assert list(Wide.find()) == [Wide(value=2, width=3)]
    assert list(Leaf.find("value>1 or value<0")) == [Wide(value=2, width=3)]


def test_shared_and_large_configs_are_built_again() -> None:
    tower = diamond(70)
    assert isinstance(tower, Pair)
    tower.get()
    (found,) = Pair.find("dependents:0")
    assert found == tower


def test_an_error_points_into_the_part_that_somebody_wrote(trains: list[Train]) -> None:
    del trains
    with pytest.raises(QuerySyntax) as error:
        Train.find("lr>=")
    assert error.value.position == 4
    with pytest.raises(QuerySyntax, match="no field is called 'lrr'") as error:
        Train.find("lr>0").where("state:success lrr>0").count()
    assert (error.value.position, error.value.length) == (14, 3)
    with pytest.raises(QuerySyntax):
        Train.find("lr>0) or (lr<0")


def test_what_cannot_be_made_an_object_again_is_named(trains: list[Train]) -> None:
    key, record = furu_id(trains[1]), meta(trains[1]) / "config.json"
    good = record.read_text()
    found = furu.find(f"digest:{trains[1].furu_hash}")
    for broken, said in (
        (good.replace("tests.nodes:Train", "tests.nodes:Gone"), "has no Gone"),
        (good.replace("tests.nodes:Train", "tests.gone:Train"), "cannot be imported"),
        (good.replace('"colour"', '"color"'), "color"),
        ("{", "is no JSON"),
    ):
        record.write_text(broken)
        with pytest.raises(NodeUnavailable, match=said) as error:
            list(found)
        assert (error.value.artifact, key in str(error.value)) == (key, True)
        assert found.ids == (key,)
    record.write_text(good)
    assert list(found) == [trains[1]]


def test_what_comes_before_the_broken_one_is_had(trains: list[Train]) -> None:
    found = iter(Train.find().sort("lr"))
    assert next(found) == trains[0]
    (meta(trains[1]) / "config.json").unlink()
    with pytest.raises(NodeUnavailable, match=r"config\.json is missing"):
        next(found)


def test_an_object_that_would_be_another_artifact_now_is_refused(trains: list[Train]) -> None:
    record = meta(trains[0]) / "config.json"
    record.write_text(record.read_text().replace("0.25", "0.125"))
    with pytest.raises(NodeUnavailable, match="has changed since"):
        list(furu.find(f"digest:{trains[0].furu_hash}"))


def test_results_that_are_not_there_are_told(tmp_path: Path) -> None:
    node = Fails(mend=tmp_path / "never")
    with pytest.raises(ValueError, match="no 0"):
        node.get()
    assert list(Fails.find()) == [node]
    with pytest.raises(ArtifactMissing):
        list(Fails.find().load())
    assert list(Fails.find("state:success").load()) == []


def test_groups_have_counts_and_numbers(trains: list[Train]) -> None:
    del trains
    (group,) = Train.find().group("class", columns=["lr"])
    assert (group.count, group.aggregates[0].low, group.aggregates[0].high) == (3, 0.25, 1.0)
    assert [(row.values, row.count) for row in Train.find("lr<1").group("lr")] == [((0.25,), 1), ((0.5,), 1)]


def test_tables(trains: list[Train]) -> None:
    table = Train.find().sort("lr").to_polars()
    assert table.columns[:4] == ["id", "class", "state", "name"]
    assert table["id"].to_list() == [furu_id(train) for train in trains]
    assert table["config.lr"].to_list() == list(RATES)
    assert table["result"].to_list() == [train.get() for train in trains]
    few = Train.find().sort("-lr").limit(2).to_polars(["lr", "id", "state"])
    assert (few.columns, few["lr"].to_list()) == (["lr", "id", "state"], [1.0, 0.5])
    assert Train.find().to_polars(["lr"]).columns == ["id", "lr"]
    pandas = Train.find().sort("lr").to_pandas(["lr"])
    assert list(pandas["lr"]) == list(RATES)
    assert Train.find("lr>9").to_polars().height == 0
    with pytest.raises(QuerySyntax, match="no field is called 'nothing'"):
        Train.find().to_polars(["nothing"])


def test_a_repr_is_a_small_table_and_never_fails(trains: list[Train], monkeypatch: pytest.MonkeyPatch) -> None:
    Named(label="best").get()
    said = repr(furu.find("class:Named"))
    assert said == f"1 experiment for class:Named\n  Named@{Named(label='best').furu_hash[:8]}  success  best"
    for value in range(20):
        Leaf(value=value).get()
    assert len(repr(Leaf.find()).splitlines()) == 12
    assert trains
    Path("file").touch()
    monkeypatch.setenv("FURU_CACHE_DIR", "file/below")
    assert "cannot be kept" in repr(furu.find())


def test_a_field_called_find_is_refused() -> None:
    with pytest.raises(ClassRefused, match="would hide furu's own find"):
        types.new_class("Bad", (furu.Furu[Any],), exec_body=lambda body: body.update(__annotations__={"find": int}))


WITHOUT = """
import sys
sys.modules["polars"] = None
import furu
from furu.errors import ExtraMissing
try:
    furu.find("lr>0")
except ExtraMissing as error:
    assert isinstance(error, ImportError)
    print(error)
furu.collection("paper").add([])
"""


def test_without_polars_the_extra_is_named() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    assert "polars is missing" in done.stdout
    assert "pip install 'furu[find]'" in done.stdout
