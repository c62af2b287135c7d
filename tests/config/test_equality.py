"""Config objects are equal when their identities are, and print in bounded space however large the graph is."""

from __future__ import annotations

import pytest

import furu
from tests.config.plain import After, SameFields
from tests.nodes import Dataset, Leaf, Train, Value, chain, diamond, pipeline


def test_equal_fields_make_equal_objects() -> None:
    assert pipeline() == pipeline()
    assert hash(pipeline()) == hash(pipeline())
    assert len({pipeline(), pipeline(), pipeline(lr=0.25)}) == 2


def test_different_fields_or_classes_make_different_objects() -> None:
    assert pipeline() != pipeline(lr=0.25)
    assert After(lr=0.25) != SameFields(lr=0.25, dropout=0.0)
    number: object = 0
    assert Leaf() != number


def test_fields_outside_the_identity_do_not_count() -> None:
    assert Dataset(workers=1) == Dataset(workers=2)


def test_nan_equals_itself() -> None:
    assert Value(value=float("nan")) == Value(value=float("nan"))


def test_a_large_shared_graph_is_compared_hashed_and_printed_at_once() -> None:
    assert diamond(1000) == diamond(1000)
    assert len(repr(diamond(1000))) < 100


def test_own_fields_print_as_they_are_and_nodes_by_class_and_digest() -> None:
    train = pipeline()
    assert repr(Leaf(value=3)) == "Leaf(value=3)"
    assert repr(train).startswith(f"Train(features=<Features {train.features.furu_hash[:8]}>, lr=0.5, layers=(8, 4), ")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([Leaf(), 1], f"[<Leaf {Leaf().furu_hash[:8]}>, 1]"),
        ((Leaf(),), f"(<Leaf {Leaf().furu_hash[:8]}>,)"),
        ({"a": (Leaf(), 2)}, f"{{'a': (<Leaf {Leaf().furu_hash[:8]}>, 2)}}"),
        (list(range(1000)), "<list of 1000>"),
        (set(range(1000)), "<set of 1000>"),
        ("x" * 1000, f"'{'x' * 199}…"),
    ],
)
def test_a_value_prints_in_bounded_space(value: object, text: str) -> None:
    assert repr(Value(value=value)) == f"Value(value={text})"


def test_a_chain_prints_its_first_node_alone() -> None:
    top = chain(10_000)
    assert top.below is not None
    assert repr(top) == f"Link(below=<Link {top.below.furu_hash[:8]}>, position=9999)"


class Spoken(furu.Furu[int]):
    value: int = 0

    def __repr__(self) -> str:
        return "as I say"


def test_a_class_may_print_as_it_likes() -> None:
    assert repr(Spoken()) == "as I say"


def test_printing_an_object_without_identity_does_not_raise() -> None:
    class Local(furu.Furu[int]):
        value: int = 0

    assert "Local(value=0)" in repr(Local())
    assert "<" in repr(Value(value=Local()))
    assert isinstance(pipeline(), Train)
