"""The scanner finds what there is, reads what changed, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from furu.index import journals, scanner
from furu.index.index import Index
from furu.index.query import Selection
from furu.index.rows import Experiment
from furu.store.codec import pack, unpack
from furu.store.records import AttemptRecord, State
from tests.contract.processes import start, wait_until
from tests.index.samples import HOLD, Fails, Slow, furu_id, meta, opened, settle, settle_one
from tests.nodes import Leaf, pipeline

ALL = Selection()


def rows(index: Index) -> dict[str, Experiment]:
    return {row.id: row for row in index.page(ALL, leaves=True, limit=500).items}


def states(index: Index) -> dict[str, State]:
    return {key: row.state for key, row in rows(index).items()}


@pytest.fixture
def walks_at_every_refresh(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "WALK_SECONDS", -1.0)
    monkeypatch.setattr(scanner, "WALK_SHARE", -1.0)


def test_the_first_scan_finds_every_artifact(index: Index) -> None:
    train = pipeline()
    train.get()
    progress = index.refresh()
    assert states(index) == {furu_id(node): State.SUCCESS for node in (train, train.features, train.features.dataset)}
    assert (progress.total, progress.version, progress.scanning) == (3, 1, False)


def test_an_empty_root_and_a_missing_one_are_no_error(index: Index, root: Path) -> None:
    assert index.refresh().total == 0
    root.mkdir()
    assert index.refresh().total == 0


def test_a_row_says_what_the_records_say(index: Index) -> None:
    train = pipeline()
    train.get()
    index.refresh()
    row = rows(index)[furu_id(train)]
    assert (row.module, row.class_name, row.digest) == ("tests.nodes", "Train", train.furu_hash)
    assert (row.attempts, row.dependencies, row.dependents, row.unreadable) == (1, 1, 0, None)
    assert row.bases == ()
    assert row.created_at
    assert row.started_at
    assert row.updated_at
    assert row.created_at <= row.updated_at
    assert row.duration_s is not None
    assert row.duration_s >= 0
    assert row.config["lr"] == 0.5
    assert row.config["features.dataset.size"] == 3
    assert row.result == {"": train.load()}


def test_a_refresh_with_nothing_changed_opens_no_record(index: Index, root: Path) -> None:
    pipeline().get()
    settle(root)
    with opened.counting() as paths:
        before = index.refresh()
    assert len(paths) == 9
    with opened.counting() as paths:
        after = index.refresh()
    assert paths == []
    assert after.version == before.version


@pytest.mark.usefixtures("walks_at_every_refresh")
def test_a_walk_with_nothing_changed_opens_no_record(index: Index, root: Path) -> None:
    pipeline().get()
    settle(root)
    index.refresh()
    with opened.counting() as paths:
        index.refresh()
    assert paths == []


def test_a_server_that_starts_again_opens_no_record_that_it_knows(index: Index, root: Path) -> None:
    pipeline().get()
    settle(root)
    index.refresh()
    second = Index(root)
    with opened.counting() as paths:
        assert second.refresh().total == 3
    second.close()
    assert paths == []


def test_a_refresh_reads_the_new_artifact_alone(index: Index, root: Path) -> None:
    pipeline().get()
    settle(root)
    index.refresh()
    leaf = Leaf(value=7)
    leaf.get()
    with opened.counting() as paths:
        progress = index.refresh()
    assert {Path(path).parent for path in paths} == {meta(leaf)}
    assert (progress.total, progress.version) == (4, 2)


def test_a_failure_that_is_mended_becomes_a_success(index: Index, tmp_path: Path) -> None:
    node = Fails(mend=tmp_path / "mended", value=3)
    with pytest.raises(ValueError, match="no 3"):
        node.get()
    index.refresh()
    row = rows(index)[furu_id(node)]
    assert (row.state, row.error_type, row.error_message) == (State.FAILED, "ValueError", "no 3")
    node.mend.touch()
    node.get()
    index.refresh()
    row = rows(index)[furu_id(node)]
    assert (row.state, row.attempts, row.error_type, row.result) == (State.SUCCESS, 2, None, {"": 3})


def test_a_change_without_a_line_in_the_journal_is_seen_while_it_is_recent(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    index.refresh()
    (meta(leaf) / "labels.json").write_text('{"name": "mine", "tags": ["good"]}')
    index.refresh()
    row = rows(index)[furu_id(leaf)]
    assert (row.name, row.tags) == ("mine", ("good",))


@pytest.mark.usefixtures("walks_at_every_refresh")
def test_what_people_copy_and_delete_by_hand_is_seen_by_the_walk(index: Index, root: Path, tmp_path: Path) -> None:
    kept, deleted = Leaf(value=1), Leaf(value=2)
    kept.get()
    deleted.get()
    shutil.copytree(kept.furu_dir, tmp_path / "away")
    settle(root)
    shutil.move(kept.furu_dir, tmp_path / "moved")
    index.refresh()
    assert states(index) == {furu_id(deleted): State.SUCCESS}
    shutil.rmtree(deleted.furu_dir)
    shutil.copytree(tmp_path / "away", kept.furu_dir)
    settle_one(meta(kept))
    index.refresh()
    assert states(index) == {furu_id(kept): State.SUCCESS}


def test_an_artifact_deleted_between_walks_is_gone_at_the_next_one(
    index: Index, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    settle(root)
    index.refresh()
    shutil.rmtree(leaf.furu_dir)
    index.refresh()
    assert states(index) == {furu_id(leaf): State.SUCCESS}
    monkeypatch.setattr(scanner, "WALK_SECONDS", -1.0)
    monkeypatch.setattr(scanner, "WALK_SHARE", -1.0)
    index.refresh()
    assert states(index) == {}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Slow, subprocess.Popen[str]]]:
    node = Slow(release=tmp_path / "release")
    process = start(HOLD.format(release=str(node.release)))
    wait_until((meta(node) / "config.json").exists, "the attempt began")
    yield node, process
    with suppress(ProcessLookupError):
        process.kill()
    process.communicate()


def test_a_running_artifact_whose_process_dies_is_crashed_at_the_next_refresh(
    index: Index, running: tuple[Slow, subprocess.Popen[str]]
) -> None:
    node, process = running
    settle_one(meta(node))
    index.refresh()
    assert states(index) == {furu_id(node): State.RUNNING}
    process.kill()
    process.wait()
    index.refresh()
    assert states(index) == {furu_id(node): State.CRASHED}


def test_a_running_artifact_that_ends_is_a_success_at_the_next_refresh(
    index: Index, running: tuple[Slow, subprocess.Popen[str]]
) -> None:
    node, process = running
    index.refresh()
    node.release.touch()
    assert process.wait(timeout=120) == 0
    index.refresh()
    assert states(index) == {furu_id(node): State.SUCCESS}


def on_another_machine(node: Slow) -> Path:
    """Rewrites the last attempt as one of a machine that cannot be asked; returns its record."""
    path = meta(node) / "attempt-0001.json"
    record = unpack(AttemptRecord, path.read_bytes(), str(path))
    path.write_bytes(pack(replace(record, owner=replace(record.owner, boot_id="elsewhere", host="elsewhere"))))
    return path


@pytest.mark.usefixtures("walks_at_every_refresh")
def test_a_holder_on_another_machine_is_judged_by_its_silence_and_believed_again(
    index: Index, running: tuple[Slow, subprocess.Popen[str]]
) -> None:
    node, process = running
    process.kill()
    process.wait()
    path = on_another_machine(node)
    settle_one(meta(node))
    index.refresh()
    assert states(index) == {furu_id(node): State.RUNNING}
    settle_one(path)
    index.refresh()
    assert states(index) == {furu_id(node): State.CRASHED}
    os.utime(path)
    index.refresh()
    assert states(index) == {furu_id(node): State.RUNNING}


def test_judging_a_silent_holder_leaves_no_trace_in_its_folder(
    index: Index, running: tuple[Slow, subprocess.Popen[str]]
) -> None:
    node, _ = running
    on_another_machine(node)
    before = meta(node).stat().st_mtime_ns, sorted(os.listdir(meta(node)))
    index.refresh()
    assert (meta(node).stat().st_mtime_ns, sorted(os.listdir(meta(node)))) == before


def test_a_first_scan_reads_each_artifact_once(index: Index) -> None:
    for value in range(5):
        Leaf(value=value).get()
    with opened.counting() as paths:
        index.refresh()
    assert len(paths) == len(set(paths)) == 15


def test_what_happens_during_the_first_scan_is_seen_by_the_next_refresh(index: Index, root: Path) -> None:
    Leaf(value=0).get()
    settle(root)
    late = Leaf(value=1)

    def meanwhile() -> None:
        late.get()

    index.refresh(meanwhile)
    index.refresh()
    assert states(index)[furu_id(late)] is State.SUCCESS


def test_old_journals_are_read_once(index: Index, root: Path) -> None:
    Leaf(value=0).get()
    (today,) = (root / "journal").iterdir()
    for day in range(1, 6):
        shutil.copy(today, root / "journal" / f"2020-01-0{day}.elsewhere")
    index.refresh()
    read = {path for path in (root / "journal").iterdir() if path.name > "2020-01-04"}
    looked_at = journals.growing(os.listdir(root / "journal"), dict.fromkeys(os.listdir(root / "journal"), 0))
    assert {root / "journal" / name for name in looked_at} == read


@pytest.mark.parametrize(
    "line",
    [
        b"\n",
        b"no json\n",
        b'{"namespace": "a", "digest": "../../..", "event": "x", "phase": "after"}\n',
        b'{"namespace": "a\\u0000b", "digest": "%s", "event": "x", "phase": "after"}\n' % (b"0" * 32),
        b'{"namespace": 3, "digest": 4}\n',
        b'{"namespace": "half of a li',
    ],
)
def test_a_damaged_journal_line_is_passed_over(index: Index, root: Path, line: bytes) -> None:
    Leaf(value=0).get()
    index.refresh()
    with (root / "journal" / "2030-01-01.elsewhere").open("wb") as journal:
        journal.write(line)
    leaf = Leaf(value=1)
    leaf.get()
    assert index.refresh().total == 2


def test_the_version_stands_still_while_nothing_changes(index: Index) -> None:
    Leaf(value=1).get()
    versions = [index.refresh().version for _ in range(3)]
    assert versions == [1, 1, 1]


def test_a_long_scan_tells_of_its_first_rows_before_it_ends(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "BATCH", 2)
    for value in range(6):
        Leaf(value=value).get()
    seen: list[tuple[int, bool]] = []

    def tell() -> None:
        progress = index.progress()
        seen.append((progress.total, progress.scanning))

    index.refresh(tell)
    assert seen == [(2, True), (4, True), (6, True)]


def test_a_scan_that_is_stopped_ends_at_the_next_batch_and_is_taken_up_again(
    index: Index, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanner, "BATCH", 2)
    for value in range(6):
        Leaf(value=value).get()
    assert index.refresh(index.stop).total == 2
    another = Index(root)
    assert another.refresh().total == 6
    another.close()


def test_a_folder_whose_name_is_no_text_is_passed_over(index: Index, root: Path) -> None:
    Leaf(value=1).get()
    strange = os.fsencode(root / "data") + b"/\xff\xfe/" + b"0" * 32 + b"/.furu"
    os.makedirs(strange)
    Path(os.fsdecode(strange), "config.json").write_text("{}")
    assert index.refresh().total == 1
