"""Measures the index on made-up stores: scans, refreshes, questions, memory; beside the released furu's list and graph.

Every store is scanned and asked in a process of its own, so that its memory is its own. Run it with ``make bench``, or
``python -m bench.index --count 100000``; it makes what stores it needs, and deletes them.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.index_work import Found
from bench.make_store import Store, made

CHECKOUT = Path(__file__).parents[1]
COUNTS = (1_000, 10_000)
CLASSES = (12, 1_000)
RELEASED = "furu 0.0.12"
QUIET = {"FURU_LOG_LEVEL": "ERROR", "FURU_RECORD_GIT": "ignore"}
BESIDE = 1_000
"""As many artifacts of its own does the released furu list."""


@dataclass(frozen=True)
class Line:
    """One line of the table: what was measured, how to read it from a measurement, and the budget at 100,000."""

    what: str
    value: Callable[[Found], str]
    budget: str = ""


def _ms(name: str) -> Callable[[Found], str]:
    def value(found: Found) -> str:
        times = sorted(found.questions[name])
        middle, late = statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.95))]
        return f"{middle * 1e3:.1f} / {late * 1e3:.1f} ms ({found.cpu[name] * 1e3:.1f})"

    return value


LINES = (
    Line("first scan", lambda found: f"{found.scan_s:.1f} s ({found.scan_cpu_s:.1f})", "≤ 30 s"),
    Line("first rows", lambda found: f"{found.first_rows_s:.2f} s", "≤ 1 s"),
    Line("refresh after 10 changes", lambda found: f"{found.refresh_s * 1e3:.0f} ms", "≤ 50 ms"),
    Line("restart to the first page", lambda found: f"{found.restart_s:.2f} s", "≤ 1 s"),
    Line("filter, sort, page of 100", _ms("page"), "p95 ≤ 25 ms"),
    Line("facets", _ms("facets"), "p95 ≤ 25 ms"),
    Line("groups with a mean", _ms("groups"), "p95 ≤ 25 ms"),
    Line("columns", _ms("columns")),
    Line("suggest", _ms("suggest")),
    Line("class DAG", _ms("class graph"), "≤ 100 ms"),
    Line("a page of 100 as JSON", lambda found: f"{found.page_bytes / 1e3:.0f} kB"),
    Line("index on disk", lambda found: f"{found.disk_bytes / 1e6:.0f} MB"),
    Line("peak memory", lambda found: f"{found.peak_mb:.0f} MB", "≤ 500 MB"),
)


def measured(root: Path, cache: Path) -> Found:
    """Scan a store and ask it questions, and then open it again, each in a process of its own."""
    work = [sys.executable, "-m", "bench.index_work", str(root), str(cache)]
    answers = [
        subprocess.run([*work, *more], stdout=subprocess.PIPE, check=True, cwd=CHECKOUT).stdout
        for more in ([], ["--again"])
    ]
    return Found(**json.loads(answers[0]) | json.loads(answers[1]))


def rows(folder: Path, counts: Sequence[int]) -> Iterator[tuple[str, Found]]:
    """What was measured of each store, which is deleted then."""
    for count in counts:
        for classes in CLASSES:
            root = folder / f"{count}-{classes}"
            store = Store(root=str(root), count=count, classes=classes, seed=0, until=datetime.now(UTC))
            for _ in made(store, os.cpu_count() or 1):
                pass
            yield f"{count:,}, {classes:,} classes", measured(root, folder / f"cache-{count}-{classes}")
            subprocess.run(["rm", "-rf", str(root)], check=True)


def table(found: Sequence[tuple[str, Found]]) -> str:
    """The measurements as Markdown."""
    lines = [
        f"| | {' | '.join(name for name, _ in found)} | budget at 100,000 |",
        f"|---|{'---:|' * len(found)}---|",
        *(f"| {line.what} | {' | '.join(line.value(one) for _, one in found)} | {line.budget} |" for line in LINES),
    ]
    return "\n".join(lines) + "\n"


def released(python: str) -> str:
    """How long the released furu's list and graph take over artifacts of its own, as its server answers them."""
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        command = [python, "-m", "bench.released_list", str(BESIDE)]
        env = os.environ | QUIET | {"PYTHONPATH": str(CHECKOUT), "FURU_PATH": folder}
        result = subprocess.run(command, stdout=subprocess.PIPE, env=env, text=True, check=False)
    if result.returncode:
        return f"{RELEASED} could not be measured here\n"
    times = json.loads(result.stdout.splitlines()[-1])
    return f"{RELEASED}, {BESIDE:,} artifacts of its own: " + ", ".join(
        f"{name} {seconds * 1e3:.0f} ms" for name, seconds in times.items()
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, action="append", help="artifacts; 1,000 and 10,000 unless it is given")
    parser.add_argument("--released", default="", help="a Python that has the released furu")
    parser.add_argument("--json", action="store_true", help="print the measurements besides")
    given = parser.parse_args()
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        found = list(rows(Path(folder), given.count or COUNTS))
    print(f"\nIndex, {datetime.now(UTC):%d %B %Y}, {os.cpu_count()} processors, ", end="")
    print(f"load {before:.1f} before and {os.getloadavg()[0]:.1f} after\n\n{table(found)}")
    if given.released:
        print(released(given.released))
    if given.json:
        print(json.dumps({name: asdict(one) for name, one in found}))


if __name__ == "__main__":
    main()
