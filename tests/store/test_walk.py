"""Every artifact under a root is found, whatever else lies there."""

from __future__ import annotations

import os
from pathlib import Path

from furu.store.walk import artifacts
from tests.nodes import Dataset, Leaf, pipeline
from tests.store.samples import DIGEST, artifact


def found(root: Path) -> set[str]:
    """The ids of all artifacts."""
    return {place.id for place in artifacts(str(root))}


def test_an_empty_or_absent_root_has_no_artifacts(tmp_path: Path) -> None:
    assert found(tmp_path) == found(tmp_path / "gone") == set()


def test_every_artifact_is_found_with_its_identity(surroundings: Path) -> None:
    train = pipeline()
    train.get()
    Leaf().get()
    nodes = [train, train.features, train.features.dataset, Leaf()]
    assert found(surroundings / "data") == {f"tests.nodes.{type(node).__name__}@{node.furu_hash}" for node in nodes}
    assert isinstance(train.features.dataset, Dataset)


def test_nested_classes_are_found_beside_the_artifacts_of_the_outer_one(tmp_path: Path) -> None:
    places = [artifact(tmp_path, namespace) for namespace in ("a", "a.b", "a.b.Outer", "a.b.Outer.Inner")]
    assert found(tmp_path) == {place.id for place in places}


def test_other_files_and_folders_are_passed_over(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    data = tmp_path / "data"
    (data / "pkg" / "mod" / "Model" / ("1" * 32)).mkdir()  # a digest without records
    (data / "pkg" / "notes.txt").write_text("x")
    (data / "pkg" / ".hidden" / DIGEST / ".furu").mkdir(parents=True)
    (Path(place.directory) / "own" / DIGEST / ".furu").mkdir(parents=True)  # what _create wrote is not entered
    (tmp_path / "raw" / DIGEST / ".furu").mkdir(parents=True)
    assert found(tmp_path) == {place.id}


def test_links_are_not_followed(tmp_path: Path) -> None:
    place = artifact(tmp_path / "root")
    elsewhere = artifact(tmp_path / "elsewhere")
    (tmp_path / "root" / "data" / "loop").symlink_to(tmp_path / "root" / "data")
    (tmp_path / "root" / "data" / "other").symlink_to(Path(elsewhere.directory).parent)
    assert found(tmp_path / "root") == {place.id}


def test_a_folder_that_vanishes_meanwhile_is_passed_over(tmp_path: Path) -> None:
    for namespace in ("a.A", "b.B"):
        artifact(tmp_path, namespace)
    walk = artifacts(str(tmp_path))
    first = next(walk)
    other = {"a.A": "b", "b.B": "a"}[first.namespace]
    os.rename(tmp_path / "data" / other, tmp_path / "gone")
    assert list(walk) == []
