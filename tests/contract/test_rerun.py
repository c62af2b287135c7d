"""Computing again what exists: asked for once, asked for by a setting, and never at the price of a good result."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import furu
from furu.store.layout import attempt_numbers
from tests.contract.processes import finish, start
from tests.contract.witnessed import Fragile, Number, Sum, lines_of


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "witness"
    monkeypatch.setenv("WITNESS", str(path))
    return path


def test_recompute_computes_again_and_replaces_the_result(witness: Path) -> None:
    node = Fragile(switch=str(witness))
    first = node.get()
    second = node.get(recompute=True)
    assert second != first
    assert node.get() == second
    assert attempt_numbers(os.listdir(node.furu_dir / ".furu")) == [1, 2]
    assert sorted(path.name for path in node.furu_dir.iterdir()) == [".furu", "number.txt"]
    assert not list((node.furu_dir / ".furu").glob("previous-*"))


def test_a_failed_recompute_leaves_the_earlier_good_result(witness: Path) -> None:
    node = Fragile(switch=str(witness))
    first = node.get()
    (witness.parent / "broken").touch()
    with pytest.raises(RuntimeError, match="broken"):
        node.get(recompute=True)
    assert node.state() is furu.State.SUCCESS
    assert node.get() == first
    assert (node.furu_dir / "number.txt").read_text() == str(first)
    assert not list((node.furu_dir / ".furu").glob("previous-*"))


def test_a_class_named_by_the_setting_is_computed_once_more_in_each_process(
    witness: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "from tests.contract.witnessed import Number; [Number(value=7).get() for _ in range(3)]"
    finish(start(code))
    monkeypatch.setenv("FURU_ALWAYS_RERUN", "tests.contract.witnessed.Number")
    finish(start(code))
    finish(start(code))
    assert lines_of(witness) == ["Number 7"] * 3


def test_all_reruns_every_class_once(witness: Path) -> None:
    code = "from tests.contract.witnessed import Number, Sum; [Sum(terms=(Number(value=1),)).get() for _ in range(2)]"
    finish(start(code))
    finish(start(code, FURU_ALWAYS_RERUN="ALL"))
    assert len(lines_of(witness)) == 4


def test_a_name_that_matches_nothing_is_said_at_the_end(witness: Path) -> None:
    process = start("from tests.contract.witnessed import Number; Number(value=1).get()", FURU_ALWAYS_RERUN="Numbr")
    _, errors = process.communicate(timeout=120)
    assert "FURU_ALWAYS_RERUN names Numbr" in errors


def test_a_killed_recompute_is_recomputable_and_the_next_failure_restores(witness: Path) -> None:
    node = Fragile(switch=str(witness))
    first = node.get()
    doomed = start(
        f"from tests.contract.witnessed import Fragile; Fragile(switch={str(witness)!r}).get(recompute=True)", DIE="1"
    )
    doomed.communicate(timeout=120)
    assert doomed.returncode == 9
    assert node.state() is furu.State.CRASHED
    (witness.parent / "broken").touch()
    with pytest.raises(RuntimeError, match="broken"):
        node.get()
    assert node.get() == first


def test_power_durability_publishes_all_the_same(witness: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_DURABILITY", "power")
    assert Sum(terms=(Number(value=2), Number(value=3))).get() == 5
    assert Sum(terms=(Number(value=2), Number(value=3))).load() == 5
