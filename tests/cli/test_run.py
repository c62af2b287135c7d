"""``furu run``: names become config objects, a backend computes them, and the exit status says how it went."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from furu import settings
from tests.cli.test_command_line import explained
from tests.contract.processes import wait_until

PROJECT = """
from pathlib import Path
import furu

class Leaf(furu.Furu[int]):
    value: int = 0
    def _create(self) -> int:
        if self.value == 13:
            raise ValueError("unlucky")
        return self.value

class Waits(furu.Furu[int]):
    folder: str
    def _create(self) -> int:
        Path(self.folder, "begun").touch()
        while not Path(self.folder, "end").exists():
            furu.clock.pause(0.01)
        return 1

one = Leaf(value=1)
some = [Leaf(value=2), Leaf(value=3)]
unlucky = [Leaf(value=13), Leaf(value=4)]
nothing = []
none = None
strange = [Leaf(), 7]
def built():
    yield from some
def waits():
    return [Waits(folder=str(Path(__file__).parent)), Leaf(value=5)]
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a module ``sweep`` in it, in no repository."""
    monkeypatch.setenv("FURU_RECORD_GIT", "ignore")
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "sweep.py").write_text(PROJECT)
    return folder


def command(*arguments: str) -> list[str]:
    """The command as people have it: a script, whose own folder is what Python looks into first."""
    return [
        sys.executable,
        "-P",
        "-c",
        "from furu.cli import main; main()",
        *arguments,
    ]


def furu(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """What ``furu run`` did, called in the project's folder."""
    return subprocess.run(
        command("run", *arguments), cwd=project, capture_output=True, text=True, timeout=120, check=False
    )


def told(done: subprocess.CompletedProcess[str]) -> Any:
    """What it printed with ``--json``, when it said nothing else."""
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", ["sweep:one", "sweep:some", "sweep:built", "sweep:Leaf"])
def test_a_name_is_an_object_or_several_or_what_returns_them(name: str, project: Path) -> None:
    done = furu(project, name, "--on", "inline", "--json")
    assert done.returncode == 0, done
    report = told(done)
    assert (report["outcome"], report["done"]) == ("success", 2 if name in ("sweep:some", "sweep:built") else 1)
    assert (settings.root() / "runs" / report["id"] / "report.json").is_file()


def test_several_names_are_one_run_and_the_second_finds_everything_there(project: Path) -> None:
    assert told(furu(project, "sweep:one", "sweep:some", "--on", "inline", "--json"))["done"] == 3
    again = told(furu(project, "sweep:one", "sweep:some", "--on", "inline", "--json"))
    assert (again["done"], again["reused"]) == (0, 3)


def test_local_computes_in_processes(project: Path) -> None:
    done = furu(project, "sweep:some", "--on", "local", "--cpus", "1", "--json")
    assert (done.returncode, told(done)["done"]) == (0, 2), done


def test_progress_goes_to_the_standard_error_stream(project: Path) -> None:
    done = furu(project, "sweep:one", "--on", "inline")
    assert (done.returncode, done.stdout) == (0, "")
    assert "1 to compute" in done.stderr
    assert "success" in done.stderr


def test_a_failure_is_status_3_and_the_rest_is_there(project: Path) -> None:
    done = furu(project, "sweep:unlucky", "--on", "inline", "--json")
    report = told(done)
    assert (done.returncode, report["outcome"], report["done"], report["failed"]) == (3, "failed", 1, 1)
    assert report["failures"][0]["error"]["message"] == "unlucky"


def test_a_dry_run_says_what_would_be_computed_and_computes_nothing(project: Path) -> None:
    done = furu(project, "sweep:some", "--dry-run")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("2 asked for: 2 to compute, 0 there already")
    assert "never computed" in done.stdout
    plan = told(furu(project, "sweep:some", "--dry-run", "--json"))
    assert (len(plan["todo"]), plan["classes"]) == (2, {"sweep.Leaf": {"missing": 2}})
    assert not (settings.root() / "runs").exists()
    assert not (settings.root() / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("sweep",), "'sweep' is not of the form MODULE:NAME"),
        (("sweep:",), "is not of the form MODULE:NAME"),
        ((":one",), "is not of the form MODULE:NAME"),
        ((), "Missing argument"),
        (("sweep:one", "--on", "moon"), "'moon'"),
        (("sweep:one", "--on", "inline", "--cpus", "2"), "--cpus means nothing with --on inline"),
        (("sweep:one", "--partition", "gpu"), "--partition means nothing with --on local"),
        (("sweep:one", "--no-array"), "--array means nothing with --on local"),
        (("sweep:one", "--time", "5"), "--time means nothing with --on local"),
        (("sweep:one", "--detach"), "--detach needs a scheduler, and --on local has none"),
        (("sweep:one", "--cpus", "0"), "0 is not in the range"),
        (("sweep:one", "--retries", "-1"), "-1 is not in the range"),
    ],
)
def test_wrong_usage_is_status_2(arguments: tuple[str, ...], says: str, project: Path) -> None:
    done = furu(project, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("nowhere:one", "the module nowhere cannot be imported"),
        ("sweep:two", "the module sweep has no two"),
        ("sweep:none", "the module sweep has no none, or that is None"),
        ("sweep:nothing", "sweep:nothing holds no config objects"),
        ("sweep:strange", "sweep:strange holds 7, which is no config object"),
        ("sweep:PROJECT", "the module sweep has no PROJECT"),
    ],
)
def test_a_name_that_stands_for_no_config_objects_is_explained(name: str, says: str, project: Path) -> None:
    error, hint = explained(furu(project, name))
    assert error.startswith(f"error: {says}")
    assert hint.startswith("hint: ")


@pytest.mark.parametrize("way", ["interrupt", "request"])
def test_a_run_that_is_cancelled_is_status_130(way: str, project: Path) -> None:
    process = subprocess.Popen(
        command("run", "sweep:waits", "--on", "inline"), cwd=project, stderr=subprocess.PIPE, text=True
    )
    try:
        wait_until((project / "begun").exists, "the task has begun")
        (run,) = (settings.root() / "runs").iterdir()
        if way == "interrupt":
            process.send_signal(signal.SIGINT)
        else:
            asked = subprocess.run(command("runs", "cancel", run.name), capture_output=True, text=True, check=False)
            assert (asked.returncode, asked.stdout) == (0, f"asked run {run.name} to stop\n"), asked
            wait_until(
                lambda: (run / "run.json").stat().st_mtime_ns > (run / "cancel").stat().st_mtime_ns,
                "the driver has looked for the request, and shown a sign of life after that",
            )
            (project / "end").touch()
        _, errors = process.communicate(timeout=60)
    finally:
        process.kill()
    assert process.returncode == 130, errors
    assert json.loads((run / "report.json").read_bytes())["outcome"] == "cancelled"
