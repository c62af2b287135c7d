"""Paths are arithmetic, the shared folder is made when it is asked for, and each class has a logger."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import furu
from furu import settings
from furu.errors import RootMissing
from tests.nodes import Leaf, Pair


class Touched:
    """Notes every event of this process that looks at or changes the disk, while it listens."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.listening = False
        sys.addaudithook(self._hear)

    def _hear(self, event: str, _arguments: tuple[Any, ...]) -> None:
        if self.listening and event.startswith(("open", "os.", "shutil.", "glob.")) and event != "os.putenv":
            self.events.append(event)


_touched = Touched()


@pytest.fixture
def touched() -> Iterator[list[str]]:
    _touched.events.clear()
    _touched.listening = True
    yield _touched.events
    _touched.listening = False


def test_the_directory_of_an_artifact_touches_nothing(touched: list[str], surroundings: Path) -> None:
    node = Pair(left=Leaf(value=1), right=Leaf(value=2))
    assert node.furu_dir == surroundings / "data" / "data" / "tests" / "nodes" / "Pair" / node.furu_hash
    assert touched == []


def test_a_look_at_what_is_not_there_makes_nothing(touched: list[str], surroundings: Path) -> None:
    assert not Leaf(value=1).exists()
    assert touched == []
    assert Leaf(value=1).state() is furu.State.MISSING
    assert set(touched) <= {"os.listdir"}
    assert not (surroundings / "data").exists()


def test_a_hit_makes_one_open_and_no_more(surroundings: Path) -> None:
    Leaf(value=1).get()
    _touched.events.clear()
    _touched.listening = True
    try:
        assert Leaf(value=1).get() == 1
    finally:
        _touched.listening = False
    assert len(_touched.events) <= 2, "opening a file by its descriptor is an event too"
    assert set(_touched.events) == {"open"}


def test_the_raw_folder_is_shared_by_the_class_and_made_on_demand(surroundings: Path) -> None:
    path = surroundings / "data" / "raw" / "tests" / "nodes" / "Leaf"
    assert not path.exists()
    assert Leaf(value=1).raw_dir == Leaf(value=2).raw_dir == path
    assert path.is_dir()


def test_the_root_follows_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b"):
        monkeypatch.setenv("FURU_PATH", str(tmp_path / name))
        assert Leaf().furu_dir.is_relative_to(tmp_path / name)


def test_the_root_may_be_in_the_home(monkeypatch: pytest.MonkeyPatch, surroundings: Path) -> None:
    monkeypatch.setenv("FURU_PATH", "~/artifacts")
    assert Leaf().furu_dir.is_relative_to(surroundings / "home" / "artifacts")


@pytest.fixture
def forgetful(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that has not looked for its project yet, and no setting that says where the root is."""
    monkeypatch.delenv("FURU_PATH")
    settings.project.cache_clear()
    yield
    settings.project.cache_clear()


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        (["pyproject.toml"], "furu-data"),
        ([".git/", "deep/pyproject.toml"], "deep/furu-data"),
        (["pyproject.toml", "deep/.git/"], "furu-data"),
        ([".git/"], "furu-data"),
        (["deep/.git/"], "deep/furu-data"),
    ],
)
def test_without_the_setting_the_root_is_in_the_project(
    made: list[str], expected: str, forgetful: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = Path.cwd()
    for name in made:
        path = top / name
        (path if name.endswith("/") else path.parent).mkdir(parents=True, exist_ok=True)
        if not name.endswith("/"):
            path.touch()
    (top / "deep" / "er").mkdir(parents=True, exist_ok=True)
    monkeypatch.chdir(top / "deep" / "er")
    assert settings.root() == top / expected
    monkeypatch.chdir("/")
    assert settings.root() == top / expected, "it is looked for once"


def test_without_a_project_the_root_is_missing(forgetful: None) -> None:
    with pytest.raises(RootMissing, match=r"no place for artifacts: .* is in no project") as caught:
        Leaf().get()
    assert "hint: set FURU_PATH (a folder) to the folder that should hold the artifacts" in str(caught.value)
    assert caught.value.path == str(Path.cwd())


def test_each_class_has_a_logger_of_its_name() -> None:
    assert Leaf().logger.name == "furu.tests.nodes.Leaf"
    assert Leaf().logger is Leaf(value=2).logger
    assert Leaf().logger.isEnabledFor(logging.INFO)
    assert not Leaf().logger.isEnabledFor(logging.DEBUG)


def test_a_level_that_somebody_set_stays() -> None:
    logger = logging.getLogger("furu.tests.nodes.Pair")
    logger.setLevel(logging.ERROR)
    assert Pair(left=Leaf(), right=Leaf()).logger.level == logging.ERROR
