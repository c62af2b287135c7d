"""What git says about the project, asked once a process. A hit never asks."""

from __future__ import annotations

import subprocess
from functools import lru_cache
from pathlib import Path

from furu import settings
from furu.errors import ProvenanceError
from furu.store.records import GitRecord

_SECONDS = 20


def git_record() -> GitRecord | None:
    """The repository's state by FURU_RECORD_GIT; None when it says to ignore git.

    Raises:
        ProvenanceError: the repository has no remote named ``origin`` and that was not allowed.
    """
    wanted = settings.current()
    if wanted.record_git == "ignore":
        return None
    folder = str(settings.project() or Path.cwd())
    record = _asked_once(folder) if wanted.record_git == "cached" else ask(folder)
    if record.commit is not None and record.remote is None and not wanted.allow_no_git_origin:
        raise ProvenanceError(
            f"the git repository of {folder} has no remote named origin, so its commits cannot be found again",
            hint=settings.hint("FURU_ALLOW_NO_GIT_ORIGIN", "to compute all the same, or add the remote"),
        )
    return record


@lru_cache(maxsize=8)
def _asked_once(folder: str) -> GitRecord:
    return ask(folder)


def ask(folder: str) -> GitRecord:
    """Commit, branch, remote and dirtiness of the repository around a folder; what is missing is a note."""
    try:
        status = _git(folder, "status", "--porcelain=v2", "--branch", "--untracked-files=normal")
    except FileNotFoundError:
        return GitRecord(note="git is not installed")
    except subprocess.TimeoutExpired:
        return GitRecord(note=f"git did not answer within {_SECONDS} seconds")
    if status is None:
        return GitRecord(note="not in a git repository")
    remote = _git(folder, "remote", "get-url", "origin")
    return parse_status(status, remote.strip() if remote else None)


def parse_status(text: str, remote: str | None) -> GitRecord:
    """The record that ``git status --porcelain=v2 --branch`` describes (see git-status(1))."""
    headers: dict[str, str] = {}
    dirty = False
    for line in text.splitlines():
        if line.startswith("# "):
            key, _, value = line[2:].partition(" ")
            headers[key] = value
        else:
            dirty = True
    commit = headers.get("branch.oid", "(initial)")
    branch = headers.get("branch.head", "(detached)")
    return GitRecord(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        remote=_without_secret(remote),
        dirty=dirty,
        note="the repository has no commit yet" if commit == "(initial)" else None,
    )


def _without_secret(remote: str | None) -> str | None:
    """The address without a user name and token in it."""
    if remote is None or "://" not in remote:
        return remote
    scheme, _, rest = remote.partition("://")
    return f"{scheme}://{rest.rpartition('@')[2] if '@' in rest.split('/')[0] else rest}"


def _git(folder: str, *arguments: str) -> str | None:
    """What git prints, or None when it refuses."""
    done = subprocess.run(
        ["git", "--no-optional-locks", "-C", folder, *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=_SECONDS,
        check=False,
    )
    return done.stdout.decode(errors="replace") if done.returncode == 0 else None
