"""The public surface: one sorted list, documented, and light to import."""

from __future__ import annotations

import subprocess
import sys

import pytest

import furu
from tests.architecture.source import CHECKOUT

HEAVY = ("pydantic", "numpy", "pandas", "polars", "torch", "fastapi", "uvicorn", "submitit", "distributed", "sqlite3")
"""What `import furu` must not import; each is imported on first use."""


def test_all_is_sorted_and_without_repetition() -> None:
    assert list(furu.__all__) == sorted(set(furu.__all__))


@pytest.mark.parametrize("name", furu.__all__)
def test_every_public_name_exists(name: str) -> None:
    assert hasattr(furu, name)


def test_every_public_class_and_function_is_documented() -> None:
    missing = [name for name in furu.__all__ if callable(getattr(furu, name)) and not getattr(furu, name).__doc__]
    assert not missing, "say in a docstring what these promise"


def test_every_public_name_of_furu_is_documented() -> None:
    names = [name for name in vars(furu.Furu) if not name.startswith("_")]
    missing = [name for name in names if not getattr(vars(furu.Furu)[name], "__doc__", None)]
    assert not missing, "say in a docstring what these promise"


def test_every_public_name_is_in_the_reference() -> None:
    page = (CHECKOUT / "docs" / "reference" / "python.md").read_text()
    missing = [name for name in furu.__all__ if f"| `furu.{name}` |" not in page]
    assert not missing, "run: make docs"


def test_importing_furu_imports_nothing_heavy() -> None:
    command = [sys.executable, "-c", "import furu, sys; print(*sys.modules)"]
    loaded = set(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
    assert not loaded.intersection(HEAVY), "import these where they are first used"
