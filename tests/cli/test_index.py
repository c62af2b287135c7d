"""``furu index`` looks through everything now, and says what it found."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from furu.cli.index import command, line
from furu.cli.ls import command as ls
from tests.index.samples import meta, settle
from tests.nodes import Leaf


def run(*arguments: str) -> str:
    result = CliRunner().invoke(command, list(arguments))
    assert result.exit_code == 0, result.output
    return result.output


def test_what_was_moved_by_hand_is_found_at_once(surroundings: Path) -> None:
    leaves = [Leaf(value=value) for value in range(3)]
    for leaf in leaves:
        leaf.get()
    assert run().startswith("3 experiments, 0 before, looked through in ")
    settle(surroundings / "data")
    run()
    shutil.rmtree(leaves[0].furu_dir)
    assert CliRunner().invoke(ls, ["--json"]).output.startswith('{"total":3')
    assert run().startswith("2 experiments, 3 before")
    assert CliRunner().invoke(ls, ["--json"]).output.startswith('{"total":2')
    assert run().startswith("2 experiments, unchanged")


def test_rebuilding_forgets_what_was_known() -> None:
    leaf = Leaf(value=1)
    leaf.get()
    run()
    assert run("--rebuild").startswith("1 experiments, 0 before")


def test_what_cannot_be_read_is_counted() -> None:
    leaf = Leaf(value=1)
    leaf.get()
    (meta(leaf) / "config.json").write_bytes(b"{")
    assert "1 cannot be read; furu ls has:unreadable" in run()
    found = CliRunner().invoke(ls, ["has:unreadable", "--columns", "class,unreadable"]).output
    assert "config.json is no JSON" in found


@pytest.mark.parametrize(
    ("done", "expected", "text"),
    [
        (1234, None, "looked at 1,234 experiments"),
        (5, 3, "looked at 5 experiments"),
        (50, 100, "━" * 15 + "─" * 15 + " 50 of 100 experiments"),
        (100, 100, "━" * 30 + " 100 of 100 experiments"),
    ],
)
def test_the_line_says_how_far_it_is(done: int, expected: int | None, text: str) -> None:
    assert line(done, expected) == text
