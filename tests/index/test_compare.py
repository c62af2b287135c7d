"""Comparing experiments: what is a row, what is equal, what is missing, and why digests differ."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

import furu
from furu.errors import QueryError
from furu.index.compare import MOST_COMPARED, CompareRow, Comparison, compare
from furu.index.index import Index
from tests.index.samples import Containers, Part, furu_id
from tests.nodes import Leaf, pipeline


class Options(furu.Furu[dict[str, Any]]):
    """Values of every kind that are easily confused."""

    leaf: Leaf
    lr: float = 0.1
    note: str | None = None
    words: tuple[str, ...] = ()
    table: dict[str, int] = furu.field(default_factory=dict)
    workers: int = furu.field(default=1, identity=False)

    def _create(self) -> dict[str, Any]:
        found: dict[str, Any] = {"score": self.lr * 2, "best": None if self.note is None else self.note}
        return found | ({"extra": True} if self.words else {})


class Chain(furu.Furu[int]):
    """As deep as one likes."""

    depth: int
    bottom: int = 0
    below: Chain | None = None

    def _create(self) -> int:
        return self.depth


def compared(index: Index, *nodes: furu.Furu[Any], baseline: str | None = None) -> Comparison:
    """The comparison of artifacts that are computed first."""
    for node in nodes:
        node.get()
    index.refresh()
    return compare([index.detail(furu_id(node)) for node in nodes], baseline)


def by_path(found: Comparison, part: str = "config") -> dict[str, CompareRow]:
    return {row.path: row for row in found.rows if row.part == part}


def texts(row: CompareRow) -> list[str]:
    return ["-" if cell.kind == "missing" else cell.text for cell in row.cells]


def test_leaves_that_differ_are_found_at_any_depth_and_equal_parts_are_one_row(index: Index) -> None:
    found = compared(index, pipeline(lr=0.5), pipeline(lr=0.25), pipeline(lr=0.5, size=5))
    rows = by_path(found)
    differing = {path: texts(row) for path, row in rows.items() if row.differs}
    assert differing["lr"] == ["0.5", "0.25", "0.5"]
    assert any(path.endswith("size") for path in differing)
    found = compared(index, pipeline(lr=0.5), pipeline(lr=0.25))
    equal = [row for row in found.rows if row.part == "config" and not row.differs]
    assert [cell.kind for row in equal for cell in row.cells if row.path in ("dataset", "features")] != []
    assert not any(row.path.startswith(("dataset.", "features.")) for row in equal)


def test_missing_null_and_the_text_null_are_three_things(index: Index) -> None:
    found = compared(
        index,
        Options(leaf=Leaf(value=1)),
        Options(leaf=Leaf(value=1), note="None"),
        Options(leaf=Leaf(value=1), note="null", words=("a",), table={"x": 1}),
    )
    rows = by_path(found)
    assert [cell.kind for cell in rows["note"].cells] == ["null", "value", "value"]
    assert texts(rows["note"]) == ["None", "'None'", "'null'"]
    assert texts(rows["words[0]"]) == ["-", "-", "'a'"]
    assert texts(rows["table.x"]) == ["-", "-", "1"]
    assert not rows["leaf"].differs
    assert rows["leaf"].cells[0].id == furu_id(Leaf(value=1))
    assert rows["workers"].plain
    results = by_path(found, "result")
    assert [cell.kind for cell in results["best"].cells] == ["null", "value", "value"]
    assert texts(results["extra"]) == ["-", "-", "True"]
    assert [cell.number for cell in results["score"].cells] == [0.2, 0.2, 0.2]
    assert not results["score"].differs


def test_nodes_in_containers_are_entered(index: Index) -> None:
    def made(value: int) -> Containers:
        return Containers(
            alone=Leaf(value=1),
            many=[Leaf(value=2), Leaf(value=value)],
            pairs=((Leaf(value=4), 5),),
            by_name={"a": Leaf(value=value)},
            by_number={7: Leaf(value=6)},
            part=Part(leaf=Leaf(value=value)),
        )

    rows = {path: row for path, row in by_path(compared(index, made(10), made(11))).items() if row.differs}
    assert texts(rows["many[1].value"]) == ["10", "11"]
    # The same two leaves again are not entered again.
    assert [cell.kind for cell in rows["by_name.a"].cells] == ["node", "node"]
    assert rows.keys() == {"many[1].value", "by_name.a", "part.leaf"}


def test_different_classes_are_a_row_and_all_their_fields_are_shown(index: Index) -> None:
    found = compared(index, Leaf(value=1), Options(leaf=Leaf(value=1)))
    rows = by_path(found)
    assert texts(rows["(class)"]) == [
        "'tests.nodes.Leaf'",
        f"'{furu_id(Options(leaf=Leaf(value=1))).partition('@')[0]}'",
    ]
    assert texts(rows["value"]) == ["1", "-"]
    assert "is of the class" in found.why[0].sentence


def test_why_says_the_root_causes_first(index: Index) -> None:
    one, other = pipeline(lr=0.5), pipeline(lr=0.25, size=5)
    found = compared(index, one, other)
    (reason,) = found.why
    assert reason.id == furu_id(other)
    assert reason.sentence.startswith("Its digest is another because ")
    assert reason.sentence.index("size is 5 instead of") < reason.sentence.index("lr is 0.25 instead of 0.5")
    assert compared(index, one, other, baseline=other.furu_hash[:10]).why[0].id == furu_id(one)
    assert compared(index, one, one).why[0].sentence == "It is the same experiment."


def test_a_chain_of_hundreds_of_nodes_is_compared(index: Index) -> None:
    def chain(bottom: int) -> Chain:
        node = Chain(depth=0, bottom=bottom)
        for depth in range(1, 400):
            node = Chain(depth=depth, below=node)
        return node

    rows = [row for row in compared(index, chain(1), chain(2)).rows if row.part == "config" and row.differs]
    assert [row.path.rpartition(".")[2] for row in rows] == ["bottom"]


def test_too_many_none_and_a_foreign_baseline_are_refused(index: Index) -> None:
    Leaf(value=1).get()
    index.refresh()
    detail = index.detail(furu_id(Leaf(value=1)))
    for details in ([], [detail] * (MOST_COMPARED + 1)):
        with pytest.raises(QueryError, match="cannot be compared"):
            compare(details)
    with pytest.raises(QueryError, match="is not among"):
        compare([detail], "ffff")


def test_the_command_shows_what_differs(index: Index) -> None:
    one, other = pipeline(lr=0.5), pipeline(lr=0.25)
    compared(index, one, other)

    def ran(*options: str) -> str:
        command = [sys.executable, "-m", "furu.cli", "diff", one.furu_hash[:12], other.furu_hash[:12], *options]
        return subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    lines = ran().splitlines()
    assert lines[0] == f"Train@{other.furu_hash[:8]}: Its digest is another because lr is 0.25 instead of 0.5."
    assert "config\tlr\t0.5\t0.25" in lines
    assert json.loads(ran("--json"))["baseline"] == furu_id(one)
