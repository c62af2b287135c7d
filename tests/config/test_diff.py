"""A diff names the leaves that tell two configs apart, causes first, however deep and however shared."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import given

import furu
from furu.config.changes import Difference, difference
from furu.config.leaf_text import TEXT_WIDTH, leaf_text
from furu.config.tree import NodeRecord, below, node_record
from furu.errors import WrongType
from furu.store.codec import convert, pack, plain
from tests.nodes import (
    Colour,
    Dataset,
    Ensemble,
    Features,
    Holder,
    Leaf,
    Link,
    Optimizer,
    Pair,
    Point,
    Train,
    Value,
    chain,
    diamond,
    pipeline,
)


def found(left: furu.Furu[Any], right: furu.Furu[Any]) -> list[tuple[str, str, Any, Any]]:
    """The changes without their texts."""
    return [(change.path, change.kind, change.left, change.right) for change in furu.diff(left, right)]


def test_equal_objects_do_not_differ() -> None:
    result = furu.diff(pipeline(), pipeline())
    assert not result
    assert (len(result), list(result)) == (0, [])
    assert str(result).endswith(": no difference")


def test_changed_leaves_are_found_at_any_depth_causes_first() -> None:
    left, right = pipeline(), Train(features=Features(dataset=Dataset(size=4), components=3), lr=1, colour=Colour.BLUE)
    assert found(left, right) == [
        ("features.dataset.size", "changed", 3, 4),
        ("features.components", "changed", 2, 3),
        ("lr", "changed", 0.5, 1.0),
        ("colour", "changed", Colour.RED, Colour.BLUE),
    ]


def test_it_reads_well() -> None:
    left, right = pipeline(), pipeline(lr=1, size=4)
    assert str(furu.diff(left, right)) == (
        f"tests.nodes.Train@{left.furu_hash[:8]} → tests.nodes.Train@{right.furu_hash[:8]}\n"
        "  features.dataset.size: 3 → 4\n"
        "  lr: 0.5 → 1.0"
    )


NOTHING: dict[str, NodeRecord] = {}
NOW = dt.datetime(2024, 1, 1, tzinfo=dt.UTC)
VALUES: dict[str, tuple[Any, Any, list[tuple[str, str, Any, Any]]]] = {
    "number": (1, 2, [("value", "changed", 1, 2)]),
    "type of a number": (1, 1.0, [("value", "changed", 1, 1.0)]),
    "bool and number": (True, 1, [("value", "changed", True, 1)]),
    "sign of zero": (0.0, -0.0, [("value", "changed", 0.0, -0.0)]),
    "nothing and something": (None, 0, [("value", "changed", None, 0)]),
    "text and path": ("a", Path("a"), [("value", "changed", "a", Path("a"))]),
    "tuple and list": ((1,), [1], [("value", "changed", (1,), [1])]),
    "item": ([1, 2, 3], [1, 5, 3], [("value[1]", "changed", 2, 5)]),
    "item added in front": ([1, 2], [0, 1, 2], [("value[0]", "added", None, 0)]),
    "items removed inside": (
        [1, 2, 3, 4],
        [1, 4],
        [("value[1]", "removed", 2, None), ("value[2]", "removed", 3, None)],
    ),
    "item appended": ((1,), (1, None), [("value[1]", "added", None, None)]),
    "all items": ([1, 2], [], [("value[0]", "removed", 1, None), ("value[1]", "removed", 2, None)]),
    "key added with None": ({"a": 1}, {"a": 1, "b": None}, [("value['b']", "added", None, None)]),
    "value of a key": ({"a": {"b": 1}}, {"a": {"b": 2}}, [("value['a']['b']", "changed", 1, 2)]),
    "keys that are no text": ({1: "x", (2,): 0}, {1: "y", (2,): 0}, [("value[1]", "changed", "x", "y")]),
    "kinds of keys": ({1: 0}, {"1": 0}, [("value[1]", "removed", 0, None), ("value['1']", "added", None, 0)]),
    "key with a dollar": ({"$": 1}, {"$": 2}, [("value['$']", "changed", 1, 2)]),
    "set": ({1, 2}, {2, 3}, [("value{1}", "removed", 1, None), ("value{3}", "added", None, 3)]),
    "dataclass": (Point(1.0), Point(1.0, 2.0), [("value.y", "changed", 0.0, 2.0)]),
    "class of a record": (
        Point(1.0),
        Optimizer(lr=1.0),
        [
            ("value", "class", "tests.nodes:Point", "tests.nodes:Optimizer"),
            ("value.x", "removed", 1.0, None),
            ("value.y", "removed", 0.0, None),
            ("value.lr", "added", None, 1.0),
            ("value.inside", "added", None, None),
        ],
    ),
    "dataclass inside": (Holder([Point(1.0)]), Holder([Point(2.0)]), [("value.inside[0].x", "changed", 1.0, 2.0)]),
    "chz": (Optimizer(lr=1.0), Optimizer(lr=2.0), [("value.lr", "changed", 1.0, 2.0)]),
    "node in a list": ([Leaf(), Leaf(value=1)], [Leaf(), Leaf(value=2)], [("value[1].value", "changed", 1, 2)]),
    "node in a dataclass": (
        Holder(Leaf(), more={"a": Leaf()}),
        Holder(Leaf(), more={"a": Leaf(value=1)}),
        [("value.more['a'].value", "changed", 0, 1)],
    ),
    "node and nothing": (Leaf(), None, [("value", "changed", Leaf(), None)]),
    "node removed": ([Leaf(), Leaf(value=1)], [Leaf(value=1)], [("value[0]", "removed", Leaf(), None)]),
    "node of another class": (
        Leaf(value=1),
        Dataset(),
        [
            ("value", "class", "tests.nodes.Leaf", "tests.nodes.Dataset"),
            ("value.value", "removed", 1, None),
            ("value.path", "added", None, Path("digits.csv")),
            ("value.size", "added", None, 3),
        ],
    ),
    "instant": ([NOW, 1], [NOW.astimezone(dt.timezone(dt.timedelta(hours=5))), 2], [("value[1]", "changed", 1, 2)]),
}


@pytest.mark.parametrize("name", VALUES)
def test_every_kind_of_value_is_compared(name: str) -> None:
    left, right, changes = VALUES[name]
    assert repr(found(Value(value=left), Value(value=right))) == repr(changes)


def test_arrays_are_one_leaf() -> None:
    left, right = np.arange(3), np.array([0, 1, 5])
    (change,) = furu.diff(Value(value=left), Value(value=right))
    assert (change.path, change.right.tolist()) == ("value", [0, 1, 5])
    assert change.left_text.startswith("<i8 array of 3 #")
    assert change.left_text != change.right_text


def test_missing_is_told_from_none() -> None:
    (change,) = furu.diff(Value(value={}), Value(value={"a": None}))
    assert (change.kind, change.left_text, change.right_text) == ("added", "", "None")
    (change,) = furu.diff(Value(value={"a": 1}), Value(value={"a": None}))
    assert (change.kind, change.left_text, change.right_text) == ("changed", "1", "None")


def test_objects_of_different_classes_are_compared_by_the_names_of_their_fields() -> None:
    changes = found(Features(dataset=Dataset(), kind="raw"), Train(features=Features(dataset=Dataset())))
    assert changes[0] == ("", "class", "tests.nodes.Features", "tests.nodes.Train")
    assert ("dataset", "removed", Dataset(), None) in changes
    assert ("kind", "removed", "raw", None) in changes


def test_fields_outside_the_identity_do_not_count() -> None:
    assert found(Dataset(workers=1), Dataset(workers=2)) == []
    assert found(Dataset(workers=1, size=1), Dataset(workers=2, size=2)) == [("size", "changed", 1, 2)]


def test_declared_dependencies_and_versions_count() -> None:
    changes = found(Ensemble(train=pipeline()), Ensemble(train=pipeline(), rates=(0.1, 0.3)))
    assert changes == [("_dependencies[1].lr", "changed", 0.2, 0.3), ("rates[1]", "changed", 0.2, 0.3)]

    left = node_record(Leaf())
    right = NodeRecord(**{**vars(left), "digest": "0" * 32, "version": 2})
    (change,) = difference(left, right, NOTHING.get, NOTHING.get)
    assert (change.path, change.left, change.right) == ("_version", None, 2)


def test_a_shared_part_is_compared_once_at_its_shortest_path() -> None:
    left, right = diamond(13), diamond(13)
    top: Pair | Leaf = Leaf(value=1)
    for _ in range(13):
        top = Pair(left=top, right=top)
    assert furu.diff(left, right).changes == ()
    assert found(left, top) == [(".".join(["left"] * 13 + ["value"]), "changed", 0, 1)]


def test_a_chain_of_ten_thousand_nodes_is_compared() -> None:
    top = Link(position=-1)
    for position in range(1, 10_000):
        top = Link(below=top, position=position)
    result = furu.diff(chain(10_000), top)
    (change,) = result
    assert change.path == ".".join(["below"] * 9_999 + ["position"])
    assert (change.left, change.right) == (0, -1)
    assert max(map(len, str(result).splitlines())) < 200


def test_chains_of_different_lengths_end_in_a_missing_part() -> None:
    (*positions, last) = reversed(found(chain(3), chain(2)))
    assert last == ("below.below", "changed", Link(), None)
    assert [path for path, *_ in positions] == ["position", "below.position"]


def test_a_node_that_is_not_recorded_is_not_entered() -> None:
    left, right = pipeline(), pipeline(size=4)
    (change,) = difference(node_record(left), node_record(right), NOTHING.get, NOTHING.get)
    assert (change.path, change.kind) == ("features", "changed")
    assert change.left_text == f"<Features {left.features.furu_hash[:8]}>"


def test_recorded_data_gives_the_same_changes_without_any_object() -> None:
    left, right = pipeline(), Train(features=Features(dataset=Dataset(size=4)), colour=Colour.BLUE)

    def read(node: furu.Furu[Any]) -> tuple[NodeRecord, dict[str, NodeRecord]]:
        records = [convert(NodeRecord, json.loads(pack(node_record(each)))) for each in (node, *below(node))]
        return records[0], {record.digest: record for record in records}

    (one, ours), (other, theirs) = read(left), read(right)
    recorded, direct = difference(one, other, ours.get, theirs.get), furu.diff(left, right)
    assert str(recorded) == str(direct)
    assert recorded.changes[-1].left == {"$": "enum", "class": "tests.nodes:Colour", "name": "RED"}
    assert convert(Difference, plain(recorded)) == recorded, "it travels as JSON"


def test_only_config_objects_are_compared() -> None:
    with pytest.raises(WrongType, match=r"furu\.diff compares config objects, not 3 \(int\)"):
        furu.diff(Leaf(), 3)  # type: ignore[arg-type]  # what the test is about


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("a", "'a'"),
        ((1,), "(1,)"),
        ((), "()"),
        (set(), "set()"),
        (frozenset({1}), "frozenset({1})"),
        ({"a": [1, None]}, "{'a': [1, None]}"),
        ({1: 2}, "{1: 2}"),
        (Colour.RED, "Colour.RED"),
        (Point(1.0), "Point(x=1.0, y=0.0)"),
        (Path("x"), "Path('x')"),
        (2**70, str(2**70)),
        (float("inf"), "inf"),
        (dt.timedelta(1), "1 day, 0:00:00"),
        (np.float32(0.5), "<f4 0.5"),
        (Leaf(), f"<Leaf {Leaf().furu_hash[:8]}>"),
    ],
)
def test_a_value_is_one_short_text(value: Any, text: str) -> None:
    assert leaf_text(node_record(Value(value=value)).fields["value"]) == text


def test_long_values_are_cut_and_still_told_apart() -> None:
    texts = [leaf_text(value) for value in ("x" * 500, "x" * 501, list(range(99)), list(range(100)), [[[[[[1]]]]]])]
    assert len(set(texts)) == len(texts)
    assert all(len(text) <= TEXT_WIDTH and "…" in text for text in texts)
    (change,) = furu.diff(Value(value="x" * 500), Value(value="x" * 501))
    assert change.left_text != change.right_text


LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3) | st.sampled_from(Colour)
CONTAINERS = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(st.text(max_size=2) | st.integers(), inner, max_size=3),
        st.builds(Point, x=st.floats(), y=st.floats()),
        st.builds(Value, value=inner),
        st.builds(lambda value: Holder(inside=value), inner),
        st.frozensets(st.integers() | st.text(max_size=2), max_size=3),
    ),
    max_leaves=8,
)


@given(left=CONTAINERS, right=CONTAINERS)
def test_two_objects_differ_exactly_when_there_are_changes(left: Any, right: Any) -> None:
    one, other = Value(value=left), Value(value=right)
    forth, back = furu.diff(one, other), furu.diff(other, one)
    assert bool(forth) == (one != other)
    turned = {"added": "removed", "removed": "added"}
    assert sorted((turned.get(c.kind, c.kind), c.right_text, c.left_text) for c in forth) == sorted(
        (c.kind, c.left_text, c.right_text) for c in back
    )
    assert not furu.diff(one, one)
