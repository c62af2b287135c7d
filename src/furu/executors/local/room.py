"""What is free of a machine while tasks run on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from furu.planning.spec import Resources

Lane = tuple[str, ...]
"""The GPUs that a process sees, as CUDA_VISIBLE_DEVICES names them; most see none."""


@dataclass(frozen=True)
class Share:
    """What one running task has of the machine."""

    cpus: int
    mem_gb: float
    gpus: Lane


class Room:
    """A machine's processors, memory and GPUs, and how much of them is taken.

    Args:
        cpus: all processors.
        mem_gb: all memory in GiB.
        gpus: all GPUs, by their names.
    """

    def __init__(self, cpus: int, mem_gb: float, gpus: Sequence[str]) -> None:
        self.cpus = cpus
        self.mem_gb = mem_gb
        self.gpus = tuple(gpus)
        self._cpus = cpus
        self._mem_gb = mem_gb
        self._gpus = list(gpus)
        self._kept = (0, 0.0, 0)

    @property
    def is_full(self) -> bool:
        """Whether no task fits, whatever it asks for."""
        return self._cpus <= self._kept[0]

    def could_hold(self, wanted: Resources) -> int:
        """How many such tasks fit at once when nothing else runs; 0 when none ever does."""
        most = [self.cpus // wanted.cpus]
        if wanted.gpus:
            most.append(len(self.gpus) // wanted.gpus)
        if wanted.mem_gb is not None:
            most.append(int(self.mem_gb // wanted.mem_gb))
        return min(most)

    def take(self, wanted: Resources, lanes: Iterable[Lane] = ()) -> Share | None:
        """Take what a task asks for; None while that is not free.

        Args:
            wanted: what it asks for.
            lanes: sets of GPUs that are taken rather than others, since a process waits there.
        """
        memory = wanted.mem_gb or 0.0
        cpus, mem_gb, gpus = self._kept
        if wanted.cpus > self._cpus - cpus or (memory and memory > self._mem_gb - mem_gb):
            return None
        if wanted.gpus > len(self._gpus) - (gpus if wanted.gpus else 0):
            return None
        share = Share(wanted.cpus, memory, self._lane(wanted.gpus, lanes))
        self._cpus -= share.cpus
        self._mem_gb -= share.mem_gb
        for gpu in share.gpus:
            self._gpus.remove(gpu)
        return share

    def _lane(self, count: int, lanes: Iterable[Lane]) -> Lane:
        known = (lane for lane in lanes if len(lane) == count and set(lane) <= set(self._gpus))
        return next(known, tuple(self._gpus[:count]))

    def give_back(self, share: Share) -> None:
        """A task is over."""
        self._cpus += share.cpus
        self._mem_gb += share.mem_gb
        self._gpus = [gpu for gpu in self.gpus if gpu in self._gpus or gpu in share.gpus]

    def keep(self, wanted: Resources) -> None:
        """Keep free for one task what it asks for, as it becomes free; the others share the rest."""
        cpus, mem_gb, gpus = self._kept
        self._kept = (cpus + wanted.cpus, mem_gb + (wanted.mem_gb or 0.0), gpus + wanted.gpus)

    def keep_nothing(self) -> None:
        """Keep nothing free for anybody."""
        self._kept = (0, 0.0, 0)
