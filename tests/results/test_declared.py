"""A class may say how its results are kept, packages may add types, and nothing is unpickled that did not ask."""

from __future__ import annotations

import json
import pickle
import re
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.errors import ClassRefused, ResultError
from furu.results.save import save
from furu.runtime.folder import ResultFolder
from furu.store.layout import Artifact
from tests.contract.processes import finish, start
from tests.contract.witnessed import lines_of
from tests.nodes import Value
from tests.results.coded import (
    BAD,
    MODEL,
    Declined,
    Estimator,
    Evil,
    Function,
    Further,
    Loads,
    Model,
    Partly,
    Pickled,
    Trained,
    Undeclared,
)


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that counts what is created and loaded."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


def manifest(node: furu.Furu[Any]) -> Any:
    """The result in the success marker of a node."""
    return json.loads((node.furu_dir / ".furu" / "success").read_bytes())["result"]


def forge(node: furu.Furu[Any], result: Any, files: str | None = None) -> None:
    """Change what the manifest says."""
    marker = node.furu_dir / ".furu" / "success"
    record = json.loads(marker.read_bytes())
    marker.write_text(json.dumps(record | {"result": result} | ({"files": files} if files else {})))


def test_the_codec_of_a_class_keeps_its_types_wherever_they_are(witness: Path) -> None:
    Trained().get()
    assert manifest(Trained())["loss"] == 0.5
    assert manifest(Trained())["model"] == {"$": "model", "file": "0.txt", "where": "['model']"}
    loaded = Trained().get()
    assert (loaded["model"].weights, loaded["all"][0].weights) == ([1.0, 2.5], [])


def test_the_creating_get_loads_nothing(witness: Path) -> None:
    Trained().get()
    Loads().get()
    assert lines_of(witness) == ["create", "create"]
    Trained().get()
    Loads().get()
    assert lines_of(witness)[2:] == ["load ['model']", "load ['all'][0]", "load"]


def test_a_class_inherits_the_codec_and_may_take_it_away() -> None:
    Further().get()
    assert isinstance(Further().load()["model"], Model)
    with pytest.raises(ResultError, match=r"Estimator, which no codec keeps"):
        Declined().get()


def test_without_a_declaration_nothing_is_pickled() -> None:
    with pytest.raises(ResultError, match=r"Estimator, which no codec keeps") as caught:
        Undeclared().get()
    assert "codec=furu.Pickle" in str(caught.value)


def test_a_class_that_asks_for_it_keeps_its_result_as_one_pickle() -> None:
    Pickled().get()
    kept = manifest(Pickled())
    assert (kept["$"], kept["file"], kept["class"]) == ("pickle", "0.pickle", "builtins:list")
    code = "from tests.results.coded import *\nv = Pickled().load(); print(v[0].name, v[1], list(v[2]), v[3] is v)"
    assert finish(start(code)) == "a 1 [1, 2] True\n"


def test_a_pickle_can_be_limited_to_some_types() -> None:
    Partly().get()
    assert manifest(Partly())["loss"] == 0.25
    assert Partly().load()["estimator"].name == "b"


def test_what_cannot_be_pickled_is_refused() -> None:
    with pytest.raises(ResultError, match=r"the result is a builtins\.dict, which cannot be pickled") as caught:
        Function().get()
    assert caught.value.hint


def test_a_manifest_that_claims_to_be_a_pickle_is_refused() -> None:
    node = Value(value=1)
    node.get()
    folder = node.furu_dir / ".furu" / "result-forged"
    folder.mkdir()
    (folder / "0.pickle").write_bytes(pickle.dumps(Evil()))
    for result in ({"$": "pickle", "file": "0.pickle"}, {"a": [{"$": "pickle", "file": "0.pickle"}]}):
        forge(node, result, "result-forged")
        with pytest.raises(ResultError, match="the result is a pickle, and its class does not ask for one") as caught:
            node.load()
        assert "codec=furu.Pickle" in str(caught.value)
    assert not Path("unpickled").exists()


def test_an_array_that_is_a_pickle_is_not_loaded() -> None:
    import numpy as np

    node = Value(value=np.ones(2))
    node.get()
    (path,) = (node.furu_dir / ".furu").glob("result-*/0.npy")
    for content in (pickle.dumps(Evil()), b"PK\x03\x04"):
        path.write_bytes(content)
        with pytest.raises(ResultError, match="cannot be read"):
            node.load()
    assert not Path("unpickled").exists()


@pytest.mark.parametrize("content", [b"", b"nonsense", pickle.dumps(Estimator("x"))[:-4]])
def test_a_damaged_pickle_is_reported_and_stays(content: bytes) -> None:
    Pickled().get()
    (path,) = (Pickled().furu_dir / ".furu").glob("result-*/0.pickle")
    path.write_bytes(content)
    with pytest.raises(ResultError, match="cannot be read"):
        Pickled().load()
    assert Pickled().exists()


def test_a_codec_that_is_gone_is_named() -> None:
    node = Value(value=1)
    node.get()
    forge(node, {"$": "gone", "file": "x"})
    with pytest.raises(ResultError, match="the codec gone, which is not there") as caught:
        node.load()
    assert "install the package" in str(caught.value)


def test_a_codec_that_is_none_is_refused() -> None:
    with pytest.raises(ClassRefused, match=r"is no furu\.Codec"):
        type("Wrong", (furu.Furu,), {}, codec="pickle")


def test_a_codec_may_not_take_the_name_of_another_one() -> None:
    taken = furu.Codec(name="npy", accepts=MODEL.accepts, save=MODEL.save, load=MODEL.load)
    with pytest.raises(ClassRefused, match="'npy', which already means something"):
        type("Wrong", (furu.Furu,), {}, codec=taken)
    with pytest.raises(ValueError, match="a codec cannot be called"):
        furu.Codec(name="No Name", accepts=MODEL.accepts, save=MODEL.save, load=MODEL.load)


def test_a_codec_and_a_load_exclude_each_other() -> None:
    with pytest.raises(ClassRefused, match="both a codec and a _load"):
        type("Wrong", (Loads,), {}, codec=furu.Pickle)


@pytest.mark.parametrize("name", BAD)
def test_what_a_codec_returns_must_be_json(name: str, tmp_path: Path) -> None:
    folder = ResultFolder(Artifact(str(tmp_path), "a.B", "0" * 32), "files")
    with pytest.raises(ResultError, match=r"the codec bad described the result\[0\] by data that JSON does not have"):
        save([Model([])], folder, BAD[name])


PACKAGE = """
import furu
class Tensor:
    def __init__(self, text): self.text = text
def save(value, folder, where):
    path = folder.new(".tensor"); path.write_text(value.text); return {"file": path.name}
CODEC = furu.Codec(name="tensor", accepts=lambda cls: cls is Tensor, save=save,
                   load=lambda data, folder: Tensor(folder.existing(data["file"]).read_text()))
"""


def install(place: Path, *points: str) -> str:
    """A package with entry points, as an installer would leave it."""
    info = place / "tensors-1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tensors\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[furu.codecs]\n" + "\n".join(points) + "\n")
    (place / "tensors.py").write_text(PACKAGE)
    return str(place)


USE = """
import sys
sys.path[:0] = [PLACE]
from tests.nodes import Value
Value(value={"a": [1, "x"]}).get()
print("tensors" in sys.modules)
import furu
class Holds(furu.Furu):
    def _create(self):
        from tensors import Tensor
        return {"t": Tensor("hello")}
Holds.__module__ = "holds"
Holds().get()
print(Holds().get()["t"].text)
"""


def test_a_package_adds_a_codec_that_is_looked_up_when_it_is_needed(tmp_path: Path) -> None:
    place = install(tmp_path / "site", "tensor = tensors:CODEC")
    assert finish(start(USE.replace("PLACE", repr(place)))) == "False\nhello\n"


@pytest.mark.parametrize(
    ("point", "message"),
    [
        ("tensor = tensors:Missing", "cannot be imported"),
        ("tensor = tensors:Tensor", r"is a type, not a furu\.Codec"),
    ],
)
def test_a_package_that_registers_nonsense_is_named(point: str, message: str, tmp_path: Path) -> None:
    place = install(tmp_path / "site", point)
    process = start(USE.replace("PLACE", repr(place)))
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert "ResultError: the codec tensor (tensors:" in errors
    assert re.search(message, errors)
