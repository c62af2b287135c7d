"""Config classes are ordinary Python classes: they derive, mix in, check themselves, and can be copied."""

from __future__ import annotations

import abc
import copy
import pickle
from collections.abc import Callable
from types import new_class
from typing import Any

import pytest

import furu
from furu.errors import ClassRefused
from tests.nodes import Leaf, pipeline


class Checked(furu.Furu[int]):
    """Uses what chz offers."""

    width: int = 1
    name: str = furu.chz.field(default="a", munger=lambda _self, value: value.upper())

    @furu.chz.validate
    def _positive(self) -> None:
        if self.width < 1:
            raise ValueError("the width must be positive")

    @furu.chz.init_property
    def area(self) -> int:
        return self.width**2


def test_a_class_may_validate_its_fields() -> None:
    with pytest.raises(ValueError, match="the width must be positive"):
        Checked(width=0)


def test_a_class_may_change_and_derive_values() -> None:
    node = Checked(width=3)
    assert (node.name, node.area) == ("A", 9)


def test_the_identity_is_that_of_the_values_as_they_were_given() -> None:
    node = Checked(name="b")
    assert Checked.from_dict(node.to_dict()) == node
    assert node.to_dict()["node"]["fields"]["name"] == "b"
    assert Checked(name="b") != Checked(name="B")


def test_an_object_with_other_values_is_another_object() -> None:
    node = pipeline()
    digest = node.furu_hash
    other = furu.chz.replace(node, lr=1)
    assert (other.lr, type(other.lr), other.furu_hash) == (1.0, float, pipeline(lr=1.0).furu_hash)
    assert node.furu_hash == digest


class Shape(furu.Furu[float], abc.ABC):
    scale: float = 1.0

    @abc.abstractmethod
    def area(self) -> float: ...

    def _create(self) -> float:
        return self.scale * self.area()


class Square(Shape):
    side: float

    def area(self) -> float:
        return self.side**2


def test_a_base_class_may_be_abstract() -> None:
    with pytest.raises(TypeError, match="abstract"):
        Shape()  # type: ignore[abstract]
    assert Square(side=3).get() == 9.0


class Greets:
    """A class that is no config class."""

    def greet(self) -> str:
        return f"{type(self).__name__} greets"


class Polite(Greets, Leaf):
    times: int = 2


def test_a_class_may_mix_in_another_one() -> None:
    node = Polite(value=3)
    assert (node.greet(), node.value, node.times, node.get()) == ("Polite greets", 3, 2, 3)


COPIES: list[Callable[[Any], Any]] = [copy.copy, copy.deepcopy, lambda node: pickle.loads(pickle.dumps(node))]  # noqa: S301


@pytest.mark.parametrize("copied", COPIES, ids=["copy", "deepcopy", "pickle"])
def test_a_copy_is_equal(copied: Callable[[Any], Any]) -> None:
    node = pipeline()
    assert copied(node) == node
    assert node.furu_hash
    assert copied(node).features == node.features


@pytest.mark.parametrize("name", ["__init__", "__post_init__"])
def test_a_constructor_of_its_own_is_refused_with_what_to_do(name: str) -> None:
    with pytest.raises(ClassRefused, match=rf"Made cannot be a config class: .*{name}.*"):
        new_class("Made", (furu.Furu,), exec_body=lambda space: space.update({name: lambda self: None}))
