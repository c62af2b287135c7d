"""Sixty-four processes for one artifact, sixteen over two hundred nested ones: every ``_create`` runs once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.contract.crowd import tower
from tests.contract.processes import CHECKOUT
from tests.contract.witnessed import lines_of


def crowd(witness: Path, *arguments: str, seconds: float = 110) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.crowd", *arguments],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "WITNESS": str(witness)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]


@pytest.mark.parametrize("run", [1, 2, 3])
def test_sixty_four_processes_compute_one_artifact_once(run: int, tmp_path: Path) -> None:
    crowd(tmp_path / "witness", "one artifact", "64")
    counted = Counter(lines_of(tmp_path / "witness"))
    assert len(counted) == 3, run
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("run", [1, 2, 3])
def test_sixteen_processes_compute_two_hundred_nested_artifacts_once_each(run: int, tmp_path: Path) -> None:
    crowd(tmp_path / "witness", "tower", "16")
    counted = Counter(lines_of(tmp_path / "witness"))
    assert len(counted) == 200, run
    assert set(counted.values()) == {1}


@pytest.mark.parametrize("kills", [40, pytest.param(500, marks=pytest.mark.torture)])
def test_kills_at_random_moments_leave_everything_done_or_recomputable(
    kills: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd(tmp_path / "witness", "kills", str(kills), "1", seconds=kills)
    monkeypatch.setenv("WITNESS", str(tmp_path / "again"))
    tower(0)
    assert not lines_of(tmp_path / "again"), "the last process finished everything"
