"""Makes stores of any size without computing anything, in the format that the library writes.

What an artifact is comes from its config class (``bench.zoo``), how it went from chance; the same seed and the same
end of time give the same store. ``python -m bench.make_store FOLDER --count 100000``.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import furu
from bench import zoo
from bench.fates import Fate, attempts_of, fate_of, journal_lines, label_of, success_of
from furu.config.schema import fingerprint, schema_of
from furu.runtime.describe import config_record
from furu.store import fs
from furu.store.codec import pack
from furu.store.layout import Artifact, class_directory, journal_file
from furu.store.records import State, TicketRecord

SHARES = (0.01, 0.06, 0.73)
"""The parts of all artifacts that are data, features and models; the rest are reports."""
DAYS = 90
"""How far back the store goes."""
CHUNK = 250
_FAR = 10 * 365 * 86_400
"""Heartbeats of what runs lie so many seconds ahead, so that it stays running."""


@dataclass(frozen=True)
class Store:
    """What to make: the same values give the same store."""

    root: str
    count: int
    classes: int
    seed: int
    until: datetime


class Maker:
    """Makes the artifacts of one store, by number; those below an artifact have smaller numbers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._levels = zoo.levels(store.classes)
        sizes = [
            max(len(level), round(store.count * share)) for level, share in zip(self._levels, SHARES, strict=False)
        ]
        self._starts = [0, *(sum(sizes[: place + 1]) for place in range(len(sizes)))]
        self.node = lru_cache(maxsize=20_000)(self._node)
        """The config object of an artifact, by its number."""

    def make(self, number: int) -> str:
        """Write one artifact; returns its journal's lines."""
        node, fate = self.node(number), self._fate(number)
        artifact = Artifact(self._store.root, _namespace(type(node)), node.furu_hash)
        fs.make_directories(artifact.meta)
        config = config_record(node, artifact, self._schema(type(node)))
        fs.create(artifact.config, pack(replace(config, created_at=fate.started_at)))
        if fate.state is not State.QUEUED:
            self._attempts(artifact, fate)
        else:
            ticket = TicketRecord(run=fate.run, job=fate.job or "1", submitted_at=fate.started_at)
            fs.create(artifact.ticket, pack(ticket))
        if fate.state is State.SUCCESS:
            fs.create(artifact.success, pack(success_of(fate, type(node)._create(node))))
            if fate.megabytes:
                _sparse(f"{artifact.directory}/weights.bin", fate.megabytes)
        if (labels := label_of(fate)) is not None:
            fs.create(artifact.labels, pack(labels))
        at = fate.ended_at.timestamp()
        os.utime(artifact.meta, (at, at))
        return journal_lines(artifact, fate)

    def _attempts(self, artifact: Artifact, fate: Fate) -> None:
        for record in attempts_of(fate):
            path = artifact.attempt(record.number)
            fs.create(path, pack(record))
            if record.logs:
                fs.make_directories(artifact.logs(record.number))
                fs.create(f"{artifact.logs(record.number)}/stdout", b"epoch 1\nepoch 2\n")
            if record.outcome is None:
                beat = (
                    (self._store.until.timestamp() + _FAR) if fate.state is State.RUNNING else fate.ended_at.timestamp()
                )
                fs.create(artifact.claim(record.owner.token))
                os.utime(path, (beat, beat))

    def _schema(self, cls: type[furu.Furu[Any]]) -> str:
        """The schema of a class, written by whoever comes first."""
        found = fingerprint(cls)
        path = Artifact(self._store.root, _namespace(cls), "").schema(found)
        if fs.inode(path) is None:
            fs.make_directories(os.path.dirname(path))
            fs.write(path, pack(schema_of(cls)))
        return found

    def _fate(self, number: int) -> Fate:
        store, level = self._store, self._level(number)
        chance = random.Random(f"{store.seed}/fate/{number}")
        # What others need is older, so that nothing used what came later.
        newest, oldest = ((80, 90), (60, 80), (0, 60), (0, 30))[level]
        days = newest + (oldest - newest) * chance.random() ** 1.5
        started = store.until - timedelta(days=days * DAYS / 90, seconds=60)
        live = max(1, min(64, store.count // 200))
        place = number - self._starts[level]
        state = None
        if level == 2 and place < 2 * live:
            state = State.RUNNING if place % 2 else State.QUEUED
            started = store.until - timedelta(minutes=chance.uniform(1, 300))
        return fate_of(chance, level, started, store.until, state)

    def _level(self, number: int) -> int:
        return sum(number >= start for start in self._starts) - 1

    def _node(self, number: int) -> furu.Furu[Any]:
        level = self._level(number)
        place = number - self._starts[level]
        classes = self._levels[level]
        cls: Any = classes[place % len(classes)]
        chance = random.Random(f"{self._store.seed}/node/{number}")
        node: furu.Furu[Any] = cls(seed=place, **_fields(cls, chance), **self._below(level, cls, chance))
        return node

    def _below(self, level: int, cls: type[furu.Furu[Any]], chance: random.Random) -> dict[str, Any]:
        if level == 0:
            return {}
        if issubclass(cls, zoo.Ensemble):
            return {"members": tuple(self._done(level - 1, chance) for _ in range(chance.randrange(2, 6)))}
        return {("dataset", "features", "model")[level - 1]: self._done(level - 1, chance)}

    def _done(self, level: int, chance: random.Random) -> furu.Furu[Any]:
        """A node of a level whose artifact succeeded, if chance finds one."""
        tries = [chance.randrange(*self._starts[level : level + 2]) for _ in range(10)]
        number = next((place for place in tries if self._fate(place).state is State.SUCCESS), tries[0])
        return self.node(number)


def _fields(cls: type[furu.Furu[Any]], chance: random.Random) -> dict[str, Any]:
    """Values for the fields that a class has beside its nodes and its seed."""
    found: dict[str, Any] = {}
    if issubclass(cls, zoo.Dataset):
        found = {
            "source": chance.choice(("local", "s3://bucket/data", "hub")),
            "split": chance.choice(("train", "all")),
        }
    if issubclass(cls, zoo.Train):
        optimizer = zoo.Optimizer(
            name=chance.choice(("adam", "sgd", "lion")),
            lr=round(10 ** chance.uniform(-5, -1), 6),
            weight_decay=chance.choice((0.0, 0.01, 0.1)),
        )
        found = {
            "optimizer": optimizer,
            "epochs": chance.choice((5, 10, 50)),
            "batch_size": 2 ** chance.randrange(4, 9),
        }
    for owner, name, values in _CHOICES:
        if issubclass(cls, owner):
            found[name] = chance.choice(values)
    return found


_CHOICES: tuple[tuple[type[Any], str, tuple[Any, ...]], ...] = (
    (zoo.Images, "resolution", (128, 224, 384)),
    (zoo.Texts, "language", ("en", "de", "sk")),
    (zoo.Pca, "components", (8, 16, 32, 64)),
    (zoo.Patches, "stride", (None, 8, 16)),
    (zoo.Linear, "l2", (0.0, 1e-4, 1e-2)),
    (zoo.Forest, "depth", (None, 4, 12)),
    (zoo.Mlp, "widths", ((64,), (128, 128), (256, 256, 256))),
    (zoo.Transformer, "layers", (2, 6, 12)),
    (zoo.Evaluate, "split", ("test", "validation")),
    (zoo.Ensemble, "vote", ("mean", "majority")),
)


def _namespace(cls: type[Any]) -> str:
    return f"{cls.__module__}.{cls.__qualname__}"


def _sparse(path: str, megabytes: int) -> None:
    """A file of some size that takes no room."""
    fs.create(path)
    os.truncate(path, megabytes * 2**20)


def _chunk(job: tuple[Store, int]) -> dict[str, str]:
    """Make some artifacts in a process of the pool; returns lines for the journals, by journal."""
    store, start = job
    maker, found = _maker(store), dict[str, str]()
    for number in range(start, min(start + CHUNK, store.count)):
        lines = maker.make(number)
        day_host, _, text = lines.partition("\n")
        found[day_host] = found.get(day_host, "") + text
    return found


_maker = lru_cache(maxsize=1)(Maker)


def made(store: Store, processes: int) -> Iterator[int]:
    """Make a store; says after each piece how many artifacts there are."""
    jobs = [(store, start) for start in range(0, store.count, CHUNK)]
    fs.make_directories(class_directory(store.root, "bench"))
    if processes < 2:
        yield from _kept(store, map(_chunk, jobs))
        return
    with multiprocessing.get_context("fork").Pool(processes) as pool:
        yield from _kept(store, pool.imap_unordered(_chunk, jobs))


def _kept(store: Store, pieces: Iterator[dict[str, str]]) -> Iterator[int]:
    done = 0
    for piece in pieces:
        for day_host, text in piece.items():
            day, _, host = day_host.partition(".")
            fs.append(journal_file(store.root, day, host), text.encode())
        done = min(store.count, done + CHUNK)
        yield done


def main() -> None:
    """Make the store that the command line describes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="the root to make")
    parser.add_argument("--count", type=int, default=10_000, help="artifacts")
    parser.add_argument("--classes", type=int, default=12, help="classes, twelve at least")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--until", type=datetime.fromisoformat, help="when the store ends; now, unless it is given")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    given = parser.parse_args()
    until = given.until or datetime.now(UTC)
    store = Store(
        root=str(given.folder.absolute()),
        count=given.count,
        classes=given.classes,
        seed=given.seed,
        until=until if until.tzinfo else until.replace(tzinfo=UTC),
    )
    began = time.monotonic()
    for done in made(store, given.processes):
        if done == given.count or done % 10_000 < CHUNK:
            print(f"{done:,} of {given.count:,}, {done / (time.monotonic() - began):,.0f} a second", flush=True)


if __name__ == "__main__":
    main()
