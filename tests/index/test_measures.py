"""What a row measures: resources, sizes, depth, and where an attempt ran."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from furu.config.tree import NodeRecord
from furu.index import measures
from furu.index.index import Index
from furu.index.measures import depth_of, size_of
from furu.index.rows import Experiment
from tests.contract.processes import start
from tests.index.samples import furu_id, meta
from tests.nodes import Leaf, chain, diamond, pipeline


def row(index: Index, key: str) -> Experiment:
    index.refresh()
    found: Experiment = index.detail(key).experiment
    return found


def test_a_row_has_the_resources_of_its_last_attempt(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    found = row(index, furu_id(leaf))
    detail = index.detail(furu_id(leaf))
    used = detail.attempts[-1].resources
    assert used is not None
    assert found.cpu_s == used.cpu_user_s + used.cpu_system_s
    assert found.peak_rss_bytes == used.peak_rss_bytes
    assert (found.gpu_memory_bytes, found.gpu_utilisation_percent) == (None, None)
    assert found.run == detail.attempts[-1].run
    assert found.stale_reason is None


def test_a_row_has_the_job_and_the_code_of_its_last_attempt(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLURM_JOB_ID", "4711")
    process = start("from tests.nodes import Leaf\nLeaf(value=2).get()")
    assert process.wait(timeout=60) == 0
    process.communicate()
    found = row(index, furu_id(Leaf(value=2)))
    assert found.slurm_job == "4711"
    assert found.code is not None
    assert found.code == index.detail(found.id).attempts[-1].code.fingerprint  # type: ignore[union-attr]  # just seen


def test_the_size_is_that_of_all_files_without_following_links(index: Index, tmp_path: Path) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    records = [path for path in meta(leaf).rglob("*") if path.is_file()]
    (leaf.furu_dir / "deep").mkdir()
    (leaf.furu_dir / "deep" / "weights").write_bytes(b"x" * 1000)
    (tmp_path / "large").write_bytes(b"x" * 100_000)
    (leaf.furu_dir / "deep" / "link").symlink_to(tmp_path / "large")
    (leaf.furu_dir / "deep" / "circle").symlink_to(leaf.furu_dir)
    found = row(index, furu_id(leaf))
    assert (found.files, found.more_files) == (len(records) + 3, False)
    links = sum(os.lstat(leaf.furu_dir / "deep" / name).st_size for name in ("link", "circle"))
    assert found.size_bytes == sum(path.stat().st_size for path in records) + 1000 + links


def test_counting_files_ends_somewhere_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "MOST_FILES", 3)
    for number in range(4):
        (tmp_path / str(number)).write_bytes(b"12")
    assert size_of(str(tmp_path)) == measures.Size(6, 3, more=True)
    (tmp_path / "0").unlink()
    assert size_of(str(tmp_path)) == measures.Size(6, 3, more=False)


def test_the_depth_is_the_longest_chain_below(index: Index) -> None:
    train = pipeline()
    train.get()
    index.refresh()
    depths = [row(index, furu_id(node)).depth for node in (train, train.features, train.features.dataset)]
    assert depths == [2, 1, 0]


def depth(node: object) -> int | None:
    data = node.to_dict()  # type: ignore[attr-defined]  # any config object
    nodes = {digest: NodeRecord(**record) for digest, record in data["nodes"].items()}
    return depth_of(NodeRecord(**data["node"]), nodes)


def test_shared_nodes_count_once_and_long_chains_need_no_recursion() -> None:
    assert depth(diamond(20)) == 20
    assert depth(chain(2000)) == 1999


def test_the_depth_is_unknown_when_the_record_holds_less(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measures, "_depths", {})  # what other tests met need not be in the record
    data = pipeline().to_dict()
    root = NodeRecord(**data["node"])
    assert depth_of(root, {}) is None
    (first, *_) = data["nodes"]
    assert depth_of(root, {first: NodeRecord(**data["nodes"][first])}) is None
