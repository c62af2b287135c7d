"""The measurements of backends measure what they say: the same tasks, each once, in every row of furu's."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from bench import executors
from tests.contract.processes import finish, start

CODE = """
from bench import executors
executors.TASKS = 8
executors.tell({row!r})
"""


def tell(row: str) -> dict[str, float]:
    found: dict[str, float] = json.loads(finish(start(CODE.format(row=row))).splitlines()[-1])
    return found


@pytest.mark.parametrize("row", ["inline", "local", "inline, wide diamond", "local, deep diamond"])
def test_a_row_of_furus_computes_every_task(row: str) -> None:
    taken = tell(row)
    assert taken["tasks"] == 8
    assert taken["everybody"] >= taken["driver"] > 0
    assert len(list(Path(os.environ["FURU_PATH"]).glob("data/**/success"))) == 8


def test_bare_file_operations_make_the_files_and_nothing_else() -> None:
    assert tell("local, bare file operations")["tasks"] == 8
    root = Path(os.environ["FURU_PATH"])
    assert len(list(root.glob("bare/**/success"))) == 8
    assert not list(root.glob("data/**/success"))


def test_a_row_that_cannot_be_measured_here_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    found = executors.measure("slurm arrays")
    assert isinstance(found, str)
    assert found.startswith("Slurm is not installed (")
