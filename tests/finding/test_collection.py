"""``furu.collection``: picked in Python, seen by queries, and honest about what is gone."""

from __future__ import annotations

import shutil

import pytest

import furu
from furu.errors import CollectionUnknown, LabelRefused, NodeUnavailable
from tests.index.samples import furu_id
from tests.nodes import Leaf


@pytest.fixture
def leaves() -> list[Leaf]:
    found = [Leaf(value=value) for value in range(4)]
    for leaf in found:
        leaf.get()
    return found


def test_objects_and_ids_are_picked_ordered_and_dropped(leaves: list[Leaf]) -> None:
    paper = furu.collection("Paper")
    assert (len(paper), paper.ids, paper.note, list(paper)) == (0, (), "", [])
    paper.add([leaves[2], furu_id(leaves[0])]).add(leaves[1]).add(leaves[2])
    assert list(paper) == [leaves[2], leaves[0], leaves[1]]
    paper.move(leaves[1], 0)
    assert paper.ids == tuple(map(furu_id, (leaves[1], leaves[2], leaves[0])))
    assert list(paper.load()) == [1, 2, 0]
    assert leaves[0] in paper
    paper.remove([leaves[1], furu_id(leaves[3])])
    assert (len(paper), leaves[1] in paper, leaves[3] in paper) == (2, False, False)
    paper.note = "for the figure"
    assert furu.collection("paper").note == "for the figure"
    assert sorted(leaf.value for leaf in furu.find("collection:paper")) == [0, 2]
    paper.add(Leaf.find("value=3"))
    assert len(paper) == 3
    paper.delete()
    with pytest.raises(CollectionUnknown):
        paper.delete()
    assert all(leaf.exists() for leaf in leaves)


def test_a_member_that_is_gone_stays_and_is_missing(leaves: list[Leaf]) -> None:
    paper = furu.collection("paper").add(leaves[:2])
    shutil.rmtree(leaves[0].furu_dir)
    assert (len(paper), paper.missing) == (2, (furu_id(leaves[0]),))
    assert "missing" in repr(paper)
    with pytest.raises(NodeUnavailable, match="is gone") as error:
        list(paper)
    assert error.value.artifact == furu_id(leaves[0])
    paper.remove(paper.missing)
    assert list(paper) == [leaves[1]]


def test_what_is_no_id_and_no_name_is_refused() -> None:
    with pytest.raises(LabelRefused, match="no letter"):
        furu.collection("!!")
    with pytest.raises(LabelRefused, match="is no id"):
        furu.collection("paper").add("abc")
    with pytest.raises(LabelRefused, match="add it first"):
        furu.collection("paper").move(Leaf(value=9), 0)


def test_a_repr_is_bounded() -> None:
    paper = furu.collection("paper").add([Leaf(value=value) for value in range(30)])
    assert len(repr(paper).splitlines()) == 12
