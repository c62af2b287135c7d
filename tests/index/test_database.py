"""The index is disposable: whatever happens to its file, the answers are the same."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from furu import settings
from furu.errors import StoreError
from furu.index import database
from furu.index.index import Index
from furu.index.query import Selection
from furu.index.rows import Experiment
from tests.contract.processes import finish, start
from tests.nodes import Leaf, pipeline


def file_of(index: Index) -> Path:
    return index._db.path


def answers(index: Index) -> tuple[tuple[Experiment, ...], object]:
    return index.page(Selection(), sort="digest", leaves=True).items, index.class_graph().edges


@pytest.fixture
def filled(index: Index) -> Index:
    pipeline().get()
    index.refresh()
    return index


def remove(path: Path) -> None:
    path.unlink()


def remove_folder(path: Path) -> None:
    shutil.rmtree(path.parent)


def truncate(path: Path) -> None:
    os.truncate(path, 0)


def cut(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def scribble(path: Path) -> None:
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.write(b"no database at all" * 100)
        file.seek(size // 2)
        file.write(os.urandom(size - size // 2))


def another_version(path: Path) -> None:
    remove(path)
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE experiments (id TEXT)")
        connection.execute("PRAGMA user_version = 1")
    connection.close()


def no_tables(path: Path) -> None:
    remove(path)
    path.touch()


def drop_a_table(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DROP TABLE edges")
    connection.close()


ACCIDENTS = [remove, remove_folder, truncate, cut, scribble, another_version, no_tables]


@pytest.mark.parametrize("accident", [*ACCIDENTS, drop_a_table])
def test_an_index_that_was_closed_gives_the_same_answers(
    accident: Callable[[Path], None], filled: Index, root: Path
) -> None:
    before = answers(filled)
    filled.close()
    accident(file_of(filled))
    again = Index(root)
    again.refresh()
    assert answers(again) == before
    again.close()


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_an_index_in_use_gives_the_same_answers(accident: Callable[[Path], None], filled: Index) -> None:
    before = answers(filled)
    version = filled.progress().version
    accident(file_of(filled))
    filled.refresh()
    assert answers(filled) == before
    assert filled.progress().version >= version


@pytest.mark.parametrize("accident", ACCIDENTS)
def test_a_file_too_large_to_be_looked_through_gives_the_same_answers(
    accident: Callable[[Path], None], filled: Index, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = answers(filled)
    filled.close()
    monkeypatch.setattr(database, "CHECKED_BYTES", 0)
    accident(file_of(filled))
    again = Index(root)
    again.refresh()
    try:
        found = answers(again)
    except StoreError:  # the damage was met, and the next refresh makes it good
        again.refresh()
        found = answers(again)
    assert found == before
    again.close()


def test_files_of_older_versions_are_removed_and_newer_ones_kept(filled: Index, root: Path) -> None:
    folder = file_of(filled).parent
    names = ["index-1.sqlite", "index-1.sqlite-wal", f"index-{database.VERSION + 1}.sqlite", "index-notes.txt"]
    for name in names:
        (folder / name).write_bytes(b"")
    filled.refresh()
    assert all((folder / name).exists() for name in names)
    file_of(filled).unlink()
    filled.refresh()
    assert [name for name in names if (folder / name).exists()] == names[2:]
    assert filled.stats().total == 3


def test_a_question_between_the_accident_and_the_next_refresh_gets_an_answer(filled: Index) -> None:
    remove_folder(file_of(filled))
    assert filled.stats().total == 0
    filled.refresh()
    assert filled.stats().total == 3


def test_a_question_to_a_damaged_file_says_what_happens_next(filled: Index) -> None:
    drop_a_table(file_of(filled))
    with pytest.raises(StoreError, match="could not be used") as caught:
        filled.class_graph()
    assert "ask again" in (caught.value.hint or "")
    filled.refresh()
    assert len(filled.class_graph().nodes) == 3


def test_the_file_is_never_inside_the_root(filled: Index, root: Path) -> None:
    assert file_of(filled).is_relative_to(settings.cache_root())
    assert not [path for path in root.rglob("*") if "sqlite" in path.name]


@pytest.mark.parametrize("inside", ["", "cache", "../data/deeper/cache"])
def test_a_cache_folder_inside_the_root_is_refused(inside: str, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_CACHE_DIR", str(root / inside))
    with pytest.raises(StoreError, match="would lie among the artifacts") as caught:
        Index(root)
    assert "FURU_CACHE_DIR" in (caught.value.hint or "")
    assert not root.exists()


def test_two_roots_have_two_files(filled: Index, tmp_path: Path) -> None:
    other = Index(tmp_path / "other")
    assert file_of(other) != file_of(filled)
    assert other.refresh().total == 0
    other.close()


def test_a_cache_folder_that_cannot_be_written_says_which_setting_moves_it(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("FURU_CACHE_DIR", str(tmp_path / "file" / "below"))
    with pytest.raises(StoreError, match="cannot be kept") as caught:
        Index(root)
    assert "FURU_CACHE_DIR" in (caught.value.hint or "")


def test_two_indexes_on_one_file_see_what_the_other_wrote(filled: Index, root: Path) -> None:
    second = Index(root)
    assert answers(second) == answers(filled)
    Leaf(value=3).get()
    second.refresh()
    assert answers(filled) == answers(second)
    assert filled.progress() == second.progress() or filled.progress().version == second.progress().version
    second.close()


def test_one_of_two_indexes_follows_when_the_other_replaces_the_file(filled: Index, root: Path) -> None:
    second = Index(root)
    scribble(file_of(filled))
    second.refresh()
    filled.refresh()
    second.refresh()
    assert answers(filled) == answers(second)
    assert filled.stats().total == 3
    second.close()


REFRESH = """
from furu import settings
from furu.index.index import Index
input()
index = Index(settings.root())
for _ in range(20):
    index.refresh()
print(index.stats().total)
"""


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started = [start(REFRESH) for _ in range(3)]
    yield started
    for process in started:
        process.kill()
        process.communicate()


def test_processes_that_begin_at_once_share_one_file(processes: list[subprocess.Popen[str]], root: Path) -> None:
    for value in range(40):
        Leaf(value=value).get()
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    assert [finish(process) for process in processes] == ["40\n"] * 3
    again = Index(root)
    assert again.stats().total == 40
    again.close()


def test_threads_that_come_and_go_leave_no_connections_behind(filled: Index) -> None:
    def ask() -> None:
        filled.stats()

    before = len(os.listdir("/proc/self/fd"))
    for _ in range(50):
        thread = threading.Thread(target=ask)
        thread.start()
        thread.join()
    assert len(os.listdir("/proc/self/fd")) <= before


def test_many_threads_at_once_get_right_answers_while_rows_are_written(filled: Index) -> None:
    wrong: list[object] = []

    def ask() -> None:
        for _ in range(20):
            page = filled.page(Selection(), limit=500)
            if len(page.items) != page.total:
                wrong.append(page)

    threads = [threading.Thread(target=ask) for _ in range(12)]
    for thread in threads:
        thread.start()
    for value in range(10):
        Leaf(value=value).get()
        filled.refresh()
    for thread in threads:
        thread.join()
    assert not wrong
    assert len(filled._db._idle) <= database._MOST_IDLE


def test_a_row_survives_the_way_through_the_file(filled: Index) -> None:
    for row in answers(filled)[0]:
        values = tuple(database.encode(row))
        assert database.decode(database.COLUMNS, values).__dict__ == row.__dict__


def test_the_folder_of_the_index_is_its_owners_alone(tmp_path: Path, root: Path) -> None:
    cache = tmp_path / "cache" / "furu"
    index = Index(root, cache=cache)
    try:
        index.refresh()
        folder = file_of(index).parent
        assert folder.is_relative_to(cache)
        assert oct(folder.stat().st_mode)[-3:] == "700"
    finally:
        index.close()
