"""``get`` computes once and loads from then on; ``load``, ``exists`` and ``state`` never compute."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.errors import ArtifactMissing
from tests.config.plain import SameFields
from tests.nodes import Ensemble, Leaf, Value, chain, pipeline
from tests.runtime.steps import Checks, Computes, Loads, Named, Scripted


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "script"
    made.mkdir()
    return made


def record(node: furu.Furu[Any], name: str) -> dict[str, Any]:
    """A record of the node's artifact, as it lies on disk."""
    found: dict[str, Any] = json.loads((node.furu_dir / ".furu" / name).read_text())
    return found


def attempts(node: furu.Furu[Any]) -> list[str]:
    """The names of the attempts there are."""
    return sorted(path.name for path in (node.furu_dir / ".furu").glob("attempt-*"))


def test_the_first_get_computes_and_every_other_one_loads(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    assert node.get() == "made a"
    assert node.calls() == ["create"]
    for again in (node, Computes(key="a", folder=folder)):
        assert again.get() == "made a"
    assert node.calls() == []
    assert attempts(node) == ["attempt-0001.json"]


def test_a_folder_that_is_there_already_is_nobodys_attempt(folder: Path) -> None:
    node = Leaf(value=3)
    node.furu_dir.mkdir(parents=True)
    (node.furu_dir / "kept").touch()
    assert node.get() == 3
    assert (node.furu_dir / "kept").exists()
    assert node.state() is furu.State.SUCCESS


def test_the_get_that_creates_returns_the_very_object() -> None:
    made: list[int] = [1]
    node = Value(value=made)
    assert node.get() is made
    assert node.get() is not made
    assert node.get() == made


def test_no_value_stays_in_memory_between_calls() -> None:
    node = Value(value=[1])
    node.get()
    assert node.get() is not node.get()


def test_two_classes_of_one_shape_are_two_artifacts(folder: Path) -> None:
    Computes(key="a", folder=folder).get()
    assert not Checks(key="a", folder=folder).exists()


def test_load_returns_what_is_there_and_never_computes(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    with pytest.raises(ArtifactMissing, match=r"Computes@[0-9a-f]{32} has no result to load \(missing\)") as caught:
        node.load()
    assert "hint: get() computes it" in str(caught.value)
    assert caught.value.artifact == f"tests.runtime.steps.Computes@{node.furu_hash}"
    assert node.calls() == []
    assert not node.furu_dir.exists()
    node.get()
    assert node.load() == "made a"


def test_exists_and_state_touch_nothing(folder: Path, surroundings: Path) -> None:
    node = Computes(key="a", folder=folder)
    assert (node.exists(), node.state()) == (False, furu.State.MISSING)
    assert not (surroundings / "data").exists()
    node.get()
    assert (node.exists(), node.state()) == (True, furu.State.SUCCESS)


def test_a_failure_is_raised_unchanged_and_recorded(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    with pytest.raises(ValueError, match=r"^create of a$") as caught:
        node.get()
    assert type(caught.value) is ValueError
    attempt = record(node, "attempt-0001.json")
    assert attempt["outcome"] == "failed"
    assert (attempt["error"]["type"], attempt["error"]["message"]) == ("ValueError", "create of a")
    trace = attempt["error"]["traceback"]
    assert trace.startswith("Traceback (most recent call last):\n")
    assert trace.endswith("ValueError: create of a\n")
    assert "in _create\n" in trace
    assert "furu/runtime" not in trace, "a traceback begins in the user's code"
    assert attempt["ended_at"] >= attempt["started_at"]
    assert attempt["duration_s"] >= 0
    assert (node.state(), node.exists()) == (furu.State.FAILED, False)


def test_a_failure_without_usual_text_is_recorded() -> None:
    for node in (Unprintable(), Surrogate()):
        with pytest.raises((ValueError, RuntimeError)):
            node.get()
        assert node.state() is furu.State.FAILED
        assert record(node, "attempt-0001.json")["error"]["type"] in {"ValueError", "RuntimeError"}


class Surrogate(furu.Furu[int]):
    def _create(self) -> int:
        raise ValueError("a name that is no text: \udcff")


class Unprintable(furu.Furu[int]):
    def _create(self) -> int:
        class Broken(RuntimeError):
            __qualname__ = "RuntimeError"
            __module__ = "builtins"

            def __str__(self) -> str:
                raise ZeroDivisionError

        raise Broken


def test_a_result_that_is_not_valid_is_computed_again(folder: Path) -> None:
    node = Checks(key="a", folder=folder)
    node.get()
    assert (node.get(), node.calls()) == ("made a", ["create", "validate"])
    node.order("validate", "no")
    assert (node.exists(), node.state()) == (False, furu.State.MISSING)
    with pytest.raises(ArtifactMissing, match="it is not valid any more"):
        node.load()
    node.calls()
    assert node.get() == "made a"
    assert node.calls() == ["validate", "create"]
    assert attempts(node) == ["attempt-0001.json", "attempt-0002.json"]


def test_a_failed_recompute_puts_the_old_result_back(folder: Path) -> None:
    node = Loads(key="a", folder=folder)
    node.get()
    (node.furu_dir / "written").write_text("the good one")
    node.order("validate", "no")
    node.order("create", "raise ValueError")
    with pytest.raises(ValueError, match="create of a"):
        node.get()
    node.order("validate", "")
    assert node.get() == "the good one"
    assert record(node, "attempt-0002.json")["outcome"] == "failed"


HOOKS: dict[str, tuple[type[Scripted], Callable[[Scripted], Any]]] = {
    "load in get": (Loads, Scripted.get),
    "load in load": (Loads, Scripted.load),
    "validate in get": (Checks, Scripted.get),
    "validate in load": (Checks, Scripted.load),
    "validate in exists": (Checks, Scripted.exists),
    "validate in state": (Checks, Scripted.state),
}


@pytest.mark.parametrize("name", HOOKS)
def test_an_error_in_a_hook_is_the_callers_and_destroys_nothing(name: str, folder: Path) -> None:
    cls, call = HOOKS[name]
    node = cls(key="a", folder=folder)
    node.get()
    before = (node.furu_dir / ".furu" / "success").read_bytes()
    hook = name.partition(" ")[0]
    node.order(hook, "raise ValueError")
    with pytest.raises(ValueError, match=f"{hook} of a"):
        call(node)
    assert (node.furu_dir / ".furu" / "success").read_bytes() == before
    assert attempts(node) == ["attempt-0001.json"]
    node.order(hook, "")
    assert call(node)


def test_the_config_is_recorded_before_anything_is_computed(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    with pytest.raises(ValueError, match="create"):
        node.get()
    config = record(node, "config.json")
    assert config["node"]["fields"] == {"key": "a", "folder": {"$": "path", "value": folder.as_posix()}}
    assert config["node"]["plain"] == ["folder"]
    assert config["bases"] == ["tests.runtime.steps.Scripted"]


def test_the_config_is_written_once(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    with pytest.raises(ValueError, match="create"):
        node.get()
    before = (node.furu_dir / ".furu" / "config.json").read_bytes()
    node.order("create", "")
    node.get()
    assert (node.furu_dir / ".furu" / "config.json").read_bytes() == before


def test_the_tree_below_and_the_dependencies_are_recorded() -> None:
    node = Ensemble(train=pipeline())
    node.get()
    config = record(node, "config.json")
    trains = [train.furu_hash for train in node._dependencies()]
    assert [(part["path"], part["digest"], part["kind"]) for part in config["dependencies"]] == [
        ("train", node.train.furu_hash, "field"),
        ("_dependencies[0]", trains[0], "declared"),
        ("_dependencies[1]", trains[1], "declared"),
    ]
    features = node.train.features
    below = {node.train.furu_hash, *trains, features.furu_hash, features.dataset.furu_hash}
    assert set(config["nodes"]) == below
    assert config["node"]["declared"] == [{"namespace": "tests.nodes.Train", "digest": digest} for digest in trains]


def test_nodes_beyond_the_inline_ones_are_objects_of_their_own(surroundings: Path) -> None:
    node = chain(100)
    node.get()
    inline = record(node, "config.json")["nodes"]
    objects = {path.name for path in (surroundings / "data" / "objects" / "nodes").glob("*/*")}
    assert (len(inline), len(objects)) == (64, 35)
    assert objects.isdisjoint(inline)


def test_the_schema_of_a_class_is_one_file_beside_its_artifacts() -> None:
    for dropout in (0.1, 0.2):
        with pytest.raises(NotImplementedError):
            SameFields(lr=0.1, dropout=dropout).get()
    folder = SameFields(lr=0.1).furu_dir.parent / ".schemas"
    (path,) = folder.iterdir()
    config = record(SameFields(lr=0.1, dropout=0.1), "config.json")
    assert path.name == f"{config['schema']}.json"
    schema = json.loads(path.read_text())
    assert (schema["namespace"], schema["bases"]) == ("tests.config.plain.SameFields", ["tests.config.plain.After"])


def test_a_class_without_create_says_so() -> None:
    with pytest.raises(NotImplementedError, match="SameFields defines no _create"):
        SameFields(lr=0.1).get()


def test_name_and_tags_are_recorded() -> None:
    Named().get()
    config = record(Named(), "config.json")
    assert (config["name"], config["tags"]) == ("lr=0.5", ["paper", "small"])


def test_success_names_the_attempt_and_its_duration() -> None:
    Leaf(value=3).get()
    success, attempt = record(Leaf(value=3), "success"), record(Leaf(value=3), "attempt-0001.json")
    assert (success["attempt"], success["token"], success["result"]) == (1, attempt["owner"]["token"], 3)
    assert attempt["outcome"] == "success"
    assert attempt["run"] == success["run"] != ""
    assert 0 <= success["duration_s"] <= attempt["duration_s"]


def test_nothing_else_is_left_in_a_finished_artifact() -> None:
    node = Leaf(value=4)
    node.get()
    assert sorted(path.name for path in node.furu_dir.rglob("*")) == [
        ".furu",
        "attempt-0001.json",
        "config.json",
        "success",
    ]
