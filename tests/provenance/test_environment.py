"""Where and from what an attempt ran is in its record."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

from furu.provenance.environment import environment_record
from tests.contract.processes import CHECKOUT, finish, start
from tests.nodes import Leaf


def test_an_attempt_records_its_environment() -> None:
    command = [
        sys.executable,
        "-W",
        "default",
        "-c",
        "from tests.nodes import Leaf; Leaf(value=9).get()",
        "--flag",
        "a b",
    ]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, check=True)
    record = json.loads((Leaf(value=9).furu_dir / ".furu" / "attempt-0001.json").read_text())["environment"]
    assert record["command"] == command
    assert record["directory"] == os.getcwd()
    assert record["python"] == platform.python_version()
    assert record["platform"] == platform.platform()
    assert record["furu"] == version("furu")


def test_the_environment_is_the_same_for_every_attempt_of_a_process() -> None:
    first = environment_record()
    Path("elsewhere").mkdir()
    assert environment_record() == first


def recorded(value: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((Leaf(value=value).furu_dir / ".furu" / "attempt-0001.json").read_text())
    return dict(found["environment"])


def test_packages_and_locks_are_kept_for_all_processes_at_once() -> None:
    Path("pyproject.toml").touch()
    Path("uv.lock").write_text('registry = "https://ada:secret@example.org/simple"\n')
    Path("requirements.txt").write_text("numpy==2.0\n")
    for value in (1, 2):
        finish(start(f"from tests.nodes import Leaf; Leaf(value={value}).get()"))
    first, second = recorded(1), recorded(2)
    assert (first["packages"], first["locks"]) == (second["packages"], second["locks"])
    objects = Path(os.environ["FURU_PATH"], "objects")
    lines = (objects / "packages" / first["packages"][:2] / first["packages"]).read_text().splitlines()
    assert f"msgspec=={version('msgspec')}" in lines
    assert sorted(first["locks"]) == ["requirements.txt", "uv.lock"]
    key = first["locks"]["uv.lock"]
    assert (objects / "locks" / key[:2] / key).read_text() == 'registry = "https://example.org/simple"\n'
    assert sum(path.is_file() for path in objects.rglob("*")) == 3


def test_the_slurm_job_is_recorded() -> None:
    job = {"SLURM_JOB_ID": "7", "SLURM_ARRAY_TASK_ID": "3", "SLURM_JWT": "secret"}
    finish(start("from tests.nodes import Leaf; Leaf(value=1).get()", **job))
    assert recorded(1)["slurm"] == {"job_id": "7", "array_task_id": "3"}


def test_secrets_on_the_command_line_are_not_recorded() -> None:
    command = [sys.executable, "-c", "from tests.nodes import Leaf; Leaf(value=1).get()", "--hub-token", "hunter2"]
    subprocess.run(command, env=os.environ | {"PYTHONPATH": str(CHECKOUT)}, check=True)
    assert recorded(1)["command"][-2:] == ["--hub-token", "***"]


def test_importing_furu_loads_nothing_that_only_long_attempts_need() -> None:
    code = "import sys, furu; furu.Furu; print(sorted({'psutil', 'pynvml'} & set(sys.modules)))"
    assert finish(start(code)) == "[]\n"
