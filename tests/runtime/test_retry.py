"""What becomes of an artifact that failed: who tries again, when, and what is in the way."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

import furu
from furu.errors import AttemptFailed
from tests.nodes import Value
from tests.runtime.steps import Computes, Scripted
from tests.runtime.test_get import attempts, record


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "script"
    made.mkdir()
    return made


def test_a_failed_artifact_is_computed_again_by_the_next_get(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    for _ in range(2):
        with pytest.raises(ValueError, match="create of a"):
            node.get()
    node.order("create", "")
    assert node.get() == "made a"
    assert attempts(node) == [f"attempt-{number:04d}.json" for number in (1, 2, 3)]
    assert [record(node, name)["outcome"] for name in attempts(node)] == ["failed", "failed", "success"]


def test_a_failed_artifact_is_not_computed_again_when_that_is_off(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    with pytest.raises(ValueError, match="create of a"):
        node.get()
    monkeypatch.setenv("FURU_RETRY_FAILED", "0")
    node.calls()
    with pytest.raises(AttemptFailed, match=r"it failed before \(ValueError: create of a\)") as caught:
        node.get()
    assert "hint: set FURU_RETRY_FAILED (0 or 1) to compute it again" in str(caught.value)
    assert caught.value.error_type == "ValueError"
    assert "in _create" in caught.value.traceback
    assert node.calls() == []


def test_an_artifact_that_keeps_failing_is_given_up(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_MAX_COMPUTE_RETRIES", "2")
    node = Computes(key="a", folder=folder)
    node.order("create", "raise ValueError")
    for _ in range(3):
        with pytest.raises(ValueError, match="create of a"):
            node.get()
    with pytest.raises(AttemptFailed, match=r"it failed 3 times .*\nhint: set FURU_MAX_COMPUTE_RETRIES"):
        node.get()
    assert node.calls() == ["create"] * 3


def test_only_failures_in_a_row_count(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_MAX_COMPUTE_RETRIES", "0")
    node = Computes(key="a", folder=folder)
    for error in ("KeyboardInterrupt", "KeyboardInterrupt", "ValueError"):
        node.order("create", f"raise {error}")
        with pytest.raises((KeyboardInterrupt, ValueError)):
            node.get()
    with pytest.raises(AttemptFailed, match="it failed 1 times"):
        node.get()


def test_an_interrupted_artifact_is_cancelled_and_computed_by_the_next_get(folder: Path) -> None:
    node = Computes(key="a", folder=folder)
    node.order("create", "raise KeyboardInterrupt")
    with pytest.raises(KeyboardInterrupt):
        node.get()
    assert node.state() is furu.State.CANCELLED
    node.order("create", "")
    assert node.get() == "made a"


def test_a_dependent_fails_with_the_error_of_its_dependency(folder: Path) -> None:
    below = Computes(key="below", folder=folder)
    below.order("create", "raise ValueError")
    above = Value(value=below)
    with pytest.raises(ValueError, match="create of below"):
        Gets(below=below).get()
    assert below.state() is Gets(below=below).state() is furu.State.FAILED
    assert above.state() is furu.State.MISSING


def test_a_dependency_that_failed_meanwhile_is_not_tried_again_by_the_next_dependent(folder: Path) -> None:
    below = Computes(key="below", folder=folder)
    below.order("create", "raise ValueError")
    both = GetsBoth(first=Gets(below=below, position=1), second=Gets(below=below, position=2))
    with pytest.raises(AttemptFailed, match=r"it has just failed, so what depends on it fails too"):
        both.get()
    assert below.calls() == ["create"]


def test_a_dependency_that_failed_before_is_tried_again_by_the_same_process(folder: Path) -> None:
    """As in a notebook, where somebody mends the cause and calls get() once more."""
    below = Computes(key="below", folder=folder)
    below.order("create", "raise ValueError")
    node = Gets(below=below)
    with pytest.raises(ValueError, match="create of below"):
        node.get()
    below.order("create", "")
    assert node.get() == "made below"


class GetsBoth(furu.Furu[str]):
    """Goes on after its first dependency failed."""

    first: Gets
    second: Gets

    def _create(self) -> str:
        with suppress(ValueError):
            self.first.get()
        return self.second.get()


class Gets(furu.Furu[str]):
    below: Scripted
    position: int = 0

    def _create(self) -> str:
        return self.below.get()


def test_leftovers_of_a_failed_attempt_are_out_of_the_way(folder: Path) -> None:
    node = Litters(folder=folder)
    with pytest.raises(FileNotFoundError):
        node.get()
    assert (node.furu_dir / "half").exists()
    (folder / "now").touch()
    assert node.get() == ["half"]
    assert not list((node.furu_dir / ".furu").glob("previous-*"))


class Litters(furu.Furu[list[str]]):
    """Leaves a file behind when it fails, and would trip over one."""

    folder: Path = furu.field(identity=False)

    def _create(self) -> list[str]:
        (self.furu_dir / "half").mkdir()
        if not (self.folder / "now").exists():
            raise FileNotFoundError
        return sorted(path.name for path in self.furu_dir.iterdir() if path.name != ".furu")
