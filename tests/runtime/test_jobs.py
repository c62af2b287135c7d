"""What squeue prints, and what follows for the holder of an artifact."""

from __future__ import annotations

import pytest

from furu.runtime.jobs import is_over

ANSWERS = [
    (0, "RUNNING|ana\n", "", False),
    (0, "PENDING|ana\n", "", False),
    (0, "COMPLETING|ana\n", "", False),
    (0, "COMPLETED|ana\n", "", True),
    (0, "CANCELLED|ana\n", "", True),
    (0, "NODE_FAIL|ana\n", "", True),
    (0, "TIMEOUT|ana\nRUNNING|ana\n", "", False),
    (0, "COMPLETED|somebody-else\n", "", None),
    (0, "", "", True),
    (1, "", "slurm_load_jobs error: Invalid job id specified\n", True),
    (1, "", "slurm_load_jobs error: Unable to contact slurm controller (connect failure)\n", None),
    (1, "", "", None),
]


@pytest.mark.parametrize(("status", "output", "errors", "expected"), ANSWERS)
def test_a_job_is_over_when_the_scheduler_says_so(status: int, output: str, errors: str, expected: object) -> None:
    assert is_over(status, output, errors, "ana") is expected
