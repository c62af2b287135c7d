"""Every Python block of the README and the docs runs, page by page, as a module that is imported."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
PAGES = [CHECKOUT / "README.md", *sorted(CHECKOUT.glob("docs/**/*.md"))]
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def module_of(page: str) -> str:
    """Returns the page's blocks as one module, each block on the lines it has in the page."""
    lines = [""] * (page.count("\n") + 1)
    for block in BLOCK.finditer(page):
        first = page.count("\n", 0, block.start(1))
        code = block[1].splitlines()
        lines[first : first + len(code)] = code
    return "\n".join(lines)


WITH_BLOCKS = [page for page in PAGES if BLOCK.search(page.read_text())]


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=lambda page: str(page.relative_to(CHECKOUT)))
def test_the_blocks_of_a_page_run(page: Path) -> None:
    name = f"page_{re.sub(r'[^a-z]+', '_', page.stem.lower())}"
    Path(f"{name}.py").write_text(module_of(page.read_text()))
    command = [sys.executable, "-W", "error", "-c", f"import {name}"]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([".", str(CHECKOUT / "examples" / "digits")])}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert done.returncode == 0, done.stderr


def test_a_block_keeps_its_lines() -> None:
    page = "# Title\n\n```python\na = 1\n```\n\ntext\n\n```python\nb = a\n```\n"
    assert module_of(page).splitlines() == ["", "", "", "a = 1", "", "", "", "", "", "b = a", ""]
