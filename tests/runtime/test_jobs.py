"""What squeue prints, and what follows for the holder of an artifact."""

from __future__ import annotations

import pytest

from furu.runtime.jobs import Seen, is_over, read_queue

UNREACHABLE = "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n"

ANSWERS = [
    (0, "12|12|RUNNING|ana|None\n", "", False),
    (0, "12|12|PENDING|ana|Dependency\n", "", False),
    (0, "12|12|COMPLETING|ana|None\n", "", False),
    (0, "12|12|REQUEUED|ana|None\n", "", False),
    (0, "12|12|COMPLETED|ana|None\n", "", True),
    (0, "12|12|CANCELLED|ana|None\n", "", True),
    (0, "12|12|CANCELLED by 0|ana|None\n", "", True),
    (0, "12|12|NODE_FAIL|ana|None\n", "", True),
    (0, "12|12|COMPLETED|somebody-else|None\n", "", None),
    (0, "13|13|RUNNING|ana|None\n", "", True),
    (0, "", "", True),
    (1, "", "slurm_load_jobs error: Invalid job id specified\n", True),
    (1, "", UNREACHABLE, None),
    (1, "", "", None),
]

QUEUES = [
    ("5_0|7|RUNNING|ana|None\n5_1|5|COMPLETED|ana|None\n", {"5_0": "RUNNING", "7": "RUNNING", "5_1": "COMPLETED"}),
    ("5_0|7|RUNNING|ana|None\n5_[1-9%2]|5|PENDING|ana|Resources\n", {"5_0": "RUNNING", "5_1": "PENDING"}),
    ("5_[1,3,5,7,9,...]|5|PENDING|ana|Priority\n", {"5_11": "PENDING", "5_1": "PENDING"}),
    ("5_[1-9]|5|CANCELLED|ana|None\n5_0|5|FAILED|ana|None\n", {"5_0": "FAILED", "5_4": "CANCELLED"}),
    ("nonsense\n|||\n5|5|RUNNING\n6|6|RUNNING|ana\n", {"5": None, "6": "RUNNING", "nonsense": None}),
    ("slurm_load_jobs: a warning | with | bars | in it\n6|6|RUNNING|ana|None\n", {"6": "RUNNING"}),
    ("  6|6|FAILED|ana|NonZeroExitCode  \n", {"6": "FAILED"}),
]


@pytest.mark.parametrize(("status", "output", "errors", "expected"), ANSWERS)
def test_a_job_is_over_when_the_scheduler_says_so(status: int, output: str, errors: str, expected: object) -> None:
    assert is_over(read_queue(status, output, errors), "12", "ana") is expected


@pytest.mark.parametrize(("output", "expected"), QUEUES)
def test_jobs_and_elements_are_found_by_either_name(output: str, expected: dict[str, str | None]) -> None:
    queue = read_queue(0, output, "")
    assert queue is not None
    found = {job: queue.find(job) for job in expected}
    assert {job: seen and seen.state for job, seen in found.items()} == expected


def test_the_reason_is_kept() -> None:
    queue = read_queue(0, "5|5|CANCELLED|ana|DependencyNeverSatisfied\n", "")
    assert queue is not None
    assert queue.find("5") == Seen("CANCELLED", "ana", "DependencyNeverSatisfied")
