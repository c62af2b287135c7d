"""Tasks on this machine: as many at once as fit, each with its GPUs, and the end of one is its own."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

import furu
from furu.errors import SpecRefused
from tests.contract.witnessed import lines_of
from tests.executors.local.jobs import Asks, Ends, Inner, Limited, Outer, Talks, Wrong


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where tasks say that they begin and end."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    return tmp_path / "witness"


def at_once(witness: Path, names: Iterable[str]) -> int:
    """How many of these ran at the same time, at most."""
    counted = set(names)
    running, most = 0, 0
    for line in lines_of(witness):
        sign, name = line.split()
        running += (name in counted) * (1 if sign == "+" else -1)
        most = max(most, running)
    return most


def log(node: furu.Furu[str], name: str) -> str:
    return (node.furu_dir / ".furu" / "logs" / "0001" / name).read_text()


def test_as_many_run_at_once_as_there_are_processors_for(witness: Path) -> None:
    nodes = [Asks(name=f"n{number}", company=3) for number in range(8)]
    report = furu.run(nodes, on=furu.Local(cpus=3), progress=False)
    assert report.ok
    assert at_once(witness, [node.name for node in nodes]) == 3
    assert len({node.load()["pid"] for node in nodes}) == 3, "a process is used again"


def test_a_task_that_asks_for_more_leaves_less_for_others(witness: Path) -> None:
    wide = [Asks(name=f"wide{number}", cpus=2) for number in range(3)]
    narrow = [Asks(name=f"narrow{number}") for number in range(6)]
    assert furu.run([*wide, *narrow], on=furu.Local(cpus=3), progress=False).ok
    assert at_once(witness, [node.name for node in wide]) == 1
    weights = {node.name: node.cpus for node in (*wide, *narrow)}
    running = 0
    for line in lines_of(witness):
        sign, name = line.split()
        running += weights[name] if sign == "+" else -weights[name]
        assert running <= 3


def test_memory_limits_how_many_run_at_once(witness: Path) -> None:
    nodes = [Asks(name=f"n{number}", mem_gb=3.0) for number in range(4)]
    assert furu.run(nodes, on=furu.Local(cpus=4, mem_gb=4), progress=False).ok
    assert at_once(witness, [node.name for node in nodes]) == 1


def test_each_task_sees_gpus_of_its_own_beside_tasks_that_see_none(witness: Path) -> None:
    single = [Asks(name=f"single{number}", gpus=1, company=3) for number in range(4)]
    plain = Asks(name="plain", company=3)
    both = Asks(name="both", gpus=2)
    assert furu.run([*single, plain, both], on=furu.Local(cpus=3, gpus=2), progress=False).ok
    assert at_once(witness, [node.name for node in single]) == 2
    assert {node.load()["gpus"] for node in single} == {"0", "1"}
    assert plain.load()["gpus"] == ""
    assert both.load()["gpus"] == "0,1"


def test_gpus_keep_the_names_that_the_driver_was_left_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "5,3")
    node = Asks(name="one", gpus=1)
    assert furu.run(node, on=furu.Local(cpus=1, gpus=1), progress=False).ok
    assert node.load()["gpus"] == "5"
    with pytest.raises(SpecRefused, match=r"furu\.Local\(gpus=3\) is more than CUDA_VISIBLE_DEVICES leaves \(5, 3\)"):
        furu.run(Asks(name="other"), on=furu.Local(gpus=3), progress=False)


def test_what_can_never_fit_is_refused_before_anything_runs(witness: Path) -> None:
    nodes = [Asks(name="fits"), Asks(name="wide", cpus=9), Asks(name="gpus", gpus=1), Asks(name="big", mem_gb=99.0)]
    with pytest.raises(SpecRefused, match="3 tasks can never run on this machine") as refused:
        furu.run(nodes, on=furu.Local(cpus=2, gpus=0, mem_gb=1), progress=False)
    text = str(refused.value)
    assert f"{nodes[1].furu_hash[:8]} asks for cpus=9; there are cpus=2 gpus=0 mem_gb=1.0" in text
    assert "asks for gpus=1" in text
    assert "asks for mem_gb=99.0" in text
    assert "_resources" in text
    assert lines_of(witness) == []


def test_a_wide_task_is_passed_over_only_so_often(witness: Path) -> None:
    wide = Asks(name="wide", cpus=2)
    narrow = [Asks(name=f"n{number:03}", company=2) for number in range(100)]
    assert furu.run([narrow[0], wide, *narrow[1:]], on=furu.Local(cpus=2), progress=False).ok
    begun = [line for line in lines_of(witness) if line.startswith("+")]
    assert begun.index("+ wide") < 60, "it did not wait until all others were over"


ENDS = {
    "segfault": "segmentation fault (11)",
    "exit": "exit 3",
    "kill": "killed (9)",
    "raise": "tests.executors.local.jobs.Wrong: wrong by 7",
    "leave": "SystemExit: enough",
}


def test_however_a_task_ends_it_harms_no_other() -> None:
    """One test for all ends, on one process after another."""
    nodes = {how: Ends(how=how) for how in (*ENDS, "well", "as well")}
    report = furu.run(nodes.values(), on=furu.Local(cpus=1), progress=False)
    assert {failure.artifact.rpartition("@")[2] for failure in report.failed} == {nodes[how].furu_hash for how in ENDS}
    reasons = {failure.node: failure.reason for failure in report.failed}
    assert {how: reasons[nodes[how]] for how in ENDS} == ENDS
    assert nodes["well"].load() == "well"
    assert nodes["as well"].load() == "as well"
    errors = {failure.node: failure for failure in report.failed}
    raised = errors[nodes["raise"]].error
    assert isinstance(raised, Wrong)
    assert raised.code == 7
    assert "_create" in errors[nodes["raise"]].traceback
    assert "Segmentation fault" in errors[nodes["segfault"]].traceback
    assert nodes["kill"].state() is furu.State.CRASHED
    assert nodes["raise"].state() is furu.State.FAILED
    lines = "a line of Python\na line of a program\na line of C\nthe last line\n"
    assert {log(node, "stdout") for node in nodes.values()} == {lines}, "in order, also when the process died"


def test_a_task_is_stopped_when_its_time_is_over() -> None:
    quick, slow = Limited(seconds=0.5), Limited(seconds=3600)
    report = furu.run([quick, slow, Ends(how="well")], on=furu.Local(cpus=1, timeout_s=2), progress=False)
    assert {failure.node: failure.reason for failure in report.failed} == {
        quick: "local.TIMEOUT: timed out after 0s",
        slow: "local.TIMEOUT: timed out after 2s",
    }
    assert [quick.state(), slow.state()] == [furu.State.FAILED] * 2, "recorded as what they were, not as crashes"
    assert len(report.done) == 1


def test_what_programs_print_goes_to_the_attempt_that_started_them() -> None:
    outer = Outer()
    assert furu.run(outer, on=furu.Local(cpus=1), progress=False).ok
    assert log(outer, "stdout") == "before\n"
    assert log(outer, "stderr") == "after\n"
    assert log(Inner(), "stdout") == "inner\n"


def test_what_programs_print_is_in_the_log_while_the_task_goes_on() -> None:
    assert furu.run(Talks(), on=furu.Local(cpus=1, timeout_s=60), progress=False).ok
    assert Talks().load() == "so far\n"


def test_a_silent_task_leaves_no_log() -> None:
    node = Asks(name="silent")
    assert furu.run(node, on=furu.Local(cpus=1), progress=False).ok
    assert not (node.furu_dir / ".furu" / "logs").exists()
