"""The walk in the background: a little at a time, seldom, and never in the way of a refresh."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from furu.index import comparing, readers, scanner
from furu.index.index import Index
from tests.index.samples import meta, opened, settle
from tests.nodes import Leaf


@pytest.fixture
def tiny_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparing, "STEP", 1)
    for name in ("SLICE_SECONDS", "FIRST_SLICE_SECONDS", "WALK_SECONDS", "WALK_SHARE"):
        monkeypatch.setattr(scanner, name, -1.0)


def leaves(count: int) -> list[Leaf]:
    found = [Leaf(value=value) for value in range(count)]
    for leaf in found:
        leaf.get()
    return found


@pytest.mark.usefixtures("tiny_steps")
def test_what_people_did_by_hand_is_found_over_several_refreshes(index: Index, root: Path) -> None:
    first, *others = leaves(6)
    settle(root)
    index.refresh(walk="now")
    shutil.rmtree(first.furu_dir)
    shutil.move(others[0].furu_dir, root / "away")
    totals = [index.refresh(walk="some").total for _ in range(20)]
    assert totals[0] == 6
    assert totals[-1] == 4


@pytest.mark.usefixtures("tiny_steps")
def test_a_refresh_in_the_middle_of_a_walk_shows_what_the_journal_says_at_once(index: Index, root: Path) -> None:
    leaves(6)
    settle(root)
    index.refresh(walk="now")
    index.refresh(walk="some")
    new = Leaf(value=100)
    new.get()
    with opened.counting() as paths:
        assert index.refresh(walk="some").total == 7
    assert {Path(path).parent for path in paths} == {meta(new)}


def test_between_two_walks_no_folder_of_artifacts_is_looked_into(index: Index, root: Path) -> None:
    leaves(3)
    settle(root)
    index.refresh(walk="now")
    with opened.counting() as paths:
        for _ in range(3):
            index.refresh(walk="some")
            index.refresh()
    assert paths == []
    assert set(opened.listed) == {str(root / "journal")}


def test_a_slow_disk_is_walked_seldom(index: Index) -> None:
    index.refresh()
    found = index._scanner
    assert not found._is_walk_due()
    found._walked = (found._walked[0], found._walked[1] - scanner.WALK_SECONDS - 1) if found._walked else None
    assert found._is_walk_due()
    found._walk_took = 10.0
    assert not found._is_walk_due()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "MANY", 4)
    monkeypatch.setattr(readers, "HERE", 2)
    monkeypatch.setattr(readers, "CHUNK", 3)


@pytest.mark.usefixtures("many")
def test_many_artifacts_are_read_by_other_processes_with_the_same_answers(index: Index, root: Path) -> None:
    leaves(40)
    with opened.counting() as paths:
        assert index.refresh().total == 40
    assert len(paths) == 3 * readers.HERE
    ours = index.find("", limit=100, leaves=True).items
    monkey = pytest.MonkeyPatch()
    monkey.setattr(scanner, "MANY", 1_000)
    alone = Index(root, cache=root.parent / "another-cache")
    alone.refresh()
    monkey.undo()
    assert alone.find("", limit=100, leaves=True).items == ours
    alone.close()


@pytest.mark.usefixtures("many")
def test_what_another_process_cannot_read_is_read_here(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readers, "_BOOT", "raise SystemExit  # {!r}")
    leaves(20)
    assert index.refresh().total == 20


@pytest.mark.usefixtures("many")
def test_a_scan_that_is_stopped_ends_its_processes(index: Index, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "BATCH", 2)
    leaves(30)
    assert index.refresh(index.stop).total == 2
    another = Index(root)
    assert another.refresh().total == 30
    another.close()


def test_the_newest_artifacts_are_shown_first(index: Index, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "BATCH", 2)
    found = leaves(6)
    settle(root)
    newest = found[2:4]
    for leaf in newest:
        meta(leaf).touch()
    seen: list[set[str]] = []
    index.refresh(lambda: seen.append({row.digest for row in index.find("").items}))
    assert seen[0] == {leaf.furu_hash for leaf in newest}


def statements(index: Index) -> list[str]:
    """What a refresh asks of SQLite."""
    index.progress()
    (connection,) = index._db._idle
    heard: list[str] = []
    connection.set_trace_callback(heard.append)
    try:
        index.refresh(walk="never")
    finally:
        connection.set_trace_callback(None)
    return [text for text in heard if text.startswith("SELECT")]


def test_a_refresh_asks_as_much_of_few_artifacts_as_of_many_and_goes_through_no_table(index: Index, root: Path) -> None:
    leaves(3)
    settle(root)
    index.refresh()
    few = statements(index)
    leaves(40)
    settle(root)
    index.refresh()
    assert len(statements(index)) == len(few)
    with index._db.reading() as connection:
        plans = [row[3] for text in few for row in connection.execute(f"EXPLAIN QUERY PLAN {text}")]
    assert [plan for plan in plans if plan.startswith(("SCAN experiments", "SCAN edges")) and "INDEX" not in plan] == []
