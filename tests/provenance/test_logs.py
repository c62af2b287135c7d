"""What an attempt prints and logs is kept in its own files, and still reaches the terminal."""

from __future__ import annotations

import json
import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.provenance.logs import Capture, Sink, Spool
from tests.contract.processes import finish, start
from tests.provenance.talks import Fails, Odd, Outer, Prints, Replaces, Silent, Threads


def logs(node: furu.Furu[Any], number: int = 1) -> dict[str, str]:
    """The log files of an attempt with their text."""
    folder = node.furu_dir / ".furu" / "logs" / f"{number:04d}"
    return {path.name: path.read_text() for path in sorted(folder.glob("*"))}


def test_print_and_logging_go_to_their_files(capsys: pytest.CaptureFixture[str]) -> None:
    Prints().get()
    found = logs(Prints())
    assert list(found) == ["furu.log", "stderr", "stdout"]
    assert found["stdout"] == "hello\n"
    assert found["stderr"].startswith("a complaint\n")
    first, second = found["furu.log"].splitlines()
    stamp = r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}"
    assert re.fullmatch(rf"{stamp} INFO furu\.tests\.provenance\.talks\.Prints: looked at 3 rows", first)
    assert re.fullmatch(rf"{stamp} WARNING somebody\.else: beware", second)
    printed = capsys.readouterr()
    assert printed.out == "hello\n"
    assert "a complaint\n" in printed.err


def test_the_record_names_the_files_there_are() -> None:
    for node in (Prints(), Silent()):
        node.get()
    attempts = [json.loads((n.furu_dir / ".furu" / "attempt-0001.json").read_text()) for n in (Prints(), Silent())]
    assert [attempt["logs"] for attempt in attempts] == [["furu.log", "stderr", "stdout"], []]


def test_a_silent_attempt_leaves_no_files() -> None:
    Silent().get()
    assert not (Silent().furu_dir / ".furu" / "logs").exists()


def test_nested_attempts_write_to_their_own_files() -> None:
    Outer().get()
    assert logs(Outer())["stdout"] == "outer before\nouter after\n"
    assert "outer logs" in logs(Outer())["furu.log"]
    assert "looked at" not in logs(Outer())["furu.log"]
    assert logs(Prints(text="inner"))["stdout"] == "inner\n"


def test_a_hit_inside_an_attempt_prints_nothing_and_changes_nothing() -> None:
    Prints(text="inner").get()
    Outer().get()
    assert logs(Prints(text="inner"))["stdout"] == "inner\n"


def test_a_thread_of_an_attempt_writes_to_its_files() -> None:
    Threads().get()
    assert logs(Threads())["stdout"] == "from a thread\n"


def test_a_failed_attempt_keeps_its_logs() -> None:
    for _ in range(2):
        with pytest.raises(ValueError, match="broken"):
            Fails().get()
    assert logs(Fails(), 1) == logs(Fails(), 2) == {"stdout": "the last words\n"}


def test_the_streams_are_as_they_were_afterwards() -> None:
    streams, handlers = (sys.stdout, sys.stderr), list(logging.getLogger().handlers)
    Outer().get()
    with pytest.raises(ValueError, match="broken"):
        Fails().get()
    assert (sys.stdout, sys.stderr) == streams
    assert logging.getLogger().handlers == handlers
    print("not of any attempt")
    assert "not of any" not in logs(Outer())["stdout"]


def test_a_stream_that_somebody_put_in_place_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", sys.stdout)
    Replaces().get()
    assert sys.stdout is sys.__stdout__
    assert logs(Replaces())["stdout"] == "before\n"


def test_any_text_is_kept() -> None:
    code = "from tests.provenance.talks import Odd; Odd().get()"
    printed = finish(start(code, PYTHONIOENCODING="utf-8:backslashreplace"))
    assert logs(Odd())["stdout"] == "half a line \\udcff 世界\nxy\n" == printed


def test_a_process_without_streams_can_compute() -> None:
    code = "import sys; sys.stdout = sys.stderr = None\nfrom tests.provenance.talks import Prints; Prints().get()"
    finish(start(code))
    assert logs(Prints())["stdout"] == "hello\n"


def test_logging_below_a_level_that_was_set_is_not_kept() -> None:
    logger = logging.getLogger("furu.tests.provenance.talks.Prints")
    before = logger.level
    logger.setLevel(logging.ERROR)
    try:
        Prints(text="quiet").get()
    finally:
        logger.setLevel(before)
    assert "looked at" not in logs(Prints(text="quiet"))["furu.log"]


def test_a_full_disk_does_not_stop_the_computation(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: str) -> int:
        raise OSError(28, "No space left on device", path)

    monkeypatch.setattr("furu.store.fs.open_log", full)
    assert Prints(text="full").get() == 1
    assert logs(Prints(text="full")) == {}


def test_log_files_are_written_as_the_attempt_goes(tmp_path: Path) -> None:
    assert Peeks().get() == "so far\n"


class Peeks(furu.Furu[str]):
    """Reads its own log while it runs."""

    def _create(self) -> str:
        print("so far")
        return (self.furu_dir / ".furu" / "logs" / "0001" / "stdout").read_text()


def test_a_spool_moves_what_is_new_and_gives_its_space_back(tmp_path: Path) -> None:
    path = tmp_path / "spool"
    writer, reader = os.open(path, os.O_RDWR | os.O_CREAT), os.open(path, os.O_RDONLY)
    sink, spool = Sink(str(tmp_path / "logs")), Spool("stdout", writer, reader)
    try:
        spool.move(sink)
        assert sink.written == (), "nothing is made for nothing"
        for word in (b"one ", b"two "):
            os.write(writer, word)
            spool.move(sink)
        spool.clear()
        assert path.stat().st_size == 0
        os.write(writer, b"three")
        spool.move(sink)
        assert (tmp_path / "logs" / "stdout").read_text() == "one two three"
    finally:
        sink.close()
        os.close(writer)
        os.close(reader)


def test_who_opens_the_spool_too_finds_what_was_not_moved(tmp_path: Path) -> None:
    """As the driver does when a worker died: a descriptor that was handed on shares how far it was moved."""
    path = tmp_path / "spool"
    writer, reader = os.open(path, os.O_RDWR | os.O_CREAT), os.open(path, os.O_RDONLY)
    handed_on = os.dup(reader)
    sink = Sink(str(tmp_path / "logs"))
    try:
        os.write(writer, b"moved, ")
        Spool("stderr", writer, reader).move(sink)
        os.write(writer, b"the last words")
        Spool("stderr", handed_on, handed_on).move(sink)
        assert (tmp_path / "logs" / "stderr").read_text() == "moved, the last words"
    finally:
        sink.close()
        for descriptor in (writer, reader, handed_on):
            os.close(descriptor)


def test_a_stream_that_one_attempt_closed_is_whole_in_the_next(tmp_path: Path) -> None:
    sinks = [Sink(str(tmp_path / "first")), Sink(str(tmp_path / "second"))]
    capture = Capture(lambda: sinks[0])
    before = sys.stdout
    capture.begin(sinks[0])
    sys.stdout.close()
    capture.end(sinks.pop(0))
    assert sys.stdout is before
    capture.begin(sinks[0])
    assert not sys.stdout.closed
    print("heard")
    capture.end(sinks[0])
    assert (tmp_path / "second" / "stdout").read_text() == "heard\n"
