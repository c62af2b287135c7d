"""The sweep's configurations are the same list every time, and a sample of them computes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import polars as pl
import pytest

import furu
from digits.data import Digits
from digits.evaluate import Evaluate, Evaluation
from digits.models import NotConverged
from digits.report import Report
from digits.space import configurations, slowest, smoke

PROJECT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FURU_PATH", str(tmp_path))
    return tmp_path


def test_each_configuration_is_listed_once_and_in_the_same_order() -> None:
    hashes = [root.furu_hash for root in configurations()]
    assert hashes == [root.furu_hash for root in configurations()]
    assert len(hashes) == len(set(hashes)) > 200


def test_the_slow_one_can_be_left_out() -> None:
    assert slowest() in configurations()
    assert slowest() not in configurations(slow=False)


def test_threads_are_not_part_of_a_configuration() -> None:
    (first, *_) = smoke()
    assert isinstance(first, Evaluate)
    assert type(first.train)(workers=8) == type(first.train)()


def test_the_sample_makes_every_kind_of_file_and_one_failure(root: Path) -> None:
    first, failing, *others = smoke()
    with pytest.raises(NotConverged, match="failed to converge"):
        failing.get()
    assert failing.state() is furu.State.FAILED
    results = [node.get() for node in (first, *others)]
    computed, loaded = results[0], first.load()
    assert isinstance(computed, Evaluation)
    assert isinstance(loaded, Evaluation)
    assert loaded.predictions == computed.predictions
    assert loaded.log_loss == computed.log_loss
    assert np.array_equal(loaded.confusion, computed.confusion)
    assert Digits().exists()
    report = others[-1]
    assert isinstance(report, Report)
    summary = report.load()
    assert summary.winner_test_accuracy > 0.9
    assert pl.read_parquet(summary.leaderboard)["accuracy"].is_sorted(descending=True)
    for pattern in ("*.png", "*.parquet", "history.jsonl", "digits.npz"):
        assert any(root.rglob(pattern)), pattern


@pytest.mark.timeout(420)  # two whole sweeps: a minute on an idle machine
def test_a_second_sweep_computes_nothing_and_writes_nothing(root: Path) -> None:
    first = _sweep(root)
    assert first[-1] == "4 computed, 0 reused, 1 failed, 0 failed before", first
    files = _of_artifacts(root)
    second = _sweep(root)
    assert second[-1] == "0 computed, 4 reused, 0 failed, 1 failed before", second
    assert _of_artifacts(root) == files


def _of_artifacts(root: Path) -> dict[Path, int]:
    """Every file of the artifacts, and when it was last written; each run adds its own story beside them."""
    return {path: path.stat().st_mtime_ns for path in (root / "data").rglob("*") if path.is_file()}


def _sweep(folder: Path) -> list[str]:
    """Runs the first five configurations as a user does, outside any repository; returns what it printed."""
    command = [sys.executable, "-m", "digits.sweep", "--limit", "5", "--workers", "2"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True, timeout=200)
    return done.stdout.splitlines()
