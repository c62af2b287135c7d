"""A kill, or a failing write, at every file operation leaves each artifact done and complete, or recomputable."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contract.processes import CHECKOUT
from tests.crash.scenarios import SCENARIOS

FAULTS = ("kill", "ENOSPC", "EIO", "ENOSPC-on")
"""Killed there; the disk is full once; the disk fails once; the disk is full from there on, until it is not."""


MEMORY = Path("/dev/shm")  # noqa: S108  # a folder of one's own is made in it


@pytest.fixture(scope="module")
def quick() -> Iterator[str]:
    """A folder in memory where there is one: a root is made and deleted for every fault point."""
    with tempfile.TemporaryDirectory(prefix="furu-faults-", dir=MEMORY if MEMORY.is_dir() else None) as folder:
        yield folder


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_fault_at_every_file_operation_is_survived(scenario: str, fault: str, quick: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.faults", scenario, fault],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "FURU_PATH": f"{quick}/root"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert not report["wrong"], "\n".join([*report["wrong"], done.stderr[-3000:]])
    assert report["points"] >= (2 if scenario == "load" else 15)
