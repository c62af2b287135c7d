"""Runs ``bench`` in throwaway environments, which also have the libraries that furu is measured beside."""

from __future__ import annotations

import subprocess
import sys
import tempfile

import prepare

BESIDE = ("joblib", "signac", "exca", "numpy")
POOLS = ("pebble", "loky", "submitit")
RELEASED = "furu[dashboard]==0.0.12"


def environment(folder: str, *packages: str) -> str:
    """Makes an environment and returns its Python; installing from uv's cache takes a moment."""
    uv, python = str(prepare.UV), f"{folder}/bin/python"
    subprocess.run([uv, "venv", "--quiet", "--python", sys.executable, folder], check=True)
    # With bytecode, as an installation has it after its first use: imports are measured.
    subprocess.run([uv, "pip", "install", "--quiet", "--compile-bytecode", "--python", python, *packages], check=True)
    return python


def main() -> int:
    """Returns the exit status of the measurements."""
    with tempfile.TemporaryDirectory(prefix="furu-bench-") as folder:
        pins = ("--constraints", str(prepare.LOCK))
        python = environment(f"{folder}/ours", *pins, f"{prepare.ROOT}[find]", *BESIDE, *POOLS)
        try:
            old = environment(f"{folder}/released", RELEASED)
        except subprocess.CalledProcessError:
            print(f"{RELEASED} cannot be installed here, so it is left out", file=sys.stderr)
            old = ""
        measured = [
            [python, "-m", "bench.compare", old],
            [python, "-m", "bench.executors"],
            [python, "-m", "bench.index", "--released", old],
        ]
        return max(subprocess.run(command, cwd=prepare.ROOT, check=False).returncode for command in measured)


if __name__ == "__main__":
    sys.exit(main())
