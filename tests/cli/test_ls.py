"""``furu ls``: what it finds, shows, sorts, counts, and how it explains itself."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.index.samples import Named
from tests.nodes import Leaf, pipeline


def furu(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "furu.cli", *arguments], capture_output=True, text=True, check=False, timeout=120
    )


@pytest.fixture(autouse=True)
def made() -> None:
    for lr in (0.25, 0.5):
        pipeline(lr=lr).get()
    Named(label="alpha", score=2.0).get()
    Named(label="beta", score=3.0).get()


def test_it_lists_what_a_query_finds() -> None:
    listed = furu("ls", "class:Train", "lr>0.3", "--columns", "class,lr,state")
    assert listed.stdout == f"Train@{pipeline(lr=0.5).furu_hash[:8]}\tTrain\t0.5\tsuccess\n", listed.stderr
    assert listed.returncode == 0


def test_it_sorts_by_a_result_and_says_how_much_there_is() -> None:
    listed = furu("ls", "has:score.best", "--sort=-score.best", "--columns=label", "--limit=1")
    assert listed.stdout.split() == [f"Named@{Named(label='beta', score=3.0).furu_hash[:8]}", "beta"]
    assert "1 of 2; --limit shows more" in listed.stderr


def test_it_counts_by_a_field() -> None:
    listed = furu("ls", "--group", "class")
    assert dict(line.split("\t") for line in listed.stdout.splitlines())["Train"] == "2"


def test_it_speaks_json() -> None:
    listed = json.loads(furu("ls", "tag:alpha", "--json", "--columns", "tag,config.score").stdout)
    key = f"tests.index.samples.Named@{Named(label='alpha', score=2.0).furu_hash}"
    assert listed == {"total": 1, "items": [{"id": key, "tag": ["paper", "alpha"], "config.score": 2.0}]}


def test_it_sees_what_was_made_since() -> None:
    assert furu("ls", "class:Leaf").stdout == ""
    Leaf(value=3).get()
    assert furu("ls", "class:Leaf", "value=3").stdout.startswith("Leaf@")


def test_a_query_that_is_none_is_explained() -> None:
    listed = furu("ls", "lrr>1")
    assert listed.returncode == 1
    assert "error: no field is called 'lrr'" in listed.stderr
    assert "hint: did you mean lr" in listed.stderr
