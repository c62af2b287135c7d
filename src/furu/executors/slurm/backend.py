"""The choice of a Slurm cluster: what its jobs ask for, and whether the cluster has it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from furu.errors import FuruError, SpecRefused
from furu.executors.backend import Session
from furu.executors.slurm import nodes, options, submission
from furu.executors.slurm.executor import Cluster
from furu.planning.plan import Task
from furu.planning.spec import SlurmSpec

SHOWN_TASKS = 3


@dataclass(frozen=True, kw_only=True)
class Slurm:
    """Runs tasks as jobs of a Slurm cluster.

    Attributes:
        spec: what a job asks for whose class says nothing by ``_slurm`` or ``_resources``.
        max_jobs: how many jobs one run may submit; an element of an array counts as one.
        array: submit what asks for the same as one array, whose elements wait for all that any of them needs; else a
            job of its own for each, which waits for exactly what it needs.
        batch: how many tasks one job computes, one after another.
        requeues: how often a job whose class has ``_checkpoint`` goes back into the queue at its time limit.
        notice_s: seconds before the time limit at which such a job is told to stop.
    """

    spec: SlurmSpec = field(default_factory=SlurmSpec)
    max_jobs: int = 500
    array: bool = True
    batch: int = 1
    requeues: int = 3
    notice_s: int = 90

    name = "slurm"
    ahead = True

    def __post_init__(self) -> None:
        if self.batch < 1 or self.max_jobs < 1 or self.requeues < 0 or self.notice_s < 1:
            raise SpecRefused(f"{self} makes no sense", hint="batch, max_jobs and notice_s ≥ 1, requeues ≥ 0")

    def open(self, session: Session) -> Cluster:
        """Get ready for a run.

        Raises:
            SpecRefused: there is no cluster, some tasks ask for what it does not have, or there are too many jobs.
        """
        submission.require()
        groups = self._groups(session.ranked)
        if groups:
            self._check(groups)
            self._count(groups)
        return Cluster(session, self)

    def _groups(self, tasks: Sequence[Task]) -> dict[SlurmSpec, list[Task]]:
        groups: dict[SlurmSpec, list[Task]] = {}
        wrong: dict[str, list[Task]] = {}
        for task in tasks:
            try:
                groups.setdefault(options.spec_of(task, self.spec), []).append(task)
            except FuruError as error:
                wrong.setdefault(error.message, []).append(task)
        if wrong:
            raise SpecRefused(_listed("some specs cannot be used", wrong), hint="nothing was submitted")
        return groups

    def _check(self, groups: Mapping[SlurmSpec, Sequence[Task]]) -> None:
        """One question to the cluster, and one error for all that does not fit."""
        there = nodes.ask_nodes()
        wrong = {}
        for spec, tasks in groups.items():
            reason = nodes.refusal(spec, there)
            if reason is not None:
                wrong[f"{spec}: {reason}"] = tasks
        if wrong:
            hint = "nothing was submitted; change _slurm, _resources, or the spec= of furu.Slurm"
            raise SpecRefused(_listed("the cluster does not have what some tasks ask for", wrong), hint=hint)

    def _count(self, groups: Mapping[SlurmSpec, Sequence[Task]]) -> None:
        jobs = sum(len(options.batches(tasks, self.batch)) for tasks in groups.values())
        if jobs > self.max_jobs:
            raise SpecRefused(
                f"this takes {jobs} jobs, and max_jobs is {self.max_jobs}",
                hint=f"max_jobs={jobs} allows them; batch={-(-jobs * self.batch // self.max_jobs)} packs them closer",
            )


def _listed(what: str, wrong: Mapping[str, Sequence[Task]]) -> str:
    lines = [f"{what}:"]
    for reason, tasks in wrong.items():
        shown = ", ".join(f"{task.artifact.namespace}@{task.artifact.digest[:8]}" for task in tasks[:SHOWN_TASKS])
        more = f" and {len(tasks) - SHOWN_TASKS} more" if len(tasks) > SHOWN_TASKS else ""
        lines.append(f"  {reason} ({shown}{more})")
    return "\n".join(lines)
