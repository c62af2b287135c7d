"""Configs and results flattened to leaves: dotted path to JSON scalar."""

from __future__ import annotations

from typing import Any

import pytest

from furu.config.tree import NodeRecord
from furu.index.leaves import LONGEST_TEXT, MOST_LEAVES, config_leaves, result_leaves
from tests.index.samples import Containers, Part
from tests.nodes import Leaf, chain, diamond, pipeline

RESULTS: list[tuple[Any, dict[str, Any]]] = [
    (1.5, {"": 1.5}),
    (None, {"": None}),
    (True, {"": True}),
    ({}, {}),
    ({"a": {"b": 1, "c": None}}, {"a.b": 1, "a.c": None}),
    ([1, 2, None], {"": "[1, 2, null]"}),
    ({"rows": list(range(9))}, {"rows": "9 items"}),
    ({"rows": [[1], [2]]}, {"rows": "2 items"}),
    ({"x": {"$": "float", "value": "nan"}}, {"x": "nan"}),
    ({"x": {"$": "tuple", "items": [1, 2]}}, {"x": "[1, 2]"}),
    ({"x": {"$": "dict", "items": [[1, 2]]}}, {"x": "1 items"}),
    ({"x": {"$": "dataclass", "class": "m:P", "fields": {"y": 2}}}, {"x.y": 2}),
    ({"x": {"$": "ndarray", "dtype": "<f8", "shape": [2, 3], "file": "x.npy"}}, {"x": "array <f8 [2, 3]"}),
    ({"x": {"$": "enum", "class": "m:C", "name": "RED"}}, {"x": "RED"}),
    ({"x": {"$": "node", "namespace": "m.N", "digest": "00"}}, {}),
    ({"x": {"$": "strange"}}, {"x": "strange"}),
    ("t" * 1000, {"": "t" * LONGEST_TEXT}),
]


@pytest.mark.parametrize(("result", "expected"), RESULTS, ids=range(len(RESULTS)))
def test_the_leaves_of_a_result(result: Any, expected: dict[str, Any]) -> None:
    assert result_leaves(result) == expected


def leaves(node: Any) -> dict[str, Any]:
    data = node.to_dict()
    nodes = {digest: NodeRecord(**record) for digest, record in data["nodes"].items()}
    return config_leaves(NodeRecord(**data["node"]), nodes)


def test_nested_nodes_have_dotted_paths() -> None:
    found = leaves(pipeline())
    assert found["features.kind"] == "pca"
    assert found["features.dataset.size"] == 3
    assert found["layers"] == "[8, 4]"
    assert found["colour"] == "RED"


def test_a_shared_node_is_listed_once_by_its_shortest_path() -> None:
    assert leaves(diamond(5)) == {"left.left.left.left.left.value": 0}
    twice = Containers(
        alone=Leaf(value=1),
        many=[Leaf(value=1), Leaf(value=2)],
        pairs=((Leaf(value=3), 9),),
        by_name={"x": Leaf(value=4)},
        by_number={7: Leaf(value=5)},
        part=Part(leaf=Leaf(value=6)),
    )
    assert leaves(twice) == {
        "alone.value": 1,
        "many": "2 items",
        "many[1].value": 2,
        "pairs": "1 items",
        "pairs[0][0].value": 3,
        "by_name.x.value": 4,
        "by_number": "1 items",
        "by_number[7].value": 5,
        "part.leaf.value": 6,
        "part.weight": 0.5,
    }


def test_the_leaves_of_one_experiment_are_bounded() -> None:
    assert len(result_leaves({str(number): number for number in range(10_000)})) == MOST_LEAVES
    assert len(leaves(chain(900))) <= MOST_LEAVES


def test_a_long_list_of_objects_is_one_leaf() -> None:
    assert result_leaves({"rows": [{"a": 1}] * 100_000}) == {"rows": "100000 items"}
