"""The pytest plugin: a root of its own for each test that asks, or for all of them.

The fixture ``furu_root`` isolates one test; ``furu_isolate = true`` in pytest's configuration isolates all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from furu.testing.isolation import isolated

OPTION = "furu_isolate"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option to pytest's configuration."""
    parser.addini(OPTION, "give every test a furu root of its own (the fixture furu_root)", type="bool", default=False)


@pytest.fixture
def furu_root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty root for this test alone; no FURU_* variable of the user's is set, and git is not asked."""
    with isolated(tmp_path_factory.mktemp("furu")) as root:
        yield root


@pytest.fixture(autouse=True)
def _furu_isolated(request: pytest.FixtureRequest) -> None:
    """Isolate every test where the configuration says so."""
    if request.config.getini(OPTION):
        request.getfixturevalue("furu_root")
