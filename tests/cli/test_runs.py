"""``furu runs``: lists, shows and stops, for people on a terminal and for programs in a pipe."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest

import furu as library
from furu import settings
from furu.cli.tables import table
from furu.store import runs
from furu.store.run_rows import RunDetail, RunPage
from tests.cli.test_command_line import explained, furu
from tests.index.samples import Fails
from tests.nodes import Leaf
from tests.store.run_samples import Written, dead


@pytest.fixture
def run(tmp_path: Path) -> str:
    """A run of the real library, with a failure."""
    nodes = [Leaf(value=1), Fails(mend=tmp_path / "never", value=4)]
    return library.run(nodes, on=library.Inline(), progress=False).id


def test_a_pipe_gets_a_line_a_run_the_newest_first(run: str) -> None:
    Written(settings.root(), name="20200101T000000-1-abcdef", owner=dead()).begin()
    done = furu("runs")
    assert (done.returncode, done.stderr) == (0, "")
    first, second = (line.split("\t") for line in done.stdout.splitlines())
    assert first[:3] == [run, "failed", "inline"]
    assert first[5:7] == ["2/2", "1"]
    assert second[:3] == ["20200101T000000-1-abcdef", "crashed", "local"]
    assert second[7] == "train.py --all"
    assert len(furu("runs", "--limit", "1").stdout.splitlines()) == 1


def test_no_runs_are_no_lines() -> None:
    done = furu("runs")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_json_is_what_the_api_says(run: str) -> None:
    page = msgspec.json.decode(furu("runs", "--json").stdout, type=RunPage)
    assert [row.id for row in page.items] == [run]
    detail = msgspec.json.decode(furu("runs", "show", run, "--json").stdout, type=RunDetail)
    assert detail.run == page.items[0]


def test_show_tells_of_classes_workers_and_failures(run: str) -> None:
    done = furu("runs", "show", run)
    assert done.returncode == 0
    assert done.stdout.startswith(f"run {run}: failed: ")
    assert "  tests.nodes.Leaf: 1 done" in done.stdout
    assert "  1 worker, 0 at work" in done.stdout
    assert ": ValueError: no 4" in done.stdout
    assert "Traceback" not in done.stdout
    assert "Traceback (most recent call last)" in furu("runs", "show", run, "--traceback").stdout


def test_a_run_goes_by_any_part_of_its_id_that_only_it_has() -> None:
    for name in ("20250101T000000-1-aaaaaa", "20250102T000000-2-bbbbbb"):
        Written(settings.root(), name=name, owner=dead()).begin()
    assert furu("runs", "show", "20250101").stdout.startswith("run 20250101T000000-1-aaaaaa: crashed: 3 left")
    assert furu("runs", "show", "bbbbbb").stdout.startswith("run 20250102T000000-2-bbbbbb: ")
    assert explained(furu("runs", "show", "2025")) == [
        "error: 2 runs are called '2025': 20250102T000000-2-bbbbbb, 20250101T000000-1-aaaaaa",
        "hint: furu runs lists them; name one by more of its id",
    ]
    assert explained(furu("runs", "show", "../x"))[0] == "error: no runs are called '../x'"


def test_cancel_leaves_the_request_and_only_where_somebody_hears_it(run: str) -> None:
    written = Written(settings.root(), name="20250101T000000-1-aaaaaa")
    written.begin()
    assert furu("runs", "cancel", "aaaaaa").stdout == "asked run 20250101T000000-1-aaaaaa to stop\n"
    assert runs.is_cancel_requested(written.place)
    assert "asked to stop" in furu("runs", "show", "aaaaaa").stdout
    assert explained(furu("runs", "cancel", run)) == [
        f"error: run {run} has no driver any more that could stop it",
        "hint: it is over; there is nothing left to stop",
    ]


def test_what_a_dead_run_left_is_not_over() -> None:
    Written(settings.root(), tasks=3, owner=dead()).begin()
    (line,) = furu("runs").stdout.splitlines()
    assert line.split("\t")[5] == "0/3"


def test_a_damaged_run_does_not_hide_the_others(run: str) -> None:
    written = Written(settings.root(), name="20250101T000000-1-aaaaaa")
    written.begin()
    Path(written.place.run).write_bytes(b"{")
    lines = furu("runs").stdout.splitlines()
    assert len(lines) == 2
    assert "is no JSON" in lines[1]
    assert json.loads(furu("runs", "--json").stdout)["items"][0]["id"] == run


@pytest.mark.parametrize("arguments", [("show",), ("cancel",), ("nothing",), ("--limit", "0"), ("show", "a", "b")])
def test_wrong_usage_is_status_2(arguments: tuple[str, ...]) -> None:
    done = furu("runs", *arguments)
    assert (done.returncode, done.stdout) == (2, "")


def test_a_terminal_gets_aligned_columns_that_fit() -> None:
    rows = [["abc", "done", "python\ttrain.py --all"], ["d", "running", "x"]]
    assert table(("id", "state", "command"), rows, width=80) == (
        "ID   STATE    COMMAND\nabc  done     python train.py --all\nd    running  x\n"
    )
    assert table(("id", "state", "command"), rows, width=20).splitlines()[1] == "abc  done     pytho…"
    assert table(("id", "state"), rows, width=0) == "abc\tdone\tpython train.py --all\nd\trunning\tx\n"


def test_what_would_steer_the_terminal_is_written_out() -> None:
    assert table(("name",), [["\x1b[2Jgone\x07 \u202etxt.exe"]], width=0) == "\\x1b[2Jgone\\x07 \\u202etxt.exe\n"
    node = Fails(mend=Path("\x1b]0;title\x07"), value=5)
    found = library.run(node, on=library.Inline(), progress=False)
    Written(settings.root(), name="20200101T000000-1-abcdef", owner=dead()).begin()
    for command in (("runs",), ("runs", "show", found.id, "--traceback"), ("runs", "show", "\x1b[31m")):
        done = furu(*command)
        assert "\x1b" not in done.stdout + done.stderr
