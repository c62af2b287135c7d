"""A value is checked against its field's type, and normalised where two spellings mean one value."""

from __future__ import annotations

import enum
from collections import abc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, NamedTuple, NewType, Optional, Protocol, TypedDict, TypeVar

import numpy as np
import pytest

import furu
from furu.config.conform import Mismatch, conformer
from furu.errors import WrongType
from tests.nodes import Colour, Dataset, Features, Leaf, Point


class Text(str):
    """A string with extras."""

    __slots__ = ()


class Whole(int):
    """A number with extras."""


class Word(enum.StrEnum):
    ADAM = "adam"


class OldWord(str, enum.Enum):  # noqa: UP042  # still written, and its str() is not its value
    ADAM = "adam"


class Sized(Protocol):
    def size(self) -> int: ...


class Row(TypedDict):
    name: str


class Pair(NamedTuple):
    left: int
    right: int


Number = TypeVar("Number", int, str)
Bounded = TypeVar("Bounded", bound=float)
Free = TypeVar("Free")
UserId = NewType("UserId", int)

CONFORMED: list[tuple[Any, Any, Any]] = [
    (float, 1, 1.0),
    (float, np.float64(1), 1.0),
    (float, np.float32(0.5), 0.5),
    (float, np.int64(2), 2.0),
    (float, Whole(3), 3.0),
    (int, 1, 1),
    (int, np.int32(7), 7),
    (int, Whole(7), 7),
    (bool, True, True),
    (bool, np.bool_(False), False),
    (str, "a", "a"),
    (str, Text("a"), "a"),
    (str, np.str_("a"), "a"),
    (str, Word.ADAM, "adam"),
    (str, OldWord.ADAM, "adam"),
    (Path, "a/b", Path("a/b")),
    (Path, Path("a"), Path("a")),
    (Path, PurePosixPath("a"), PurePosixPath("a")),
    (None, None, None),
    (Any, 1, 1),
    (object, "x", "x"),
    (Colour, Colour.RED, Colour.RED),
    (Point, Point(1), Point(1)),
    (Leaf, Leaf(value=2), Leaf(value=2)),
    (Literal["a", 1], "a", "a"),
    (Literal["a", 1], 1, 1),
    (Literal["adam"], Word.ADAM, "adam"),
    (Literal["adam"], OldWord.ADAM, "adam"),
    (Literal[Colour.RED], Colour.RED, Colour.RED),
    (float | None, 1, 1.0),
    (float | None, None, None),
    (Optional[float], 1, 1.0),  # noqa: UP045  # the old spelling
    (int | float, 1, 1),
    (float | int, 1, 1),
    (str | Path, "a", "a"),
    (Path | str, "a", "a"),
    (list[float] | float, [1], [1.0]),
    (list[float], [1, 2.0], [1.0, 2.0]),
    (list[Any], [1, "a"], [1, "a"]),
    (list, [1], [1]),
    (set[float], {1}, {1.0}),
    (frozenset[int], frozenset([np.int64(1)]), frozenset([1])),
    (tuple[float, ...], (1, 2), (1.0, 2.0)),
    (tuple[int, str], (1, "a"), (1, "a")),
    (tuple[float, str], (1, "a"), (1.0, "a")),
    (tuple[()], (), ()),
    (tuple, (1, "a"), (1, "a")),
    (dict[str, float], {"a": 1}, {"a": 1.0}),
    (dict[float, str], {1: "a"}, {1.0: "a"}),
    (dict[str, list[float]], {"a": [1]}, {"a": [1.0]}),
    (dict, {"a": 1}, {"a": 1}),
    (abc.Sequence[float], [1], [1.0]),
    (abc.Sequence[float], (1,), (1.0,)),
    (abc.Mapping[str, float], {"a": 1}, {"a": 1.0}),
    (abc.Set[int], frozenset([1]), frozenset([1])),
    (abc.Iterable[int], (1,), (1,)),
    (abc.Sequence, (1, "a"), (1, "a")),
    (type[Leaf], Leaf, Leaf),
    (type[Any], int, int),
    (Callable[[int], int], abs, abs),
    (Annotated[float, "metres"], 1, 1.0),
    (UserId, np.int64(4), 4),
    (Number, "a", "a"),
    (Bounded, 1, 1.0),
    (Free, [1], [1]),
    (Sized, 3, 3),
    (Row, {"name": "a"}, {"name": "a"}),
    (Pair, Pair(1, 2), Pair(1, 2)),
    (furu.Furu[int], Leaf(), Leaf()),
    (np.ndarray, np.zeros(0), np.zeros(0)),
]


def same(left: Any, right: Any) -> bool:
    """Whether two values are equal in value and in type, down to the items."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return bool(np.array_equal(left, right))
    if isinstance(left, dict):
        return same([*left.items()], [*right.items()])
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, set | frozenset):
        return bool(left == right) and set(map(type, left)) == set(map(type, right))
    return bool(left == right)


@pytest.mark.parametrize(("tp", "given", "expected"), CONFORMED)
def test_a_fitting_value_is_taken_and_normalised(tp: Any, given: Any, expected: Any) -> None:
    assert same(conformer(tp)(given), expected)


def test_a_value_that_fits_as_it_is_stays_the_same_object() -> None:
    given = {"a": [1.0, 2.0]}
    assert conformer(dict[str, list[float]])(given) is given


REFUSED: list[tuple[Any, Any, str, str]] = [
    (float, True, "", r"must be float, not True \(bool\)"),
    (float, "1", "", r"must be float, not '1' \(str\)"),
    (float, None, "", r"must be float, not None \(NoneType\)"),
    (float, 1j, "", r"must be float, not 1j \(complex\)"),
    (int, True, "", r"must be int, not True \(bool\)"),
    (int, 1.0, "", r"must be int, not 1.0 \(float\)"),
    (int, np.float64(1), "", r"must be int, not np.float64\(1.0\) \(float64\)"),
    (bool, 1, "", r"must be bool, not 1 \(int\)"),
    (str, b"a", "", r"must be str, not b'a' \(bytes\)"),
    (Path, b"a", "", r"must be a path, not b'a' \(bytes\)"),
    (None, 0, "", r"must be None, not 0 \(int\)"),
    (Colour, "red", "", r"must be Colour, not 'red' \(str\)"),
    (Point, (1, 2), "", r"must be Point, not \(1, 2\) \(tuple\)"),
    (Leaf, Leaf, "", r"must be Leaf, not <class 'tests.nodes.Leaf'> \(type\)"),
    (Literal["a", "b"], "c", "", r"must be 'a' or 'b', not 'c' \(str\)"),
    (Literal[1], True, "", r"must be 1, not True \(bool\)"),
    (Literal[1], 1.0, "", r"must be 1, not 1.0 \(float\)"),
    (Literal[1], [1], "", r"must be 1, not \[1\] \(list\)"),
    (float | None, "a", "", r"must be float \| None, not 'a' \(str\)"),
    (list[int] | None, ["a"], "[0]", r"must be int, not 'a'"),
    (list[int], (1,), "", r"must be list\[int\], not \(1,\) \(tuple\)"),
    (list[int], [1, "a"], "[1]", r"must be int, not 'a'"),
    (abc.Sequence[str], "abc", "", r"must be collections.abc.Sequence\[str\], not 'abc' \(str\)"),
    (set[int], {"a"}, "[0]", r"must be int, not 'a'"),
    (tuple[int, str], (1,), "", r"must be a tuple of 2, not \(1,\) \(tuple\)"),
    (tuple[int, str], ("a", "b"), "[0]", r"must be int, not 'a'"),
    (tuple[int, ...], (1, None), "[1]", r"must be int, not None"),
    (dict[str, int], [1], "", r"must be dict\[str, int\], not \[1\] \(list\)"),
    (dict[str, int], {"a": "b"}, "['a']", r"must be int, not 'b'"),
    (dict[str, list[int]], {"a": [1, "b"]}, "['a'][1]", r"must be int, not 'b'"),
    (type[Leaf], int, "", r"must be a class derived from Leaf, not <class 'int'> \(type\)"),
    (type[Any], 1, "", r"must be a class, not 1 \(int\)"),
    (Callable[[int], int], 3, "", r"must be callable, not 3 \(int\)"),
    (Number, 1.5, "", r"must be .*, not 1.5 \(float\)"),
    (Row, ["name"], "", r"must be dict, not \['name'\] \(list\)"),
    (list, tuple(range(100)), "", r"must be list, not \(0, 1, .{60,80}… \(tuple\)"),
]


@pytest.mark.parametrize(("tp", "given", "path", "reason"), REFUSED)
def test_a_value_of_another_type_is_refused(tp: Any, given: Any, path: str, reason: str) -> None:
    with pytest.raises(Mismatch, match=reason) as caught:
        conformer(tp)(given)
    assert caught.value.path == path


@dataclass(frozen=True)
class Shape:
    sizes: list[int]


class Model(furu.Furu[None]):
    layers: list[int] = furu.field(default_factory=list)
    rates: dict[str, tuple[float, ...]] = furu.field(default_factory=dict)
    features: Features | None = None
    colour: Colour = Colour.RED
    on: int = 0


ERRORS: list[tuple[dict[str, Any], str, str]] = [
    ({"layers": [1, 2, "3"]}, "Model.layers[2]", r"Model\.layers\[2\] must be int, not '3' \(str\)"),
    ({"rates": {"adam": (0.1, "x")}}, "Model.rates['adam'][1]", r"Model\.rates\['adam'\]\[1\] must be float"),
    ({"rates": {1: ()}}, "Model.rates[0]", r"Model\.rates\[0\] must be str, not 1"),
    ({"features": Dataset()}, "Model.features", r"Model\.features must be .*Features \| None, not Dataset\("),
    ({"colour": "red"}, "Model.colour", r"(?s)Model\.colour must be Colour.*use one of Colour.RED, Colour.BLUE"),
    ({"on": True}, "Model.on", r"Model\.on must be int, not True \(bool\)\nhint: a bool is no number; write 0 or 1"),
]


@pytest.mark.parametrize(("fields", "where", "text"), ERRORS)
def test_a_wrong_type_is_reported_with_its_path_and_a_hint(fields: dict[str, Any], where: str, text: str) -> None:
    with pytest.raises(WrongType, match=text) as caught:
        Model(**fields)
    assert caught.value.where == where
    assert isinstance(caught.value, TypeError)


@pytest.mark.parametrize("lr", [1, 1.0, np.float64(1), np.float32(1), np.int64(1)])
def test_spellings_of_one_number_are_one_artifact(lr: Any) -> None:
    class_ = Model(rates={"adam": (lr,)})
    assert class_.furu_hash == Model(rates={"adam": (1.0,)}).furu_hash
