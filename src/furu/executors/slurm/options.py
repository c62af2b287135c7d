"""From a task to the options of its job. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from furu.planning.plan import Task
from furu.planning.spec import SlurmSpec, declared_resources, slurm_spec_of

SIGNAL = "USR2"
"""What submitit has Slurm send before the time limit."""
_HARMLESS = "CONT"


def spec_of(task: Task, default: SlurmSpec) -> SlurmSpec:
    """What a task's job asks for.

    The class's ``_slurm`` comes first, then its ``_resources``, then the executor's own spec, which is what ``None``
    from ``_slurm`` stands for.

    Raises:
        SpecRefused: a hook returns something else than it should.
    """
    own, resources = slurm_spec_of(task.node), declared_resources(task.node)
    spec = default if own is None else own
    if resources is not None:
        minutes = None if resources.time_min is None else math.ceil(resources.time_min)
        asked: dict[str, Any] = {
            "cpus": resources.cpus,
            "gpus": resources.gpus,
            "mem_gb": resources.mem_gb,
            "time_min": minutes,
        }
        if own is not None:
            asked = {name: value for name, value in asked.items() if getattr(own, name) is None}
        spec = replace(spec, **{name: value for name, value in asked.items() if value is not None})
    return spec


def parameters(
    spec: SlurmSpec, *, name: str, dependency: str, notice_s: int, checkpoint: bool, elements: int
) -> dict[str, Any]:
    """The same for submitit.

    Only who checkpoints is told before the time limit: the signal reaches every process of the job, and would end
    those that do not expect it.
    """
    extra: dict[str, Any] = {key.replace("_", "-"): value for key, value in spec.extra.items() if value is not False}
    if dependency:
        extra |= {"dependency": dependency, "kill-on-invalid-dep": "yes"}
    if not checkpoint:
        extra["signal"] = f"{_HARMLESS}@{notice_s}"
    asked: Mapping[str, Any] = {
        "partition": spec.partition,
        "account": spec.account,
        "qos": spec.qos,
        "cpus_per_task": spec.cpus or 1,
        "mem": None if spec.mem_gb is None else f"{math.ceil(spec.mem_gb * 1024)}M",
        "gpus_per_node": spec.gpus or None,
        "constraint": spec.constraint,
        "setup": list(spec.setup) or None,
        # The task is one process; what the other nodes do is its own business, with srun.
        "srun_args": ["--nodes=1", "--ntasks=1"] if spec.nodes > 1 else None,
    }
    return {
        "job_name": name,
        "time": spec.time_min,
        "nodes": spec.nodes,
        "signal_delay_s": notice_s,
        "array_parallelism": elements,
        "additional_parameters": extra,
        **{key: value for key, value in asked.items() if value is not None},
    }


def dependency_of(exact: Sequence[str], any_end: Sequence[str]) -> str:
    """What a job waits for: jobs that must succeed, and jobs that must be over."""
    kinds = {"afterok": exact, "afterany": any_end}
    return ",".join(":".join([kind, *jobs]) for kind, jobs in kinds.items() if jobs)


def batches(tasks: Sequence[Task], size: int) -> list[list[Task]]:
    """Tasks in packs of at most so many."""
    return [list(tasks[start : start + size]) for start in range(0, len(tasks), size)]
