"""Runs in this very process: reuse, the user's own exception, what is skipped, and what is computed again."""

from __future__ import annotations

import os
import traceback
from pathlib import Path
from typing import Any

import pytest

import furu
from furu import settings
from furu.errors import AttemptFailed, StoreUnwritable, TaskLost, WaitCycle
from furu.executors.backend import Session
from furu.executors.report import Failure, RunReport
from furu.runtime.look import look
from furu.store import fs, runs
from furu.store.layout import RunPlace
from tests.contract.witnessed import lines_of
from tests.planning.steps import Declares, Exits, Other, RunsItself, Step, break_step
from tests.runtime.versioned import Figure

pytestmark = pytest.mark.usefixtures("witness")

SHARED = Step(name="shared")
ROOTS = [Step(name=f"root{i}", needs=(SHARED, Other(name=f"own{i}"))) for i in range(3)]


def run(*nodes: furu.Furu[object], retries: int = 0) -> RunReport:
    return furu.run(nodes, on=furu.Inline(), retries=retries, progress=False)


def test_every_artifact_is_computed_once_and_then_reused(witness: Path) -> None:
    report = run(*ROOTS)
    assert report.ok
    assert len(report.done) == 7
    assert sorted(lines_of(witness)) == ["own0", "own1", "own2", "root0", "root1", "root2", "shared"]
    again = run(*ROOTS)
    assert (again.done, len(again.reused)) == ((), 3)
    assert len(lines_of(witness)) == 7


def test_a_failure_keeps_the_rest_going_and_carries_the_users_own_exception() -> None:
    break_step("own1")
    broken = Step(name="broken")
    break_step("broken")
    root = Step(name="over", needs=(Step(name="middle", needs=(broken,)),))
    report = run(root, *ROOTS)
    assert report.outcome == "failed"
    (failure,) = report.failed
    assert failure.node == broken
    assert isinstance(failure.error, ValueError)
    assert "in _create" in "".join(traceback.format_exception(failure.error))
    assert 'raise ValueError(f"{self.name} is out of order")' in failure.traceback
    assert failure.reason == "ValueError: broken is out of order"
    assert {skip.node.name: skip.because for skip in report.skipped} == {  # type: ignore[attr-defined]
        "middle": (look(broken).artifact.id,),
        "over": (look(broken).artifact.id,),
    }
    assert len(report.done) == 7
    with pytest.raises(ValueError, match="broken is out of order") as caught:
        report.raise_if_failed()
    assert caught.value is failure.error


def test_several_failures_are_raised_as_a_group() -> None:
    break_step("a")
    break_step("b")
    with pytest.raises(ExceptionGroup, match=r"2 tasks of run .* failed") as caught:
        furu.run([Step(name="a"), Step(name="b")], on=furu.Inline(), progress=False, raise_on_failure=True)
    assert sorted(map(str, caught.value.exceptions)) == ["a is out of order", "b is out of order"]


def test_a_failure_without_an_exception_is_raised_as_a_loss() -> None:
    lost = Failure(node=SHARED, artifact="a@b", error=None, reason="killed (9)")
    with pytest.raises(TaskLost, match=r"a@b failed: killed \(9\)"):
        RunReport(id="r", outcome="failed", failed=(lost,)).raise_if_failed()


def test_leaving_the_process_and_odd_exceptions_are_the_tasks_failures() -> None:
    report = run(Exits(how="exit"), Exits(how="odd"), SHARED)
    assert {type(failure.error).__name__ for failure in report.failed} == {"SystemExit", "Unreadable"}
    assert len(report.done) == 1


def test_an_error_is_not_tried_again_unless_asked_for(witness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    break_step("shared")
    run(SHARED)
    assert lines_of(witness) == ["shared"]
    run(SHARED)
    assert lines_of(witness) == ["shared"] * 2, "the next run tries again, as get() does"
    monkeypatch.setenv("FURU_RETRY_FAILED", "0")
    (failure,) = run(*ROOTS, retries=2).failed
    assert isinstance(failure.error, AttemptFailed)
    assert "FURU_RETRY_FAILED" in str(failure.error)
    assert lines_of(witness).count("shared") == 2


def test_retries_do_not_hide_the_first_error_when_failures_are_final(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_RETRY_FAILED", "0")
    break_step("shared")
    (failure,) = run(SHARED, retries=2).failed
    assert isinstance(failure.error, ValueError)


def test_rerunning_always_computes_once_a_run(witness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(*ROOTS)
    monkeypatch.setenv("FURU_ALWAYS_RERUN", "tests.planning.steps.Step")
    for count in (2, 3):
        report = run(*ROOTS)
        assert len(report.done) == 4
        assert lines_of(witness).count("shared") == count
        assert lines_of(witness).count("own0") == 1
    assert len(lines_of(witness)) == 7 + 2 * 4


def test_declared_dependencies_run_first(witness: Path) -> None:
    report = run(Declares(name="a"))
    assert [key.rpartition(".")[2].partition("@")[0] for key in report.done] == ["Step", "Declares"]


def test_a_run_in_an_overlay_touches_nothing_real(witness: Path) -> None:
    SHARED.get()
    with furu.debug() as root:
        report = run(*ROOTS)
        assert len(report.done) == 6
        assert runs.run_ids(str(root)) == [report.id]
    assert runs.run_ids(str(settings.root())) == []
    assert [node.exists() for node in ROOTS] == [False] * 3
    assert lines_of(witness).count("shared") == 1


def test_a_run_that_would_wait_for_itself_is_refused() -> None:
    (failure,) = run(RunsItself()).failed
    assert isinstance(failure.error, WaitCycle)
    assert "its own _create started a run" in str(failure.error)


def test_a_run_that_cannot_be_written_down_is_not_begun(witness: Path) -> None:
    fs.make_directories(str(settings.root()))
    Path(settings.root(), "runs").write_text("in the way")
    with pytest.raises(StoreUnwritable, match="runs"):
        run(SHARED)
    assert lines_of(witness) == []


def test_a_report_in_words_has_counts_and_a_few_failures() -> None:
    names = [f"f{i:02}" for i in range(12)]
    for name in names:
        break_step(name)
    report = run(*(Step(name=name) for name in names), SHARED)
    lines = str(report).splitlines()
    assert lines[0].startswith(f"run {report.id}: failed after ")
    assert lines[0].endswith(": 1 computed, 12 failed")
    assert len(lines) == 13
    assert [line.strip() for line in lines[-2:]] == ["and 2 more", f"furu runs show {report.id} --traceback tells more"]
    found = runs.read_report(RunPlace(str(settings.root()), report.id))
    assert found is not None
    assert (found.done, found.failed, len(found.failures)) == (1, 12, 12)
    assert {failure.error.type for failure in found.failures if failure.error} == {"ValueError"}


def test_what_a_run_is_and_does_is_written_down() -> None:
    report = run(*ROOTS)
    place = RunPlace(str(settings.root()), report.id)
    record, plan = runs.read_run(place), runs.read_plan(place)
    assert record is not None
    assert plan is not None
    assert (record.backend, record.owner.pid) == ("inline", os.getpid())
    assert record.settings["FURU_PATH"] == str(settings.root())
    assert [task.rank for task in plan.tasks if task.digest == ROOTS[0].furu_hash] == [0]
    assert {task.spec for task in plan.tasks} == {"1 cpu", "cpus=2"}
    assert [root.digest for root in plan.roots] == [root.furu_hash for root in ROOTS]
    (worker,) = runs.worker_names(place)
    said = Path(place.worker_events(worker)).read_text()
    assert said.count('"kind":"started"') == said.count('"kind":"done"') == 7
    assert runs.state_of_run(runs.read_report(place), "gone") is furu.State.SUCCESS


def test_a_run_folder_that_takes_nothing_stops_no_task_and_loses_no_report(caplog: pytest.LogCaptureFixture) -> None:
    class Spoiling(furu.Inline):
        """Puts a file in the place of the run's folder once it is there."""

        def open(self, session: Session) -> Any:
            here = super().open(session)
            fs.remove_tree(session.place.directory)
            Path(session.place.directory).touch()
            return here

    report = furu.run(ROOTS, on=Spoiling(), progress=False)
    assert report.ok
    assert len(report.done) == 7
    assert "cannot be written down" in caplog.text


def test_version_controlled_tasks_run_in_the_project_and_the_run_is_kept_beside_the_rest(tmp_path: Path) -> None:
    Path("pyproject.toml").touch()
    settings._versioned_project.cache_clear()
    report = run(Figure())
    assert report.ok
    assert (Figure().furu_dir / "figure.txt").is_relative_to(Path.cwd())
    record = runs.read_run(RunPlace(str(settings.root()), report.id))
    assert record is not None
    place = str(Path.cwd() / "furu-data" / "artifacts")
    assert record.settings["FURU_VERSION_CONTROLLED_PATH"] == place, "a worker elsewhere finds it"
    settings._versioned_project.cache_clear()
