"""Generates what the web client knows of the server: ``openapi.json`` and, from it, the TypeScript types.

Usage: ``python scripts/api.py [--check]``. With ``--check`` only ignored folders are written to; the exit
status says whether what is committed is what the record types say now.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import prepare

CORE = prepare.ROOT / "dashboard-frontend" / "core"
OPENAPI = CORE / "openapi.json"
TYPES = CORE / "src" / "api" / "schema.gen.ts"


def main(arguments: list[str]) -> int:
    """Writes both files, or compares them with ``--check``."""
    described = openapi()
    if "--check" not in arguments:
        OPENAPI.write_text(described)
        generate(TYPES)
        return 0
    fresh = CORE / "dist" / "fresh" / TYPES.name
    fresh.parent.mkdir(parents=True, exist_ok=True)
    generate(fresh)
    return 0 if _is_current(OPENAPI, described) and _is_current(TYPES, fresh.read_text()) else 1


def openapi() -> str:
    """Returns the API's description as the server's own code gives it."""
    command = [sys.executable, "-m", "furu.dashboard.openapi"]
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def generate(target: Path) -> None:
    """Writes the TypeScript types to the target, with the command of the core's own package.json."""
    script: str = json.loads((CORE / "package.json").read_text())["scripts"]["api"]
    placed = script.replace(str(TYPES.relative_to(CORE)), str(target))
    subprocess.run(["npm", "exec", "--call", placed], cwd=CORE, stdout=subprocess.DEVNULL, check=True)


def _is_current(committed: Path, expected: str) -> bool:
    if committed.exists() and committed.read_text() == expected:
        return True
    print(f"{committed.relative_to(prepare.ROOT)} is not what the server says; run: make api")
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
