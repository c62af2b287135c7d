"""What a cluster has, as sinfo prints it, and whether a job fits it. Pure, but for :func:`ask_nodes`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from furu.errors import SpecRefused
from furu.planning.spec import SlurmSpec
from furu.provenance.program import Deadline, ask

_TIMEOUT = 15.0
_LONGEST_ANSWER = 16 << 20
_COLUMNS = "%P|%D|%c|%m|%G|%l|%f"
_GPUS = re.compile(r"gpu:(?:[^:,(]+:)?(\d+)")
_TIME = re.compile(r"(?:(\d+)-)?(\d+):(\d+)(?::(\d+))?")
_PLAIN_FEATURE = re.compile(r"[\w.-]+")
_MIB = 1024


@dataclass(frozen=True)
class Nodes:
    """Nodes of one kind in a partition; ``minutes`` is its time limit, None without one."""

    partition: str
    is_default: bool
    count: int
    cpus: int
    mem_mb: int
    gpus: int
    minutes: float | None
    features: frozenset[str]


def read_nodes(output: str) -> list[Nodes]:
    """The kinds of nodes; lines that make no sense are passed over."""
    found = []
    for line in output.splitlines():
        columns = line.strip().split("|")
        if len(columns) != len(_COLUMNS.split("|")) or not all(number.rstrip("+").isdigit() for number in columns[1:4]):
            continue
        partition, count, cpus, memory, gres, limit, features = columns
        found.append(
            Nodes(
                partition=partition.rstrip("*"),
                is_default=partition.endswith("*"),
                count=int(count),
                cpus=int(cpus.rstrip("+")),
                mem_mb=int(memory.rstrip("+")),
                gpus=sum(map(int, _GPUS.findall(gres))),
                minutes=_minutes(limit),
                features=frozenset(features.split(",")),
            )
        )
    return found


def _minutes(text: str) -> float | None:
    """``1-00:00:00``, ``2:30:00`` or ``30:00`` in minutes; None for ``infinite``."""
    match = _TIME.fullmatch(text)
    if match is None:
        return None
    days, *rest = (int(part or 0) for part in match.groups())
    hours, minutes, seconds = rest if match[4] is not None else (0, *rest[:2])
    return (days * 24 + hours) * 60 + minutes + seconds / 60


def refusal(spec: SlurmSpec, nodes: Sequence[Nodes]) -> str | None:
    """Why a job can never run there; None when it may."""
    if spec.partition is None:
        chosen = [kind for kind in nodes if kind.is_default]
        where = "the default partition"
        if not chosen:
            return f"names no partition, and the cluster has no default; it has {_partitions(nodes)}"
    else:
        wanted = spec.partition.split(",")
        chosen = [kind for kind in nodes if kind.partition in wanted]
        where = f"partition {spec.partition}"
        if not chosen:
            return f"there is no {where}; the cluster has {_partitions(nodes)}"
    constraint = spec.constraint
    if constraint is not None and _PLAIN_FEATURE.fullmatch(constraint):
        chosen = [kind for kind in chosen if constraint in kind.features]
        if not chosen:
            return f"no node of {where} has the feature {constraint}"
    return _too_much(spec, chosen, where)


def _too_much(spec: SlurmSpec, kinds: Sequence[Nodes], where: str) -> str | None:
    asked = ((spec.cpus or 1, "cpus"), (round((spec.mem_gb or 0) * _MIB), "mem_mb"), (spec.gpus or 0, "gpus"))
    for wanted, name in asked:
        most = max(_amount(kind, name) for kind in kinds)
        if wanted > most:
            return f"asks for {_words(wanted, name)}, and no node of {where} has more than {_words(most, name)}"
    if not any(all(wanted <= _amount(kind, name) for wanted, name in asked) for kind in kinds):
        return f"no single node of {where} has all that it asks for"
    limits = [kind.minutes for kind in kinds]
    longest = None if None in limits else max(limit for limit in limits if limit is not None)
    if spec.time_min is not None and longest is not None and spec.time_min > longest:
        return f"asks for {spec.time_min} minutes, and {where} allows {longest:g}"
    count = sum(kind.count for kind in kinds)
    return f"asks for {spec.nodes} nodes, and {where} has {count}" if spec.nodes > count else None


def _amount(kind: Nodes, name: str) -> int:
    return {"cpus": kind.cpus, "mem_mb": kind.mem_mb, "gpus": kind.gpus}[name]


def _words(amount: int, name: str) -> str:
    return f"{amount / _MIB:g} GiB" if name == "mem_mb" else f"{amount} {name}"


def _partitions(nodes: Sequence[Nodes]) -> str:
    return ", ".join(dict.fromkeys(kind.partition for kind in nodes)) or "none"


def ask_nodes() -> list[Nodes]:
    """What the cluster has.

    Raises:
        SpecRefused: there is no Slurm here, or it does not answer.
    """
    hint = "run this on a machine of the cluster; sinfo has to work there"
    try:
        answer = ask(
            ["sinfo", "--noheader", "--exact", f"--format={_COLUMNS}"], Deadline(_TIMEOUT), limit=_LONGEST_ANSWER
        )
    except OSError:
        raise SpecRefused("there is no Slurm here: sinfo was not found", hint=hint) from None
    if not answer.good:
        raise SpecRefused(f"Slurm does not answer: sinfo said {answer.errors or 'nothing in time'}", hint=hint)
    return read_nodes(answer.output.decode(errors="replace"))
