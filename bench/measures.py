"""Measures furu by itself: digests, graphs, arrays, and the phases of a creation beside its bare file operations."""

from __future__ import annotations

import importlib
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

import joblib
import numpy as np

import furu
from bench.nodes import Floats, Link, Noop, Pair, Weights

FLOATS = 100_000
CHAIN = 10_000
LEVELS = 13
ARRAY_MB = 64


@dataclass(frozen=True)
class Measure:
    """One line of the table: ours, the budget in words, whether it holds, and what stands beside it."""

    what: str
    ours: str
    budget: str = ""
    holds: bool | None = None
    beside: str = ""


def median_ms(work: Callable[[], object], rounds: int = 9) -> float:
    """The median milliseconds of the processor for some work."""
    return statistics.median(_seconds(work) for _ in range(rounds)) * 1e3


def _seconds(work: Callable[[], object]) -> float:
    before = time.process_time()
    work()
    return time.process_time() - before


def digests() -> Iterator[Measure]:
    """Digests of large values and large graphs; each object is new, and making it is not counted.

    They touch no disk and wait for nothing, so the processor's time is theirs, however busy the machine is.
    """
    numbers = tuple(random.Random(0).random() for _ in range(FLOATS))
    ours, theirs = [], []
    for _ in range(9):
        node = Floats(values=numbers)
        ours.append(_seconds(lambda node=node: node.furu_hash))  # type: ignore[misc]  # bound now
        theirs.append(_seconds(lambda: joblib.hash(numbers)))
    digest, peer = statistics.median(ours) * 1e3, statistics.median(theirs) * 1e3
    made = median_ms(lambda: Floats(values=numbers).furu_hash)
    yield Measure(
        f"digest of {FLOATS:,} floats",
        f"{digest:.1f} ms ({made:.1f} ms with making the object)",
        "≤ 20 ms, ≤ joblib / 10",
        digest <= 20 and digest <= peer / 10,
        f"joblib.hash {peer:.0f} ms",
    )
    yield from (_graph(f"chain of {CHAIN:,} nodes", 150, chain), _graph(f"diamond of 2^{LEVELS} paths", 5, diamond))
    yield _array()


def _graph(what: str, budget: float, make: Callable[[], furu.Furu[int]]) -> Measure:
    nodes = iter([make() for _ in range(9)])
    found = median_ms(lambda: next(nodes).furu_hash)
    return Measure(f"digest of a {what}", f"{found:.2f} ms", f"≤ {budget} ms", found <= budget)


def _array() -> Measure:
    array = np.random.default_rng(0).random(ARRAY_MB * 1_000_000 // 8)
    nodes = iter([Weights(values=array) for _ in range(9)])
    rate = ARRAY_MB / (median_ms(lambda: next(nodes).furu_hash) / 1e3)
    peer = ARRAY_MB / (median_ms(lambda: joblib.hash(array), 3) / 1e3)
    return Measure(
        f"digest of an array of {ARRAY_MB} MB",
        f"{rate:.0f} MB/s",
        "≥ 500 MB/s",
        rate >= 500,
        f"joblib.hash {peer:.0f} MB/s",
    )


def chain() -> Link:
    """Nodes in a row."""
    top = Link()
    for position in range(1, CHAIN):
        top = Link(below=top, position=position)
    return top


def diamond() -> Pair:
    """A tower in which every level uses the one below twice."""
    top = Pair()
    for _ in range(LEVELS):
        top = Pair(left=top, right=top)
    return top


STARTED, ENDED, CONFIG, MANIFEST, LINE = (b"x" * size for size in (1480, 1780, 370, 250, 152))
"""As many bytes as a creation of ``Noop`` writes in this repository."""


def bare_creation(root: str) -> Callable[[int], None]:
    """The file operations of a creation, in a plain loop body: what no library that keeps these files can beat.

    The calls are those of a ``get()`` that creates, one for one, which a test compares.
    """
    data, journal = f"{root}/data/bench/nodes/Noop", f"{root}/journal"
    schema, token = f"{data}/.schemas/{0:016x}.json", f"{0:016x}"
    os.makedirs(os.path.dirname(schema))
    os.makedirs(journal)
    _file(schema, LINE)

    def create(number: int) -> None:
        directory = f"{data}/{number:032x}"
        meta = f"{directory}/.furu"
        _absent(f"{meta}/success")
        os.mkdir(directory)
        os.mkdir(meta)
        _file(f"{meta}/claim-{token}", b"")
        _file(f"{meta}/.tmp-{token}-attempt-0001.json", STARTED)
        os.link(f"{meta}/.tmp-{token}-attempt-0001.json", f"{meta}/attempt-0001.json")
        os.unlink(f"{meta}/.tmp-{token}-attempt-0001.json")
        _file(f"{journal}/day", LINE, os.O_CREAT | os.O_APPEND)
        os.stat(schema)
        _file(f"{meta}/.tmp-{token}-config.json", CONFIG)
        os.rename(f"{meta}/.tmp-{token}-config.json", f"{meta}/config.json")
        _file(f"{meta}/claim-{token}", MANIFEST, os.O_TRUNC)
        os.rename(f"{meta}/claim-{token}", f"{meta}/success")
        _file(f"{meta}/.tmp-{token}-attempt-0001.json", ENDED)
        os.rename(f"{meta}/.tmp-{token}-attempt-0001.json", f"{meta}/attempt-0001.json")
        _file(f"{journal}/day", LINE, os.O_CREAT | os.O_APPEND)

    return create


def _absent(path: str) -> None:
    try:
        os.close(os.open(path, os.O_RDONLY))
    except FileNotFoundError:
        return


def _file(path: str, data: bytes, how: int = os.O_CREAT | os.O_EXCL) -> None:
    descriptor = os.open(path, os.O_WRONLY | how, 0o666)
    if data:
        os.write(descriptor, data)
    os.close(descriptor)


PHASES: dict[str, tuple[str, ...]] = {
    "look for it": ("furu.runtime.get.read_success",),
    "folders": ("furu.runtime.obtain.make_place",),
    "lease": ("furu.store.fs.create", "furu.store.fs.link_new"),
    "config.json": ("furu.runtime.create.describe_artifact",),
    "publish": ("furu.runtime.create.publish",),
    "outcome": ("furu.runtime.create.finish",),
    "journal": ("furu.store.journal.record",),
}
"""The phases of a creation, and the functions whose time they are; what is left is everything else."""


@contextmanager
def timed(taken: dict[str, float]) -> Iterator[None]:
    """Adds up the time of each phase while the block runs, by wrapping its functions."""
    undo: list[Callable[[], None]] = []
    for phase, names in PHASES.items():
        for name in names:
            module = importlib.import_module(name.rpartition(".")[0])
            attribute = name.rpartition(".")[2]
            original = vars(module)[attribute]
            setattr(module, attribute, _counting(original, phase, taken))
            undo.append(partial(setattr, module, attribute, original))
    try:
        yield
    finally:
        for back in undo:
            back()


def _counting(original: Callable[..., object], phase: str, taken: dict[str, float]) -> Callable[..., object]:
    def call(*arguments: object, **options: object) -> object:
        before = time.process_time()
        try:
            return original(*arguments, **options)
        finally:
            taken[phase] = taken.get(phase, 0.0) + time.process_time() - before

    return call


def split(first: int, rounds: int = 200) -> dict[str, float]:
    """The mean microseconds of the processor for each phase of a creation, and for the rest."""
    taken: dict[str, float] = {}
    with timed(taken):
        whole = sum(_seconds(Noop(number=first + step, rate=0.5, name="bench").get) for step in range(rounds))
    taken["everything else"] = whole - sum(taken.values())
    return {phase: seconds / rounds * 1e6 for phase, seconds in taken.items()}
