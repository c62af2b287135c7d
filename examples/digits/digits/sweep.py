"""Computes the whole space on a few processes: ``python -m digits.sweep``.

What exists is reused and what failed is left alone, so a second sweep computes nothing. Ctrl-C and SIGTERM
end it at once, its processes too; what was finished by then stays, and the next sweep goes on from there.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Literal

import furu
from digits.report import Summary
from digits.space import Root, configurations, smoke

__all__ = ["configurations", "main", "smoke", "sweep"]

Outcome = Literal["computed", "reused", "failed", "failed before"]

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
"""The processes are the parallelism: numeric libraries that start threads of their own only slow them down."""


class Stopped(BaseException):
    """Someone wants the sweep to end: Ctrl-C or SIGTERM."""

    def __init__(self, number: int) -> None:
        super().__init__(f"stopped by signal {number}")
        self.signal = number


@dataclass(frozen=True)
class Done:
    """How one root ended, in one line."""

    outcome: Outcome
    detail: str


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the sweep the command line asks for; failed configurations are results, not a failed sweep."""
    parser = argparse.ArgumentParser(prog="python -m digits.sweep", description="Computes the digits sweep.")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="processes (default: all cores)")
    parser.add_argument("--limit", type=int, help="only the first LIMIT configurations")
    parser.add_argument("--no-slow", action="store_true", help="leave out the one that takes minutes")
    parser.add_argument("--retry-failed", action="store_true", help="compute again what failed before")
    options = parser.parse_args(arguments)
    roots = configurations(slow=not options.no_slow)[: options.limit]
    try:
        counts = sweep(roots, workers=max(1, options.workers), retry_failed=options.retry_failed)
    except Stopped as stop:
        print("stopped; the next sweep goes on from here", file=sys.stderr)
        return 128 + stop.signal
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("computed", "reused", "failed", "failed before")))
    return 0


def sweep(roots: Sequence[Root], *, workers: int, retry_failed: bool = False) -> Counter[str]:
    """Computes what is missing, in order, printing a line a root; returns how often each outcome was had."""
    counts: Counter[str] = Counter()
    waiting = iter(roots)
    running: dict[Future[Done], Root] = {}

    def report(root: Root, done: Done) -> None:
        counts[done.outcome] += 1
        print(f"[{counts.total()}/{len(roots)}] {done.outcome:9} {_label(root)} {done.detail}", flush=True)

    with _processes(workers, retry_failed=retry_failed) as pool:
        while True:
            for root in waiting:
                if (known := _known(root, retry_failed=retry_failed)) is not None:
                    report(root, known)
                    continue
                running[pool.submit(compute, root)] = root
                if len(running) == workers:
                    break
            if not running:
                return counts
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                report(running.pop(future), future.result())


def compute(root: Root) -> Done:
    """Computes one root with everything it needs, in a process of the pool; a failure is an outcome."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    started = time.perf_counter()
    try:
        result = root.get()
    except Exception as error:  # noqa: BLE001  # whatever one configuration does wrong, the others go on
        return Done("failed", _reason(error))
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    accuracy = result.ensemble_test_accuracy if isinstance(result, Summary) else result.accuracy
    return Done("computed", f"accuracy {accuracy:.4f} ({time.perf_counter() - started:.1f} s)")


def _reason(error: Exception) -> str:
    """What went wrong in one line, with what furu knows to do about it."""
    first = (str(error).splitlines() or [""])[0]
    hint = f" ({error.hint})" if isinstance(error, furu.FuruError) and error.hint else ""
    return f"{type(error).__name__}: {first}{hint}"


def _known(root: Root, *, retry_failed: bool) -> Done | None:
    """What is to be said about a root that needs no process; None when it has to be computed."""
    state = root.state()
    if state is furu.State.SUCCESS:
        return Done("reused", "")
    if state is furu.State.FAILED and not retry_failed:
        return Done("failed before", "(--retry-failed computes it again)")
    return None


def _label(root: Root) -> str:
    return f"{type(root).__name__} {root.furu_hash[:8]} {root._name() or ''}"


@contextmanager
def _processes(workers: int, *, retry_failed: bool) -> Iterator[ProcessPoolExecutor]:
    """A pool that never holds more than its processes can do, and whose processes end with this one.

    They are started afresh instead of forked: polars has threads, which do not survive a fork.
    """
    for variable in ONE_THREAD:
        os.environ.setdefault(variable, "1")
    # A model whose features have failed fails with them, instead of computing them once more.
    os.environ["FURU_RETRY_FAILED"] = str(int(retry_failed))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_follow_parent)
    try:
        yield pool
    except Stopped as stop:
        for process in multiprocessing.active_children():
            if process.pid is not None:
                os.kill(process.pid, stop.signal)
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _stop(number: int, _frame: FrameType | None) -> None:
    raise Stopped(number)


def _follow_parent() -> None:
    """Lets the parent pass Ctrl-C on to a process that computes, and ends this one when the parent is gone."""
    os.setpgid(0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()


if __name__ == "__main__":
    sys.exit(main())
