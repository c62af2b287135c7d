"""Reading parts of a log: whatever pages are asked for, together they are the file."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furu.store import log_pages, log_search
from furu.store.log_pages import PIECE, LogLine, moment, page
from furu.store.log_search import error, literal, search

texts = st.lists(st.sampled_from(["", "a", "line of text", "größe ✓ 模型", "x" * 3000, "🧪" * 700, "y" * (3 * PIECE)]))
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@contextmanager
def opened(path: Path, data: bytes) -> Iterator[tuple[int, int]]:
    path.write_bytes(data)
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor, len(data)
    finally:
        os.close(descriptor)


def joined(lines: list[LogLine]) -> str:
    """The text that lines came from; each that does not go on begins a new one."""
    return "".join(("" if line.continues or at == 0 else "\n") + line.text for at, line in enumerate(lines))


@quick
@given(lines=texts, limit=st.integers(1024, 9000), ends=st.booleans())
def test_pages_forwards_and_backwards_are_the_whole_file(
    lines: list[str], limit: int, *, ends: bool, tmp_path: Path
) -> None:
    text = "\n".join(lines) + ("\n" if ends else "")
    with opened(tmp_path / "log", text.encode()) as (descriptor, size):
        forward: list[LogLine] = []
        at = 0
        while True:
            found = page(descriptor, size, offset=at, limit=limit)
            forward = [*(line for line in forward if line.offset < at), *found.lines]
            if found.next in (at, size):
                break
            at = found.next
        backward: list[LogLine] = []
        before: int | None = None
        while before is None or before > 0:
            found = page(descriptor, size, before=before, limit=limit)
            assert before is None or found.start < before
            backward = [*found.lines, *backward]
            before = found.start
    assert joined(forward).rstrip("\n") == text.rstrip("\n")
    assert joined(backward).rstrip("\n") == text.rstrip("\n")


def test_a_line_without_its_end_is_read_again(tmp_path: Path) -> None:
    with opened(tmp_path / "log", b"one\ntw") as (descriptor, size):
        first = page(descriptor, size)
    assert [line.text for line in first.lines] == ["one", "tw"]
    assert first.next == 4
    with opened(tmp_path / "log", b"one\ntwo\nthree") as (descriptor, size):
        second = page(descriptor, size, offset=first.next)
    assert [(line.offset, line.text) for line in second.lines] == [(4, "two"), (8, "three")]


def test_a_log_that_became_shorter_says_its_size(tmp_path: Path) -> None:
    with opened(tmp_path / "log", b"one\n") as (descriptor, size):
        assert page(descriptor, size, offset=100) == log_pages.LogPage(start=4, next=4, size=4, lines=())


@pytest.mark.parametrize(
    ("text", "case", "expected"),
    [
        ("error", False, ["an Error", "ERROR b"]),
        ("ERROR", True, ["ERROR b"]),
        ("GRÖSSE", False, []),
        ("GRÖßE", False, ["die größe"]),
        ("Größe", True, []),
        (".*", True, ["a .* b"]),
        ("(", False, ["(("]),
        ("nowhere", False, []),
    ],
)
def test_a_search_is_literal(text: str, expected: list[str], tmp_path: Path, *, case: bool) -> None:
    data = "an Error\nERROR b\ndie größe\na .* b\n((\n".encode()
    with opened(tmp_path / "log", data) as (descriptor, size):
        found = search(descriptor, size, literal(text, case=case))
    assert [item.text for item in found.items] == expected
    assert found.next is None


def test_a_search_stops_at_its_most_and_goes_on(tmp_path: Path) -> None:
    with opened(tmp_path / "log", b"".join(b"hit %d hit\n" % number for number in range(10))) as (descriptor, size):
        first = search(descriptor, size, literal("hit", case=True), most=4)
        assert first.next is not None
        second = search(descriptor, size, literal("hit", case=True), offset=first.next)
    assert [item.text for item in (*first.items, *second.items)] == [f"hit {number} hit" for number in range(10)]
    assert second.next is None


def test_a_search_that_takes_long_says_how_far_it_came(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log_search, "SECONDS", -1.0)
    with opened(tmp_path / "log", (b"." * 99 + b"\n") * 30_000 + b"needle\n") as (descriptor, size):
        items: list[log_search.LogMatch] = []
        at = asked = 0
        while True:
            found = search(descriptor, size, literal("NEEDLE", case=False), offset=at)
            items += found.items
            asked += 1
            if found.next is None:
                break
            assert found.next > at
            at = found.next
    assert [item.text for item in items] == ["needle"]
    assert asked == 3


@quick
@given(before=st.integers(-40, 40), long=st.booleans())
def test_nothing_is_missed_between_two_pieces(before: int, tmp_path: Path, *, long: bool) -> None:
    filler = b"." * ((1 << 20) + before)
    data = (filler if long else filler[:-30] + b"\n" + b"." * 29) + b"needle in here\nand needle\n"
    with opened(tmp_path / "log", data) as (descriptor, size):
        found = search(descriptor, size, literal("needle", case=True))
    assert len(found.items) == 2
    assert all("needle" in item.text for item in found.items)
    assert found.items[1].offset == data.rindex(b"and")


def test_errors_are_what_people_look_for(tmp_path: Path) -> None:
    lines = [
        "2026-01-01 10:00:00.000 ERROR furu: bad",
        "no errors here",
        "Traceback (most recent call last):",
        "torch.cuda.OutOfMemoryError: CUDA out of memory",
        "0 errors, terror: none",
        "slurmstepd: error: *** JOB 3 CANCELLED AT 2026-01-01",
    ]
    with opened(tmp_path / "log", "\n".join(lines).encode()) as (descriptor, size):
        found = search(descriptor, size, error())
    assert [item.text for item in found.items] == [lines[0], lines[2], lines[3], lines[5]]


def test_a_moment_is_found_by_halving(tmp_path: Path) -> None:
    lines = [
        f"2026-03-0{1 + hour // 24} {hour % 24:02d}:{minute:02d}:00.000 INFO x: {'y' * 60}\n  more"
        for hour in range(48)
        for minute in range(60)
    ]
    data = "\n".join(lines).encode()
    with opened(tmp_path / "log", data) as (descriptor, size):
        for wanted, expected in [
            ("00:00", "2026-03-01 00:00:00"),
            ("14:05", "2026-03-01 14:05:00"),
            ("14:05:01", "2026-03-01 14:06:00"),
            ("2026-03-02 03:00", "2026-03-02 03:00:00"),
            ("2026-03-02", "2026-03-02 00:00:00"),
            ("1999-01-01", "2026-03-01 00:00:00"),
        ]:
            found = moment(descriptor, size, wanted)
            assert found is not None
            assert data[found:].startswith(expected.encode()), wanted
        assert moment(descriptor, size, "2027-01-01") is None
    with opened(tmp_path / "log", b"no times\n" * 100) as (descriptor, size):
        assert moment(descriptor, size, "10:00") is None
