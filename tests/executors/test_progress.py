"""What people see of a run: bars on a terminal, quiet lines in a pipe, nothing when they ask for nothing."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys

import pytest

from furu.executors.progress import _rate
from tests.contract.processes import CHECKOUT

RUN = """
import furu
from tests.executors.local.jobs import Ends
from tests.nodes import Leaf, Pair
nodes = [Pair(left=Leaf(value=value), right=Leaf(value=value + 1)) for value in range(4)]
furu.run([*nodes, Ends(how="raise")], on=furu.Local(cpus=2), progress={progress})
"""

COLOURS = re.compile(r"\x1b\[[0-9;]*m")
MOVES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r")


def on_a_terminal(code: str) -> str:
    """What a real terminal was sent while the code ran."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", code]
    surroundings = os.environ | {"PYTHONPATH": str(CHECKOUT), "TERM": "xterm-256color", "COLUMNS": "100"}
    with subprocess.Popen(command, env=surroundings, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        sent = b""
        try:
            while data := os.read(ours, 1 << 16):
                sent += data
        except OSError:  # Linux says so when the other end is closed
            pass
        finally:
            os.close(ours)
        assert process.wait(60) == 0, sent.decode()
    return sent.decode()


def in_a_pipe(code: str) -> str:
    surroundings = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == ""
    return done.stderr


def test_a_terminal_shows_a_bar_for_each_class_with_its_failures() -> None:
    sent = on_a_terminal(RUN.format(progress=True))
    assert "\x1b[" in sent, "it is drawn"
    assert sent.rfind("\x1b[?25h") > sent.rfind("\x1b[?25l"), "the cursor is there again"
    lines = [line for line in MOVES.sub("\n", COLOURS.sub("", sent)).splitlines() if line.strip()]
    last = {line.split()[0]: line for line in lines if line.split()[0] in {"Leaf", "Pair", "Ends", "all"}}
    assert re.search(r"5/5", last["Leaf"])
    assert re.search(r"4/4", last["Pair"])
    assert re.search(r"1/1 .*1 failed", last["Ends"])
    assert re.search(r"10/10 .*00:\d\d.*1 failed", last["all"])
    said = [line for line in lines if line.startswith("furu: ")]
    assert re.fullmatch(r"furu: run \S+: 10 to compute, 0 there already", said[0])
    assert re.fullmatch(r"furu: failed tests\.executors\.local\.jobs\.Ends@\w{8}: .*wrong by 7", said[1])
    assert re.match(r"furu: run \S+: failed after \d+s: 9 computed, 1 failed", said[2])


def test_a_pipe_gets_few_lines_without_escapes() -> None:
    lines = in_a_pipe(RUN.format(progress=True)).splitlines()
    assert not any("\x1b" in line for line in lines)
    assert [line.startswith("furu: ") for line in lines] == [True, True, True, False, False]
    assert "10 to compute" in lines[0]
    assert lines[1].startswith("furu: failed tests.executors.local.jobs.Ends@")
    assert "9 computed, 1 failed" in lines[2]
    assert lines[4].endswith(" --traceback tells more")


def test_nothing_is_shown_to_those_who_want_nothing() -> None:
    assert in_a_pipe(RUN.format(progress=False)) == ""


@pytest.mark.parametrize(
    ("speed", "text"), [(None, ""), (0.0, ""), (123.456, "123.5/s"), (1.0, "1.0/s"), (0.5, "30.0/min")]
)
def test_a_rate_is_given_by_the_second_or_the_minute(speed: float | None, text: str) -> None:
    assert _rate(speed) == text
