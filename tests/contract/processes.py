"""Real processes for the tests: started with the test's surroundings, waited for by condition."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


def start(code: str, **environment: str) -> subprocess.Popen[str]:
    """A Python process that runs the code and can import the tests' modules."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def finish(process: subprocess.Popen[str], seconds: float = 180) -> str:
    """What the process printed, once it has ended well."""
    output, errors = process.communicate(timeout=seconds)
    assert process.returncode == 0, errors
    return output


def wait_until(condition: Callable[[], object], what: str, seconds: float = 120) -> None:
    """Return as soon as the condition holds, and fail when it never does."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"never: {what}"
        time.sleep(0.01)
