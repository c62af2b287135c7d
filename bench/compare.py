"""Prints one table: furu and its peers side by side, in turns, on the same machine in the same run.

Every library stores and loads the same small result for a config of three fields. Times are medians and are
reported, never asserted. Run it with ``make bench``; it takes a few minutes.
"""

from __future__ import annotations

import importlib.metadata
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from bench.calls import CHECKOUT, Call, sections
from bench.libraries import LIBRARIES, Get
from bench.measures import Measure, bare_creation, digests, split

ROUNDS = 300
TURN = 20
IMPORTS = 11
RELEASED = "furu 0.0.12"
QUIET = {"FURU_LOG_LEVEL": "ERROR", "FURU_RECORD_GIT": "ignore", "FURU_ALLOW_NO_GIT_ORIGIN": "0"}
"""For the released one, which asks git at every creation and refuses to compute where much is not committed."""
BARE = "bare file operations"

Times = tuple[float, float]
"""Of the clock and of the processor: on a busy machine the first also counts what others computed meanwhile."""
Timed = Callable[[int], Times]


@contextmanager
def released(python: str, folder: str) -> Iterator[Timed]:
    """The released furu in a process of its own; calling what is yielded times one get there."""
    code = "from bench.released import serve; serve()"
    with subprocess.Popen(
        [python, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ | QUIET | {"PYTHONPATH": str(CHECKOUT), "FURU_PATH": folder},
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        asked, answers = process.stdin, process.stdout

        def get(number: int) -> Times:
            asked.write(f"{number}\n")
            asked.flush()
            wall, processor = answers.readline().split()
            return float(wall), float(processor)

        yield get
        asked.close()


def clocked(get: Get) -> Timed:
    """The getter, returning its times instead of its value."""

    def timed(number: int) -> Times:
        wall, processor = time.perf_counter(), time.process_time()
        get(number)
        return time.perf_counter() - wall, time.process_time() - processor

    return timed


def medians(getters: dict[str, Timed]) -> dict[str, Times]:
    """The median microseconds of each: as the clock says, and as the processor was used.

    They take turns, in another order each time, so that all meet the same machine. A turn is some calls long, as
    calls come in practice: after another library's turn the processor's caches hold nothing of this one.
    """
    taken: dict[str, list[Times]] = {name: [] for name in getters}
    order = list(getters)
    shuffled = random.Random(0)
    for first in range(0, ROUNDS, TURN):
        shuffled.shuffle(order)
        for name in order:
            taken[name].extend(getters[name](number) for number in range(first, first + TURN))
    return _all_medians(taken)


def _all_medians(taken: dict[str, list[Times]]) -> dict[str, Times]:
    return {name: _medians(times) for name, times in taken.items()}


def _medians(times: list[Times]) -> Times:
    walls, processors = zip(*times, strict=True)
    return statistics.median(walls) * 1e6, statistics.median(processors) * 1e6


def import_milliseconds(modules: dict[str, tuple[str, str]]) -> dict[str, Times]:
    """The median milliseconds of each import in a new process, less those of an empty one; by Python and statement."""

    def run(python: str, code: str) -> Times:
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        wall, processor = time.perf_counter(), used.ru_utime + used.ru_stime
        subprocess.run([python, "-c", code], check=True)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        return time.perf_counter() - wall, used.ru_utime + used.ru_stime - processor

    taken: dict[str, list[Times]] = {name: [] for name in modules}
    for _ in range(IMPORTS):
        for name, (python, code) in modules.items():
            empty, loaded = run(python, "pass"), run(python, code)
            taken[name].append((loaded[0] - empty[0], loaded[1] - empty[1]))
    return {name: (wall / 1e3, processor / 1e3) for name, (wall, processor) in _all_medians(taken).items()}


def counted(opening: str, python: str) -> dict[str, list[Call]]:
    """The path-taking calls of a hit and of a miss; ``opening`` is code that defines ``get``."""
    code = f"{opening}\nget(-2); get(-1); mark('miss'); get(0); mark('hit'); get(0); mark('')"
    return sections(code, python=python)


def sums(calls: list[Call]) -> str:
    """The calls by sort: reads, writes and metadata."""
    found = Counter(call.sort for call in calls)
    return f"{len(calls)} ({found['read']} + {found['write']} + {found['metadata']})"


def side_by_side(folder: str, old: str | None) -> None:
    """Prints hits, misses, imports and calls of every library."""
    getters = {name: clocked(opened(f"{folder}/{name}")) for name, opened in LIBRARIES.items()}
    imports = {name: (sys.executable, f"import {name}") for name in LIBRARIES}
    openings = {
        name: (sys.executable, f"from bench.libraries import LIBRARIES; get = LIBRARIES[{name!r}]('{folder}/n-{name}')")
        for name in LIBRARIES
    }
    imports["chz + msgspec"] = (sys.executable, "import chz, msgspec")
    with nullcontext() if old is None else released(old, f"{folder}/released") as old_get:
        if old is not None and old_get is not None:
            getters[RELEASED] = old_get
            imports[RELEASED] = (old, "import furu")
            here = f"import os; os.environ |= {QUIET | {'FURU_PATH': f'{folder}/n-released'}!r}"
            openings[RELEASED] = (old, f"{here}; from bench.released import get")
        for get in getters.values():
            get(-1)
        misses = medians(getters | {BARE: clocked(bare_creation(f"{folder}/bare"))})
        hits = medians(getters)
    loads = import_milliseconds(imports)
    print(f"{'':<22} {'hit µs':>14} {'miss µs':>14} {'import ms':>12}   {'calls a hit':<16} {'calls a miss':<16}")
    for name in {**misses, **loads}:
        calls = counted(openings[name][1], openings[name][0]) if name in openings else {}
        hit, miss = (
            f"{table[name][0]:.0f} ({table[name][1]:.0f})" if name in table else "" for table in (hits, misses)
        )
        load = f"{loads[name][0]:.0f} ({loads[name][1]:.0f})" if name in loads else ""
        texts = [sums(calls[part]) if part in calls else "" for part in ("hit", "miss")]
        print(f"{name:<22} {hit:>14} {miss:>14} {load:>12}   {texts[0]:<16} {texts[1]:<16}")
    print("Medians by the clock (of the processor). Calls name a path: all (reads + writes + metadata).")
    print("The digests below are of the processor: they wait for nothing.\n")
    show(ratios(hits, misses, loads))


def ratios(hits: dict[str, Times], misses: dict[str, Times], loads: dict[str, Times]) -> Iterator[Measure]:
    """What the budgets say about the table above, by the clock and by the processor."""
    for kind, clock in enumerate(("by the clock", "of the processor")):
        hit, third, other = hits["furu"][kind], hits["joblib"][kind] / 3, hits["signac"][kind]
        holds = hit < other and hit <= third
        yield Measure(
            f"hit, {clock}", f"{hit:.0f} µs", f"< {other:.0f} and ≤ {third:.0f} µs", holds, "signac, joblib / 3"
        )
        ratio = misses["furu"][kind] / misses[BARE][kind]
        yield Measure(f"miss / bare, {clock}", f"{ratio:.2f}", "≤ 1.5", ratio <= 1.5)
        load = loads["furu"][kind]
        yield Measure(f"import furu, {clock}", f"{load:.0f} ms", "≤ 150 ms", load <= 150)


def show(measures: Iterator[Measure]) -> None:
    """Prints lines of the second table as they are measured."""
    for line in measures:
        verdict = {True: "holds", False: "MISSED", None: ""}[line.holds]
        print(f"{line.what:<34} {line.ours:<41} {line.budget:<24} {verdict:<8} {line.beside}", flush=True)


def machine(folder: str) -> None:
    """Prints what the numbers depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    system = subprocess.run(
        ["stat", "-f", "-c", "%T", folder], capture_output=True, text=True, check=False
    ).stdout.strip()
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("joblib", "signac", "exca", "numpy"))
    print(f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, {system}")
    print(f"Python {platform.python_version()}, {versions}; load average {load()}\n")


def load() -> str:
    """The load averages of the last 1, 5 and 15 minutes; above the number of cores, times are those of a queue."""
    return ", ".join(f"{value:.1f}" for value in os.getloadavg())


def main(old: str | None = None) -> None:
    """Prints the tables; ``old`` is a Python that has the released furu."""
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        machine(folder)
        os.environ["FURU_ALLOW_NO_GIT_ORIGIN"] = "1"
        side_by_side(folder, old)
        show(digests())
        phases = sorted(split(10 * ROUNDS).items(), key=lambda item: -item[1])
        print(
            "\nA miss by phase, mean µs of the processor: "
            + ", ".join(f"{phase} {value:.0f}" for phase, value in phases)
        )
        print(f"The largest is {phases[0][0]}. Load average at the end: {load()}")


if __name__ == "__main__":
    main(*(path for path in sys.argv[1:] if Path(path).exists()))
