"""Annotated names of a class body become the fields of a frozen, keyword-only config class."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from types import new_class
from typing import Any, ClassVar

import pytest

import furu
from furu.config.fields import field_specs
from furu.errors import ClassRefused, MissingField, UnknownField
from tests.config import plain
from tests.nodes import Dataset, Leaf, Point, Train, pipeline


class Everything(furu.Furu[None]):
    """One of each thing that a class body may hold."""

    given: int
    default: float = 1
    made: list[int] = furu.field(default_factory=list)
    explained: str = furu.field(default="a", doc="What people read.")
    shared: ClassVar[int] = 3
    _private: int = 5

    class Inner:
        """A nested class is no field."""

    def method(self) -> int:
        return self.given

    @property
    def doubled(self) -> int:
        return 2 * self.given

    @functools.cached_property
    def tripled(self) -> int:
        return 3 * self.given

    @functools.cache  # noqa: B019  # what is tested is that the class is accepted
    def remembered(self) -> int:
        return self.given

    @staticmethod
    def static() -> int:
        return 1

    @classmethod
    def of(cls) -> Everything:
        return cls(given=1)

    bound = functools.partialmethod(method)

    @furu.chz.init_property
    def derived(self) -> int:
        return self.given + 1


def test_annotated_names_are_the_fields_and_nothing_else_is() -> None:
    assert list(field_specs(Everything)) == ["given", "default", "made", "explained"]


def test_behaviour_of_a_class_body_stays_behaviour() -> None:
    node = Everything(given=7)
    assert (node.doubled, node.tripled, node.remembered(), node.bound(), node.derived) == (14, 21, 7, 7, 8)
    assert (Everything.static(), Everything.of().given, Everything._private) == (1, 1, 5)


def test_defaults_are_conformed_like_given_values() -> None:
    value = Everything(given=1).default
    assert (value, type(value)) == (1.0, float)


def test_a_factory_makes_a_value_for_each_object() -> None:
    first, second = Everything(given=1), Everything(given=1)
    assert first.made == second.made == []
    assert first.made is not second.made


def test_a_field_keeps_its_documentation() -> None:
    assert field_specs(Everything)["explained"].doc == "What people read."


def test_fields_are_given_by_name_only() -> None:
    with pytest.raises(UnknownField, match=r"Leaf takes its fields by name only") as caught:
        Leaf(1)  # type: ignore[call-arg]
    assert "write Leaf(value=…)" in str(caught.value)


@pytest.mark.parametrize("change", [lambda node: setattr(node, "value", 2), lambda node: delattr(node, "value")])
def test_an_object_is_frozen(change: Callable[[Leaf], None]) -> None:
    node = Leaf(value=1)
    with pytest.raises(AttributeError):
        change(node)
    assert node.value == 1


def test_an_unknown_field_is_refused_with_the_name_that_was_meant() -> None:
    with pytest.raises(UnknownField, match=r"Dataset has no field sise; did you mean size\?") as caught:
        Dataset(sise=3)  # type: ignore[call-arg]
    assert caught.value.where == "Dataset.sise"
    assert "hint: its fields are path, size, workers" in str(caught.value)


def test_an_unknown_field_that_resembles_none_is_refused_without_a_guess() -> None:
    with pytest.raises(UnknownField, match=r"Leaf has no field zebra\n"):
        Leaf(zebra=3)  # type: ignore[call-arg]


def test_a_missing_field_is_named() -> None:
    hint = r"hint: write Train\(features=…\), or give the field a default"
    with pytest.raises(MissingField, match=rf"Train needs a value for features\n{hint}") as caught:
        Train()  # type: ignore[call-arg]
    assert caught.value.where == "Train.features"


@pytest.mark.parametrize("error", [UnknownField, MissingField])
def test_errors_of_a_constructor_are_type_errors_too(error: type[Exception]) -> None:
    assert issubclass(error, TypeError)
    assert issubclass(error, furu.FuruError)


def define(**body: Any) -> type:
    """Define a config class with this body."""
    annotations = body.pop("annotations", {})
    return new_class("Made", (furu.Furu,), exec_body=lambda space: space.update(body, __annotations__=annotations))


RESERVED = ["get", "load", "exists", "state", "furu_hash", "furu_dir", "raw_dir", "logger", "to_dict", "from_dict"]


@pytest.mark.parametrize("name", [*RESERVED, "to_python"])
def test_a_field_may_not_hide_what_furu_offers(name: str) -> None:
    with pytest.raises(ClassRefused, match=rf"Made\.{name} would hide furu's own {name}\nhint: give the field another"):
        define(annotations={name: int})


@pytest.mark.parametrize(("name", "value"), [("lr", 0.1), ("layers", [1]), ("model", Leaf()), ("point", Point(1))])
def test_a_forgotten_annotation_is_refused(name: str, value: object) -> None:
    with pytest.raises(ClassRefused, match=rf"Made\.{name} = .* has no annotation") as caught:
        define(**{name: value})
    assert f"write `{name}: {type(value).__name__} = " in str(caught.value)


def test_a_mutable_default_is_refused() -> None:
    with pytest.raises(ClassRefused, match=r"Made cannot be a config class: .*default"):
        define(annotations={"layers": list[int]}, layers=[1])


def test_a_type_that_cannot_be_resolved_is_explained() -> None:
    cls = define(annotations={"model": "Nowhere"})
    with pytest.raises(ClassRefused, match=r"Made has a type that cannot be resolved: name 'Nowhere'") as caught:
        cls()
    assert "not under `if TYPE_CHECKING`" in str(caught.value)


def test_a_field_outside_the_identity_does_not_change_it() -> None:
    assert Dataset(workers=1).furu_hash == Dataset(workers=8).furu_hash
    assert Dataset(workers=8).workers == 8


def test_a_field_at_its_omit_literal_is_as_if_it_were_not_there() -> None:
    class_before = plain.Before(lr=0.5)
    with_field, changed = plain.After(lr=0.5), plain.After(lr=0.5, dropout=0.1)
    assert [field for field, _ in plain.identity(with_field)] == [field for field, _ in plain.identity(class_before)]
    assert with_field.furu_hash != changed.furu_hash


@pytest.mark.parametrize(("value", "omitted"), [(0, True), (0.0, True), (0.1, False)])
def test_the_omit_literal_is_conformed_to_the_fields_type(value: float, *, omitted: bool) -> None:
    names = [name for name, _ in plain.identity(plain.OmitsZero(rate=value))]
    assert names == ([] if omitted else ["rate"])


def test_the_default_is_not_the_omit_literal() -> None:
    assert pipeline().dropout == 0.0
    assert plain.identity(plain.OmitsZero()) == [("rate", 0.5)]


def test_a_class_without_postponed_annotations_has_the_same_fields() -> None:
    node = plain.Eager(path="a/b", scale=2)  # type: ignore[arg-type]
    assert (node.path, node.scale, type(node.scale)) == (Path("a/b"), 2.0, float)
    assert list(field_specs(plain.Eager)) == ["path", "scale", "inner"]
    assert plain.Eager._private == 3


def test_a_derived_class_has_the_fields_of_its_bases() -> None:
    node = plain.Derived(lr=0.1, depth=3)
    assert (node.lr, node.dropout, node.depth) == (0.1, 0.0, 3)
    assert list(field_specs(plain.Derived)) == ["lr", "dropout", "depth"]
    assert plain.Derived(lr=0.1, dropout=0.5).describe() == "0.1 0.5"


def test_a_derived_class_is_another_identity() -> None:
    assert plain.After(lr=0.1).furu_hash != plain.SameFields(lr=0.1).furu_hash


def test_a_derived_class_may_change_a_default() -> None:
    assert plain.SameFields(lr=0.1).dropout == 0.25


def test_a_generic_class_takes_any_type_and_a_derived_one_its_parameter() -> None:
    assert type(plain.Box(content=1).content) is int
    assert type(plain.FloatBox(content=1).content) is float
    assert plain.FloatBox(content=1).furu_hash == plain.FloatBox(content=1.0).furu_hash
    assert [type(item) for item in plain.FloatBox(content=1, rest=[1]).rest] == [float]
