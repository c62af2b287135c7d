"""What ``_create`` returns is what every later ``get`` returns, in this process and in any other."""

from __future__ import annotations

import dataclasses
import enum
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import furu
from furu.errors import ResultError
from furu.results.codecs import CODECS
from furu.results.save import INLINE_LIMIT
from tests.contract.processes import finish, start
from tests.nodes import Leaf, Point, Value
from tests.results.returned import VALUES, Colour, Loads, Metrics, Report, Returns, Writes


def same(left: Any, right: Any) -> bool:
    """Whether two results are equal in value and in type, down to the items and the bits of arrays."""
    if type(left) is not type(right):
        return False
    if isinstance(left, np.ndarray):
        return (left.dtype, left.shape, left.tobytes()) == (right.dtype, right.shape, right.tobytes())
    if isinstance(left, Report):
        return same(left.__dict__, right.__dict__)
    if dataclasses.is_dataclass(left):
        return same(vars(left), vars(right))
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(item, right[key]) for key, item in left.items())
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return bool(left == right)


@pytest.mark.parametrize("name", VALUES)
def test_a_result_is_loaded_as_it_was_returned(name: str) -> None:
    created = Returns(name=name).get()
    assert created is VALUES[name], "the get() that creates returns what _create returned"
    loaded = Returns(name=name).get()
    assert same(loaded, created)
    assert same(Returns(name=name).load(), created)


CREATE = (
    "from tests.results.returned import *\nfor name in VALUES: Returns(name=name).get()\nWrites().get(); Loads().get()"
)
LOAD = """
from tests.results.returned import *
from tests.results.test_codecs import same
print([name for name in VALUES if not same(Returns(name=name).load(), VALUES[name])], Loads().load())
print(Writes().load()["absolute"].read_bytes(), Writes().load()["relative"][0].name)
"""


def test_a_second_process_loads_every_kind_of_result() -> None:
    finish(start(CREATE))
    assert finish(start(LOAD)) == "[] loaded a\nb'w' model\n"


def manifest(node: furu.Furu[Any]) -> dict[str, Any]:
    """The success marker of a node, as it lies on disk."""
    found: dict[str, Any] = json.loads((node.furu_dir / ".furu" / "success").read_bytes())
    return found


def files(node: furu.Furu[Any]) -> list[str]:
    """The names of the files that belong to the result."""
    return sorted(path.name for path in (node.furu_dir / ".furu").glob("result-*/*"))


def test_a_small_result_lies_in_the_marker_alone() -> None:
    node = Returns(name="mixture")
    node.get()
    assert manifest(node)["result"]["metrics"]["a"]["fields"]["accuracy"] == 1.0
    small = Returns(name="dict")
    small.get()
    assert manifest(small)["result"] == {"a": {"b": [1]}}
    assert files(small) == []
    assert not list((small.furu_dir / ".furu").glob("result-*"))


def test_arrays_are_files_that_the_marker_names() -> None:
    node = Returns(name="mixture")
    node.get()
    assert files(node) == ["0.npy", "1.npy"]
    assert manifest(node)["result"]["arrays"][0] == {"$": "npy", "file": "0.npy", "dtype": "float64", "shape": [2]}
    assert manifest(node)["files"] == f"result-{manifest(node)['token']}"


@pytest.mark.parametrize("name", ["large list", "large text"])
def test_a_large_result_is_a_file_of_its_own(name: str) -> None:
    node = Returns(name=name)
    node.get()
    assert files(node) == ["0.json"]
    assert (node.furu_dir / ".furu" / "success").stat().st_size < 1000
    assert len(json.dumps(VALUES[name])) > INLINE_LIMIT


def test_a_class_that_defines_load_keeps_its_result_itself() -> None:
    node = Loads(text="b")
    assert node.get() == "made b"
    assert node.get() == node.load() == "loaded b"
    assert (manifest(node)["loads"], manifest(node)["result"]) == ("class", None)


def test_a_path_inside_the_artifact_moves_with_the_root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "first"
    monkeypatch.setenv("FURU_PATH", str(root))
    Writes().get()
    root.rename(tmp_path / "second")
    monkeypatch.setenv("FURU_PATH", str(tmp_path / "second"))
    assert Writes().load()["absolute"] == tmp_path / "second" / Writes().furu_dir / "model" / "weights.bin"
    assert Writes().load()["text"] == "model"


class Escapes(furu.Furu[Any]):
    """Returns a path that does not belong to it."""

    how: str
    outside: str = furu.field(default="", identity=False)

    def _create(self) -> Any:
        if self.how == "link":
            (self.furu_dir / "door").symlink_to(self.outside)
            return {"a": [self.furu_dir / "door" / "secret"]}
        return {"a": [{"absolute": Path(self.outside) / "secret", "dots": self.furu_dir / ".." / "x"}[self.how]]}


@pytest.mark.parametrize("how", ["absolute", "dots", "link"])
def test_a_path_outside_the_artifact_is_refused(how: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("s")
    node = Escapes(how=how, outside=str(tmp_path))
    with pytest.raises(ResultError, match=r"the result\['a'\]\[0\] is .*, which is outside the artifact") as caught:
        node.get()
    assert caught.value.where == "['a'][0]"
    assert "write files under self.furu_dir" in str(caught.value)
    assert node.state() is furu.State.FAILED


def test_a_path_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ResultError, match=r"the result is nowhere\.txt, which does not exist"):
        Value(value=Path("nowhere.txt")).get()


def test_a_manifest_that_leads_outside_is_not_followed(tmp_path: Path) -> None:
    node = Writes()
    node.get()
    weights = node.furu_dir / "model" / "weights.bin"
    weights.unlink()
    (tmp_path / "secret").write_text("s")
    weights.symlink_to(tmp_path / "secret")
    with pytest.raises(ResultError, match=r"the result names model/weights\.bin, which leads outside the artifact"):
        node.load()


class Outside(enum.Enum):
    """Found by name, so it can be kept."""

    A = 1


def unkept() -> dict[str, tuple[Any, str, str]]:
    """Values that no codec keeps, with their path and the reason."""

    @dataclass
    class Local:
        x: int = 1

    class Mood(enum.Enum):
        GOOD = 1

    return {
        "object": ({"a": [1, object()]}, "['a'][1]", r"is a builtins\.object, which no codec keeps"),
        "in a dataclass": (Metrics(accuracy=1.0, weights={"w": object()}), ".weights['w']", "no codec keeps"),
        "node": ([Leaf()], "[0]", r"is a tests\.nodes\.Leaf, which no codec keeps"),
        "class": (Leaf, "", r"which no codec keeps"),
        "function": ([same], "[0]", r"is a builtins\.function, which no codec keeps"),
        "array of objects": ((np.array([object()]),), "[0]", r"is an array of Python objects"),
        "masked array": (np.ma.masked_array([1], [True]), "", r"is a numpy\.ma\.MaskedArray, which no codec keeps"),
        "local dataclass": ([Local()], "[0]", r"whose class cannot be found by name"),
        "local enum": ({"m": Mood.GOOD}, "['m']", r"whose class cannot be found by name"),
    }


class Odd(furu.Furu[Any]):
    """Returns what no codec keeps."""

    name: str

    def _create(self) -> Any:
        return unkept()[self.name][0]


@pytest.mark.parametrize("name", unkept())
def test_a_value_that_no_codec_keeps_is_reported_with_its_path(name: str) -> None:
    _, where, reason = unkept()[name]
    node = Odd(name=name)
    with pytest.raises(ResultError, match=reason) as caught:
        node.get()
    assert caught.value.where == where
    assert caught.value.hint
    assert node.state() is furu.State.FAILED
    assert not node.exists()


DAMAGES: dict[str, Callable[[Path], object]] = {
    "is gone": Path.unlink,
    "is cut off": lambda path: path.write_bytes(path.read_bytes()[:20]),
    "is something else": lambda path: path.write_bytes(b"not an array"),
    "is empty": lambda path: path.write_bytes(b""),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
@pytest.mark.parametrize("name", ["array", "large list"])
def test_a_damaged_file_of_a_result_is_reported_and_stays(name: str, damage: Callable[[Path], None]) -> None:
    node = Returns(name=name)
    node.get()
    (path,) = (node.furu_dir / ".furu").glob("result-*/0.*")
    damage(path)
    with pytest.raises(ResultError, match="cannot be read"):
        node.get()
    assert node.exists(), "an error while loading never deletes or computes anything"


def test_an_array_of_another_artifact_is_never_opened(tmp_path: Path) -> None:
    np.save(tmp_path / "other.npy", np.zeros(1))
    node = Returns(name="array")
    node.get()
    marker = node.furu_dir / ".furu" / "success"
    marker.write_text(marker.read_text().replace("0.npy", f"{tmp_path}/other.npy"))
    with pytest.raises(ResultError, match="cannot be read"):
        node.load()


def test_a_model_is_loaded_by_the_names_of_its_fields() -> None:
    Returns(name="pydantic").get()
    loaded = Returns(name="pydantic").load()
    assert (loaded.title, loaded.scores, loaded.confusion.tolist()) == ("a", [1.0], [[1.0, 0.0], [0.0, 1.0]])
    assert Value(value=Report(Title="b")) == Value.from_dict(Value(value=Report(Title="b")).to_dict())


def test_a_dataclass_is_loaded_with_its_arrays() -> None:
    Returns(name="dataclass").get()
    loaded = Returns(name="dataclass").load()
    assert isinstance(loaded, Metrics)
    assert loaded.weights.tolist() == [1.0, 1.0, 1.0]
    assert loaded.best == Metrics(accuracy=0.95)


def test_each_codec_has_a_name_of_its_own() -> None:
    assert len({codec.name for codec in CODECS}) == len(CODECS)
    assert [codec.name for codec in CODECS if codec.accepts(Point) or codec.accepts(Colour)] == []
