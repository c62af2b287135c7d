"""Runs on a real cluster: what is submitted, what comes back, and what is left when others interfere."""

from __future__ import annotations

import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

import furu
from digits.data import Split
from digits.evaluate import Evaluate
from digits.features import RawFeatures
from digits.train import TrainLogistic
from furu.clock import elapsed, now
from furu.config.node import Node
from furu.errors import SpecRefused
from furu.executors.report import RunReport
from furu.runtime.locate import locate
from furu.store import fs, lease, runs, tickets
from furu.store.layout import RunPlace
from furu.store.owner import this_process
from furu.store.records import AttemptRecord, Owner
from tests.slurm.conftest import Slurm
from tests.slurm.scenarios import attempts, until
from tests.slurm.steps import Death, Devices, Number, Plus, Sum, Until, Wide

FURU = str(Path(sys.executable).with_name("furu"))

WAYS = {
    "alone": furu.Slurm(array=False),
    "arrays": furu.Slurm(),
    "batches": furu.Slurm(batch=2),
}


def say(*command: str) -> str:
    """What a command of Slurm prints."""
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout.strip()


def ticket_job(node: Node) -> str:
    """The job that a node waits for."""
    ticket = tickets.read(locate(node))
    assert ticket is not None
    assert ticket.job is not None
    return ticket.job


def release(name: str) -> None:
    """Let the nodes go on that wait for a file."""
    (Until(name=name).raw_dir / name).touch()


def in_thread(node: Node, on: furu.Slurm) -> tuple[threading.Thread, list[RunReport]]:
    """A run beside the test."""
    found: list[RunReport] = []
    thread = threading.Thread(target=lambda: found.append(furu.run(node, on=on, progress=False)))
    thread.start()
    return thread, found


@pytest.mark.parametrize("way", WAYS)
def test_a_pipeline_is_computed_past_its_failures(way: str, cluster: Slurm) -> None:
    good = Sum(parts=tuple(Plus(number=Number(value=index % 2), more=index) for index in range(3)))
    bad = Plus(number=Number(value=0), more=-1)
    above = Sum(parts=(bad,))
    report = furu.run([good, above], on=WAYS[way], progress=False)
    assert (report.outcome, len(report.done)) == ("failed", 6)
    assert good.load() == 4
    (failure,) = report.failed
    assert failure.node == bad
    assert isinstance(failure.error, ValueError)
    assert str(failure.error) == "-1 is less than nothing"
    assert "raise ValueError" in failure.traceback
    assert [skip.node for skip in report.skipped] == [above]
    assert above.state() is furu.State.MISSING
    (logs,) = Path(locate(good).jobs).glob("[0-9]*")
    assert "Sum@" in next(logs.glob("*_log.err")).read_text(), "the scheduler's log is found through the artifact"


def test_a_detached_run_needs_no_driver(cluster: Slurm) -> None:
    held = Plus(number=Number(value=3), more=1)
    on = furu.Slurm(spec=furu.SlurmSpec(extra={"hold": True}), array=False)
    report = furu.run(held, on=on, detach=True, progress=False)
    assert report.outcome == "detached"
    assert (held.state(), held.number.state()) == (furu.State.QUEUED, furu.State.QUEUED)
    say("scontrol", "release", f"{ticket_job(held.number)},{ticket_job(held)}")
    again = furu.run(held, on=furu.Slurm(), progress=False)
    assert (again.outcome, again.done) == ("success", ())
    assert (held.load(), attempts(held)) == (4, ["success"])


def test_jobs_that_have_no_driver_are_cancelled_by_the_command(cluster: Slurm) -> None:
    held = Plus(number=Number(value=5), more=1)
    on = furu.Slurm(spec=furu.SlurmSpec(extra={"hold": True}), array=False)
    at_work = Until(name="left")
    waiting = furu.run(held, on=on, detach=True, progress=False)
    working = furu.run(at_work, on=furu.Slurm(array=False), detach=True, progress=False)
    until((at_work.furu_dir / "begun").exists)
    assert f"cancelled 2 jobs of run {waiting.id}" in say(FURU, "runs", "cancel", waiting.id)
    assert held.state() is held.number.state() is furu.State.MISSING
    assert f"cancelled 1 job of run {working.id}" in say(FURU, "runs", "cancel", working.id)
    until(lambda: attempts(at_work) == ["cancelled"])
    again = subprocess.run([FURU, "runs", "cancel", working.id], capture_output=True, text=True, check=False)
    assert again.returncode == 1
    assert "has no driver any more" in again.stderr


def test_what_was_cancelled_while_nobody_looked_is_taken_over(cluster: Slurm) -> None:
    held = Plus(number=Number(value=4), more=1)
    on = furu.Slurm(spec=furu.SlurmSpec(extra={"hold": True}), array=False)
    furu.run(held, on=on, detach=True, progress=False)
    say("scancel", ticket_job(held.number), ticket_job(held))
    assert held.state() is furu.State.QUEUED, "nobody has asked the scheduler"
    assert furu.run(held, on=furu.Slurm(), progress=False).ok
    assert held.load() == 5


def test_asking_a_run_to_stop_cancels_its_jobs(cluster: Slurm, surroundings: Path) -> None:
    node = Until(name="stopped")
    thread, found = in_thread(node, furu.Slurm())
    until((node.furu_dir / "begun").exists)
    (run,) = runs.run_ids(str(surroundings / "data"))
    runs.request_cancel(RunPlace(str(surroundings / "data"), run))
    thread.join()
    assert found[0].outcome == "cancelled"
    assert attempts(node) == ["cancelled"]


def test_a_job_that_somebody_cancels_is_not_submitted_again(cluster: Slurm) -> None:
    node = Until(name="cancelled")
    thread, found = in_thread(node, furu.Slurm(array=False))
    until((node.furu_dir / "begun").exists)
    (logs,) = Path(locate(node).jobs).glob("[0-9]*")
    say("scancel", logs.name)
    thread.join()
    (failure,) = found[0].failed
    assert failure.reason.startswith("slurm.CANCELLED: by user")
    assert attempts(node) == ["cancelled"]
    assert node.state() is furu.State.CANCELLED


def test_a_death_is_the_failure_of_its_task_alone(cluster: Slurm) -> None:
    deaths = {"kill": "killed (9)", "segfault": "killed (11)", "exit": "exited with 3", "memory": "killed (9)"}
    nodes: list[Node] = [Death(how=how) for how in deaths]
    report = furu.run([*nodes, Number(value=8)], on=furu.Slurm(), progress=False)
    reasons = {failure.node: failure.reason for failure in report.failed}
    assert len(report.done) == 1
    for node, how in zip(nodes, deaths.values(), strict=True):
        assert how in reasons[node]
        assert attempts(node) == ["failed"]
    assert "GiB of memory at its peak" in reasons[Death(how="memory")]


def test_a_death_ends_a_batch_and_the_rest_of_it_goes_on(cluster: Slurm) -> None:
    nodes: list[Node] = [Number(value=20), Death(how="segfault"), Number(value=21), Number(value=22)]
    on = furu.Slurm(spec=furu.SlurmSpec(mem_gb=0.5), batch=4)
    report = furu.run(nodes, on=on, order=lambda plan: list(plan.todo), progress=False)
    assert len(report.done) == 3
    assert [failure.node for failure in report.failed] == [nodes[1]]


def test_specs_that_the_cluster_does_not_have_are_one_error(cluster: Slurm, surroundings: Path) -> None:
    on = furu.Slurm(spec=furu.SlurmSpec(partition="moon"))
    with pytest.raises(SpecRefused, match=r"there is no partition moon; the cluster has cpu, gpu.*Number@") as caught:
        furu.run([Number(value=1), Death(how="exit")], on=on, progress=False)
    assert "Death@" in str(caught.value)
    with pytest.raises(SpecRefused, match=r"asks for 17 cpus, and no node of the default partition has more than 16"):
        furu.run(Number(value=1), on=furu.Slurm(spec=furu.SlurmSpec(cpus=17)), progress=False)
    with pytest.raises(SpecRefused, match=r"this takes 3 jobs, and max_jobs is 2(.|\n)*max_jobs=3(.|\n)*batch=2"):
        furu.run([Number(value=value) for value in range(3)], on=furu.Slurm(max_jobs=2), progress=False)
    assert not (surroundings / "data" / "data").exists(), "nothing was submitted"


def test_a_waiter_takes_over_from_a_holder_whose_job_is_over(cluster: Slurm) -> None:
    job = say("sbatch", "--parsable", "--output=/dev/null", "--wrap", "true")
    until(lambda: say("squeue", "-h", "-t", "all", "-j", job, "-o", "%T") == "COMPLETED")
    node = Number(value=30)
    artifact = locate(node)
    fs.make_directories(artifact.meta)
    owner = replace(this_process("0" * 16), boot_id="another machine", slurm_job=job, slurm_restarts=0)

    def describe(number: int, made: Owner) -> AttemptRecord:
        return AttemptRecord(
            number=number, owner=replace(owner, token=made.token), run="gone", backend="slurm", started_at=now()
        )

    assert lease.start(artifact, 1, describe) is not None
    began = elapsed()
    assert node.state() is furu.State.RUNNING
    assert node.get() == 30
    assert elapsed() - began < 60, "the lease alone would have taken two minutes"


def test_a_job_sees_the_gpus_it_asked_for(cluster: Slurm) -> None:
    assert furu.run(Devices(gpus=2), on=furu.Slurm(), progress=False).ok
    assert Devices(gpus=2).load() == ["0", "1"]


def test_a_job_of_several_nodes_runs_once_and_is_paid_by_whom_it_names(cluster: Slurm) -> None:
    user = say("id", "--user", "--name")
    for change in (
        ("account", "lab"),
        ("qos", "fast"),
        ("user", user, "account=lab", "qos=normal,fast"),
    ):
        say("sacctmgr", "--immediate", "--quiet", "add", *change)
    report = furu.run(Wide(), on=furu.Slurm(), progress=False)
    assert report.ok, report
    granted = Wide().load()
    assert granted == {"num_nodes": "2", "account": "lab", "qos": "fast", "reached": granted["reached"]}
    assert len(set(granted["reached"].split())) == 2
    assert attempts(Wide()) == ["success"]


def test_the_example_comes_to_the_same_everywhere(cluster: Slurm, monkeypatch: pytest.MonkeyPatch) -> None:
    node = Evaluate(train=TrainLogistic(features=RawFeatures(split=Split(seed=1))))
    # The libraries of the example take more memory than the cluster grants a job that asks for none.
    roomy = furu.Slurm(spec=furu.SlurmSpec(mem_gb=4))
    report = furu.run(node, on=roomy, retries=1, progress=False)
    assert report.ok, report
    there = node.furu_hash, node.load().accuracy, node.load().log_loss
    for on in (furu.Inline(), furu.Local()):
        monkeypatch.setenv("FURU_PATH", str(Path.cwd() / on.name))
        assert len(furu.run(node, on=on, progress=False).done) == 5
        assert (node.furu_hash, node.load().accuracy, node.load().log_loss) == there
