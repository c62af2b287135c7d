"""Times a hit and a miss of furu, joblib and signac, interleaved, and prints the medians in microseconds.

Every library stores and loads the same small JSON result for a config of three fields. Run it with ``make bench``.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import joblib
import signac

import furu

ROUNDS = 300
IMPORTS = 9


class Noop(furu.Furu[dict[str, float]]):
    """Three fields and a small result, without work."""

    number: int
    rate: float
    name: str

    def _create(self) -> dict[str, float]:
        return noop(self.number, self.rate, self.name)


def noop(number: int, rate: float, name: str) -> dict[str, float]:
    """Returns a small result."""
    return {"accuracy": rate, "steps": float(number), "length": float(len(name))}


def with_furu(number: int) -> dict[str, float]:
    """Gets a result through furu."""
    return Noop(number=number, rate=0.5, name="bench").get()


def with_joblib(folder: Path) -> Callable[[int], dict[str, float]]:
    """Returns a function that gets a result through joblib."""
    cached = joblib.Memory(str(folder), verbose=0).cache(noop)
    return lambda number: cached(number, 0.5, "bench")


def with_signac(folder: Path) -> Callable[[int], dict[str, float]]:
    """Returns a function that gets a result through signac, which leaves storing it to its user."""
    project = signac.init_project(str(folder))

    def get(number: int) -> dict[str, float]:
        job = project.open_job({"number": number, "rate": 0.5, "name": "bench"})
        if not job.isfile("result.json"):
            job.init()
            Path(job.fn("result.json")).write_text(json.dumps(noop(number, 0.5, "bench")))
        found: dict[str, float] = json.loads(Path(job.fn("result.json")).read_text())
        return found

    return get


def medians(getters: dict[str, Callable[[int], object]]) -> dict[str, float]:
    """Returns the median microseconds of each, taking turns so that all meet the same machine."""
    taken: dict[str, list[float]] = {name: [] for name in getters}
    for number in range(ROUNDS):
        for name, get in getters.items():
            before = time.perf_counter()
            get(number)
            taken[name].append(time.perf_counter() - before)
    return {name: statistics.median(times) * 1e6 for name, times in taken.items()}


def import_milliseconds(module: str) -> float:
    """Returns the median milliseconds of an import in a new process, less those of an empty one."""

    def run(code: str) -> float:
        before = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        return time.perf_counter() - before

    pairs = [(run("pass"), run(f"import {module}")) for _ in range(IMPORTS)]
    return statistics.median(loaded - empty for empty, loaded in pairs) * 1e3


def main() -> None:
    """Prints one table."""
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        os.environ |= {"FURU_PATH": f"{folder}/furu", "FURU_ALLOW_NO_GIT_ORIGIN": "1"}
        joblib_folder, signac_folder = Path(folder, "joblib"), Path(folder, "signac")
        signac_folder.mkdir()
        getters: dict[str, Callable[[int], object]] = {
            "furu": with_furu,
            "joblib": with_joblib(joblib_folder),
            "signac": with_signac(signac_folder),
        }
        misses, hits = medians(getters), medians(getters)
    print(f"{'':<8} {'miss µs':>9} {'hit µs':>9} {'import ms':>10}")
    for name in getters:
        print(f"{name:<8} {misses[name]:>9.0f} {hits[name]:>9.0f} {import_milliseconds(name):>10.0f}")


if __name__ == "__main__":
    main()
