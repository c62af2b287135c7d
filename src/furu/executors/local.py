"""This machine's processors and GPUs: tasks in processes of their own, as many at once as what they ask for fits."""

from __future__ import annotations

from dataclasses import dataclass

from furu.executors.backend import Executor, Session
from furu.executors.inline import Inline


@dataclass(frozen=True, kw_only=True)
class Local:
    """Runs tasks in processes on this machine.

    Attributes:
        cpus: processors to use; None is all that this process may use.
        gpus: GPUs to use; None is all there are.
        mem_gb: memory to use, in GiB; None is all there is.
    """

    cpus: int | None = None
    gpus: int | None = None
    mem_gb: float | None = None

    name = "local"
    ahead = False

    def open(self, session: Session) -> Executor:
        """Get ready for a run."""
        return Inline().open(session)
