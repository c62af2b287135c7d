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
from dataclasses import dataclass, field, replace
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


_Counters = tuple[float, resource.struct_rusage, resource.struct_rusage]
"""A time, and the system's counters for the process and for the children it has collected."""


def _read() -> _Counters:
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock.elapsed(), own, children


@dataclass
class _Samples:
    """What was seen while an attempt ran, added up."""

    count: int = 0
    memory: int = 0
    gpus: dict[str, None] = field(default_factory=dict)
    gpu_memory: int = 0
    busy: float = 0.0
    busy_count: int = 0
    scope: GpuScope | None = None

    def add(self, memory: int, use: GpuUse | None) -> None:
        """One more: resident memory in bytes, and what was seen on GPUs."""
        self.count += 1
        self.memory = max(self.memory, memory)
        if use is not None:
            self.gpus.update(dict.fromkeys(use.names))
            self.gpu_memory = max(self.gpu_memory, use.memory)
            self.busy += sum(use.utilisation)
            self.busy_count += len(use.utilisation)
            self.scope = use.scope


class Usage:
    """What the process uses while this is entered."""

    def __init__(self) -> None:
        self._start: _Counters | None = None
        self._end: _Counters | None = None
        self._samples: _Samples | None = None
        self._asked = False

    def __enter__(self) -> None:
        self._start = _read()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._asked:
            _sampler.discard(self)
        self._end = _read()

    def sample(self, besides: int | None = None) -> None:
        """Take samples from now on; ``besides`` is a child that is not the user's."""
        self._asked = True
        _sampler.add(self, besides)

    def note(self, memory: int, use: GpuUse | None) -> None:
        """Add a sample: resident memory in bytes, and what was seen on GPUs."""
        if self._samples is None:
            self._samples = _Samples()
        self._samples.add(memory, use)

    def record(self) -> ResourcesRecord | None:
        """What was used; None when it was never entered."""
        if self._start is None:
            return None
        began, before, before_of_children = self._start
        ended, own, children = self._end or _read()
        found = ResourcesRecord(
            wall_s=ended - began,
            cpu_user_s=own.ru_utime - before.ru_utime + children.ru_utime - before_of_children.ru_utime,
            cpu_system_s=own.ru_stime - before.ru_stime + children.ru_stime - before_of_children.ru_stime,
            peak_rss_bytes=max(_grown(before, own), _grown(before_of_children, children)) or None,
            read_bytes=_bytes(own.ru_inblock - before.ru_inblock + children.ru_inblock - before_of_children.ru_inblock),
            write_bytes=_bytes(
                own.ru_oublock - before.ru_oublock + children.ru_oublock - before_of_children.ru_oublock
            ),
        )
        return found if self._samples is None else _with_samples(found, self._samples)


def _grown(before: resource.struct_rusage, after: resource.struct_rusage) -> int:
    """A peak in bytes that was reached between two readings; 0 when it was reached earlier."""
    return after.ru_maxrss * _PEAK_UNIT if after.ru_maxrss > before.ru_maxrss else 0


def _bytes(blocks: int) -> int | None:
    return None if _BLOCK is None else blocks * _BLOCK


def _with_samples(found: ResourcesRecord, seen: _Samples) -> ResourcesRecord:
    return replace(
        found,
        peak_rss_bytes=max(found.peak_rss_bytes or 0, seen.memory) or None,
        samples=seen.count,
        gpus=tuple(seen.gpus),
        gpu_memory_peak_bytes=seen.gpu_memory if seen.gpus else None,
        gpu_utilisation_percent=seen.busy / seen.busy_count if seen.busy_count else None,
        gpu_scope=seen.scope,
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
