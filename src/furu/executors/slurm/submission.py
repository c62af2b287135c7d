"""Handing jobs to Slurm through submitit, which writes the script, pickles what runs and reads the job's number."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from furu.errors import SpecRefused
from furu.executors.slurm.job import Job

if TYPE_CHECKING:
    import submitit

HINT = "pip install 'furu[slurm]'"
_PASSING = (
    "unable to contact",
    "unable to accept job",
    "timed out",
    "temporarily unavailable",
    "connection refused",
    "maxsubmit",
    "grpsubmit",
)
"""What sbatch says when it may say otherwise in a while: nobody answers, or too many jobs are in the queue."""


class NotTaken(Exception):
    """Slurm did not take a job; ``passes`` says whether it may take it later."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.passes = any(word in message.lower() for word in _PASSING)


def require() -> None:
    """Make sure that submitit is there.

    Raises:
        SpecRefused: it is not installed, or this is no machine of a cluster.
    """
    _library()


def _library() -> type[submitit.SlurmExecutor]:
    try:
        from submitit import SlurmExecutor
    except ImportError:
        raise SpecRefused("furu.Slurm needs submitit, which is not installed", hint=HINT) from None
    return SlurmExecutor


def send(work: Sequence[Job], folder: str, parameters: dict[str, Any]) -> list[str]:
    """Submit one job, or an array when there are several; returns the ids, ``12``, or ``12_0`` and so on.

    Args:
        work: what runs, an element each.
        folder: for its script and logs; a folder of each job's own is made inside.
        parameters: the options, by submitit's names.

    Raises:
        NotTaken: sbatch said no.
    """
    try:
        executor = _library()(folder=f"{folder}/%j")
        executor.update_parameters(**parameters)
        return [job.job_id for job in executor.submit_array(list(work))]
    except (RuntimeError, OSError) as error:
        raise NotTaken(" ".join(str(error).split())) from error


def logs(folder: str, job: str) -> str:
    """The folder of a job's script and logs."""
    return os.path.join(folder, job)


def errors_of(folder: str, job: str) -> str:
    """The file that has a job's standard error stream, as submitit names it."""
    return os.path.join(logs(folder, job), f"{job}_0_log.err")
