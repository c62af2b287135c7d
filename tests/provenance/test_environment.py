"""Where and from what an attempt ran is in its record."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

from furu.provenance.environment import environment_record
from tests.contract.processes import CHECKOUT
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
