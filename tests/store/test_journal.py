"""The journal tells what changed, one line each, and never stands in the way of the change."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from furu.store import journal, layout
from furu.store.journal import LIMIT, Entry, entries
from furu.store.owner import host
from tests.nodes import Leaf, Value
from tests.store.samples import DIGEST, artifact

LINE = json.dumps(
    {"at": "2024-02-29T12:00:00Z", "namespace": "a.B", "digest": DIGEST, "event": "attempt", "phase": "after"}
)
ENTRY = Entry("a.B", DIGEST, "attempt", "after")


def journals(root: Path) -> list[Path]:
    """The journal files of a root."""
    return sorted((root / "journal").iterdir())


def test_a_change_is_one_line_before_and_one_after(surroundings: Path) -> None:
    node = Leaf(value=5)
    node.get()
    (path,) = journals(surroundings / "data")
    assert path.name == f"{datetime.now(UTC):%Y-%m-%d}.{host()}"
    expected = [Entry("tests.nodes.Leaf", node.furu_hash, "attempt", phase) for phase in ("before", "after")]
    assert list(entries(path.read_bytes())) == expected


def test_a_hit_writes_nothing(surroundings: Path) -> None:
    Leaf(value=5).get()
    (path,) = journals(surroundings / "data")
    before = path.read_bytes()
    Leaf(value=5).get()
    assert path.read_bytes() == before


def test_a_failure_is_journaled_too(surroundings: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Fails().get()
    (path,) = journals(surroundings / "data")
    assert [entry.phase for entry in entries(path.read_bytes())] == ["before", "after"]


class Fails(Value):
    def _create(self) -> None:
        raise FileNotFoundError


DAMAGED: list[tuple[bytes, list[Entry]]] = [
    (b"", []),
    (LINE.encode(), [ENTRY]),
    (f"{LINE}\n{LINE}\n".encode(), [ENTRY, ENTRY]),
    (f"{LINE}\n{LINE[:30]}\n{LINE}\n".encode(), [ENTRY, ENTRY]),
    (f"\n\n{LINE}\n\x00\x00\n".encode(), [ENTRY]),
    (b"\xff\xfe\n" + LINE.encode(), [ENTRY]),
    (b'[]\nnull\n3\n"a"\n{}\n' + LINE.encode(), [ENTRY]),
    (b'{"namespace": 3}\n' + LINE.encode(), [ENTRY]),
    (LINE.replace("}", ', "new": [1]}').encode(), [ENTRY]),
]


@pytest.mark.parametrize(("data", "expected"), DAMAGED)
def test_damaged_lines_are_passed_over(data: bytes, expected: list[Entry]) -> None:
    assert list(entries(data)) == expected


def test_a_line_is_never_longer_than_one_write_keeps_whole(tmp_path: Path) -> None:
    place = layout.Artifact(str(tmp_path), "a." + "x" * 10_000, DIGEST)
    journal.record(place, "attempt", "before")
    journal.record(artifact(tmp_path), "attempt", "after")
    (path,) = journals(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    assert [len(line) <= LIMIT and line.endswith(b"\n") for line in lines] == [True, True]
    assert [entry.phase for entry in entries(path.read_bytes())] == ["after"]


def test_a_journal_that_cannot_be_written_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "journal").write_text("in the way")
    journal.record(artifact(tmp_path), "attempt", "before")
    assert (tmp_path / "journal").read_text() == "in the way"
    assert layout.journal_directory(str(tmp_path)) == str(tmp_path / "journal")
