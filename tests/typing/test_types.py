"""What a type checker sees is what happens: mypy reads this file with the rest, and pytest runs it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Self, assert_type

import pytest

import furu
from furu.errors import MissingField, UnknownField, WrongType


class Numbers(furu.Furu[list[float]]):
    size: int
    scale: float = 1.0
    workers: int = furu.field(default=1, identity=False)
    weights: Mapping[str, float] = furu.field(default_factory=dict)

    def _create(self) -> list[float]:
        return [self.scale * index for index in range(self.size)]


class Total(furu.Furu[float]):
    numbers: Numbers
    others: tuple[furu.Furu[list[float]], ...] = ()

    def _create(self) -> float:
        return sum(self.numbers.get()) + sum(sum(other.get()) for other in self.others)


class Twice(Total):
    factor: float = 2.0

    def doubled(self) -> Self:
        return self


def test_get_and_load_have_the_type_of_the_result() -> None:
    total = Total(numbers=Numbers(size=3))
    assert_type(total.get(), float)
    assert_type(total.load(), float)
    assert_type(total.numbers.get(), list[float])
    assert total.get() == 3.0


def test_a_derived_class_has_the_type_of_its_base() -> None:
    twice = Twice(numbers=Numbers(size=2), factor=3.0)
    assert_type(twice.get(), float)
    assert_type(twice.doubled(), Twice)
    assert twice.get() == 1.0


def test_fields_have_their_declared_types() -> None:
    numbers = Numbers(size=3)
    assert_type(numbers.size, int)
    assert_type(numbers.scale, float)
    assert_type(numbers.workers, int)
    assert_type(numbers.weights, Mapping[str, float])


def test_methods_have_types() -> None:
    numbers = Numbers(size=1)
    assert_type(numbers.exists(), bool)
    assert_type(numbers.state(), furu.State)
    assert_type(numbers.furu_hash, str)
    assert_type(numbers.furu_dir, Path)
    assert_type(numbers.raw_dir, Path)
    assert_type(numbers.to_dict(), dict[str, Any])
    assert_type(numbers.to_python(), str)
    assert_type(Numbers.from_dict(numbers.to_dict()), Numbers)


def test_a_subclass_of_the_result_is_a_result() -> None:
    covariant: furu.Furu[object] = Numbers(size=1)
    assert covariant.get() == [0.0]


def test_a_wrong_type_is_an_error_for_the_checker_too() -> None:
    with pytest.raises(WrongType):
        Numbers(size="3")  # type: ignore[arg-type]
    with pytest.raises(WrongType):
        Total(numbers=3)  # type: ignore[arg-type]


def test_an_unknown_field_is_an_error_for_the_checker_too() -> None:
    with pytest.raises(UnknownField):
        Numbers(size=3, sise=4)  # type: ignore[call-arg]


def test_a_missing_field_is_an_error_for_the_checker_too() -> None:
    with pytest.raises(MissingField):
        Numbers()  # type: ignore[call-arg]


def test_a_field_by_position_is_an_error_for_the_checker_too() -> None:
    with pytest.raises(UnknownField):
        Numbers(3)  # type: ignore[call-arg]


def test_changing_a_field_is_an_error_for_the_checker_too() -> None:
    numbers = Numbers(size=3)
    with pytest.raises(AttributeError):
        numbers.size = 4  # type: ignore[misc]


def test_what_is_found_has_the_type_of_the_class() -> None:
    Twice(numbers=Numbers(size=3)).get()
    found = Total.find("factor>0")
    assert_type(found, furu.Experiments[Total])
    assert_type(furu.collection("typed"), furu.Collection)
    assert_type(list(found), list[Total])
    assert_type(list(found.load()), list[float])
    assert_type(list(Numbers.find().where("size:3").load()), list[list[float]])
    assert_type(Twice.find().first(), Twice | None)
    assert_type(found.ids, tuple[str, ...])
    assert [type(node) for node in found] == [Twice]
    assert list(found.load()) == [3.0]
    assert isinstance(furu.find().first(), furu.Furu)
