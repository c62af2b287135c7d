"""Equal configs have equal digests, different ones differ, wherever and however often they are computed."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

import furu
from furu.config import canonical, fields, identity
from furu.errors import ConfigCycle, ConfigMutated, UnsupportedValue
from tests.config import golden
from tests.contract.processes import finish, start
from tests.nodes import Colour, Dataset, Holder, Leaf, Link, Optimizer, Pair, Point, Value, chain, diamond, pipeline

TABLES = {"VALUES": golden.VALUES, "NODES": golden.NODES}


@pytest.mark.parametrize("name", golden.VALUES)
def test_the_digest_of_a_value_is_pinned(name: str) -> None:
    value, digest = golden.VALUES[name]
    assert golden.Value(value=value).furu_hash == digest


@pytest.mark.parametrize("name", golden.NODES)
def test_the_digest_of_a_node_is_pinned(name: str) -> None:
    node, digest = golden.NODES[name]
    assert type(node)(**dict(fields.identity_fields(node))).furu_hash == digest


def test_no_two_pinned_digests_are_equal() -> None:
    digests = [digest for table in TABLES.values() for _, digest in table.values()]
    assert len(set(digests)) == len(digests)


def test_every_kind_of_value_is_pinned() -> None:
    from furu.config.kinds import LEAVES, SEQUENCES, SETS, kind_of

    pinned = {kind.name for value, _ in golden.VALUES.values() if (kind := kind_of(type(value)))}
    known = {kind.name for kind in [*(kind for _, kind in LEAVES), *SEQUENCES.values(), *SETS.values()]}
    assert known - pinned == set()


class TwentyFour(int):
    """Not the number: a class of its own."""


DISTINCT: list[tuple[Any, ...]] = [
    (0, False, 0.0, "0", None, b"0", Decimal(0), 0j, np.int64(0), np.float64(0)),
    (1, True, 1.0, "1", b"1", np.int32(1), np.int64(1)),
    ([1, 2], (1, 2), {1, 2}, frozenset({1, 2}), {1: 2}, np.array([1, 2])),
    ([], (), set(), frozenset(), {}, None, "", np.array([])),
    ([1, 2], [1.0, 2.0], [True, 2], ["1", "2"], [1, 2.0], [[1, 2]], [[1], [2]]),
    ("a/b", Path("a/b"), Path("a") / "c"),
    (0.0, -0.0, 5e-324),
    (float("nan"), float("inf"), float("-inf")),
    (2**53, 2**53 + 1, float(2**53)),
    (2**63 - 1, 2**63, -(2**63), -(2**63) - 1, 2**64),
    ([2**63 - 1, 0], [2**63, 0]),
    (Decimal("1.5"), Decimal("1.50"), 1.5),
    ("a", "b", "ab", ["a", "b"], ["ab"]),
    ({"a": 1, "b": 2}, {"a": 2, "b": 1}, {"a": 1}, [("a", 1), ("b", 2)]),
    (dt.date(2024, 1, 1), dt.datetime(2024, 1, 1), dt.datetime(2024, 1, 1, tzinfo=dt.UTC)),  # noqa: DTZ001
    (dt.time(1), dt.timedelta(hours=1)),
    (np.zeros(2), np.zeros(2, np.float32), np.zeros((1, 2)), np.zeros((2, 1))),
    (Colour.RED, Colour.BLUE, "red", "RED"),
    (Point(1.0), Point(2.0), Optimizer(lr=1.0), {"x": 1.0, "y": 0.0}),
    (Leaf(value=1), Leaf(value=2), Value(value=1), Leaf),
    (int, float, "int"),
]


@pytest.mark.parametrize("values", DISTINCT)
def test_values_that_mean_different_things_have_different_digests(values: tuple[Any, ...]) -> None:
    digests = [Value(value=value).furu_hash for value in values]
    assert len(set(digests)) == len(values)


NOON = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)
BITS = np.array([0x7FF8000000000001, 0xFFF8000000000000], dtype=np.uint64)

EQUAL: list[tuple[Any, Any]] = [
    (float("nan"), -float("nan")),
    ([float("nan"), 1.0], [-float("nan"), 1.0]),
    (BITS.view(np.float64), np.array([np.nan, np.nan])),
    (complex(float("nan"), 0), complex(-float("nan"), 0)),
    (NOON, NOON.astimezone(ZoneInfo("Asia/Kolkata"))),
    (NOON, NOON.astimezone(ZoneInfo("America/New_York"))),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ({3, 1, 2}, {2, 3, 1}),
    (frozenset("abcdef"), frozenset("fedcba")),
    (np.arange(3, dtype=">i4"), np.arange(3, dtype="<i4")),
    (np.arange(6)[::2], np.array([0, 2, 4])),
    (np.asfortranarray(np.arange(6).reshape(2, 3)), np.arange(6).reshape(2, 3)),
    (Leaf(value=3), Leaf(value=3)),
    (Holder(inside=[1]), Holder(inside=[1])),
    (Path("a//b/./c"), Path("a/b/c")),
]


@pytest.mark.parametrize(("left", "right"), EQUAL)
def test_values_that_mean_the_same_have_one_digest(left: Any, right: Any) -> None:
    assert Value(value=left).furu_hash == Value(value=right).furu_hash


def test_the_order_in_which_fields_are_given_does_not_matter() -> None:
    first, second = Dataset(path=Path("a"), size=3), Dataset(size=3, path=Path("a"))
    assert first.furu_hash == second.furu_hash


DIGESTS = """
from tests.config import golden
print(*(golden.Value(value=value).furu_hash for value, _ in golden.VALUES.values()), sep="\\n")
print(*(node.furu_hash for node, _ in golden.NODES.values()), sep="\\n")
"""


@pytest.mark.parametrize(
    "environment", [{"PYTHONHASHSEED": "1"}, {"PYTHONHASHSEED": "2", "TZ": "Pacific/Auckland", "LC_ALL": "C"}]
)
def test_digests_do_not_depend_on_the_process(environment: dict[str, str]) -> None:
    pinned = [digest for table in TABLES.values() for _, digest in table.values()]
    assert finish(start(DIGESTS, **environment)).split() == pinned


def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Count the values that are encoded from now on: each step yields how many there were."""
    counter = itertools.count()
    original: Callable[..., None] = canonical.encode

    def counting(*arguments: Any) -> None:
        next(counter)
        original(*arguments)

    monkeypatch.setattr(identity, "encode", counting)
    return counter


def test_a_shared_node_is_encoded_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tower = diamond(1000)
    counter = counted(monkeypatch)
    assert re.fullmatch(r"[0-9a-f]{32}", tower.furu_hash)
    assert next(counter) == 1000 * 3 + 2  # two fields and a version a level, and the leaf at the bottom


def test_a_digest_is_computed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    node = pipeline()
    first = node.furu_hash
    counter = counted(monkeypatch)
    assert node.furu_hash == first
    assert next(counter) == 0


def test_equal_parts_are_one_identity_whether_shared_or_not() -> None:
    leaf = Leaf(value=1)
    assert Pair(left=leaf, right=leaf) == Pair(left=Leaf(value=1), right=Leaf(value=1))


def test_a_change_far_below_changes_every_node_above() -> None:
    left, right = pipeline(size=3), pipeline(size=4)
    assert left.furu_hash != right.furu_hash
    assert left.features.furu_hash != right.features.furu_hash


def test_a_chain_of_ten_thousand_nodes_has_a_digest() -> None:
    first, second = chain(10_000), chain(10_000)
    assert first == second
    assert hash(first) == hash(second)


def test_the_namespace_is_part_of_the_identity() -> None:
    assert golden.Value(value=1).furu_hash != Value(value=1).furu_hash


class First(furu.Furu[int]):
    _version = 1


class Second(furu.Furu[int]):
    _version = 2


def test_the_version_is_part_of_the_identity(monkeypatch: pytest.MonkeyPatch) -> None:
    before = First().furu_hash
    monkeypatch.setattr(First, "_version", 2)
    assert First().furu_hash != before


@dataclass(frozen=True)
class Box:
    part: Any


UNSUPPORTED: list[tuple[Any, str]] = [
    (Fraction(1, 2), "Value.value"),
    ([1, object()], "Value.value[1]"),
    ({"a": {"b": (1, lambda: 0)}}, "Value.value['a']['b'][1]"),
    (Box(part=[iter([])]), "Value.value.part[0]"),
    (Optimizer(inside={"x": object()}), "Value.value.inside['x']"),
    (golden.Model.model_construct(width=object()), "Value.value.width"),
    (np.array([object()]), "Value.value"),
    (np.zeros(1, dtype=[("a", "i4")]), "Value.value"),
    (TwentyFour(24), "Value.value"),
    ({object(): 1}, "Value.value[<object object at"),
]


@pytest.mark.parametrize(("value", "where"), UNSUPPORTED)
def test_an_unsupported_value_is_reported_with_its_path(value: Any, where: str) -> None:
    with pytest.raises(UnsupportedValue, match=r"which has no canonical form\nhint: use plain values") as caught:
        _ = Value(value=value).furu_hash
    assert caught.value.where.startswith(where)
    assert "furu.field(identity=False)" in str(caught.value)


def test_a_list_that_contains_itself_is_reported() -> None:
    loop: list[Any] = []
    loop.append(loop)
    with pytest.raises(UnsupportedValue, match="Value holds a container that is nested too deeply or contains itself"):
        _ = Value(value=loop).furu_hash
    assert repr(Value(value=loop)).startswith("Value(")


def test_a_cycle_of_nodes_is_reported_with_its_path() -> None:
    inner = Value(value=[])
    outer = Value(value={"deep": [inner]})
    inner.value.append(outer)
    with pytest.raises(ConfigCycle, match="Value contains itself") as caught:
        _ = outer.furu_hash
    assert caught.value.where == "value['deep'][0].value[0]"
    assert "<Value>" in repr(outer)


MUTATIONS: dict[str, Callable[[Any], None]] = {
    "a list grows": lambda node: node.value["list"].append(3),
    "a dict changes": lambda node: node.value.update(list=[]),
    "an array changes": lambda node: node.value["array"].fill(1),
    "a node is added": lambda node: node.value["nodes"].append(Link(below=Link())),
}


@pytest.mark.parametrize("mutate", MUTATIONS.values(), ids=MUTATIONS.keys())
def test_a_config_that_changed_after_its_identity_was_used_is_refused(mutate: Callable[[Any], None]) -> None:
    node = Value(value={"list": [1, 2], "array": np.zeros(2), "nodes": [Leaf()]})
    digest = node.furu_hash
    mutate(node)
    with pytest.raises(ConfigMutated, match=rf"Value changed after its identity was first used \({digest[:8]} became"):
        node.get()
    assert node.state() is not furu.State.SUCCESS


def test_a_node_below_that_changed_is_refused_too() -> None:
    below = Value(value=[1])
    node = Value(value=below)
    assert node.furu_hash
    below.value.append(2)
    with pytest.raises(ConfigMutated, match="Value changed after its identity"):
        node.get()


@pytest.mark.parametrize("other", [2, True, 1.0, "1"])
def test_another_value_in_place_of_an_unchanging_one_is_refused_too(other: object) -> None:
    """Such an object is not encoded again, but looked at."""
    node = Leaf(value=1)
    assert node.furu_hash
    identity.verify(node)
    (place,) = (name for name, value in vars(node).items() if name.startswith("X_") and type(value) is int)
    vars(node)[place] = other
    with pytest.raises(ConfigMutated, match="Leaf changed after its identity"):
        identity.verify(node)
