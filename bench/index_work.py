"""One store, scanned and asked in this process; prints what it took as JSON."""

from __future__ import annotations

import argparse
import json
import random
import resource
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path

import msgspec

from furu.index.index import Index
from furu.store import fs, journal, walk
from furu.store.codec import pack
from furu.store.records import LabelsRecord

ROUNDS = 30
CHANGES = 10
PAGES = (
    ("state:failed created>30d", "-duration"),
    ("class:Mlp config.optimizer.lr>1e-3", "-result.accuracy"),
    ("isa:Train tag:baseline", "-created"),
    ("config.epochs>=10 config.batch_size=64 and not state:success", "-updated"),
    ("result.accuracy>0.8 user:ada", "config.optimizer.lr"),
    ("", "-size"),
)
"""Queries and what their answers are sorted by."""

UNFINISHED = ("config.opt", "state:fa", "class:Mlp config.epochs>", "user:a")


@dataclass
class Found:
    """What was measured: seconds of the clock, and of the processor where a name says so."""

    scan_s: float = 0.0
    scan_cpu_s: float = 0.0
    first_rows_s: float = 0.0
    refresh_s: float = 0.0
    restart_s: float = 0.0
    page_bytes: int = 0
    disk_bytes: int = 0
    peak_mb: float = 0.0
    questions: dict[str, list[float]] = field(default_factory=dict)
    cpu: dict[str, float] = field(default_factory=dict)


def scan(index: Index, found: Found) -> None:
    """Look through everything for the first time."""
    began = time.monotonic()

    def tell() -> None:
        found.first_rows_s = found.first_rows_s or time.monotonic() - began

    index.refresh(tell)
    found.scan_s = time.monotonic() - began
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found.scan_cpu_s = sum(one.ru_utime + one.ru_stime for one in used)


def change(root: Path, turn: int) -> None:
    """Label a few artifacts, as people do."""
    for place in islice(walk.artifacts(str(root)), turn * CHANGES, (turn + 1) * CHANGES):
        journal.record(place, "labels", "before")
        fs.write(place.labels, pack(LabelsRecord(name=f"turn {turn}")))
        journal.record(place, "labels", "after")


def refreshes(index: Index, root: Path, found: Found) -> None:
    """Find a few changes, again and again."""
    taken = []
    for turn in range(7):
        change(root, turn)
        began = time.monotonic()
        index.refresh(walk="never")
        taken.append(time.monotonic() - began)
    found.refresh_s = sorted(taken)[len(taken) // 2]


def ask(index: Index, found: Found) -> None:
    """All questions, in turns and in an order by chance; the first round warms up and does not count."""
    chance = random.Random(0)
    questions: list[tuple[str, Callable[[], object]]] = [
        *(("page", lambda text=text, sort=sort: index.find(text, sort=sort)) for text, sort in PAGES),
        ("facets", lambda: index.facets("isa:Train")),
        ("groups", lambda: index.groups("isa:Train", ["user"], columns=["result.accuracy"])),
        ("columns", lambda: index.columns("isa:Train")),
        *(("suggest", lambda text=text: index.suggest(text, len(text))) for text in UNFINISHED),
        ("class graph", index.class_graph),
    ]
    for _, question in questions:
        question()
    used: dict[str, list[float]] = {}
    for _ in range(ROUNDS):
        for name, question in chance.sample(questions, len(questions)):
            wall, processor = time.monotonic(), time.process_time()
            question()
            used.setdefault(name, []).append(time.process_time() - processor)
            found.questions.setdefault(name, []).append(time.monotonic() - wall)
    found.cpu = {name: sorted(times)[len(times) // 2] for name, times in used.items()}


def main() -> None:
    """Measure a store for the first time, or once more with the cache that is there."""
    parser = argparse.ArgumentParser()
    parser.add_argument("root", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--again", action="store_true")
    given = parser.parse_args()
    found = Found()
    began = time.monotonic()
    index = Index(given.root, given.cache)
    if given.again:
        index.refresh(walk="never")
        index.find("")
        print(json.dumps({"restart_s": time.monotonic() - began}))
        return
    scan(index, found)
    ask(index, found)
    refreshes(index, given.root, found)
    found.page_bytes = len(msgspec.json.encode(index.find("")))
    found.disk_bytes = sum(path.stat().st_size for path in given.cache.rglob("*") if path.is_file())
    found.peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    index.close()
    print(json.dumps(asdict(found)))


if __name__ == "__main__":
    main()
