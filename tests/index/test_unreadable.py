"""An artifact that cannot be read is one row that says why, and all others are fine."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from furu.index import reader
from furu.index.index import Index
from furu.index.leaves import LONGEST_TEXT
from furu.index.query import Selection
from furu.index.rows import Experiment
from furu.store.records import State
from tests.index.samples import Fails, furu_id, meta
from tests.nodes import Leaf, pipeline

DIGEST = "0" * 32


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def swap(old: bytes, new: bytes) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        data = path.read_bytes()
        assert old in data
        path.write_bytes(data.replace(old, new))

    return change


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def loop(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.name)


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    os.truncate(path, reader.LARGEST_RECORD + 1)


def write(text: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        path.write_text(text)

    return change


DAMAGES = {
    "truncated": (truncate, "is no JSON"),
    "empty": (empty, "is no JSON"),
    "bytes": (lambda path: path.write_bytes(b"\xff\xfe\x00"), "is no JSON"),
    "a-list": (write("[]"), "does not hold a ConfigRecord"),
    "wrong-types": (swap(b'"fields":{', b'"fields":3,"x":{'), "does not hold a ConfigRecord"),
    "newer": (swap(b'"format":1,"node"', b'"format":99,"vertex"'), "has format 99"),
    "deep": (write("[" * 100_000 + "]" * 100_000), "is no JSON"),
    "a-folder": (folder, "is no file"),
    "a-link-to-itself": (loop, "cannot be read"),
    "a-pipe": (pipe, "is no file"),
    "huge": (huge, "is no record of furu"),
    "missing": (Path.unlink, "is missing"),
    "of-another": (swap(b'"digest":"', b'"digest":"x'), "not this folder"),
    "nested": (swap(b'"fields":{', b'"fields":{"deep":' + b"[" * 800 + b"]" * 800 + b","), "make no sense"),
    "odd-tag": (swap(b'"fields":{', b'"fields":{"odd":{"$":"dict","items":[1,2]},'), "make no sense"),
}


@pytest.fixture
def others() -> set[str]:
    train = pipeline()
    train.get()
    return {furu_id(node) for node in (train, train.features, train.features.dataset)}


def rows(index: Index) -> dict[str, Experiment]:
    return {row.id: row for row in index.page(Selection(), leaves=True).items}


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_config_is_one_row_with_the_reason(damage: str, index: Index, others: set[str]) -> None:
    change, reason = DAMAGES[damage]
    leaf = Leaf(value=1)
    leaf.get()
    change(meta(leaf) / "config.json")
    index.refresh()
    found = rows(index)
    row = found.pop(furu_id(leaf))
    assert reason in (row.unreadable or "")
    assert (row.module, row.class_name) == ("tests.nodes", "Leaf")
    assert found.keys() == others
    assert not [other.unreadable for other in found.values() if other.unreadable]
    assert index.stats().unreadable == 1
    assert index.detail(row.id).experiment.unreadable == row.unreadable


@pytest.mark.parametrize("name", ["attempt-0001.json", "success"])
@pytest.mark.parametrize("damage", ["truncated", "a-folder", "a-link-to-itself", "deep", "a-list", "a-pipe"])
def test_a_damaged_attempt_or_marker_is_one_row_with_the_reason(
    name: str, damage: str, index: Index, others: set[str]
) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    DAMAGES[damage][0](meta(leaf) / name)
    index.refresh()
    found = rows(index)
    row = found.pop(furu_id(leaf))
    assert str(meta(leaf) / name) in (row.unreadable or "")
    assert row.config == {"value": 1}
    assert found.keys() == others
    assert index.detail(row.id).experiment == row


def test_labels_that_cannot_be_read_leave_the_rest_alone(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    (meta(leaf) / "labels.json").write_text("[")
    index.refresh()
    row = rows(index)[furu_id(leaf)]
    assert "labels.json" in (row.unreadable or "")
    assert (row.state, row.result) == (State.SUCCESS, {"": 1})


def test_the_damage_disappears_with_its_cause(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    config = meta(leaf) / "config.json"
    good = config.read_bytes()
    truncate(config)
    index.refresh()
    config.write_bytes(good)
    index.refresh()
    assert rows(index)[furu_id(leaf)].unreadable is None
    assert index.stats().unreadable == 0


def test_an_artifact_with_nothing_but_a_claim_says_what_is_missing(index: Index, root: Path) -> None:
    folder = root / "data" / "gone" / "Model" / DIGEST / ".furu"
    folder.mkdir(parents=True)
    (folder / "claim-1234").touch()
    index.refresh()
    row = rows(index)[f"gone.Model@{DIGEST}"]
    assert (row.state, row.class_name) == (State.MISSING, "Model")
    assert "config.json is missing" in (row.unreadable or "")


def test_a_time_without_a_zone_counts_as_utc(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    index.refresh()
    before = rows(index)[furu_id(leaf)]
    swap(b"Z", b"")(meta(leaf) / "config.json")
    index.refresh()
    after = rows(index)[furu_id(leaf)]
    assert (after.created_at, after.updated_at, after.started_at) == (
        before.created_at,
        before.updated_at,
        before.started_at,
    )


def test_a_folder_that_may_not_be_listed_is_one_row(index: Index, others: set[str]) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    shutil.move(meta(leaf), meta(leaf).with_name("away"))
    meta(leaf).mkdir(mode=0)
    index.refresh()
    found = rows(index)
    assert found.keys() - {furu_id(leaf)} == others
    if os.getuid() != 0:
        assert "cannot be listed" in (found[furu_id(leaf)].unreadable or "")


def test_a_traceback_that_fills_pages_is_cut_in_the_row_and_whole_in_the_detail(index: Index, tmp_path: Path) -> None:
    node = Fails(mend=tmp_path / ("m" * 200), value=10**1200)
    with pytest.raises(ValueError, match="no 1000"):
        node.get()
    index.refresh()
    row = rows(index)[furu_id(node)]
    assert len(row.error_message or "") == 1000
    (attempt,) = index.detail(row.id).attempts
    assert attempt.error
    assert len(attempt.error.message) == 1204
    assert "Traceback" in attempt.error.traceback


def test_a_record_that_points_outside_the_store_reads_nothing_there(
    index: Index, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    reference = b'"fields":{"x":{"$":"node","namespace":"a.B","digest":"../../../../etc/passwd"},'
    swap(b'"fields":{', reference)(meta(leaf) / "config.json")
    index.refresh()
    detail = index.detail(furu_id(leaf))
    assert detail.config
    assert detail.config.nodes == {}


def test_a_config_of_ten_megabytes_is_a_row_of_few_leaves(index: Index, others: set[str]) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    many = b"[" + b",".join(b"%d" % number for number in range(1_500_000)) + b"]"
    swap(b'"fields":{', b'"fields":{"many":' + many + b',"text":"' + b"x" * 1_000_000 + b'",')(
        meta(leaf) / "config.json"
    )
    assert (meta(leaf) / "config.json").stat().st_size > 10 * 2**20
    index.refresh()
    row = rows(index)[furu_id(leaf)]
    assert row.unreadable is None
    assert row.config["many"] == "1500000 items"
    assert len(row.config["text"]) == LONGEST_TEXT
    assert rows(index).keys() == {*others, furu_id(leaf)}


def test_folders_in_a_circle_are_walked_once(index: Index, root: Path, others: set[str]) -> None:
    (root / "data" / "tests" / "again").symlink_to(root / "data")
    leaf = Leaf(value=1)
    leaf.get()
    (leaf.furu_dir / "again").symlink_to(leaf.furu_dir)
    index.refresh(walk="now")
    assert rows(index).keys() == {*others, furu_id(leaf)}
