"""What an attempt uses: the system's own counters at its start and end, and samples in between when it is long.

The counters cost two calls each. Peaks over living children and GPUs need samples: one thread for the whole
process takes them while an attempt that has lasted a while runs, and rests long enough between two that they
cost less than a hundredth of its time.
"""

from __future__ import annotations

import os
import resource
import signal
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING

from furu import clock
from furu.store.records import GpuScope, ResourcesRecord

if TYPE_CHECKING:
    from furu.provenance.gpu import GpuUse

FIRST = 3.0
"""Seconds from being asked for samples to the first: what takes them is loaded then, which itself takes a moment."""

INTERVAL = 1.0
"""Seconds between two samples, at least."""

REST = 200
"""How many times longer than a sample the pause after it is."""

_PEAK_UNIT = 1 if sys.platform == "darwin" else 1024
_BLOCK = 512 if sys.platform == "linux" else None
"""Bytes in what getrusage(2) counts as a block; elsewhere they are not of one size."""


@dataclass(frozen=True)
class _Counters:
    """The system's counters for the process and the children it has collected."""

    time: float
    user: float
    system: float
    own_peak: int
    child_peak: int
    blocks_in: int
    blocks_out: int


def _read() -> _Counters:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return _Counters(
        time=clock.elapsed(),
        user=own.ru_utime + children.ru_utime,
        system=own.ru_stime + children.ru_stime,
        own_peak=own.ru_maxrss,
        child_peak=children.ru_maxrss,
        blocks_in=own.ru_inblock + children.ru_inblock,
        blocks_out=own.ru_oublock + children.ru_oublock,
    )


class Usage:
    """What the process uses while this is entered."""

    def __init__(self) -> None:
        self._start: _Counters | None = None
        self._end: _Counters | None = None
        self._samples = 0
        self._memory = 0
        self._gpus: dict[str, None] = {}
        self._gpu_memory = 0
        self._busy = 0.0
        self._busy_count = 0
        self._scope: GpuScope | None = None

    def __enter__(self) -> None:
        self._start = _read()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        _sampler.discard(self)
        self._end = _read()

    def sample(self, besides: int | None = None) -> None:
        """Take samples from now on; ``besides`` is a child that is not the user's."""
        _sampler.add(self, besides)

    def note(self, memory: int, use: GpuUse | None) -> None:
        """Add a sample: resident memory in bytes, and what was seen on GPUs."""
        self._samples += 1
        self._memory = max(self._memory, memory)
        if use is not None:
            self._gpus.update(dict.fromkeys(use.names))
            self._gpu_memory = max(self._gpu_memory, use.memory)
            self._busy += sum(use.utilisation)
            self._busy_count += len(use.utilisation)
            self._scope = use.scope

    def record(self) -> ResourcesRecord | None:
        """What was used; None when it was never entered."""
        start, end = self._start, self._end or _read()
        if start is None:
            return None
        grown = [new for old, new in ((start.own_peak, end.own_peak), (start.child_peak, end.child_peak)) if new > old]
        peak = max([self._memory, *(value * _PEAK_UNIT for value in grown)])
        return ResourcesRecord(
            wall_s=end.time - start.time,
            cpu_user_s=end.user - start.user,
            cpu_system_s=end.system - start.system,
            peak_rss_bytes=peak or None,
            read_bytes=None if _BLOCK is None else (end.blocks_in - start.blocks_in) * _BLOCK,
            write_bytes=None if _BLOCK is None else (end.blocks_out - start.blocks_out) * _BLOCK,
            samples=self._samples,
            gpus=tuple(self._gpus),
            gpu_memory_peak_bytes=self._gpu_memory if self._gpus else None,
            gpu_utilisation_percent=self._busy / self._busy_count if self._busy_count else None,
            gpu_scope=self._scope,
        )


class _Sampler:
    """The one thread that looks at the process tree, alive while something wants samples."""

    def __init__(self) -> None:
        self.reset()

    def reset(self) -> None:
        """Forget everything; in a forked child, which has no thread."""
        self._wanted: set[Usage] = set()
        self._besides: set[int] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, usage: Usage, besides: int | None) -> None:
        with self._changed:
            self._wanted.add(usage)
            if besides is not None:
                self._besides.add(besides)
            if self._thread is None:
                thread = threading.Thread(target=self._watch, name="furu-resources", daemon=True)
                # Without a thread there are no samples, and everything else is as ever.
                with suppress(RuntimeError):
                    thread.start()
                    self._thread = thread

    def discard(self, usage: Usage) -> None:
        with self._changed:
            self._wanted.discard(usage)
            if not self._wanted and self._thread is not None:
                self._changed.notify()

    def _watch(self) -> None:
        # Ctrl-C and SIGTERM are the main thread's.
        signal.pthread_sigmask(signal.SIG_BLOCK, (signal.SIGINT, signal.SIGTERM))
        self._rest(FIRST)
        if self._next() is None:
            return
        from furu.provenance.gpu import gpus
        from furu.provenance.processes import Tree

        tree, devices = Tree(), gpus()
        while (besides := self._next()) is not None:
            # What it costs is this thread's processor time: how long it waits for its turn costs nobody anything,
            # and on a busy machine would put the next sample off for minutes.
            began = clock.effort()
            memory, pids = tree.look(besides)
            use = None if devices is None else devices.look(pids)
            cost = clock.effort() - began
            with self._changed:
                for usage in self._wanted:
                    usage.note(memory, use)
            self._rest(max(INTERVAL, cost * REST))

    def _rest(self, seconds: float) -> None:
        """Wait, but no longer than somebody wants samples."""
        with self._changed:
            if self._wanted:
                self._changed.wait(seconds)

    def _next(self) -> frozenset[int] | None:
        """The pids that do not count in the next sample; None, and the thread is over, when nobody wants one."""
        with self._changed:
            if self._wanted:
                return frozenset(self._besides)
            self._thread = None
            self._besides.clear()
            return None


_sampler = _Sampler()

os.register_at_fork(after_in_child=_sampler.reset)
