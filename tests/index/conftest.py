"""The index of the test's own root."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from furu import settings
from furu.index.index import Index
from tests.index.samples import opened


def pytest_configure() -> None:
    """Starts to listen for opened files."""
    sys.addaudithook(opened.hear)


@pytest.fixture
def root() -> Path:
    """The folder of the test's artifacts."""
    return settings.root()


@pytest.fixture
def index(root: Path) -> Iterator[Index]:
    """The index of that folder."""
    found = Index(root)
    yield found
    found.close()
