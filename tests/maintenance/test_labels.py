"""Labels for many at once: below every root, one after the other, and only for as many as were counted."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import furu
from furu.errors import LabelRefused, QueryError, SelectionChanged
from furu.index.index import Index, own_index
from furu.maintenance import selection
from furu.maintenance.labels import label, label_one
from furu.maintenance.selection import Selected, chosen, place
from furu.store import labels
from furu.store.labels import Edit
from tests.index.samples import furu_id
from tests.nodes import Leaf


class Kept(furu.Furu[int], version_controlled=True):
    """Its artifacts lie in the project."""

    value: int = 0

    def _create(self) -> int:
        return self.value


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Index]:
    """The index of two roots, with an artifact in each."""
    monkeypatch.setenv("FURU_VERSION_CONTROLLED_PATH", str(tmp_path / "kept"))
    Kept(value=1).get()
    Leaf(value=1).get()
    found = own_index()
    found.refresh()
    yield found
    found.close()


def test_what_git_keeps_is_labelled_where_it_is(index: Index, tmp_path: Path) -> None:
    done = label(index, Selected(q="", expected=2), Edit(add=("mine",)))
    assert (done.changed, done.total, done.failed) == (2, 2, 0)
    kept = place(index, furu_id(Kept(value=1)))
    assert Path(kept.labels).is_relative_to(tmp_path / "kept")
    assert labels.read(kept).tags == ("mine",)
    index.refresh(walk="never")
    assert index.cells("tag:mine", ()).total == 2
    assert label_one(index, furu_id(Kept(value=1)), Edit(name="best")).name == "best"
    assert list(Kept.find("name:best")) == [Kept(value=1)]


def test_one_that_cannot_be_changed_leaves_the_others(index: Index) -> None:
    Path(place(index, furu_id(Leaf(value=1))).labels).write_bytes(b"{")
    done = label(index, Selected(q="", expected=2), Edit(add=("mine",)))
    assert (done.changed, done.total, done.failed) == (1, 2, 1)
    assert [item.id for item in done.problems] == [furu_id(Leaf(value=1))]


def test_nothing_else_is_changed_than_what_was_counted(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SelectionChanged, match="2 experiments match now, and 3 were expected") as error:
        label(index, Selected(q="", expected=3), Edit(add=("mine",)))
    assert error.value.total == 2
    for wrong in (Selected(), Selected(ids=[], q=""), Selected(q="")):
        with pytest.raises(QueryError):
            chosen(index, wrong)
    with pytest.raises(LabelRefused):
        chosen(index, Selected(ids=["nothing"]))
    monkeypatch.setattr(selection, "MOST_SELECTED", 1)
    with pytest.raises(QueryError, match="at most 1 experiments"):
        chosen(index, Selected(q="", expected=2))
    assert index.cells("has:tag", ()).total == 0
