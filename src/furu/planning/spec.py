"""What a task asks for: processors, GPUs and memory anywhere, and a job's options on a Slurm cluster."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from furu.config.node import Node
from furu.errors import SpecRefused


@dataclass(frozen=True, kw_only=True)
class Resources:
    """What computing one artifact takes, as its class's ``_resources`` returns it.

    Attributes:
        cpus: processors, at least 1.
        gpus: GPUs, whole ones.
        mem_gb: memory in GiB; None makes no claim.
        time_min: minutes after which it is stopped; None sets no limit.

    Raises:
        SpecRefused: a number makes no sense.
    """

    cpus: int = 1
    gpus: int = 0
    mem_gb: float | None = None
    time_min: float | None = None

    def __post_init__(self) -> None:
        bounded = [amount for amount in (self.mem_gb, self.time_min) if amount is not None]
        if self.cpus < 1 or self.gpus < 0 or any(amount <= 0 for amount in bounded):
            raise SpecRefused(f"{self} asks for less than nothing", hint="cpus ≥ 1, gpus ≥ 0, mem_gb and time_min > 0")

    def __str__(self) -> str:
        return _words(self, {"cpus": 1, "gpus": 0})


@dataclass(frozen=True, kw_only=True)
class SlurmSpec:
    """The options of a Slurm job; what is None is left to the class's ``_resources``, then to the cluster.

    Attributes:
        partition: where it runs.
        account: who pays.
        qos: quality of service.
        time_min: the job's time limit in minutes.
        cpus: processors a task.
        mem_gb: memory a node, in GiB.
        gpus: GPUs a node.
        constraint: features a node must have.
        nodes: how many nodes.
        setup: shell commands before the task, such as ``module load cuda``.
        extra: more options of sbatch, by their long name without dashes.
    """

    partition: str | None = None
    account: str | None = None
    qos: str | None = None
    time_min: int | None = None
    cpus: int | None = None
    mem_gb: float | None = None
    gpus: int | None = None
    constraint: str | None = None
    nodes: int = 1
    setup: tuple[str, ...] = ()
    extra: Mapping[str, str | int | bool] = field(default_factory=dict)

    def __str__(self) -> str:
        return _words(self, {"nodes": 1})

    def __hash__(self) -> int:
        return hash((str(self), self.setup, tuple(sorted(self.extra))))


def _words(spec: Resources | SlurmSpec, silent: Mapping[str, int]) -> str:
    """What a spec asks for, in words; defaults that go without saying are left out."""
    said = [
        f"{part.name}={value}"
        for part in fields(spec)
        if (value := getattr(spec, part.name)) not in (None, (), {}) and silent.get(part.name) != value
    ]
    return " ".join(said) or "1 cpu"


def resources_of(node: Node) -> Resources:
    """What a node asks for; one processor where it says nothing.

    Raises:
        SpecRefused: its ``_resources`` returns something else.
    """
    return declared_resources(node) or Resources()


def declared_resources(node: Node) -> Resources | None:
    """What a node asks for; None where it says nothing.

    Raises:
        SpecRefused: its ``_resources`` returns something else.
    """
    found: Resources | None = _checked(node, "_resources", node._resources(), Resources)
    return found


def slurm_spec_of(node: Node) -> SlurmSpec | None:
    """The Slurm job a node asks for; None leaves it to the executor.

    Raises:
        SpecRefused: its ``_slurm`` returns something else.
    """
    found: SlurmSpec | None = _checked(node, "_slurm", node._slurm(), SlurmSpec)
    return found


def _checked(node: Node, hook: str, value: Any, wanted: type[Any]) -> Any:
    if value is None or isinstance(value, wanted):
        return value
    raise SpecRefused(
        f"{type(node).__qualname__}.{hook} returned {value!r}, which is no furu.{wanted.__name__}",
        hint=f"return a furu.{wanted.__name__}, or None",
    )
