"""Made-up stores are true ones: the library loads from them, and its own artifacts look the same."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bench import zoo
from bench.make_store import Maker, Store, made
from furu import settings
from furu.index import reader
from furu.index.index import Index
from furu.index.query import Selection
from furu.store import walk
from furu.store.codec import plain, unpack
from furu.store.layout import Artifact
from furu.store.records import AttemptRecord, ConfigRecord, State, SuccessRecord

UNTIL = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def root() -> Path:
    """The folder of the test's artifacts."""
    return settings.root()


def store(root: Path, count: int = 300, classes: int = 12) -> Store:
    return Store(root=str(root), count=count, classes=classes, seed=7, until=UNTIL)


def make(found: Store, processes: int = 1) -> None:
    assert list(made(found, processes))[-1] == found.count


def shape(value: object) -> object:
    """What a record consists of, whatever it says."""
    if isinstance(value, dict):
        return {key: shape(item) for key, item in value.items()}
    return type(value).__name__


def files(artifact: Artifact) -> set[str]:
    return {name for name in os.listdir(artifact.meta) if not name.startswith("logs")}


def test_the_library_loads_what_was_made_up(root: Path) -> None:
    found = store(root)
    make(found)
    nodes = [Maker(found).node(number) for number in range(found.count)]
    done = [node for node in nodes if node.exists()]
    assert len(done) > 200
    assert [node.load() for node in done] == [node._create() for node in done]


def test_what_was_made_up_has_the_files_and_records_of_the_librarys_own(root: Path, tmp_path: Path) -> None:
    found = store(tmp_path / "made")
    make(found)
    node = next(node for node in map(Maker(found).node, range(found.count)) if isinstance(node, zoo.Evaluate))
    node.get()
    namespace = f"{type(node).__module__}.{type(node).__qualname__}"
    real = Artifact(str(root), namespace, node.furu_hash)
    made_up = next(
        item for item in walk.artifacts(found.root) if item.namespace == namespace and os.path.exists(item.success)
    )
    assert files(made_up) == files(real)
    for cls, name in ((ConfigRecord, "config"), (SuccessRecord, "success")):
        ours, theirs = (plain(unpack(cls, Path(getattr(item, name)).read_bytes(), name)) for item in (made_up, real))
        assert ours.keys() == theirs.keys()
        assert shape(ours.get("node")) == shape(theirs.get("node"))
    attempt = unpack(AttemptRecord, Path(real.attempt(1)).read_bytes(), "")
    like_it = unpack(AttemptRecord, Path(made_up.attempt(1)).read_bytes(), "")
    assert (attempt.outcome, like_it.outcome) == ("success", "success")
    schemas = {path.name: path.read_bytes() for path in root.glob("data/**/.schemas/*")}
    others = {path.name: path.read_bytes() for path in Path(found.root).glob("data/**/.schemas/*")}
    assert schemas
    assert schemas.items() <= others.items()


def test_the_index_reads_both_alike(root: Path, tmp_path: Path) -> None:
    found = store(tmp_path / "made")
    make(found)
    judge = reader.Judge(found.root, 120.0)
    for item in walk.artifacts(found.root):
        reading = reader.read(item, judge)
        assert reading is not None
        row, _ = reader.entry(reading)
        assert row.unreadable is None
    node = Maker(found).node(found.count - 1)
    node.get()
    namespace = f"{type(node).__module__}.{type(node).__qualname__}"
    rows = []
    for folder in (str(root), found.root):
        reading = reader.read(Artifact(folder, namespace, node.furu_hash), judge)
        assert reading is not None
        rows.append(reader.entry(reading))
    (ours, our_edges), (theirs, their_edges) = rows
    assert our_edges == their_edges
    assert ours.config == theirs.config
    assert (ours.bases, ours.schema, ours.name, ours.tags[:1]) == (
        theirs.bases,
        theirs.schema,
        theirs.name,
        theirs.tags[:1],
    )


def test_the_same_seed_makes_the_same_store_however_many_processes_make_it(tmp_path: Path) -> None:
    first, second = store(tmp_path / "a"), store(tmp_path / "b")
    make(first)
    make(second, processes=2)
    ours, theirs = (
        {path.relative_to(one.root): path.read_bytes() for path in Path(one.root, "data").rglob("*.json")}
        for one in (first, second)
    )
    assert ours == theirs


def test_all_states_are_there_and_stay(root: Path) -> None:
    make(store(root, count=2000))
    index = Index(root)
    try:
        index.refresh()
        states = index.stats().states
    finally:
        index.close()
    assert sum(states.values()) == 2000
    assert [state for state in State if states[state] == 0] == []
    assert states[State.RUNNING] == states[State.QUEUED] == 10


@pytest.mark.parametrize("classes", [12, 100])
def test_there_are_as_many_classes_as_asked_for_with_their_base_classes(root: Path, classes: int) -> None:
    make(store(root, count=1500, classes=classes))
    found = Counter(item.namespace for item in walk.artifacts(str(root)))
    assert len(found) == classes
    index = Index(root)
    try:
        index.refresh()
        derived = index.find("isa:Train", Selection(), limit=500)
    finally:
        index.close()
    assert derived.total > 1000
    assert len({row.namespace for row in derived.items}) == sum(
        issubclass(cls, zoo.Train) for cls in zoo.levels(classes)[2]
    )


def test_another_seed_is_another_store(tmp_path: Path) -> None:
    ours = store(tmp_path)
    assert Maker(ours).node(299).furu_hash != Maker(replace(ours, seed=8)).node(299).furu_hash
