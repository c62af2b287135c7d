"""Time limits, preemption, lost nodes and killed drivers, on a real cluster."""

from __future__ import annotations

from tests.slurm.conftest import Slurm


def test_a_node_that_fails_is_a_loss_and_the_task_begins_again_elsewhere(slurm: Slurm) -> None:
    found = slurm.outcome("lost_node")
    assert (found["outcome"], found["value"]) == ("success", 2)
    assert len(found["attempts"]) == 2


def test_a_task_that_checkpoints_goes_on_after_its_time_limit(slurm: Slurm) -> None:
    found = slurm.outcome("limit")
    assert (found["outcome"], found["value"]) == ("success", 1)
    assert found["attempts"] == ["preempted", "success"]


def test_a_task_that_was_requeued_too_often_fails(slurm: Slurm) -> None:
    found = slurm.outcome("exhausted")
    assert found["outcome"] == "failed"
    assert found["reasons"] == ["slurm.TIMEOUT: it reached its time limit 1 times"]
    assert found["attempts"] == ["failed"]


def test_a_task_that_does_not_checkpoint_fails_at_its_time_limit(slurm: Slurm) -> None:
    found = slurm.outcome("timeout")
    assert found["outcome"] == "failed"
    assert found["reasons"] == ["slurm.TIMEOUT: it reached its time limit"]
    assert (found["attempts"], found["state"]) == (["failed"], "failed"), found["last"]


def test_a_preempted_task_is_queued_without_a_driver_and_goes_on_when_the_node_is_free_again(slurm: Slurm) -> None:
    found = slurm.outcome("preempted")
    assert (found["outcome"], found["value"]) == ("success", 1)
    assert found["attempts"] == ["preempted", "success"]


def test_a_driver_that_is_killed_costs_no_result(slurm: Slurm) -> None:
    found = slurm.outcome("killed_driver")
    assert (found["outcome"], found["computed"]) == ("success", ["0", "1", "2", "3"])
    assert found["left"] == "crashed"
