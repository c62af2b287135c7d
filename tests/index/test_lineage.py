"""Dependencies and dependents, in both directions, and the classes they belong to."""

from __future__ import annotations

import shutil

import pytest

from furu.errors import ExperimentUnknown
from furu.index import scanner
from furu.index.index import Index
from furu.index.query import Selection
from furu.index.rows import ClassEdge, Neighbour
from furu.store.records import State
from tests.index.samples import Containers, Part, furu_id, meta
from tests.nodes import Ensemble, Leaf, chain, pipeline


def short(items: tuple[Neighbour, ...]) -> list[tuple[str, str, str, State]]:
    return [(item.id, item.path, item.kind, item.state) for item in items]


@pytest.fixture
def containers() -> Containers:
    return Containers(
        alone=Leaf(value=1),
        many=[Leaf(value=1), Leaf(value=2)],
        pairs=((Leaf(value=3), 9),),
        by_name={"x": Leaf(value=4)},
        by_number={7: Leaf(value=5)},
        part=Part(leaf=Leaf(value=6)),
    )


def test_dependencies_are_found_in_every_container_declared_and_observed(index: Index, containers: Containers) -> None:
    containers.get()
    index.refresh()
    items, total = index.neighbours(furu_id(containers), up=True)
    leaf = {value: furu_id(Leaf(value=value)) for value in (1, 2, 3, 4, 5, 6, 70, 80)}
    missing, success = State.MISSING, State.SUCCESS
    assert short(items) == [
        (leaf[70], "_dependencies[0]", "declared", missing),
        (leaf[1], "alone", "field", success),
        (leaf[4], "by_name['x']", "field", missing),
        (leaf[5], "by_number[7]", "field", missing),
        (leaf[1], "many[0]", "field", success),
        (leaf[2], "many[1]", "field", missing),
        (leaf[3], "pairs[0][0]", "field", missing),
        (leaf[6], "part.leaf", "field", missing),
        (leaf[80], items[-1].path, "observed", success),
    ]
    assert total == len(items)
    row = index.detail(furu_id(containers)).experiment
    assert row.dependencies == len(leaf)


def test_dependents_are_the_other_direction_whatever_the_kind(index: Index, containers: Containers) -> None:
    containers.get()
    index.refresh()
    for value, kind in ((1, "field"), (80, "observed")):
        items, total = index.neighbours(furu_id(Leaf(value=value)), up=False)
        assert {(item.id, item.kind) for item in items} == {(furu_id(containers), kind)}
        assert total == len(items)
    assert index.detail(furu_id(Leaf(value=1))).experiment.dependents == 1


def test_dependents_come_in_pages(index: Index) -> None:
    trains = [pipeline(lr=rate / 10) for rate in range(5)]
    for train in trains:
        train.get()
    index.refresh()
    key = furu_id(trains[0].features)
    pages = [index.neighbours(key, up=False, offset=offset, limit=2) for offset in (0, 2, 4, 6)]
    assert [len(items) for items, _ in pages] == [2, 2, 1, 0]
    assert {total for _, total in pages} == {5}
    assert {item.id for items, _ in pages for item in items} == {furu_id(train) for train in trains}


def test_a_dependency_that_has_no_artifact_any_more_is_missing(index: Index) -> None:
    train = pipeline()
    train.get()
    shutil.rmtree(train.features.furu_dir)
    index.refresh()
    (feature,) = index.neighbours(furu_id(train), up=True)[0]
    assert (feature.state, feature.class_name) == (State.MISSING, "Features")
    with pytest.raises(ExperimentUnknown):
        index.detail(feature.id)


def test_edges_go_with_the_artifact_that_had_them(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanner, "WALK_SECONDS", -1.0)
    monkeypatch.setattr(scanner, "WALK_SHARE", -1.0)
    first, second = pipeline(lr=0.25), pipeline(lr=0.5)
    first.get()
    second.get()
    index.refresh()
    shutil.rmtree(first.furu_dir)
    index.refresh()
    assert [item.id for item in index.neighbours(furu_id(first.features), up=False)[0]] == [furu_id(second)]
    assert [edge.count for edge in index.class_graph().edges] == [1, 1]


def test_the_nodes_beyond_those_in_the_record_are_read_for_the_detail(index: Index) -> None:
    top = chain(100)
    top.get()
    index.refresh()
    detail = index.detail(furu_id(top))
    assert detail.config
    assert len(detail.config.nodes) == 99
    assert detail.node_states.keys() == detail.config.nodes.keys()
    assert set(detail.node_states.values()) == {State.MISSING}


def test_the_states_of_nested_nodes_come_with_the_detail(index: Index) -> None:
    train = pipeline()
    train.get()
    shutil.rmtree(train.features.dataset.furu_dir)
    index.refresh()
    assert index.detail(furu_id(train)).node_states == {
        train.features.furu_hash: State.SUCCESS,
        train.features.dataset.furu_hash: State.MISSING,
    }


def test_the_detail_is_read_from_disk_now_even_when_the_row_is_older(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    index.refresh()
    (meta(leaf) / "success").unlink()
    assert index.page(Selection()).items[0].state is State.SUCCESS
    detail = index.detail(leaf.furu_hash)
    assert (detail.experiment.state, detail.success) == (State.MISSING, None)


def test_the_detail_of_an_artifact_that_was_deleted_a_moment_ago_says_so(index: Index) -> None:
    leaf = Leaf(value=1)
    leaf.get()
    index.refresh()
    shutil.rmtree(leaf.furu_dir)
    with pytest.raises(ExperimentUnknown, match="deleted a moment ago"):
        index.detail(leaf.furu_hash)


def test_the_python_of_the_detail_builds_the_object(index: Index) -> None:
    train = pipeline()
    train.get()
    index.refresh()
    code = index.detail(train.furu_hash).python
    assert code == train.to_python()


def test_the_class_graph_counts_and_connects(index: Index) -> None:
    for rate in (0.25, 0.5):
        pipeline(lr=rate).get()
    Ensemble(train=pipeline(lr=0.25), rates=(0.25, 0.5)).get()
    index.refresh()
    graph = index.class_graph()
    assert {node.namespace: (node.total, node.states) for node in graph.nodes} == {
        "tests.nodes.Train": (2, {State.SUCCESS: 2}),
        "tests.nodes.Dataset": (1, {State.SUCCESS: 1}),
        "tests.nodes.Features": (1, {State.SUCCESS: 1}),
        "tests.nodes.Ensemble": (1, {State.SUCCESS: 1}),
    }
    assert graph.edges == (
        ClassEdge(
            dependent="tests.nodes.Ensemble",
            dependency="tests.nodes.Train",
            paths=("_dependencies[]", "train"),
            count=3,
        ),
        ClassEdge(dependent="tests.nodes.Features", dependency="tests.nodes.Dataset", paths=("dataset",), count=1),
        ClassEdge(dependent="tests.nodes.Train", dependency="tests.nodes.Features", paths=("features",), count=2),
    )


def test_a_class_that_is_only_used_is_in_the_graph_without_experiments(index: Index) -> None:
    train = pipeline()
    train.get()
    shutil.rmtree(train.features.furu_dir.parent)
    index.refresh()
    graph = index.class_graph()
    (unmade,) = [node for node in graph.nodes if not node.total]
    assert (unmade.namespace, unmade.module, unmade.class_name) == ("tests.nodes.Features", "tests.nodes", "Features")
    ends = {end for edge in graph.edges for end in (edge.dependent, edge.dependency)}
    assert ends <= {node.namespace for node in graph.nodes}
