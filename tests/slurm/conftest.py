"""One real Slurm for all tests of this folder, and the long scenarios that run on it from the start."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.slurm import warden
from tests.slurm.scenarios import LONG, until

CHECKOUT = Path(__file__).resolve().parent.parent.parent
BOOT_S = 120.0


@dataclass
class Slurm:
    """The cluster, by the process that keeps it, and the scenarios that run on it."""

    conf: str
    keeper: subprocess.Popen[str]
    work: Path
    scenarios: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def obey(self, command: str) -> None:
        """Have the keeper do something: ``kill n3``."""
        assert self.keeper.stdin is not None
        assert self.keeper.stdout is not None
        self.keeper.stdin.write(f"{command}\n")
        self.keeper.stdin.flush()
        assert self.keeper.stdout.readline().strip() == command

    def root(self, scenario: str) -> Path:
        """The store of a scenario."""
        return self.work / scenario / "data"

    def begin(self, scenario: str, stack: ExitStack) -> None:
        """Start a scenario; what it says goes to a file beside its store."""
        folder = self.work / scenario
        folder.mkdir()
        log = stack.enter_context((folder / "log").open("wb"))
        known = {"FURU_PATH": str(self.root(scenario)), "SLURM_CONF": self.conf, "FURU_ALLOW_NO_GIT_ORIGIN": "1"}
        command = [sys.executable, "-m", "tests.slurm.scenarios", scenario, str(folder / "output")]
        self.scenarios[scenario] = subprocess.Popen(
            command, cwd=CHECKOUT, env=scrubbed() | known, stdout=log, stderr=subprocess.STDOUT
        )

    def outcome(self, scenario: str) -> dict[str, Any]:
        """How a scenario went, once it has."""
        folder = self.work / scenario
        output, process = folder / "output", self.scenarios[scenario]
        until(lambda: output.exists() or process.poll() is not None)
        assert output.exists(), (folder / "log").read_text()
        found: dict[str, Any] = json.loads(output.read_text())
        return found

    def lose_a_node(self) -> None:
        """Kill a node once the scenario that is about this runs on it."""
        mark = self.root("lost_node") / "raw" / "tests" / "slurm" / "steps" / "Survivor" / "first"
        until(mark.exists)
        self.obey("kill n3")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The tests that only wait for a scenario come last, when those have had their time."""
    items.sort(key=lambda item: Path(item.path).name == "test_long.py")


def scrubbed() -> dict[str, str]:
    """This process's environment without the user's settings."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("FURU_", "SLURM_"))}


@pytest.fixture(scope="session")
def slurm(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slurm]:
    """A cluster that ends with this process, however that ends."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        pytest.skip("one cluster, one process: python -m pytest -n0 tests/slurm")
    if missing := warden.missing():
        pytest.skip(f"Slurm is not installed ({', '.join(missing)}); scripts/prepare.py slurm installs it, as root")
    with ExitStack() as stack:
        # Unix sockets have short names, so the root cannot lie in pytest's own folder; its keeper deletes it.
        root = tempfile.mkdtemp(prefix="fs-", dir="/tmp")
        keeper = stack.enter_context(
            subprocess.Popen(
                [sys.executable, str(CHECKOUT / "tests" / "slurm" / "warden.py"), root],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=scrubbed(),
                text=True,
                start_new_session=True,
            )
        )
        assert keeper.stdout is not None
        word, _, conf = keeper.stdout.readline().strip().partition(" ")
        assert word == "ready", "Slurm did not start; its keeper has said why"
        found = Slurm(conf, keeper, tmp_path_factory.mktemp("slurm"))
        try:
            for scenario in LONG:
                found.begin(scenario, stack)
            threading.Thread(target=found.lose_a_node, daemon=True).start()
            yield found
        finally:
            for process in found.scenarios.values():
                process.kill()
                process.wait()


@pytest.fixture
def cluster(slurm: Slurm, monkeypatch: pytest.MonkeyPatch) -> Slurm:
    """The cluster, for a test that drives runs itself."""
    monkeypatch.setenv("SLURM_CONF", slurm.conf)
    monkeypatch.setenv("FURU_ALLOW_NO_GIT_ORIGIN", "1")
    return slurm
