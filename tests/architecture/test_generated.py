"""What is generated from the code is what is committed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import reference
from tests.architecture.source import CHECKOUT


@pytest.mark.parametrize("page", reference.PAGES)
def test_the_reference_is_what_the_code_says(page: str) -> None:
    committed = reference.FOLDER / page
    assert committed.exists(), "run: make docs"
    assert committed.read_text() == reference.PAGES[page](), "run: make docs"


def test_the_api_description_is_what_the_server_says() -> None:
    committed = CHECKOUT / "dashboard-frontend" / "core" / "openapi.json"
    command = [sys.executable, "-m", "furu.dashboard.openapi"]
    described = subprocess.run(command, capture_output=True, text=True, check=False)
    assert described.returncode == 0, described.stderr
    assert json.loads(committed.read_text()) == json.loads(described.stdout), "run: make api"
