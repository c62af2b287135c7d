"""A config becomes JSON and Python code, and comes back from both as it was."""

from __future__ import annotations

import ast
import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import furu
from furu.config.tree import below
from furu.errors import ConfigError, FuruError, NotImportable, UnknownField, UnsupportedValue
from tests.config import golden, plain
from tests.nodes import (
    Colour,
    Dataset,
    Ensemble,
    Holder,
    Leaf,
    Link,
    Optimizer,
    Point,
    Train,
    Value,
    chain,
    diamond,
    pipeline,
)


def through_json(node: furu.Furu[Any]) -> Any:
    """The node after a journey through text."""
    return type(node).from_dict(json.loads(json.dumps(node.to_dict(), allow_nan=False)))


@pytest.mark.parametrize("name", golden.VALUES)
def test_every_kind_of_value_comes_back_as_it_was(name: str) -> None:
    node = golden.Value(value=golden.VALUES[name][0])
    back = through_json(node)
    assert back == node
    assert type(back.value) is type(node.value)


@pytest.mark.parametrize("name", golden.NODES)
def test_every_kind_of_node_comes_back_as_it_was(name: str) -> None:
    node = golden.NODES[name][0]
    assert through_json(node) == node


SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters()),
    st.text(st.characters(categories=["Cs", "Lu"])),
    st.binary(),
    st.complex_numbers(),
    st.decimals(allow_nan=False),
    st.dates(),
    st.times(),
    st.datetimes(),
    st.datetimes(timezones=st.timezones()),
    st.timedeltas(),
    st.uuids(),
    st.sampled_from([*Colour, golden.Access(0), golden.Access.READ, golden.Access(3), Leaf, diamond, Path("a/b")]),
    st.builds(Point, x=st.floats(), y=st.floats()),
    st.builds(Leaf, value=st.integers()),
    st.floats(width=32).map(np.float32),
)
KEYS = st.one_of(st.text(), st.integers(), st.booleans(), st.tuples(st.integers(), st.text()))


def containers(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Every container of these items."""
    return st.one_of(
        st.lists(items, max_size=4),
        st.lists(items, max_size=4).map(tuple),
        st.dictionaries(KEYS, items, max_size=4),
        st.frozensets(st.integers(), max_size=4),
        st.sets(st.text(), max_size=4),
        st.builds(Holder, inside=items),
        st.builds(Optimizer, inside=items),
        st.builds(Value, value=items),
        st.lists(st.floats(), max_size=4).map(np.array),
    )


VALUES = st.recursive(SCALARS, containers, max_leaves=8)


@settings(max_examples=150, deadline=None, report_multiple_bugs=False)
@given(VALUES)
def test_any_value_comes_back_with_its_identity(value: Any) -> None:
    node = Value(value=value)
    back = through_json(node)
    assert back.furu_hash == node.furu_hash
    assert type(back.value) is type(node.value)
    assert json.dumps(back.to_dict()) == json.dumps(node.to_dict())


@settings(max_examples=60, deadline=None, report_multiple_bugs=False)
@given(VALUES)
def test_any_value_is_written_as_python_that_builds_it(value: Any) -> None:
    node = Value(value=value)
    assert evaluated(node.to_python()).furu_hash == node.furu_hash


def evaluated(text: str) -> Any:
    """What the last expression of the text is worth, after the statements before it."""
    lines = text.splitlines()
    start = max(index for index, line in enumerate(lines) if line and not line.startswith((" ", ")")))
    space: dict[str, Any] = {}
    exec("\n".join([*lines[:start], "found = " + "\n".join(lines[start:])]), space)  # noqa: S102  # our own text
    return space["found"]


@settings(max_examples=60, deadline=None, report_multiple_bugs=False)
@given(st.lists(st.integers(0, 5), min_size=1, max_size=30))
def test_any_shape_of_graph_comes_back_with_its_shared_nodes(shape: list[int]) -> None:
    nodes: list[Value] = []
    for position, choice in enumerate(shape):
        nodes.append(Value(value=[position, *nodes[-choice:]] if choice else position))
    back = through_json(nodes[-1])
    assert back == nodes[-1]
    assert len({id(node) for node in below(back)}) == len(list(below(nodes[-1])))


@pytest.mark.parametrize("build", [lambda: diamond(1000), lambda: chain(10_000)], ids=["diamond", "chain"])
def test_a_large_graph_is_written_once_a_node(build: Callable[[], furu.Furu[Any]]) -> None:
    node = build()
    data = node.to_dict()
    assert len(data["nodes"]) == len(list(below(node)))
    assert type(node).from_dict(data) == node


def test_shared_nodes_are_one_object_again() -> None:
    shared = Leaf(value=3)
    back = through_json(Value(value=[shared, (shared,)]))
    assert back.value[0] is back.value[1][0]


def test_fields_outside_the_identity_come_back_too() -> None:
    assert through_json(Dataset(workers=8)).workers == 8


def test_declared_dependencies_are_among_the_nodes() -> None:
    node = Ensemble(train=pipeline())
    data = node.to_dict()
    assert {reference["digest"] for reference in data["node"]["declared"]} <= set(data["nodes"])


def test_a_value_outside_the_identity_that_cannot_be_written_down_is_reported() -> None:
    node = Unwritten(handle=[object()])
    assert node.furu_hash
    with pytest.raises(UnsupportedValue, match=r"Unwritten\.handle\[0\] is a object, which cannot be written down"):
        node.to_dict()


class Unwritten(furu.Furu[int]):
    handle: Any = furu.field(default=None, identity=False)


def changed(**fields: Any) -> dict[str, Any]:
    """The pipeline as data, with other fields in its top node."""
    data = pipeline().to_dict()
    data["node"]["fields"] |= fields
    return data


def test_data_of_another_class_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"the data describes a Leaf, not a Train\nhint: call Leaf\.from_dict"):
        Train.from_dict(Leaf().to_dict())


def test_data_with_a_field_that_is_gone_is_refused() -> None:
    with pytest.raises(UnknownField, match="Train has no field momentum"):
        Train.from_dict(changed(momentum=0.9))


def test_data_with_a_reference_to_nowhere_is_refused() -> None:
    missing = {"$": "node", "namespace": "tests.nodes.Features", "digest": "0" * 32}
    with pytest.raises(ConfigError, match=rf"tests\.nodes\.Train refers to {'0' * 32}, which is not recorded"):
        Train.from_dict(changed(features=missing))


def test_data_that_refers_to_itself_is_refused() -> None:
    data = Link(below=Link()).to_dict()
    data["node"]["fields"]["below"]["digest"] = data["node"]["digest"]
    with pytest.raises(ConfigError, match=r"the recorded tests\.nodes\.Link contains itself"):
        Link.from_dict(data)


def test_data_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ConfigError, match=r"a recorded value has the unknown kind 'tensor'\nhint: .* upgrade furu"):
        Train.from_dict(changed(lr={"$": "tensor"}))


def test_data_that_names_no_config_class_is_refused_before_anything_is_called() -> None:
    data = Leaf().to_dict()
    data["node"] |= {"type": "subprocess:Popen", "fields": {"args": ["false"]}}
    with pytest.raises(ConfigError, match="subprocess:Popen is no config class"):
        Leaf.from_dict(data)


def test_data_of_a_class_that_is_gone_is_refused() -> None:
    data = Leaf().to_dict()
    data["node"]["type"] = "tests.nodes:Gone"
    with pytest.raises(NotImportable, match=r"the module tests\.nodes has no Gone"):
        Leaf.from_dict(data)


@pytest.mark.parametrize("data", [{"node": {}, "nodes": {}}, {"node": 3, "nodes": {}}])
def test_malformed_data_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(FuruError, match="does not hold a NodeRecord"):
        Leaf.from_dict(data)


@pytest.mark.parametrize(
    "value",
    [
        Decimal("1.5"),
        dt.timedelta(days=2),
        Path("a"),
        {1: "a", (2,): {"b"}},
        frozenset(),
        set(),
        (1,),
        Colour.RED,
        golden.Access(3),
        float("inf"),
        2**80,
        1j,
        b"bytes",
        Point(1, 2),
        golden.Model(width=2),
        np.arange(4).reshape(2, 2),
        np.float32(0.5),
        "\udcff",
        Path("\udcff"),
        diamond,
    ],
)
def test_a_value_is_written_as_python_that_builds_it(value: Any) -> None:
    node = Value(value=value)
    assert evaluated(node.to_python()) == node


def test_shared_nodes_become_variables_of_the_python_text() -> None:
    shared = Leaf(value=3)
    text = Value(value=[shared, shared, Leaf(value=4)]).to_python()
    assert text == (
        "from tests.nodes import Leaf, Value\n\nleaf = Leaf(value=3)\nValue(value=[leaf, leaf, Leaf(value=4)])"
    )


def test_variables_have_names_of_their_own() -> None:
    first, second = Leaf(value=1), Leaf(value=2)
    node = Value(value=[first, first, second, second])
    assert "leaf_2 = Leaf(value=2)" in node.to_python()
    assert evaluated(node.to_python()) == node


def test_a_deep_config_stays_readable() -> None:
    text = chain(100).to_python()
    assert max(map(len, text.splitlines())) < 200
    assert evaluated(text) == chain(100)


class Lambda(furu.Furu[int]):
    """A class whose variable would be a keyword."""


def test_names_that_mean_something_else_are_not_used_as_variables() -> None:
    keyword, builtin = Lambda(), plain.List()
    node = Value(value=[keyword, keyword, builtin, builtin, float("nan")])
    assert evaluated(node.to_python()) == node


def test_two_classes_of_one_name_are_told_apart() -> None:
    node = Value(value=[Leaf(), plain.Leaf(), Leaf(), plain.Leaf(), plain.Box(content=1)])
    assert evaluated(node.to_python()) == node


def test_a_long_constructor_call_has_a_line_for_each_field() -> None:
    text = pipeline().to_python()
    assert "    lr=0.5,\n    layers=(8, 4),\n" in text
    assert evaluated(text) == pipeline()


def test_a_graph_too_large_to_write_out_names_the_rest_by_digest() -> None:
    node = chain(1000)
    text = node.to_python()
    assert re.search(r"^link = \.\.\.  # tests\.nodes\.Link@[0-9a-f]{32}$", text, re.MULTILINE)
    assert text.count("Link(") == 200
    ast.parse(text)


def test_a_diamond_is_written_once_a_level() -> None:
    text = diamond(50).to_python()
    assert text.count("Pair(") == 50
    assert evaluated(text) == diamond(50)
