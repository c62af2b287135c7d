"""Builds the wheel and tests that: in a fresh environment, from a folder that is not the checkout.

The web app must have been built before; the wheel has to carry it. The same source is also installed with
plain pip, since not everybody has uv.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import prepare

INSIDE = ("furu/dashboard/app/index.html", "furu/py.typed")
TESTS = prepare.ROOT / "tests" / "wheel"


def main() -> int:
    """Returns 0 when the built wheel works."""
    folder = prepare.ROOT / "build" / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    run([prepare.UV, "build", "--wheel", "--quiet", "--out-dir", folder / "dist", prepare.ROOT])
    wheel = next((folder / "dist").glob("furu-*.whl"))
    if missing := lacks(wheel):
        print(f"error: {wheel.name} lacks {', '.join(missing)}; the web app is built with: make build", file=sys.stderr)
        return 1
    python = fresh_environment(folder / "venv", wheel)
    plain = plain_pip(folder / "pip")
    with tempfile.TemporaryDirectory(prefix="furu-wheel-") as elsewhere:
        command = [python, "-m", "pytest", "-q", "-c", TESTS / "pytest.ini", "-p", "no:cacheprovider", TESTS]
        tested = subprocess.run([str(word) for word in command], cwd=elsewhere, env=environment(), check=False)
    if missing := [name for name in INSIDE if not (plain / name).is_file()]:
        print(f"error: `pip install .` does not install {', '.join(missing)}", file=sys.stderr)
        return 1
    return tested.returncode


def lacks(wheel: Path) -> list[str]:
    """Returns the files that the wheel should have and has not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    return [name for name in INSIDE if name not in names]


def fresh_environment(venv: Path, wheel: Path) -> Path:
    """Installs the wheel with its dashboard, as pinned, and returns the environment's Python."""
    run([prepare.UV, "venv", "--quiet", "--python", sys.executable, venv])
    python = venv / "bin" / "python"
    packages = [f"{wheel}[dashboard]", "pytest", "httpx"]
    run([prepare.UV, "pip", "install", "--quiet", "--python", python, "--constraints", prepare.LOCK, *packages])
    return python


def plain_pip(target: Path) -> Path:
    """Installs the checkout with nothing but pip and returns where it is."""
    options = ["--quiet", "--no-deps", "--no-cache-dir", "--disable-pip-version-check", "--root-user-action=ignore"]
    run([base_python(), "-m", "pip", "install", *options, "--target", target, prepare.ROOT])
    return target


def base_python() -> Path:
    """Returns the interpreter that .venv was made from, which has pip."""
    return Path(sys.base_prefix) / "bin" / f"python{sys.version_info.major}.{sys.version_info.minor}"


def environment() -> dict[str, str]:
    """Returns an environment in which only what is installed can be imported."""
    return {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}


def run(command: list[str | Path]) -> None:
    """Runs a step that must not fail."""
    subprocess.run([str(word) for word in command], env=environment(), check=True)


if __name__ == "__main__":
    sys.exit(main())
