"""The loop: what a backend says is a hint, what the store says is the verdict, and a failure keeps the rest going."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import furu
from furu import settings
from furu.errors import SpecRefused
from furu.executors.report import RunReport
from furu.runtime.look import look
from furu.store import fs, runs
from furu.store.layout import Artifact, RunPlace
from furu.store.run_records import ReportRecord
from tests.contract.processes import start, wait_until
from tests.contract.witnessed import lines_of
from tests.executors.scripted import Scripted, compute, ends, keep, run, then
from tests.planning.steps import Step, Waits, break_step, mend_step

pytestmark = pytest.mark.usefixtures("witness")

BELOW = Step(name="below")
TOP = Step(name="top", needs=(BELOW,))


def place(report: RunReport) -> RunPlace:
    return RunPlace(str(settings.root()), report.id)


def kept(report: RunReport) -> ReportRecord:
    """The report as the run's folder has it."""
    found = runs.read_report(place(report))
    assert found is not None
    return found


def kinds(report: RunReport, node: furu.Furu[str]) -> list[str]:
    """What the driver saw of a task."""
    events = Path(place(report).events).read_text().splitlines()
    return [line.split('"kind":"')[1].split('"')[0] for line in events if node.furu_hash in line]


def ids(*nodes: furu.Furu[str]) -> tuple[str, ...]:
    return tuple(look(node).artifact.id for node in nodes)


def test_what_a_backend_says_is_done_and_is_not_is_tried_again() -> None:
    backend = Scripted({"below": [ends("done"), ends("reused")]})
    report = run(TOP, backend)
    assert report.done == ids(BELOW, TOP)
    assert backend.submitted() == ["below", "below", "below", "top"]
    assert kinds(report, BELOW) == ["submitted", "lost", "submitted", "lost", "submitted", "done"]


def test_what_a_backend_says_is_lost_and_is_there_is_done() -> None:
    def liar(backend: Scripted, task: object) -> object:
        compute(backend, task)  # type: ignore[arg-type]
        return ends("lost")(backend, task)  # type: ignore[arg-type]

    report = run(TOP, Scripted({"below": [liar]}))  # type: ignore[list-item]
    assert report.ok
    assert report.done == ids(BELOW, TOP)


def test_losses_are_tried_again_so_often_and_then_fail() -> None:
    backend = Scripted({"below": [ends("lost", "killed (9)")] * 9})
    report = run([TOP, Step(name="beside")], backend, losses=2)
    assert backend.submitted().count("below") == 3
    assert report.outcome == "failed"
    assert [(failure.reason, failure.artifact) for failure in report.failed] == [("killed (9)", ids(BELOW)[0])]
    assert [skip.because for skip in report.skipped] == [ids(BELOW)]
    assert report.done == ids(Step(name="beside"))


def test_the_attempts_own_record_tells_a_failure_from_a_loss(witness: Path) -> None:
    break_step("below")

    def silent(backend: Scripted, task: object) -> object:
        compute(backend, task)  # type: ignore[arg-type]
        return ends("lost", "node failed")(backend, task)  # type: ignore[arg-type]

    report = run(BELOW, Scripted({"below": [silent]}))  # type: ignore[list-item]
    (failure,) = report.failed
    assert failure.reason == "ValueError: below is out of order"
    assert "is out of order" in failure.traceback
    assert lines_of(witness) == ["below"]


def test_errors_are_tried_again_only_when_asked_for(witness: Path) -> None:
    break_step("below")
    mending = {"below": [compute, then(lambda: mend_step("below"), compute)]}
    assert run(BELOW, Scripted({"below": list(mending["below"])})).outcome == "failed"
    report = run(TOP, Scripted(mending), retries=1)
    assert report.ok
    assert kinds(report, BELOW) == ["submitted", "retried", "submitted", "done"]
    assert lines_of(witness) == ["below"] * 3 + ["top"]


def test_a_backend_with_little_room_gets_tasks_in_order() -> None:
    roots = [Step(name=f"top{i}", needs=(Step(name=f"a{i}"),)) for i in range(3)]
    backend = Scripted(room=1)
    run(roots, backend)
    assert backend.submitted() == ["a0", "top0", "a1", "top1", "a2", "top2"]
    backend = Scripted(room=1)
    run([Step(name=f"{node.name}x", needs=(Step(name=f"{node.name}y"),)) for node in roots], backend,
        order=furu.widest_first)  # fmt: skip
    assert [name[-1] for name in backend.submitted()] == list("yyyxxx")


def test_a_backend_that_waits_for_itself_gets_everything_at_once() -> None:
    backend = Scripted({"below": [compute]}, ahead=True)
    assert run(TOP, backend).ok
    assert backend.submitted() == ["below", "top"]


def test_ahead_of_time_what_needs_a_failure_is_skipped_and_what_needs_a_loss_comes_again() -> None:
    break_step("below")
    backend = Scripted({"top": [keep]}, ahead=True, room=9)
    backend.script["below"] = [then(lambda: backend.script.update(top=[ends("cancelled")]), compute)]
    report = run([TOP, Step(name="beside")], backend)
    assert [skip.because for skip in report.skipped] == [ids(BELOW)]
    mend_step("below")
    backend = Scripted({"below": [ends("lost")], "top": [ends("cancelled"), compute]}, ahead=True)
    assert run(TOP, backend).ok
    assert backend.submitted().count("top") == 2


def test_left_alone_the_driver_goes_once_everything_is_submitted() -> None:
    backend = Scripted({"below": [keep], "top": [keep]}, ahead=True)
    report = run(TOP, backend, detach=True)
    assert report.outcome == kept(report).outcome == "detached"
    assert report.left == ids(BELOW, TOP)
    assert kept(report).left == 2
    with pytest.raises(SpecRefused, match="scripted cannot be left alone"):
        run(TOP, Scripted(), detach=True)


def test_a_backend_that_refuses_leaves_a_report() -> None:
    with pytest.raises(SpecRefused, match="no such partition"):
        run(TOP, Scripted(refuses=SpecRefused("no such partition")))
    (name,) = runs.run_ids(str(settings.root()))
    found = runs.read_report(RunPlace(str(settings.root()), name))
    assert found is not None
    assert (found.outcome, found.left, found.done) == ("failed", 2, 0)
    assert "SpecRefused: no such partition" in Path(RunPlace(str(settings.root()), name).events).read_text()


def test_a_run_that_breaks_off_is_no_success_even_when_everything_was_there() -> None:
    TOP.get()
    with pytest.raises(SpecRefused, match="no cluster"):
        run(TOP, Scripted(refuses=SpecRefused("no cluster")))
    place = RunPlace(str(settings.root()), runs.run_ids(str(settings.root()))[0])
    found = runs.read_report(place)
    assert found is not None
    assert (found.outcome, found.reused, found.left) == ("failed", 1, 0)


@pytest.mark.parametrize("wrong", ["local", furu.Local, 3], ids=str)
def test_what_is_no_backend_is_refused_before_anything_is_written(wrong: Any) -> None:
    with pytest.raises(SpecRefused, match="is no backend") as caught:
        furu.run(TOP, on=wrong)
    assert caught.value.hint == "give on= an object, such as furu.Local() or furu.Inline()"
    assert runs.run_ids(str(settings.root())) == []


def test_a_backend_that_breaks_leaves_a_report_and_is_closed() -> None:
    def breaks(backend: Scripted, task: object) -> None:
        raise ConnectionError("the scheduler is down")

    backend = Scripted({"top": [breaks]})
    with pytest.raises(ConnectionError):
        run(TOP, backend)
    assert backend.calls[-1] == ("close", ())
    (name,) = runs.run_ids(str(settings.root()))
    found = runs.read_report(RunPlace(str(settings.root()), name))
    assert found is not None
    assert (found.outcome, found.left, found.done) == ("failed", 1, 1)


def test_a_request_to_cancel_stops_everything_and_reports() -> None:
    backend = Scripted({"below": [lambda b, _t: runs.request_cancel(b.session.place), keep]})
    report = run([TOP, Step(name="aside")], backend)
    assert report.outcome == kept(report).outcome == "cancelled"
    assert ("cancel", ("below",)) in backend.calls
    assert len([call for call, _ in backend.calls if call == "cancel"]) == 1
    assert set(report.cancelled) == set(ids(BELOW, TOP))
    assert report.done == ids(Step(name="aside"))


def test_an_artifact_that_cannot_be_looked_at_is_one_failure(witness: Path) -> None:
    def tears(backend: Scripted, task: object) -> object:
        ended = compute(backend, task)  # type: ignore[arg-type]
        Path(BELOW.furu_dir, ".furu", "success").unlink()
        Path(BELOW.furu_dir, ".furu", "attempt-0001.json").write_text("{")
        return ended

    report = run([TOP, Step(name="beside")], Scripted({"below": [tears]}))  # type: ignore[list-item]
    assert [type(failure.error).__name__ for failure in report.failed] == ["UnreadableRecord"]
    assert report.done == ids(Step(name="beside"))


def queue(node: furu.Furu[str]) -> Artifact:
    """As if a scheduler had it."""
    artifact = look(node).artifact
    fs.make_directories(artifact.meta)
    fs.write(artifact.ticket, b"{}")
    return artifact


def give_up(artifact: Artifact) -> None:
    fs.remove(artifact.ticket)


def test_what_another_run_queued_is_waited_for_and_reused(witness: Path) -> None:
    queue(BELOW)
    finish = then(lambda: Step(name="below").get(), compute)
    backend = Scripted({"beside": [finish]})
    report = run([TOP, Step(name="beside")], backend)
    assert backend.submitted() == ["beside", "top"]
    assert report.reused == ids(BELOW)
    assert kinds(report, BELOW) == ["waiting", "reused"]
    assert lines_of(witness).count("below") == 1


def test_what_another_run_gave_up_is_computed_with_all_that_it_needs(witness: Path) -> None:
    artifact = queue(TOP)
    over = Step(name="over", needs=(TOP,))
    backend = Scripted({"beside": [then(lambda: give_up(artifact), compute)]})
    report = run([over, Step(name="beside")], backend)
    assert backend.submitted() == ["beside", "below", "top", "over"]
    assert report.ok
    assert set(report.done) == set(ids(over, TOP, BELOW, Step(name="beside")))
    plan = runs.read_plan(place(report))
    assert plan is not None
    assert {task.digest for task in plan.tasks} == {node.furu_hash for node in (over, TOP, BELOW, Step(name="beside"))}
    assert {node.furu_hash for node in (over, TOP, BELOW)} <= set(plan.nodes)


def test_what_another_run_gave_up_and_needs_a_failure_is_skipped() -> None:
    break_step("below")
    artifact = queue(TOP)
    over = Step(name="over", needs=(TOP,))
    backend = Scripted({"below": [then(lambda: give_up(artifact), compute)]})
    report = run([BELOW, over], backend)
    assert [failure.artifact for failure in report.failed] == list(ids(BELOW))
    assert {skip.artifact: skip.because for skip in report.skipped} == dict.fromkeys(ids(over, TOP), ids(BELOW))


@pytest.fixture
def other(tmp_path: Path, witness: Path) -> Iterator[tuple[Waits, subprocess.Popen[str]]]:
    """An artifact that another process is computing."""
    node = Waits(release=str(tmp_path / "release"), fails=True)
    process = start(f"from tests.planning.steps import Waits; Waits(release={node.release!r}, fails=True).get()")
    wait_until(lambda: lines_of(witness), "the other process computes")
    yield node, process
    process.kill()
    process.communicate()


def test_what_fails_elsewhere_is_tried_here_and_reported_with_its_own_error(
    other: tuple[Waits, subprocess.Popen[str]], witness: Path
) -> None:
    node, process = other
    backend = Scripted({"beside": [then(Path(node.release).touch, compute)]})
    report = run([Step(name="beside"), node], backend)
    process.communicate(timeout=120)
    assert [str(failure.error) for failure in report.failed] == ["after all that waiting"]
    assert kinds(report, node) == ["waiting", "submitted", "failed"]
    assert len([line for line in lines_of(witness) if line.startswith("Waits")]) == 2


def dies(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


def test_what_dies_elsewhere_is_computed_here(other: tuple[Waits, subprocess.Popen[str]]) -> None:
    node, process = other
    backend = Scripted({"beside": [then(lambda: dies(process), compute)]})
    backend.script["Waits"] = [then(Path(node.release).touch, compute)]
    report = run([Step(name="beside"), node], backend)
    assert [str(failure.error) for failure in report.failed] == ["after all that waiting"]


def test_a_task_of_ours_that_falls_silent_counts_as_a_loss() -> None:
    """As of a job on another machine: its lease outlives it, and it must not be tried for ever."""
    artifact = look(BELOW).artifact

    def silent(backend: Scripted, task: object) -> object:
        queue(BELOW)
        return ends("lost", "killed (9)")(backend, task)  # type: ignore[arg-type]

    def over(backend: Scripted, task: object) -> object:
        give_up(artifact)
        return compute(backend, task)  # type: ignore[arg-type]

    backend = Scripted({"below": [silent], "beside": [over]})  # type: ignore[list-item]
    report = run([BELOW, Step(name="beside")], backend, losses=0)
    assert [failure.reason for failure in report.failed] == ["killed (9)"]


def test_a_run_without_tasks_is_a_success() -> None:
    assert run([], Scripted()).ok
    BELOW.get()
    report = run([BELOW], Scripted())
    assert (report.done, report.reused) == ((), ids(BELOW))
    assert str(report).endswith("1 reused")
