"""Both roots of a project are one index: the artifacts of this machine, and those that git keeps."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from furu import settings
from furu.index.index import Index, own_index
from furu.index.query import Selection
from furu.index.rows import Experiment
from furu.store.layout import META
from tests.index.samples import furu_id, settle
from tests.nodes import Leaf
from tests.runtime.versioned import Figure


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Index]:
    monkeypatch.setenv("FURU_VERSION_CONTROLLED_PATH", str(tmp_path / "repository" / "artifacts"))
    found = own_index()
    yield found
    found.close()


def rows(index: Index) -> dict[str, Experiment]:
    return {row.id: row for row in index.page(Selection(), limit=500).items}


def test_both_roots_are_scanned_and_rows_know_which_git_keeps(both: Index) -> None:
    figure = Figure()
    figure.get()
    both.refresh()
    assert both.roots == (settings.root(), settings.version_controlled_root())
    assert {row.class_name: row.version_controlled for row in rows(both).values()} == {"Figure": True, "Leaf": False}
    assert [row.class_name for row in both.find("versioned=true").items] == ["Figure"]
    detail = both.detail(furu_id(figure))
    assert detail.directory == str(figure.furu_dir)
    assert detail.experiment.version_controlled
    assert [edge.id for edge in both.neighbours(furu_id(figure), up=True)[0]] == [furu_id(figure.leaf)]


def test_the_journals_of_both_are_followed(both: Index) -> None:
    Figure().get()
    settle(settings.root())
    settle(settings.version_controlled_root())
    both.refresh()
    another = Figure(leaf=Leaf(value=5))
    another.get()
    progress = both.refresh(walk="never")
    assert progress.total == 4
    assert furu_id(another) in rows(both)


def test_what_lies_in_the_root_that_git_keeps_is_kept_by_git_whatever_it_says(both: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    target = settings.version_controlled_root() / leaf.furu_dir.relative_to(settings.root())
    target.parent.mkdir(parents=True)
    shutil.move(leaf.furu_dir, target)
    both.refresh()
    assert rows(both)[furu_id(leaf)].version_controlled


def test_an_artifact_that_both_have_is_the_first_roots_until_it_is_gone_there(both: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    target = settings.version_controlled_root() / leaf.furu_dir.relative_to(settings.root())
    shutil.copytree(leaf.furu_dir, target)
    both.refresh()
    assert both.detail(furu_id(leaf)).directory == str(leaf.furu_dir)
    assert both.refresh(walk="now").version == both.refresh(walk="now").version
    shutil.rmtree(leaf.furu_dir)
    assert both.refresh(walk="now").total == 1
    assert both.detail(furu_id(leaf)).directory == str(target)
    shutil.rmtree(target)
    assert both.refresh(walk="now").total == 0


def test_a_root_that_is_not_there_is_empty(both: Index) -> None:
    Leaf(value=1).get()
    assert not (settings.version_controlled_root() / "data").exists()
    assert both.refresh().total == 1
    assert not list(Path(settings.version_controlled_root()).rglob(META))
