"""Runs in processes of their own: signals, death, other runs, requests, and workers that join."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

import furu
from furu import settings
from furu.executors.work import worker_here
from furu.runtime.look import look
from furu.store import runs
from furu.store.layout import RunPlace
from furu.store.run_records import ReportRecord
from tests.contract.processes import finish, start, wait_until
from tests.contract.witnessed import lines_of
from tests.executors.scripted import Scripted, compute, run
from tests.planning.steps import Other, Step, Waits

pytestmark = pytest.mark.usefixtures("witness")

RUN = """
import signal, sys, threading
import furu
from tests.planning.steps import Step, Waits
before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
nodes = [Step(name="first"), Waits(release={release!r}, needs=(Step(name="first"),)), Step(name="last")]
def go():
    try:
        report = furu.run(nodes, on=furu.Inline(), order=furu.finish_first, progress=False)
        print(report.outcome, len(report.done), len(report.reused), len(report.cancelled), flush=True)
    finally:
        print(before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)), flush=True)
"""
HERE, IN_THREAD = "go()", "thread = threading.Thread(target=go); thread.start(); thread.join()"


@pytest.fixture
def held(tmp_path: Path) -> Waits:
    return Waits(release=str(tmp_path / "release"), needs=(Step(name="first"),))


def begin(held: Waits, how: str = HERE, **environment: str) -> subprocess.Popen[str]:
    """A process that drives a run and is inside the task that waits."""
    process = start(RUN.format(release=held.release) + how, **environment)
    wait_until(lambda: is_running(held), "the task runs")
    return process


def is_running(node: furu.Furu[str]) -> bool:
    return look(node).state is furu.State.RUNNING


def place() -> RunPlace:
    """The newest run."""
    return RunPlace(str(settings.root()), runs.run_ids(str(settings.root()))[0])


def report() -> ReportRecord:
    """How the newest run ended."""
    found = runs.read_report(place())
    assert found is not None
    return found


def test_ctrl_c_once_stops_reports_and_is_raised(held: Waits) -> None:
    process = begin(held)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGINT, errors
    assert "KeyboardInterrupt" in errors
    assert output == "True\n", "the handlers are put back before it is raised"
    assert (report().outcome, report().done, report().cancelled) == ("cancelled", 1, 2)
    assert held.state() is furu.State.CANCELLED


def test_sigterm_stops_reports_and_then_kills(held: Waits) -> None:
    process = begin(held)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGTERM
    assert (report().outcome, report().done, report().cancelled) == ("cancelled", 1, 2)
    assert held.state() is furu.State.PREEMPTED


STUCK = """
import time
from tests.executors.scripted import Scripted, keep, run
from tests.planning.steps import Step
backend = Scripted({"stuck": [keep]})
backend.cancel = lambda tasks: print("told", flush=True)
take, here = backend.submit, backend.poll
backend.submit = lambda tasks: print("begun", flush=True) or take(tasks)
backend.poll = lambda seconds: time.sleep(0.01) or here(seconds)
try:
    run(Step(name="stuck"), backend)
finally:
    print(backend.calls[-1][0], flush=True)
"""


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, -signal.SIGINT), (signal.SIGTERM, 143)])
def test_the_second_signal_leaves_at_once(number: signal.Signals, status: int) -> None:
    process = start(STUCK)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    assert process.stdout.readline() == "told\n"
    process.send_signal(number)
    output, _ = process.communicate(timeout=120)
    assert output == "close\n"
    assert process.returncode == status
    assert (report().outcome, report().left) == ("cancelled", 1)


def test_in_another_thread_no_handler_is_touched_and_the_run_goes_on(held: Waits) -> None:
    process = begin(held, IN_THREAD)
    Path(held.release).touch()
    assert finish(process) == "success 3 0 0\nTrue\n"


def test_ignored_signals_stay_ignored(held: Waits) -> None:
    process = begin(held, "signal.signal(signal.SIGINT, signal.SIG_IGN)\nbefore = (signal.SIG_IGN, before[1])\ngo()")
    process.send_signal(signal.SIGINT)
    Path(held.release).touch()
    assert finish(process) == "success 3 0 0\nTrue\n"


NOTEBOOK = """
try:
    go()
except KeyboardInterrupt:
    print("interrupted", flush=True)
    open({release!r}, "w").close()
    go()
"""


def test_in_a_notebook_the_next_cell_goes_on_where_ctrl_c_stopped(held: Waits, witness: Path) -> None:
    process = begin(held, NOTEBOOK.format(release=held.release))
    process.send_signal(signal.SIGINT)
    assert finish(process) == "True\ninterrupted\nsuccess 2 1 0\nTrue\n"
    assert lines_of(witness).count("first") == 1


def test_a_request_to_cancel_ends_the_run_after_the_task_at_hand(held: Waits, tmp_path: Path) -> None:
    asked = "import furu.executors.run as r; r.PULSE_S = 0.05\n" + TELLING.format(heard=str(tmp_path / "heard"))
    process = begin(held, asked)
    runs.request_cancel(place())
    wait_until((tmp_path / "heard").exists, "the driver hears of it while a task runs")
    Path(held.release).touch()
    assert finish(process) == "cancelled 2 0 1\nTrue\n"


TELLING = """
class Telling(r.Driver):
    def __setattr__(self, name, value):
        super().__setattr__(name, value)
        if name == "stopping" and value:
            open({heard!r}, "w").close()
r.Driver = Telling
go()
"""


def test_a_killed_driver_leaves_a_readable_run_and_the_next_one_computes_nothing_again(
    held: Waits, witness: Path
) -> None:
    process = begin(held)
    killed = place()
    process.kill()
    process.communicate()
    record, plan = runs.read_run(killed), runs.read_tasks(killed)
    assert record is not None
    assert plan is not None
    assert len(plan.tasks) == 3
    assert runs.state_of_run(runs.read_report(killed), runs.driver_of(killed, record)) is furu.State.CRASHED
    Path(held.release).touch()
    assert finish(start(RUN.format(release=held.release) + HERE)) == "success 2 1 0\nTrue\n"
    assert lines_of(witness).count("first") == 1


def test_what_another_process_computes_is_waited_for_and_counts_as_reused(held: Waits, witness: Path) -> None:
    first = begin(held)
    second = start(RUN.format(release=held.release) + HERE)
    wait_until(lambda: lines_of(witness).count("last") == 1, "the second run does what is free meanwhile")
    Path(held.release).touch()
    outputs = [finish(process).splitlines()[0].split() for process in (first, second)]
    assert [words[0] for words in outputs] == ["success", "success"]
    assert sum(int(words[1]) for words in outputs) == 3
    assert sorted(line.partition(" ")[0] for line in lines_of(witness)) == ["Waits", "first", "last"]


SHARED = """
import furu
from tests.planning.steps import Step
shared = [Step(name=f"s{i}") for i in range(20)]
report = furu.run([Step(name="%s", needs=tuple(shared))], on=furu.Inline(), progress=False)
print(report.outcome, len(report.done), len(report.reused))
"""


def test_two_runs_that_share_dependencies_compute_each_once_and_both_finish(witness: Path) -> None:
    processes = [start(SHARED % name) for name in ("one", "other")]
    found = [finish(process).split() for process in processes]
    assert [words[0] for words in found] == ["success", "success"]
    assert sum(int(words[1]) for words in found) == 22
    assert len(lines_of(witness)) == len(set(lines_of(witness))) == 22


WORKER = """
import os, sys
from furu.executors.work import worker_here
worker = worker_here({root!r}, {run!r}, "test", os.getpid())
print(*(worker.compute(digest).ending for digest in {digests!r}))
"""


def test_workers_of_a_run_compute_again_once_a_run(witness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes that know nothing but the run's place, and take over what the driver was told."""
    top = Step(name="top", needs=(Step(name="below"),))
    top.get()
    monkeypatch.setenv("FURU_ALWAYS_RERUN", "tests.planning.steps.Step")
    for round_ in (2, 3):
        found: list[str] = []

        def both(backend: Scripted, task: object, found: list[str] = found) -> object:
            place = backend.session.place
            monkeypatch.delenv("FURU_ALWAYS_RERUN")
            code = WORKER.format(root=place.root, run=place.id, digests=[top.needs[0].furu_hash, top.furu_hash])
            found += [finish(start(code)) for _ in range(2)]
            monkeypatch.setenv("FURU_ALWAYS_RERUN", "tests.planning.steps.Step")
            return compute(backend, task)  # type: ignore[arg-type]

        ended = run(top, Scripted({"below": [both]}))  # type: ignore[list-item]
        assert found == ["done done\n", "reused reused\n"]
        assert ended.ok
        assert lines_of(witness) == ["top", "below"] + ["below", "top"] * (round_ - 1)


def test_a_worker_takes_over_the_drivers_settings_and_is_the_same_for_the_whole_process(
    witness: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FURU_MAX_WAIT_SECS", "7")
    ended = run(Other(), Scripted())
    monkeypatch.delenv("FURU_MAX_WAIT_SECS")
    root = str(settings.root())
    worker = worker_here(root, ended.id, "test", os.getpid())
    assert worker_here(root, ended.id, "test", os.getpid()) is worker
    assert settings.current().max_wait_secs == 7
    worker_here.cache_clear()
    worker.close()
