"""Sixty-four processes for one artifact, sixteen over two hundred nested ones: every ``_create`` runs once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from furu.index.index import Index
from furu.index.query import Selection
from tests.contract.crowd import tower
from tests.contract.processes import CHECKOUT
from tests.contract.witnessed import lines_of


def crowd(witness: Path, *arguments: str, seconds: float = 110) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "tests.contract.crowd", *arguments],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "WITNESS": str(witness)},
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout


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
    towers = int(crowd(tmp_path / "witness", "kills", str(kills), "1", seconds=60 + 2 * kills))
    monkeypatch.setenv("WITNESS", str(tmp_path / "again"))
    for number in range(towers):
        tower(0, number)
    assert not lines_of(tmp_path / "again"), "the last processes finished everything"
    index = Index(Path(os.environ["FURU_PATH"]), cache=tmp_path / "index")
    try:
        index.refresh()
        pages = [
            index.page(Selection(), sort="digest", offset=first, limit=200) for first in range(0, 200 * towers + 1, 200)
        ]
    finally:
        index.close()
    rows = [row for page in pages for row in page.items]
    assert Counter(row.state for row in rows) == {"success": 200 * towers + 1}
    assert sum(row.attempts - 1 for row in rows) > kills / 2, "most kills met somebody in the middle of an attempt"
