"""What it costs to watch a long attempt: the sampling thread's time on the processor, and what the work loses.

``python -m bench.sampling [SECONDS [ROUNDS]]`` computes for so long with the samples of an attempt and as long
without, in turns, alone and with child processes that are looked at too. Times are reported, never asserted.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from furu.provenance.resources import Usage

CHILDREN = (0, 32)


@dataclass(frozen=True)
class Watched:
    """One stretch of work: steps done in a second of this thread's processor time, and what sampling took."""

    rate: float
    samples: int = 0
    wall: float = 0.0
    effort: float = 0.0


def work(seconds: float) -> float:
    """Compute for so long; returns the steps in a second of processor time."""
    steps, end, began = 0, time.monotonic() + seconds, time.thread_time()
    while time.monotonic() < end:
        sum(number * number for number in range(1000))
        steps += 1
    return steps / (time.thread_time() - began)


def watched(seconds: float) -> Watched:
    """The same while samples are taken, as in an attempt that turned out to be long."""
    usage = Usage()
    began = time.monotonic()
    with usage:
        usage.sample()
        (sampler,) = (thread for thread in threading.enumerate() if thread.name == "furu-resources")
        assert sampler.ident is not None
        clock = time.pthread_getcpuclockid(sampler.ident)
        rate = work(seconds)
        effort = time.clock_gettime(clock)
    found = usage.record()
    assert found is not None
    sampler.join()
    return Watched(rate, found.samples, time.monotonic() - began, effort)


@contextmanager
def sleeping(count: int) -> Iterator[None]:
    """Children that do nothing, while the block runs."""
    children = [subprocess.Popen(["sleep", "infinity"]) for _ in range(count)]
    try:
        yield
    finally:
        for child in children:
            child.kill()
            child.wait()


def main(seconds: float = 30.0, rounds: int = 3) -> None:
    """Prints a line for each number of children and each round."""
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"{seconds:.0f} s of work with and without samples; load average {load} for {os.cpu_count()} cores")
    for children in CHILDREN:
        for _ in range(rounds):
            with sleeping(children):
                plain, seen = work(seconds), watched(seconds)
            print(
                f"{children:>3} children: {seen.samples} samples took {seen.effort * 1e3:.0f} ms of the processor "
                f"in {seen.wall:.1f} s, {seen.effort / seen.wall:.3%}; the work's rate {seen.rate / plain - 1:+.2%}",
                flush=True,
            )


if __name__ == "__main__":
    main(*(number(text) for number, text in zip((float, int), sys.argv[1:], strict=False)))
