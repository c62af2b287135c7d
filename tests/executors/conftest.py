"""What tests of runs share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which every ``_create`` of a step leaves a line."""
    path = tmp_path / "witness"
    monkeypatch.setenv("WITNESS", str(path))
    monkeypatch.setenv("FURU_RECORD_GIT", "ignore")
    return path
