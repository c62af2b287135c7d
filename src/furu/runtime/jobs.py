"""What the scheduler says about the job that holds an artifact: a hint that is asked for seldom.

The command is one thin call; what it prints is understood by :func:`is_over`, a pure function.
"""

from __future__ import annotations

from furu.provenance.program import Deadline, ask

SECONDS_BETWEEN_QUESTIONS = 30.0
_TIMEOUT = 10.0
_LONGEST_ANSWER = 1 << 20

_OVER = frozenset(
    {
        "BOOT_FAIL",
        "CANCELLED",
        "COMPLETED",
        "DEADLINE",
        "FAILED",
        "NODE_FAIL",
        "OUT_OF_MEMORY",
        "PREEMPTED",
        "REVOKED",
        "TIMEOUT",
    }
)
"""Job states after which no process of the job is left (squeue(1), JOB STATE CODES)."""


def is_over(status: int, output: str, errors: str, user: str) -> bool | None:
    """Whether a job is over, from what squeue said; None when that does not tell.

    A job that the controller has forgotten ended long ago. A job of the same number and another user belongs to
    another cluster.
    """
    if status != 0:
        return True if "Invalid job id" in errors else None
    found = [line.split("|") for line in output.split() if "|" in line]
    if not found:
        return True
    if any(owner != user for _, owner in found):
        return None
    return all(state in _OVER for state, _ in found)


def job_is_over(job: str, user: str) -> bool | None:
    """Whether a Slurm job is over; None when there is no scheduler here that can tell."""
    command = ["squeue", "--noheader", "--states=all", f"--jobs={job}", "--format=%T|%u"]
    try:
        answer = ask(command, Deadline(_TIMEOUT), limit=_LONGEST_ANSWER)
    except OSError:
        return None
    return None if answer.cut else is_over(answer.status, answer.output.decode(errors="replace"), answer.errors, user)
