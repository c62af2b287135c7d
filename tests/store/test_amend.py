"""Changing a file that several processes change: nothing of anybody's is lost, and the dead hold nothing."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from furu.errors import StoreUnwritable
from furu.store import amend as amending
from furu.store import fs, layout
from furu.store.amend import Change, amend, by_kernel, by_name
from tests.contract.processes import finish, start

WAYS = pytest.mark.parametrize("way", [by_kernel, by_name])
Way = Callable[[str, Change], bytes | None]

ADDING = """
from furu.store.amend import {way}
def one_more(line, before):
    return (before or b"") + line
for position in range(50):
    {way}({path!r}, lambda before: one_more(b"{who}-%d\\n" % position, before))
"""


def appended(line: bytes, before: bytes | None) -> bytes:
    return (before or b"") + line


@WAYS
def test_what_eight_processes_write_is_all_there(way: Way, tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    crowd = [start(ADDING.format(way=way.__name__, path=path, who=who)) for who in range(8)]
    for process in crowd:
        finish(process)
    lines = Path(path).read_text().split()
    assert sorted(lines) == sorted(f"{who}-{position}" for who in range(8) for position in range(50))
    assert os.listdir(tmp_path) == ["file"]


@WAYS
def test_a_file_is_made_changed_and_removed(way: Way, tmp_path: Path) -> None:
    path = str(tmp_path / "file")
    assert way(path, partial(appended, b"a")) == b"a"
    assert way(path, partial(appended, b"b")) == b"ab"
    assert way(path, lambda _before: None) is None
    assert not Path(path).exists()
    assert way(path, lambda _before: None) is None


@WAYS
def test_what_does_not_differ_is_not_written(way: Way, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a")
    before = fs.inode(str(path))
    assert way(str(path), lambda found: found) == b"a"
    assert fs.inode(str(path)) == before


@WAYS
def test_a_change_that_fails_leaves_the_file_and_holds_nothing(way: Way, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a")

    def fail(_before: bytes | None) -> bytes:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        way(str(path), fail)
    assert way(str(path), partial(appended, b"b")) == b"ab"
    assert os.listdir(tmp_path) == ["file"]


HOLDING = """
import sys
from furu.store.amend import {way}
def hold(before):
    print("held", flush=True)
    sys.stdin.read()
{way}({path!r}, hold)
"""


@WAYS
def test_what_a_killed_process_held_is_free(way: Way, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amending, "STALE_S", 0.2)
    path = tmp_path / "file"
    path.write_bytes(b"a")
    holder = start(HOLDING.format(way=way.__name__, path=str(path)))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    holder.send_signal(signal.SIGKILL)
    holder.communicate(timeout=20)
    assert way(str(path), partial(appended, b"b")) == b"ab"
    assert os.listdir(tmp_path) == ["file"]


def test_who_waits_too_long_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amending, "LONGEST_S", 0.2)
    path = tmp_path / "file"
    path.write_bytes(b"a")
    holder = start(HOLDING.format(way="by_kernel", path=str(path)))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    began = time.monotonic()
    with pytest.raises(StoreUnwritable, match="held by another process"):
        amend(str(path), partial(appended, b"b"))
    assert time.monotonic() - began < 20
    holder.kill()
    holder.communicate(timeout=20)


def test_a_lock_of_somebody_alive_is_given_back(tmp_path: Path) -> None:
    lock = layout.lock_of(str(tmp_path / "file"))
    fs.create(lock, b"somebody else")
    amending._take_away(lock, b"the dead one")
    assert fs.read(lock) == b"somebody else"
    amending._take_away(lock, b"somebody else")
    assert os.listdir(tmp_path) == []


def test_a_file_that_may_not_be_written_can_be_replaced(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(b"a")
    path.chmod(0o444)
    assert amend(str(path), partial(appended, b"b")) == b"ab"
