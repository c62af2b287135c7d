"""The commit behind a result is recorded, once a process, and never at the price of a hit."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from furu.provenance.git import ask, parse_status
from furu.store.records import GitRecord
from tests.contract.processes import finish, start
from tests.nodes import Leaf

COMMIT = "0123456789abcdef0123456789abcdef01234567"
HEADER = f"# branch.oid {COMMIT}\n# branch.head main\n"

STATUSES: list[tuple[str, str | None, GitRecord]] = [
    (HEADER, None, GitRecord(commit=COMMIT, branch="main", dirty=False)),
    (
        HEADER + "# branch.upstream origin/main\n# branch.ab +0 -0\n",
        None,
        GitRecord(commit=COMMIT, branch="main", dirty=False),
    ),
    (
        HEADER + "1 .M N... 100644 100644 100644 a b file.py\n",
        None,
        GitRecord(commit=COMMIT, branch="main", dirty=True),
    ),
    (HEADER + "? new file.py\n", None, GitRecord(commit=COMMIT, branch="main", dirty=True)),
    (
        f"# branch.oid {COMMIT}\n# branch.head (detached)\n",
        None,
        GitRecord(commit=COMMIT, branch=None, dirty=False),
    ),
    (
        "# branch.oid (initial)\n# branch.head main\n",
        None,
        GitRecord(branch="main", dirty=False, note="the repository has no commit yet"),
    ),
    (
        HEADER,
        "https://example.org/a.git",
        GitRecord(commit=COMMIT, branch="main", dirty=False, remote="https://example.org/a.git"),
    ),
]


@pytest.mark.parametrize(("status", "remote", "expected"), STATUSES)
def test_a_status_is_read(status: str, remote: str | None, expected: GitRecord) -> None:
    assert parse_status(status, remote) == expected


REMOTES = [
    ("https://github.com/ada/engine.git", "https://github.com/ada/engine.git"),
    ("https://ada:secret@github.com/ada/engine.git", "https://github.com/ada/engine.git"),
    ("https://token@github.com/ada/engine.git", "https://github.com/ada/engine.git"),
    ("https://ada:se@cret@github.com/ada/engine.git", "https://github.com/ada/engine.git"),
    ("https://github.com/ada/engine@2.git", "https://github.com/ada/engine@2.git"),
    ("ssh://git@github.com/ada/engine.git", "ssh://github.com/ada/engine.git"),
    ("git@github.com:ada/engine.git", "git@github.com:ada/engine.git"),
    ("/srv/git/engine.git", "/srv/git/engine.git"),
    ("file:///srv/git/engine.git", "file:///srv/git/engine.git"),
]


@pytest.mark.parametrize(("remote", "expected"), REMOTES)
def test_credentials_are_not_recorded(remote: str, expected: str) -> None:
    assert parse_status(HEADER, remote).remote == expected


def git(*arguments: str) -> str:
    """Run git in the current folder."""
    identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", *identity, *arguments], capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def repository() -> Path:
    """The current folder as a repository with one commit and a remote."""
    git("init", "--quiet")
    Path("pyproject.toml").touch()
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    git("remote", "add", "origin", "https://ada:secret@example.org/engine.git")
    return Path.cwd()


def test_a_real_repository_is_described(repository: Path) -> None:
    head = git("rev-parse", "HEAD")
    clean = GitRecord(commit=head, branch="main", dirty=False, remote="https://example.org/engine.git")
    assert ask(str(repository)) == clean
    (repository / "new.py").touch()
    assert ask(str(repository)).dirty is True


def test_a_folder_inside_a_repository_belongs_to_it(repository: Path) -> None:
    (repository / "deep" / "er").mkdir(parents=True)
    assert ask(str(repository / "deep" / "er")).branch == "main"


def test_a_repository_without_a_commit_says_so() -> None:
    git("init", "--quiet")
    assert ask(".") == GitRecord(branch="main", dirty=False, note="the repository has no commit yet")


def test_no_repository_is_a_note() -> None:
    assert ask(".") == GitRecord(note="not in a git repository")


def test_no_git_is_a_note(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert ask(".") == GitRecord(note="git is not installed")


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with one line for every git process, which a wrapper in front of the real git writes."""
    real, folder, calls = shutil.which("git"), tmp_path / "bin", tmp_path / "calls"
    folder.mkdir()
    (folder / "git").write_text(f'#!/bin/sh\necho "$@" >> {calls}\nexec {real} "$@"\n')
    (folder / "git").chmod(0o755)
    calls.touch()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    return calls


CREATE = "from tests.nodes import Leaf\nfor value in range({count}): Leaf(value=value).get()"


def recorded(node: Any) -> dict[str, Any] | None:
    """What the first attempt of a node says about git."""
    attempt = json.loads((node.furu_dir / ".furu" / "attempt-0001.json").read_text())
    found: dict[str, Any] | None = attempt["environment"]["git"]
    return found


def test_git_is_asked_once_a_process(repository: Path, calls: Path) -> None:
    finish(start(CREATE.format(count=5)))
    lines = calls.read_text().splitlines()
    assert sum("status" in line for line in lines) == 1
    assert len(lines) == len(set(lines))
    commit = {(recorded(Leaf(value=value)) or {})["commit"] for value in range(5)}
    assert commit == {git("rev-parse", "HEAD")}


def test_a_hit_never_asks_git(repository: Path, calls: Path) -> None:
    finish(start(CREATE.format(count=2)))
    calls.write_text("")
    finish(start(CREATE.format(count=2)))
    assert calls.read_text() == ""


def test_git_is_never_asked_when_it_is_to_be_ignored(repository: Path, calls: Path) -> None:
    finish(start(CREATE.format(count=1), FURU_RECORD_GIT="ignore"))
    assert calls.read_text() == ""
    assert recorded(Leaf(value=0)) is None


def test_git_is_asked_at_every_attempt_when_that_is_wanted(repository: Path, calls: Path) -> None:
    change = "; open('new.py', 'w').close()"
    finish(start(CREATE.format(count=2) + change, FURU_RECORD_GIT="uncached"))
    assert sum("status" in line for line in calls.read_text().splitlines()) == 2
    dirty = [(recorded(Leaf(value=value)) or {})["dirty"] for value in range(2)]
    assert dirty == [False, True]


def test_a_repository_without_origin_is_an_error_before_anything_is_computed(repository: Path) -> None:
    git("remote", "remove", "origin")
    process = start(CREATE.format(count=1))
    _, errors = process.communicate(timeout=60)
    assert process.returncode != 0
    assert f"ProvenanceError: the git repository of {repository} has no remote named origin" in errors
    assert "hint: set FURU_ALLOW_NO_GIT_ORIGIN (0 or 1) to compute all the same, or add the remote" in errors
    assert not list(Leaf(value=0).furu_dir.glob(".furu/attempt-*"))


def test_a_repository_without_origin_may_be_allowed(repository: Path) -> None:
    git("remote", "remove", "origin")
    finish(start(CREATE.format(count=1), FURU_ALLOW_NO_GIT_ORIGIN="1"))
    assert (recorded(Leaf(value=0)) or {})["remote"] is None


def test_a_repository_without_a_commit_is_no_error() -> None:
    git("init", "--quiet")
    finish(start(CREATE.format(count=1)))
    assert (recorded(Leaf(value=0)) or {})["note"] == "the repository has no commit yet"


def test_asking_git_changes_nothing_in_the_repository(repository: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in sorted((repository / ".git").rglob("*"))}
    os.utime(repository / "pyproject.toml")
    ask(str(repository))
    assert {path: path.stat().st_mtime_ns for path in sorted((repository / ".git").rglob("*"))} == before
