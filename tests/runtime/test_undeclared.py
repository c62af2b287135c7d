"""What a ``_create`` computes although neither a field nor ``_dependencies`` names it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.runtime import obtain
from tests.planning.steps import Finds, Step


@pytest.fixture(autouse=True)
def _fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has been warned so far, as in a new process."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    monkeypatch.setattr(obtain, "_warned", set())


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if "cannot see" in record.getMessage()]


def by_get(node: furu.Furu[Any]) -> None:
    node.get()


def by_run(node: furu.Furu[Any]) -> None:
    furu.run(node, on=furu.Inline(), progress=False).raise_if_failed()


@pytest.mark.parametrize("how", [by_get, by_run])
@pytest.mark.parametrize("threaded", [False, True], ids=["here", "in a thread"])
def test_it_is_computed_in_place_said_once_a_pair_of_classes_and_observed(
    how: Callable[[furu.Furu[Any]], None], caplog: pytest.LogCaptureFixture, *, threaded: bool
) -> None:
    for name in ("a", "b"):
        how(Finds(name=name, threaded=threaded))
    (said,) = warnings(caplog)
    assert said.startswith("tests.planning.steps.Finds computes tests.planning.steps.Step inside its _create, which")
    assert said.endswith("make it a field, or return it from _dependencies")
    record = json.loads((Finds(name="b", threaded=threaded).furu_dir / ".furu" / "attempt-0001.json").read_text())
    assert [(used["digest"], used["path"]) for used in record["observed"]] == [(Step(name="b").furu_hash, "get()")]


def test_what_is_loaded_is_observed_without_a_word(caplog: pytest.LogCaptureFixture) -> None:
    Step(name="a").get()
    Finds(name="a").get()
    assert warnings(caplog) == []
    record = json.loads((Finds(name="a").furu_dir / ".furu" / "attempt-0001.json").read_text())
    assert [used["digest"] for used in record["observed"]] == [Step(name="a").furu_hash]


def test_what_stands_below_a_field_is_known(caplog: pytest.LogCaptureFixture) -> None:
    Finds(name="a", inside=Step(name="top", needs=(Step(name="below"),))).get()
    assert warnings(caplog) == []


def test_what_is_got_outside_of_an_attempt_needs_no_declaration(caplog: pytest.LogCaptureFixture) -> None:
    Step(name="a").get()
    assert warnings(caplog) == []
