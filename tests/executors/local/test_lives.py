"""A run, its driver and its workers from outside: stopped, killed, run again, and two at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import furu
from furu.store import runs
from furu.store.codec import unpack
from furu.store.layout import RunPlace
from furu.store.owner import process_started
from furu.store.records import AttemptRecord, State
from tests.contract.processes import CHECKOUT, finish, start, wait_until
from tests.contract.witnessed import Held, Number, Sum, lines_of
from tests.executors.local.jobs import Stuck


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tasks say that they begin."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return tmp_path / "witness"


def outcome(node: furu.Furu[str]) -> str | None:
    path = node.furu_dir / ".furu" / "attempt-0001.json"
    return unpack(AttemptRecord, path.read_bytes(), str(path)).outcome


def only_run() -> RunPlace:
    root = os.environ["FURU_PATH"]
    (run,) = runs.run_ids(root)
    return RunPlace(root, run)


def workers(place: RunPlace) -> list[int]:
    """The process numbers of a run's workers."""
    records = (runs.read_worker(place, name) for name in runs.worker_names(place))
    return [record.owner.pid for record in records if record is not None]


RUN = """
import furu
from tests.contract.witnessed import Held
from tests.executors.local.jobs import Stuck
report = furu.run({nodes}, on=furu.Local(cpus=2, grace_s={grace}), progress=False)
print(report.outcome)
"""


@pytest.mark.parametrize("stubborn", [False, True])
def test_ctrl_c_reaches_the_tasks_and_ends_those_that_do_not_listen(witness: Path, *, stubborn: bool) -> None:
    grace = 0.5 if stubborn else 60
    driver = start(RUN.format(nodes=f"Stuck(stubborn={stubborn})", grace=grace))
    wait_until(lambda: lines_of(witness), "the task began")
    driver.send_signal(signal.SIGINT)
    _, errors = driver.communicate(timeout=60)
    assert driver.returncode == -signal.SIGINT, errors
    assert "heard" in lines_of(witness)
    report = runs.read_report(only_run())
    assert report is not None
    assert (report.outcome, report.cancelled) == ("cancelled", 1)
    assert outcome(Stuck(stubborn=stubborn)) == (None if stubborn else "cancelled")
    assert Stuck(stubborn=stubborn).state() is (State.CRASHED if stubborn else State.CANCELLED)
    assert not any(map(process_started, workers(only_run())))


def test_ctrl_c_twice_leaves_at_once(witness: Path) -> None:
    driver = start(RUN.format(nodes="Stuck(stubborn=True)", grace=3600))
    wait_until(lambda: lines_of(witness), "the task began")
    driver.send_signal(signal.SIGINT)
    wait_until(lambda: "heard" in lines_of(witness), "the task was asked to end")
    driver.send_signal(signal.SIGINT)
    _, errors = driver.communicate(timeout=120)
    assert driver.returncode == -signal.SIGINT, errors
    assert not any(map(process_started, workers(only_run())))


def test_workers_have_no_part_in_the_terminals_ctrl_c(tmp_path: Path, witness: Path) -> None:
    node = Held(release=str(tmp_path / "release"))
    driver = start(RUN.format(nodes=f"Held(release={node.release!r})", grace=60))
    wait_until(lambda: lines_of(witness), "the task began")
    (worker,) = workers(only_run())
    assert os.getsid(worker) == worker
    (tmp_path / "release").touch()
    assert finish(driver) == "success\n"


def test_a_killed_driver_leaves_no_worker_and_a_run_that_goes_on_when_it_is_run_again(
    tmp_path: Path, witness: Path
) -> None:
    nodes = [Held(release=str(tmp_path / name)) for name in ("done", "released")]
    (tmp_path / "done").touch()
    code = RUN.format(nodes=f"[Held(release=r) for r in {[node.release for node in nodes]!r}]", grace=60)
    driver = start(code)
    wait_until(lambda: len(lines_of(witness)) == 2 and nodes[0].exists(), "one task is over and one began")
    place = only_run()
    driver.kill()
    driver.wait()
    (tmp_path / "released").touch()
    wait_until(lambda: not any(map(process_started, workers(place))), "no worker is left")
    assert nodes[1].exists(), "what was at work was finished"
    record = runs.read_run(place)
    assert record is not None
    assert runs.state_of_run(runs.read_report(place), runs.driver_of(place, record)) is State.CRASHED
    tasks = runs.read_tasks(place)
    assert tasks is not None
    assert len(tasks.tasks) == 2
    for stream in (driver.stdin, driver.stdout, driver.stderr):
        assert stream is not None
        stream.close()
    assert finish(start(code)) == "success\n"
    assert len(lines_of(witness)) == 2, "nothing was computed again"


def test_a_task_is_cut_off_with_its_worker_and_computed_by_the_next_run(tmp_path: Path, witness: Path) -> None:
    node = Held(release=str(tmp_path / "release"))
    code = RUN.format(nodes=f"Held(release={node.release!r})", grace=60)
    driver = start(code)
    wait_until(lambda: lines_of(witness), "the task began")
    (worker,) = workers(only_run())
    os.kill(worker, signal.SIGKILL)
    assert finish(driver) == "failed\n"
    (tmp_path / "release").touch()
    assert finish(start(code)) == "success\n"
    assert len(lines_of(witness)) == 2


SCRIPT = """
import furu
from plain_tasks import Plain
from tests.contract.witnessed import testify

testify("the script")
print(furu.run([Plain(number=number) for number in range(3)], on=furu.Local(cpus=2), progress=False).outcome)
"""

TASKS = """
import furu

class Plain(furu.Furu[int]):
    number: int

    def _create(self) -> int:
        return self.number
"""


def test_a_script_needs_no_guard_and_finds_what_lies_beside_it(tmp_path: Path, witness: Path) -> None:
    """Workers do not run the script again, and import from where the driver does."""
    (tmp_path / "script.py").write_text(SCRIPT)
    (tmp_path / "plain_tasks.py").write_text(TASKS)
    command = [sys.executable, str(tmp_path / "script.py")]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (0, "success\n"), done.stderr
    assert lines_of(witness) == ["the script"]


def test_classes_of_the_script_itself_are_refused(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(TASKS + "furu.run(Plain(number=1), on=furu.Local(), progress=False)\n")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "script.py")],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "FURU_ALLOW_MAIN": "1"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "SpecRefused" in done.stderr
    assert "no other process can import its class" in done.stderr


def test_a_worker_that_cannot_begin_is_the_failure_of_its_task_with_what_it_said(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif os.environ.get('BROKEN') and sys.flags.safe_path:\n    sys.exit('no way to begin')\n"
    )
    code = """
import furu
from tests.nodes import Leaf
report = furu.run([Leaf(value=1), Leaf(value=2)], on=furu.Local(cpus=1), progress=False)
print([(failure.reason, failure.traceback) for failure in report.failed])
"""
    printed = finish(start(code, BROKEN="1", PYTHONPATH=os.pathsep.join([str(tmp_path), str(CHECKOUT)])))
    assert printed.count("('exit 1', ") == 2
    assert printed.count("SystemExit: no way to begin") == 2


def test_a_script_that_holds_its_own_classes_is_told_to_guard_what_it_does(tmp_path: Path) -> None:
    """Workers import its classes, and would start the run again; they neither do, nor wait for each other."""
    (tmp_path / "pipeline.py").write_text(
        f"{TASKS}\nprint(furu.run(Plain(number=1), on=furu.Local(cpus=1), progress=False))\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "pipeline"],
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(tmp_path), str(CHECKOUT)])},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "1 failed" in done.stdout, done.stderr
    assert "SpecRefused: furu.run was called while a worker imported the module of a task" in done.stdout
    assert len(runs.run_ids(os.environ["FURU_PATH"])) == 1


TWO = """
import sys, furu
from tests.contract.witnessed import Number, Sum
numbers = [Number(value=value) for value in range(12)]
sums = [Sum(terms=tuple(numbers[first:first + 6])) for first in range(6)]
sys.stdin.readline()
print(furu.run(sums, on=furu.Local(cpus=2), progress=False).outcome)
"""


def test_two_runs_that_share_dependencies_compute_each_artifact_once_and_both_finish(witness: Path) -> None:
    drivers = [start(TWO), start(TWO)]
    for driver in drivers:
        assert driver.stdin is not None
        driver.stdin.write("go\n")
        driver.stdin.flush()
    assert [finish(driver, 120) for driver in drivers] == ["success\n", "success\n"]
    numbers = [Number(value=value) for value in range(12)]
    sums = [Sum(terms=tuple(numbers[first : first + 6])) for first in range(6)]
    used = {number for total in sums for number in total.terms}
    expected = [f"Number {number.value}" for number in used] + [f"Sum {total.furu_hash}" for total in sums]
    assert sorted(lines_of(witness)) == sorted(expected)
