"""Records that somebody has replaced by something else: said at once, never waited for, never taken for a record."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from furu import settings
from furu.errors import FuruError, UnreadableRecord
from furu.store import collections, labels, views
from furu.store.layout import collections_directory, views_directory
from furu.store.plain import LARGEST, contents
from tests.store.samples import artifact


def pipe(path: Path) -> None:
    os.mkfifo(path)


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def folder(path: Path) -> None:
    path.mkdir()


def huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)


STRANGE = pytest.mark.parametrize("make", [pipe, loop, folder, huge], ids=lambda make: make.__name__)
Make = Callable[[Path], None]


@STRANGE
def test_a_strange_file_is_no_record(make: Make, tmp_path: Path) -> None:
    make(tmp_path / "record")
    with pytest.raises(UnreadableRecord):
        contents(str(tmp_path / "record"))


def test_a_plain_file_is_read_whole(tmp_path: Path) -> None:
    (tmp_path / "record").write_bytes(b"x" * 200_000)
    assert contents(str(tmp_path / "record")) == b"x" * 200_000
    assert contents(str(tmp_path / "none")) is None
    assert contents(str(tmp_path / "record" / "below")) is None


@STRANGE
def test_labels_collections_and_views_say_so_and_leave_it(make: Make, tmp_path: Path) -> None:
    root = str(settings.root())
    place = artifact(settings.root())
    for path in (place.labels, f"{collections_directory(root)}/paper.json", f"{views_directory(root)}/mine.json"):
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        make(Path(path))
    acts: list[Callable[[], object]] = [
        lambda: labels.read(place),
        lambda: labels.change(place, labels.Edit(add=("a",))),
        lambda: collections.read(root, "paper"),
        lambda: collections.change(root, "paper", collections.Edit(note="x")),
        lambda: views.read(root, "mine"),
        lambda: views.save(root, "mine", "mine", views.ViewSettings(), expect=None),
    ]
    for act in acts:
        with pytest.raises(FuruError):
            act()
    assert collections.memberships(root) == []
    assert os.path.lexists(place.labels)
    assert tmp_path.is_dir()
