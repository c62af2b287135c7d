"""The nodes inside a node are found in every container, and ``_dependencies`` names more of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import furu
from furu.config.children import children
from furu.errors import ConfigError, NotDeclarative
from tests.config.golden import Model
from tests.nodes import Dataset, Ensemble, Holder, Leaf, Optimizer, Point, Value, pipeline

CONTAINERS: list[tuple[Any, list[str]]] = [
    (Leaf(), ["value"]),
    ([Leaf(), [Leaf()]], ["value[0]", "value[1][0]"]),
    ((1, Leaf()), ["value[1]"]),
    ({"a": Leaf(), "b": {2: Leaf()}}, ["value['a']", "value['b'][2]"]),
    ({Leaf(): 1}, ["value[Leaf(value=0)]"]),
    ({(1, Leaf()): 2}, ["value[(1, Leaf(value=0))][1]"]),
    ({Leaf()}, ["value{…}"]),
    (frozenset([Leaf()]), ["value{…}"]),
    (Holder(inside=Leaf(), more={"x": [Leaf()]}), ["value.inside", "value.more['x'][0]"]),
    (Optimizer(inside=(Leaf(),)), ["value.inside[0]"]),
    (Model.model_construct(width=Leaf()), ["value.width"]),
    (Value(value=Leaf()), ["value"]),
    ([1, "a", None, 2.0, Point(1), np.zeros(3), Path("x")], []),
]


@pytest.mark.parametrize(("value", "paths"), CONTAINERS)
def test_nodes_are_found_in_every_container(value: Any, paths: list[str]) -> None:
    found = children(Value(value=value))
    assert [child.path for child in found] == paths
    assert {child.kind for child in found} <= {"field"}


class Declares(furu.Furu[int]):
    """Declares whatever a test puts into ``declared``."""

    count: int = 1
    key: str = ""
    declared: Any = furu.field(default=None, identity=False)

    def _dependencies(self) -> Any:
        return self.declared() if callable(self.declared) and not isinstance(self.declared, type) else self.declared

    def _create(self) -> int:
        return self.count


DECLARED: list[tuple[Any, list[tuple[str, furu.Furu[Any]]]]] = [
    (None, []),
    ((), []),
    (Leaf(value=1), [("_dependencies", Leaf(value=1))]),
    ([Leaf(value=1), Leaf(value=2)], [("_dependencies[0]", Leaf(value=1)), ("_dependencies[1]", Leaf(value=2))]),
    ({"a": Leaf(value=1)}, [("_dependencies['a']", Leaf(value=1))]),
    ([Leaf], [("_dependencies[0]", Leaf())]),
    (Dataset, [("_dependencies", Dataset())]),
]


@pytest.mark.parametrize(("returned", "expected"), DECLARED)
def test_dependencies_may_be_nodes_containers_or_classes(
    returned: Any, expected: list[tuple[str, furu.Furu[Any]]]
) -> None:
    node = Declares(declared=lambda: returned)
    found = [(child.path, child.node) for child in children(node) if child.kind == "declared"]
    assert found == expected


@pytest.mark.parametrize("returned", [3, "digits", [Leaf(), object()], {"a": 1.5}, int])
def test_other_dependencies_are_refused(returned: Any) -> None:
    with pytest.raises(ConfigError, match=r"Declares\._dependencies returned .*, which is no config object") as caught:
        _ = Declares(declared=lambda: returned).furu_hash
    assert caught.value.where.startswith("_dependencies")
    assert "a config class for its default instance" in str(caught.value)


def test_declared_dependencies_are_part_of_the_identity() -> None:
    one, other = Declares(declared=lambda: Leaf(value=1)), Declares(declared=lambda: Leaf(value=2))
    assert len({one.furu_hash, other.furu_hash, Declares().furu_hash}) == 3


def test_dependencies_are_asked_for_once_an_object() -> None:
    Ensemble._calls.clear()
    node = Ensemble(train=pipeline())
    for _ in range(3):
        assert node.furu_hash
        assert children(node)
        assert node.to_dict()
    assert Ensemble._calls == ["_dependencies"]


CALLS: dict[str, Callable[[Leaf], Any]] = {"get": Leaf.get, "load": Leaf.load, "exists": Leaf.exists}


@pytest.mark.parametrize("method", CALLS)
def test_results_may_not_be_used_inside_dependencies(method: str) -> None:
    def dependencies() -> list[Leaf]:
        CALLS[method](Leaf())
        return []

    with pytest.raises(NotDeclarative, match=rf"{method}\(\) was called inside Declares\._dependencies") as caught:
        _ = Declares(declared=dependencies).furu_hash
    assert "what is found out later is recorded by itself" in str(caught.value)
    assert Leaf().get() == 0, "and afterwards they may"


def test_a_dependency_that_raises_is_the_users_own_error() -> None:
    def dependencies() -> Iterator[Leaf]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        _ = Declares(declared=dependencies).furu_hash
