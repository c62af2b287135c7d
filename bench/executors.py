"""Prints one table: how many tasks a second the backends of furu run, beside bare pools, in the same run.

Every task computes nothing, so all that is counted is what a backend and furu's records cost. Each measurement has
a process of its own, which says how long the tasks took and how much of the processor it and its workers used.
Times are medians of rounds that take turns; they are reported, never asserted.
"""

from __future__ import annotations

import importlib
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import furu
from bench.calls import CHECKOUT, Call, sections
from bench.cluster import NoSlurm, cluster
from bench.crowd import Nothing, deep, nothing, pid, wide
from furu.executors import run as runner
from furu.executors.local import process
from furu.runtime.look import look
from furu.store.state import Found

ROUNDS = 3
TASKS = 2000
SLOW_TASKS = 10
ARRAY_TASKS = 60
WORKERS = 2
COUNTED = (10, 60)
"""Tasks in the two runs whose file system calls are compared."""


@dataclass(frozen=True)
class Taken:
    """What some tasks took: seconds by the clock, and of the processor for the driver and for all."""

    tasks: int
    wall: float
    driver: float
    everybody: float


def _measured(count: int, work: Callable[[], object], done: Callable[[], object] = lambda: None) -> Taken:
    """What some work takes; ``done`` ends its workers, whose time the system tells only then."""
    used, began = _used(), time.perf_counter()
    work()
    wall, driver = time.perf_counter() - began, _used()[0] - used[0]
    done()
    own, children = _used()
    return Taken(count, wall, driver, own - used[0] + children - used[1])


def _used() -> tuple[float, float]:
    own, children = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return own.ru_utime + own.ru_stime, children.ru_utime + children.ru_stime


def _run(nodes: Sequence[furu.Furu[int]], on: Any) -> Callable[[], object]:
    def work() -> None:
        report = furu.run(nodes, on=on, progress=False)
        assert report.ok, report

    return work


def inline(count: int) -> Taken:
    """furu, in one process."""
    return _measured(count, _run([Nothing(number=number) for number in range(count)], furu.Inline()))


def local(count: int) -> Taken:
    """furu, in processes."""
    return _measured(count, _run([Nothing(number=number) for number in range(count)], furu.Local(cpus=WORKERS)))


def inline_wide(count: int) -> Taken:
    """furu, in one process, on a wide diamond."""
    return _measured(count, _run([wide(count)], furu.Inline()))


def local_wide(count: int) -> Taken:
    """furu, in processes, on a wide diamond."""
    return _measured(count, _run([wide(count)], furu.Local(cpus=WORKERS)))


def inline_deep(count: int) -> Taken:
    """furu, in one process, on a deep diamond."""
    return _measured(count, _run(deep(count), furu.Inline()))


def local_deep(count: int) -> Taken:
    """furu, in processes, on a deep diamond."""
    return _measured(count, _run(deep(count), furu.Local(cpus=WORKERS)))


def arrays(count: int) -> Taken:
    """furu, as one array of jobs of a Slurm on this machine; all of it counts, the daemons included."""
    with cluster() as slurm:
        slurm.settle()
        before = slurm.used()
        nodes = [Nothing(number=number) for number in range(min(count, ARRAY_TASKS))]
        taken = _measured(len(nodes), _run(nodes, furu.Slurm()), slurm.settle)
        return replace(taken, everybody=taken.everybody + slurm.used() - before)


def bare(count: int) -> Taken:
    """The same processes and the same driver, making the files of a creation and nothing else."""
    seen = 0

    def usable_later(node: Any) -> Found:
        nonlocal seen
        seen += 1
        found = look(node) if seen <= count else looked[node.furu_hash]
        looked[node.furu_hash] = replace(found, usable=seen > count)
        return looked[node.furu_hash]

    looked: dict[str, Found] = {}
    vars(runner)["look"] = usable_later
    serve = "from furu.executors.local.serve import serve"
    only = "from bench.executors import only_files; only_files(hello)"
    vars(process)["_BOOT"] = vars(process)["_BOOT"].replace(serve, f"{only}\n{serve}")
    return _measured(count, _run([Nothing(number=number) for number in range(count)], furu.Local(cpus=WORKERS)))


def only_files(hello: dict[str, str]) -> None:
    """Makes a worker's tasks the bare file operations of a creation."""
    from bench.measures import bare_creation
    from furu.executors.work import Finished, Worker

    create = bare_creation(f"{hello['root']}/bare/{os.getpid()}")

    def compute(_worker: Worker, digest: str) -> Finished:
        create(int(digest, 16))
        return Finished(digest, "done", 0.0)

    vars(Finished)  # imported before the clock of a task runs
    type.__setattr__(Worker, "compute", compute)


def standard(count: int) -> Taken:
    """The pool of the standard library."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    pool = ProcessPoolExecutor(WORKERS, mp_context=get_context("spawn"))
    return _pooled(count, lambda *task: pool.submit(nothing, *task), pool.submit(pid).result, pool.shutdown)


def pebble(count: int) -> Taken:
    """Pebble's pool, each task with a time limit."""
    from multiprocessing import get_context

    pool = importlib.import_module("pebble").ProcessPool(WORKERS, context=get_context("spawn"))

    def end() -> None:
        pool.close()
        pool.join()

    return _pooled(
        count, lambda *task: pool.schedule(nothing, args=task, timeout=60), lambda: pool.schedule(pid).result(), end
    )


def loky(count: int) -> Taken:
    """Loky's pool."""
    pool = importlib.import_module("loky").ProcessPoolExecutor(WORKERS)
    return _pooled(count, lambda *task: pool.submit(nothing, *task), lambda: pool.submit(pid).result(), pool.shutdown)


def submitit(count: int) -> Taken:
    """Submitit on this machine: a process for each task."""
    pool = importlib.import_module("submitit").LocalExecutor(os.environ["FURU_PATH"] + "/submitit")
    count = min(count, SLOW_TASKS)
    return _pooled(count, lambda *task: pool.submit(nothing, *task), lambda: None, lambda: None)


def _pooled(count: int, submit: Callable[..., Any], warm: Callable[[], object], end: Callable[[], object]) -> Taken:
    warm()

    def work() -> None:
        for future in [submit("/root/of/artifacts", f"{number:032x}") for number in range(count)]:
            future.result()

    return _measured(count, work, end)


ROWS: dict[str, Callable[[int], Taken]] = {
    "inline": inline,
    "local": local,
    "local, bare file operations": bare,
    "inline, wide diamond": inline_wide,
    "local, wide diamond": local_wide,
    "inline, deep diamond": inline_deep,
    "local, deep diamond": local_deep,
    "slurm arrays": arrays,
    "ProcessPoolExecutor": standard,
    "pebble": pebble,
    "loky": loky,
    "submitit local": submitit,
}
"""The rows of the table; those of furu keep records, the bare pools keep nothing."""

RUN = """
import furu
from bench.crowd import Nothing
if __name__ == "__main__":
    nodes = [Nothing(number=number) for number in range(10_000)]
    assert furu.run(nodes[:1], on={on}, progress=False).ok
    mark("few"); assert furu.run(nodes[1000:1000 + {few}], on={on}, progress=False).ok
    mark("many"); assert furu.run(nodes[2000:2000 + {many}], on={on}, progress=False).ok
    mark("")
"""


def calls_per_task(on: str) -> str:
    """The calls that name a path, of the driver and its workers, in the difference of a long and a short run."""
    few, many = COUNTED
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        os.environ["FURU_PATH"] = folder
        found = sections(RUN.format(on=on, few=few, many=many))
    sorts = [
        (_count(found["many"], folder, sort) - _count(found["few"], folder, sort)) / (many - few)
        for sort in ("read", "write", "metadata")
    ]
    return f"{sum(sorts):.1f} ({' + '.join(f'{each:.1f}' for each in sorts)})"


def _count(calls: list[Call], folder: str, sort: str) -> int:
    """The calls of a sort below a folder; not those of samplers and imports, which follow the clock."""
    return sum(call.sort == sort and call.path.startswith(folder) for call in calls)


def measure(row: str) -> Taken | str:
    """One measurement in a process of its own, or why there is none."""
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        code = f"from bench import executors; executors.tell({row!r})"
        surroundings = os.environ | {"PYTHONPATH": str(CHECKOUT), "FURU_PATH": folder}
        done = subprocess.run(
            [sys.executable, "-c", code], env=surroundings, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    return said if isinstance(said, str) else Taken(**said)


def tell(row: str) -> None:
    """Prints what a row took, for who started this process, or why it cannot be measured."""
    try:
        print(json.dumps(vars(ROWS[row](TASKS))))
    except (ModuleNotFoundError, NoSlurm) as missing:
        print(json.dumps(str(missing)))


def main() -> None:
    """Prints the table of all rows, or of those named by the arguments."""
    os.environ["FURU_ALLOW_NO_GIT_ORIGIN"] = "1"
    taken: dict[str, list[Taken]] = {}
    left_out: dict[str, str] = {}
    for _ in range(ROUNDS):
        for row in sys.argv[1:] or ROWS:
            found = measure(row)
            if isinstance(found, str):
                left_out[row] = found
            else:
                taken.setdefault(row, []).append(found)
    print(f"\n{'no-op tasks':<30} {'tasks/s':>8} {'ms of CPU a task':>17} {'of them driver':>15}   calls a task")
    counted = {"inline": "furu.Inline()", "local": f"furu.Local(cpus={WORKERS})"}
    for row, times in taken.items():
        rate, everybody, driver = _rate(times), _cpu(times, "everybody"), _cpu(times, "driver")
        calls = calls_per_task(counted[row]) if row in counted else ""
        print(f"{row:<30} {_short(rate):>8} {everybody:>17.2f} {driver:>15.2f}   {calls}", flush=True)
    for row, why in left_out.items():
        print(f"{row:<30} left out: {why}")
    if {"local", "local, bare file operations"} <= taken.keys():
        _goals(taken)
    counts = f"{TASKS} tasks ({ARRAY_TASKS} as an array), {WORKERS} workers"
    print(f"{counts}, median of {ROUNDS} rounds; load {os.getloadavg()}")


def _goals(taken: dict[str, list[Taken]]) -> None:
    ratio = _rate(taken["local"]) / _rate(taken["local, bare file operations"])
    driver = _cpu(taken["local"], "driver")
    print(f"\nlocal / bare file operations  {ratio:.2f}   goal ≥ 0.60   {'holds' if ratio >= 0.6 else 'MISSED'}")
    print(f"driver of local, ms a task    {driver:.2f}   goal ≤ 0.50   {'holds' if driver <= 0.5 else 'MISSED'}")


def _short(rate: float) -> str:
    """A rate with a digit after the point where that says something."""
    return f"{rate:.0f}" if rate >= 10 else f"{rate:.1f}"


def _cpu(times: list[Taken], whose: str) -> float:
    """Milliseconds of the processor for one task."""
    return statistics.median(float(vars(each)[whose]) / each.tasks * 1e3 for each in times)


def _rate(times: list[Taken]) -> float:
    return statistics.median(each.tasks / each.wall for each in times)


if __name__ == "__main__":
    main()
