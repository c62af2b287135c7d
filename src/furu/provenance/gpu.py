"""What the GPUs say about the processes of an attempt, through NVIDIA's own library where there is one."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from furu import settings
from furu.store.records import GpuScope

DRIVERS = ("/dev/nvidiactl", "/dev/dxg")
"""Present where an NVIDIA driver is: on Linux, and in Linux under Windows."""

CUDA = "/dev/nvidia-uvm"
"""What a process has open when it computes on a GPU, and not when it only asks about it."""


@dataclass(frozen=True)
class GpuUse:
    """One look: the GPUs in use by name, their memory in bytes together, how busy they are in percent each."""

    names: tuple[str, ...]
    memory: int
    utilisation: tuple[float, ...]
    scope: GpuScope


class Gpus:
    """The GPUs of this machine; asked in one thread."""

    def __init__(self, library: Any, cuda: str) -> None:
        self._nvml = library
        self._cuda = cuda
        count = library.nvmlDeviceGetCount()
        self._handles = [library.nvmlDeviceGetHandleByIndex(index) for index in range(count)]

    def look(self, pids: Collection[int]) -> GpuUse | None:
        """What the processes use of the GPUs, or None when they use none."""
        memory_of = {index: self._memory(handle, pids) for index, handle in enumerate(self._handles)}
        if any(memory is not None for memory in memory_of.values()):
            used = {index: memory for index, memory in memory_of.items() if memory is not None}
            return self._use(used, "process")
        if any(_has_open(pid, self._cuda) for pid in pids):
            # A container has process numbers of its own, which the driver does not know.
            visible = {index: self._memory_of_all(self._handles[index]) for index in self._visible()}
            return self._use(visible, "device")
        return None

    def _use(self, memory: dict[int, int], scope: GpuScope) -> GpuUse:
        handles = [self._handles[index] for index in memory]
        return GpuUse(
            names=tuple(_text(self._nvml.nvmlDeviceGetName(handle)) for handle in handles),
            memory=sum(memory.values()),
            utilisation=tuple(busy for handle in handles for busy in self._utilisation(handle)),
            scope=scope,
        )

    def _memory(self, handle: Any, pids: Collection[int]) -> int | None:
        """The bytes that the processes hold on one GPU; None when they are not on it."""
        try:
            running = self._nvml.nvmlDeviceGetComputeRunningProcesses(handle)
        except self._nvml.NVMLError:
            return None
        held = [process.usedGpuMemory or 0 for process in running if process.pid in pids]
        return sum(held) if held else None

    def _memory_of_all(self, handle: Any) -> int:
        try:
            return int(self._nvml.nvmlDeviceGetMemoryInfo(handle).used)
        except self._nvml.NVMLError:
            return 0

    def _utilisation(self, handle: Any) -> Iterator[float]:
        """How busy a GPU is; nothing where it is divided and does not tell."""
        with suppress(self._nvml.NVMLError):
            yield float(self._nvml.nvmlDeviceGetUtilizationRates(handle).gpu)

    def _visible(self) -> list[int]:
        """The GPUs that CUDA_VISIBLE_DEVICES leaves, by number or by the beginning of their id."""
        everything = list(range(len(self._handles)))
        wanted = settings.inherited("CUDA_VISIBLE_DEVICES")
        if wanted is None:
            return everything
        ids = [_text(self._nvml.nvmlDeviceGetUUID(handle)) for handle in self._handles]
        words = [word.strip() for word in wanted.split(",") if word.strip()]
        return [
            index
            for index in everything
            if any(word == str(index) or (word.startswith("GPU-") and ids[index].startswith(word)) for word in words)
        ]


def gpus(drivers: tuple[str, ...] = DRIVERS, cuda: str = CUDA) -> Gpus | None:
    """The GPUs, or None when this machine has none or NVIDIA's library (the extra ``gpu``) is not installed."""
    if not any(map(os.path.exists, drivers)):
        return None
    try:
        import pynvml
    except ImportError:
        return None
    try:
        pynvml.nvmlInit()
        return Gpus(pynvml, cuda)
    except pynvml.NVMLError:
        return None


def visible(assumed: int | None = None) -> list[str]:
    """The GPUs that a process started here may use, by the names that CUDA_VISIBLE_DEVICES has for them.

    Where that variable says nothing they are those of the driver, or as many as are ``assumed``.
    """
    wanted = settings.inherited("CUDA_VISIBLE_DEVICES")
    if wanted is not None:
        words = [word.strip() for word in wanted.split(",")]
        return list(takewhile(lambda word: word not in ("", "-1"), words))  # CUDA itself stops at the first such
    return [str(index) for index in range(_count() if assumed is None else assumed)]


def _count(devices: str = "/dev") -> int:
    """How many GPUs the NVIDIA driver shows as devices."""
    return sum(name.startswith("nvidia") and name[6:].isdecimal() for name in os.listdir(devices))


def _has_open(pid: int, path: str) -> bool:
    folder = f"/proc/{pid}/fd"
    try:
        for name in os.listdir(folder):
            with suppress(FileNotFoundError):
                if os.readlink(f"{folder}/{name}") == path:
                    return True
    except OSError:  # gone, or somebody else's
        return False
    return False


def _text(name: str | bytes) -> str:
    return name if isinstance(name, str) else name.decode(errors="replace")
