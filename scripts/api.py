"""Generates what the web client knows of the server: ``openapi.json`` and, from it, the TypeScript types.

Usage: ``python scripts/api.py [--check]``. With ``--check`` nothing is written; the exit status says whether
what is committed is what the record types say now.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

import prepare

CORE = prepare.ROOT / "dashboard-frontend" / "core"
OPENAPI = CORE / "openapi.json"


def main(arguments: list[str]) -> int:
    """Writes both files, or compares them with ``--check``."""
    described = openapi()
    if "--check" in arguments:
        return 0 if _is_current(described) else 1
    OPENAPI.write_text(described)
    return subprocess.run(["npm", "run", "--silent", "api", "-w", str(CORE)], cwd=prepare.ROOT, check=False).returncode


def openapi() -> str:
    """Returns the API's description as the server's own code gives it."""
    command = [sys.executable, "-m", "furu.dashboard.openapi"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def _is_current(described: str) -> bool:
    """Says which of the two generated files is not what the record types say now."""
    if not OPENAPI.exists() or OPENAPI.read_text() != described:
        print(f"{OPENAPI.relative_to(prepare.ROOT)} is not what the server says; run: make api")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
