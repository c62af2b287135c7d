"""The guard sees what it is there to see."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.guard import Watch


@pytest.fixture(scope="module")
def watch() -> Watch:
    watch = Watch()
    watch.install()
    return watch


@pytest.fixture
def inside(watch: Watch, tmp_path: Path) -> Iterator[Path]:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "outside").mkdir()
    watch.begin(inside)
    yield inside
    watch.end()


def write(path: Path) -> None:
    path.write_text("x")


def append(path: Path) -> None:
    os.close(os.open(path, os.O_APPEND | os.O_CREAT))


def rename(path: Path) -> None:
    source = path.parent.parent / "inside" / "source"
    source.write_text("x")
    source.rename(path)


def database(path: Path) -> None:
    sqlite3.connect(path).close()


CHANGES = [write, append, rename, database, Path.mkdir]


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_outside_is_seen(change: Callable[[Path], None], watch: Watch, inside: Path) -> None:
    change(inside.parent / "outside" / "new")
    assert any(line.endswith("/outside/new") for line in watch.end())


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_inside_is_allowed(change: Callable[[Path], None], watch: Watch, inside: Path) -> None:
    change(inside / "new")
    assert watch.end() == []


def test_reading_is_free(watch: Watch, inside: Path) -> None:
    Path(__file__).read_text()
    assert watch.end() == []


def test_a_link_out_of_the_root_is_seen(watch: Watch, inside: Path) -> None:
    (inside / "door").symlink_to(inside.parent / "outside")
    watch.begin(inside)
    (inside / "door" / "new").write_text("x")
    assert watch.end()


def test_the_surroundings_are_the_tests_own(surroundings: Path) -> None:
    assert Path.home() == surroundings / "home"
    assert Path.cwd() == surroundings / "project"
    assert [name for name in os.environ if name.startswith("FURU_")] == ["FURU_PATH", "FURU_CACHE_DIR"]
