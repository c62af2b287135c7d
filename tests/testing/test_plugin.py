"""The pytest plugin, in a real pytest of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TESTS = """
import os
from pathlib import Path

import furu
import pytest

from pipeline import Square


def test_alone(furu_root):
    assert os.environ["FURU_PATH"] == str(furu_root)
    assert "FURU_RETRY_FAILED" not in os.environ
    assert not Square().exists()
    assert Square().get() == 9
    assert Square().furu_dir.is_relative_to(furu_root)


def test_again(furu_root):
    assert not Square().exists()
    os.environ["FURU_MAX_COMPUTE_RETRIES"] = "1"


def test_without():
    assert os.environ["FURU_RETRY_FAILED"] == "0"
    assert "FURU_MAX_COMPUTE_RETRIES" not in os.environ
    assert os.environ["FURU_PATH"] == os.environ["OUTER"]
"""
PIPELINE = """
import furu

class Square(furu.Furu[int]):
    side: int = 3

    def _create(self) -> int:
        return self.side ** 2
"""
EVERY = """
import os
from pipeline import Square

def test_first():
    assert not Square().exists()
    Square().get()

def test_second():
    assert not Square().exists()
    Square().get()
    assert os.environ["FURU_PATH"] != os.environ["OUTER"]
"""


@pytest.fixture
def outer(tmp_path: Path) -> dict[str, str]:
    """The surroundings of a user who has settings."""
    place = str(tmp_path / "users-own")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST")}
    return environment | {"FURU_PATH": place, "OUTER": place, "FURU_RETRY_FAILED": "0"}


def run(environment: dict[str, str], tests: str, *options: str) -> str:
    """Run a project's tests in the current folder."""
    Path("pipeline.py").write_text(PIPELINE)
    Path("test_it.py").write_text(tests)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-q", *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_a_test_may_ask_for_a_root_of_its_own(outer: dict[str, str]) -> None:
    Path("pytest.ini").write_text("[pytest]\n")
    assert "3 passed" in run(outer, TESTS, "-W", "error")
    assert not Path(outer["OUTER"]).exists()


def test_every_test_may_have_one(outer: dict[str, str]) -> None:
    Path("pytest.ini").write_text("[pytest]\nfuru_isolate = true\n")
    assert "2 passed" in run(outer, EVERY, "--strict-config", "-W", "error")
    assert not Path(outer["OUTER"]).exists()


def test_the_fixture_is_listed_with_what_it_does(outer: dict[str, str]) -> None:
    Path("pytest.ini").write_text("[pytest]\n")
    assert "An empty root for this test alone" in run(outer, TESTS, "--fixtures")
