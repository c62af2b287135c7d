"""The graph: an order that serves what is needed first, cycles with their path, levels, and groups."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from furu.graph.dag import Cycle, Dag

DIAMOND = Dag({"top": ("left", "right"), "left": ("bottom",), "right": ("bottom",), "bottom": (), "alone": ()})


def test_what_is_needed_stands_before_what_needs_it_and_else_the_order_is_kept() -> None:
    assert DIAMOND.order() == ["bottom", "left", "right", "top", "alone"]


def test_a_cycle_is_an_error_that_goes_round_it_once() -> None:
    with pytest.raises(Cycle, match="b → c → d → b") as caught:
        Dag({"a": ("b",), "b": ("c",), "c": ("d",), "d": ("b",)}).order()
    assert caught.value.path == ("b", "c", "d", "b")


def test_a_node_that_needs_itself_is_a_cycle() -> None:
    with pytest.raises(Cycle, match="a → a"):
        Dag({"a": ("a",)}).levels()


def test_a_level_is_the_length_of_the_longest_chain_below() -> None:
    assert DIAMOND.levels() == {"bottom": 0, "left": 1, "right": 1, "top": 2, "alone": 0}


def test_who_stands_above_is_known_directly_and_in_all() -> None:
    assert DIAMOND.above()["bottom"] == ["left", "right"]
    assert DIAMOND.everything_above("bottom") == {"left", "right", "top"}
    assert DIAMOND.everything_above("alone") == set()


def test_groups_collapse_to_pairs_with_how_many_edges_each_stands_for() -> None:
    sides = Dag({"a1": ("b1", "b2"), "a2": ("b1",), "b1": ("b2",), "b2": ()})
    assert sides.collapse(lambda key: key[0]) == {("a", "b"): 3, ("b", "b"): 1}


def test_a_chain_of_ten_thousand_needs_no_recursion() -> None:
    length = 10_000
    chain = Dag({position: (position + 1,) if position + 1 < length else () for position in range(length)})
    assert chain.order() == list(range(length))[::-1]
    assert chain.levels()[0] == length - 1
    assert len(chain.everything_above(length - 1)) == length - 1


@st.composite
def graphs(draw: st.DrawFn) -> dict[int, tuple[int, ...]]:
    """Any graph without cycles: nobody needs a larger number; keys are given in any order."""
    size = draw(st.integers(1, 12))
    keys = draw(st.permutations(range(size)))
    return {key: tuple(draw(st.sets(st.integers(0, key - 1), max_size=3))) if key else () for key in keys}


@given(graphs())
def test_every_graph_without_cycles_has_an_order(below: dict[int, tuple[int, ...]]) -> None:
    dag = Dag(below)
    order = dag.order()
    assert sorted(order) == sorted(below)
    place = {key: position for position, key in enumerate(order)}
    levels = dag.levels()
    for key, lower in below.items():
        assert all(place[needed] < place[key] for needed in lower)
        assert levels[key] == max((levels[needed] + 1 for needed in lower), default=0)


@given(graphs(), st.data())
def test_every_cycle_is_found(below: dict[int, tuple[int, ...]], data: st.DataObject) -> None:
    top = data.draw(st.sampled_from(sorted(below)))
    under = data.draw(st.sampled_from([top, *(key for key in below if top in Dag(below).everything_above(key))]))
    below[under] = (*below[under], top)
    with pytest.raises(Cycle) as caught:
        Dag(below).order()
    path = caught.value.path
    assert path[0] == path[-1]
    assert all(lower in below[key] for key, lower in pairwise(path))  # type: ignore[index]
