"""Installs what the targets of the Makefile need and is missing; quick when nothing is.

Usage: ``python3 scripts/prepare.py [tools] [python] [node] [browser] [slurm]``. Runs on the standard library alone,
since it is what makes everything else available. What is installed stays inside the checkout, but for the
browser and Slurm.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".tools"
VENV = ROOT / ".venv"
UV = TOOLS / "bin" / "uv"
LOCK = ROOT / "requirements.lock.txt"
UV_REQUIREMENT = "uv>=0.9,<0.14"
MINIMUM_PYTHON = (3, 11)
MINIMUM_NODE = 20
SLURM = ("slurmctld", "slurmd", "slurmdbd", "sbatch", "munged", "mariadbd")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


class Missing(Exception):
    """Something that only the user can install; the message says what and how."""


def environment() -> dict[str, str]:
    """Returns the environment for every tool: ours, with what uv, npm and Playwright need to know."""
    known = dict(os.environ)
    if "PIP_FIND_LINKS" in known:
        known.setdefault("UV_FIND_LINKS", known["PIP_FIND_LINKS"])
    known.update(
        VIRTUAL_ENV=str(VENV),
        PATH=os.pathsep.join([str(VENV / "bin"), str(TOOLS / "bin"), known["PATH"]]),
        PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD="1",
        NO_UPDATE_NOTIFIER="1",
    )
    if found := find_browser():
        known["FURU_E2E_BROWSER"] = found
    return known


def python() -> None:
    """Fills ``.venv`` with exactly what the lock file pins, and furu itself, editable."""
    tools()
    stamp, wanted = VENV / ".prepared", _fingerprint([LOCK, ROOT / "pyproject.toml", Path(__file__)])
    if _is_current(stamp, wanted):
        return
    _say(f"installing the Python packages of {LOCK.name} into .venv")
    if not (VENV / "lib" / f"python{_dotted(sys.version_info[:2])}").is_dir():
        _run([UV, "venv", "--quiet", "--clear", "--python", sys.executable, "--no-python-downloads", VENV])
    _run([UV, "pip", "sync", "--quiet", LOCK])
    _run([UV, "pip", "install", "--quiet", "--no-deps", "--editable", ROOT])
    stamp.write_text(wanted)


def tools() -> None:
    """Puts uv into ``.tools``, with nothing but pip."""
    if sys.version_info < MINIMUM_PYTHON:
        needed, have = _dotted(MINIMUM_PYTHON), _dotted(sys.version_info[:2])
        message = f"Python {needed} or newer is needed, this is {have}; name another one: make PYTHON=python3.12"
        raise Missing(message)
    if UV.exists():
        return
    _say("installing uv into .tools")
    _run([sys.executable, "-m", "pip", "install", "--quiet", "--target", TOOLS, UV_REQUIREMENT])


def node() -> None:
    """Installs the node modules of the workspaces, exactly as package-lock.json has them."""
    npm = shutil.which("npm")
    if npm is None or _node_version() < MINIMUM_NODE:
        message = f"Node {MINIMUM_NODE} or newer with npm is needed for the dashboard; it was not found on PATH"
        raise Missing(message)
    stamp = ROOT / "node_modules" / ".prepared"
    manifests = sorted(ROOT.glob("dashboard-frontend/*/package.json")) + sorted(ROOT.glob("e2e/package.json"))
    wanted = _fingerprint([ROOT / "package-lock.json", ROOT / "package.json", *manifests])
    if _is_current(stamp, wanted):
        return
    _say("installing the node modules of package-lock.json")
    _run([npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"])
    stamp.write_text(wanted)


def browser() -> None:
    """Makes sure that the end-to-end tests find a Chromium."""
    if find_browser() is not None:
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        message = (
            "no Chromium was found for the browser tests; install one (as root: apt-get install chromium), "
            "or name it: FURU_E2E_BROWSER=/path/to/chrome make test"
        )
        raise Missing(message)
    _say("installing Chromium with apt")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    packages = ["chromium", "fonts-dejavu-core"]
    _run(["apt-get", "update", "-qq"], quiet)
    _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], quiet)


def slurm() -> None:
    """Installs Slurm for the tests of tests/slurm, where that is possible; elsewhere they say that they are skipped."""
    places = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])
    if all(shutil.which(program, path=places) for program in SLURM):
        return
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        _say("Slurm is not installed, and only root can install it with apt; its tests will be skipped")
        return
    _say("installing Slurm with apt; its daemons are started by tests alone")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    cluster = ["slurmctld", "slurmd", "slurm-client", "munge"]
    accounting = ["slurmdbd", "slurm-wlm-mysql-plugin", "mariadb-server"]
    try:
        _run(["apt-get", "update", "-qq"], quiet)
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *cluster, *accounting], quiet)
    except Missing as missing:
        _say(f"{missing}; the tests on Slurm will be skipped")


def find_browser() -> str | None:
    """Returns the browser named by FURU_E2E_BROWSER, or the first Chromium on PATH."""
    named = os.environ.get("FURU_E2E_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def _node_version() -> int:
    found = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False)
    return int(found.stdout.lstrip("v").split(".")[0] or 0) if found.returncode == 0 else 0


def _is_current(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def _fingerprint(paths: Iterable[Path]) -> str:
    digest = hashlib.sha256(repr((sys.version_info[:2], str(ROOT))).encode())
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _run(command: list[str | Path], extra: dict[str, str] | None = None) -> None:
    """Runs a quiet command and shows what it wrote only when it fails."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=ROOT,
        env=environment() | (extra or {}),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout)
        message = f"`{' '.join(map(str, command))}` failed with exit status {done.returncode}"
        raise Missing(message)


def _dotted(version: tuple[int, ...]) -> str:
    return ".".join(map(str, version))


def _say(text: str) -> None:
    print(f"make: {text}", flush=True)


PARTS: dict[str, Callable[[], None]] = {
    "tools": tools,
    "python": python,
    "node": node,
    "browser": browser,
    "slurm": slurm,
}


def main(names: list[str]) -> int:
    """Prepares the named parts; all of them when none is named."""
    TOOLS.mkdir(exist_ok=True)
    try:
        with (TOOLS / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            for name in names or PARTS:
                PARTS[name]()
    except Missing as missing:
        print(f"error: {missing}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
