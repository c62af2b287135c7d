"""What this machine lets its tasks share: processors, memory and GPUs."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

GIB = 2**30

_CGROUPS = "/sys/fs/cgroup"


def cpus(cgroups: str = _CGROUPS) -> int:
    """How many processors this process may use: those it is bound to, and no more than its control group pays for."""
    bound = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, min([bound, *(int(quota) for quota in _limits(cgroups, "cpu.max"))]))


def memory_gb(cgroups: str = _CGROUPS) -> float:
    """How much memory there is in GiB, and no more than the control group may have."""
    there = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min([float(there), *_limits(cgroups, "memory.max")]) / GIB


def _limits(cgroups: str, name: str) -> Iterator[float]:
    """A limit of this process's control group and of those around it: processors, or bytes."""
    group = _group()
    while group is not None:
        words = _read(f"{cgroups}{group}/{name}").split()
        if words and words[0] != "max":
            yield int(words[0]) / (int(words[1]) if len(words) > 1 else 1)
        group = group.rpartition("/")[0] if group else None


def _group() -> str | None:
    """The path of this process's control group, of version 2."""
    lines = _read("/proc/self/cgroup").splitlines()
    return next((line.removeprefix("0::").rstrip("/") for line in lines if line.startswith("0::")), None)


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except OSError:
        return ""
