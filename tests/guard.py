"""Proves that tests write nothing outside their temporary roots, and gives each test surroundings of its own.

Two nets. An audit hook sees every file that a test's own process opens for writing, makes, renames or removes;
the test that did it fails. In CI, the checkout and the user's home are also listed before and after, which
catches child processes.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).resolve().parent.parent
HOME = Path.home()
SCRUBBED = ("FURU_", "SLURM_", "GIT_")
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {
    "os.chmod": 1,
    "os.link": 2,
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rename": 2,
    "os.rmdir": 1,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.utime": 1,
    "shutil.rmtree": 1,
    "sqlite3.connect": 1,
}
"""Audit events that change the disk, with how many of their first arguments are paths."""
FREE = ("/dev/", "/proc/")
CACHES = {"__pycache__", ".pytest_cache", ".hypothesis", ".mypy_cache", ".ruff_cache", ".import_linter_cache"}
MADE_BY_MAKE = (
    "build/",
    "dist/",
    "node_modules/",
    ".venv/",
    ".tools/",
    "src/furu/dashboard/app/",
    "e2e/",
    "dashboard-frontend/",
)

_numbers = itertools.count()


class Watch:
    """Collects what is written outside the given roots while a test runs; idle between tests."""

    def __init__(self) -> None:
        self.roots: tuple[str, ...] = ()
        self.found: list[str] = []
        self._active = False

    def install(self) -> None:
        """Starts to watch this process; an audit hook cannot be taken out again."""
        sys.addaudithook(self._hear)

    def begin(self, *roots: Path) -> None:
        """From now on, only the roots may be written to."""
        self.roots = tuple(f"{os.path.realpath(root)}{os.sep}" for root in roots)
        self.found = []
        self._active = True

    def end(self) -> list[str]:
        """Returns what was written elsewhere since the beginning."""
        self._active = False
        return self.found

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._active:
            return
        if event == "open":
            path, _, flags = arguments
            if isinstance(flags, int) and flags & WRITING:
                self._judge(event, path)
        elif count := CHANGES.get(event):
            # What a link leads to is not touched by making it.
            for path in arguments[1:count] if event == "os.symlink" else arguments[:count]:
                self._judge(event, path)

    def _judge(self, event: str, path: object) -> None:
        if isinstance(path, int) or path == ":memory:":
            return
        place = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else str(path)
        folder, name = os.path.split(os.path.abspath(place.removeprefix("file:").partition("?")[0]))
        real = f"{os.path.realpath(folder)}{os.sep}{name}"
        if not (real + os.sep).startswith((*self.roots, *FREE)) and CACHES.isdisjoint(real.split(os.sep)):
            self.found.append(f"{event} {real}")


_watch = Watch()


@pytest.fixture(autouse=True)
def surroundings(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty root, home, cache and working folder for one test, and no settings of the user's."""
    temporary = tmp_path_factory.getbasetemp()
    around = temporary / "around" / str(next(_numbers))
    for name in ("home", "tmp", "project"):
        (around / name).mkdir(parents=True)
    for variable in list(os.environ):
        if variable.startswith(SCRUBBED):
            monkeypatch.delenv(variable)
    monkeypatch.setenv("HOME", str(around / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(around / "home" / ".cache"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(around / "home" / ".config"))
    monkeypatch.setenv("TMPDIR", str(around / "tmp"))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setenv("FURU_PATH", str(around / "data"))
    monkeypatch.setenv("FURU_CACHE_DIR", str(around / "cache"))
    monkeypatch.chdir(around / "project")
    _watch.begin(temporary)
    yield around
    if outside := _watch.end():
        pytest.fail("the test wrote outside its temporary roots:\n  " + "\n  ".join(outside), pytrace=False)


def pytest_configure() -> None:
    """Watches the processes that run tests."""
    _watch.install()


def pytest_sessionstart(session: pytest.Session) -> None:
    """Lists what is there before the first test."""
    if _is_judge(session):
        session.config.stash[_before] = _listing()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fails the session when something new lies in the checkout or the home after the last test."""
    before = session.config.stash.get(_before, None)
    if before is None:
        return
    if appeared := sorted(_listing() - before):
        print("\nerror: these appeared outside the temporary roots while the tests ran:", *appeared, sep="\n  ")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


_before = pytest.StashKey[set[str]]()


def _is_judge(session: pytest.Session) -> bool:
    """Only the process that starts the others looks, and only in CI, where nobody edits meanwhile."""
    return "CI" in os.environ and not hasattr(session.config, "workerinput")


def _listing() -> set[str]:
    """Returns the files that git does not know in the checkout, and whatever of furu's is in the home."""
    command = ["git", "status", "--porcelain", "--ignored=matching", "--untracked-files=all"]
    status = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False).stdout
    unknown = {line[3:] for line in status.splitlines() if line[:2] in {"??", "!!"}}
    ours = {path for path in unknown if not path.startswith(MADE_BY_MAKE) and CACHES.isdisjoint(Path(path).parts)}
    places = itertools.chain(HOME.glob("*furu*"), HOME.glob(".*/*furu*"), HOME.glob(".*/*furu*/*"))
    return ours | {str(path) for path in places}
