"""Runs ``bench`` in an environment of its own, which also has the libraries that furu is measured beside."""

from __future__ import annotations

import subprocess
import sys

import prepare

VENV = prepare.ROOT / "build" / "bench"
BESIDE = ("joblib", "signac")


def main() -> int:
    """Returns the exit status of the measurements."""
    uv, python = str(prepare.UV), str(VENV / "bin" / "python")
    if not VENV.exists():
        subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)], check=True)
    packages = ["--editable", str(prepare.ROOT), *BESIDE]
    pins = ["--constraints", str(prepare.LOCK)]
    subprocess.run([uv, "pip", "install", "--quiet", "--python", python, *pins, *packages], check=True)
    return subprocess.run([python, "-m", "bench.compare"], cwd=prepare.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
