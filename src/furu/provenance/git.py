"""What git says about the project, asked once a process. A hit never asks."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from furu import settings
from furu.errors import ProvenanceError
from furu.provenance.changes import Asked, keep_bundle, keep_patch, keep_untracked
from furu.provenance.program import Answer, Deadline
from furu.provenance.withheld import without_credentials
from furu.store.records import GitRecord

logger = logging.getLogger("furu")

SECONDS = 20.0
"""How long everything that git is asked at one time may take."""

LISTING = 16 << 20
"""How many bytes a status may have."""

RESULTS = "furu-data"
"""The folder of a project that holds results."""


def git_record(root: str | None = None) -> GitRecord | None:
    """The repository's state by FURU_RECORD_GIT; None when it says to ignore git.

    Args:
        root: the store that keeps what the commit does not hold; without one that is not looked for.

    Raises:
        ProvenanceError: the repository has no remote named ``origin`` and that was not allowed.
    """
    wanted = settings.current()
    if wanted.record_git == "ignore":
        return None
    folder = str(settings.project() or Path.cwd())
    look = _captured_once if wanted.record_git == "cached" else capture
    return look(folder, root, allow_no_origin=wanted.allow_no_git_origin)


def ask(folder: str) -> GitRecord:
    """Commit, branch, remote and dirtiness of the repository around a folder; what is missing is a note."""
    return _look(Asked(folder, Deadline(SECONDS)), [])[0]


def capture(folder: str, root: str | None, *, allow_no_origin: bool) -> GitRecord:
    """Ask git, and keep what the commit does not hold; a person hears once of what is missing.

    Raises:
        ProvenanceError: there is no remote named ``origin`` and that is not allowed; nothing was kept.
    """
    asked = Asked(folder, Deadline(SECONDS))
    besides = list(_results(folder, root))
    record, status = _look(asked, besides)
    if record.commit is not None and record.remote is None and not allow_no_origin:
        raise ProvenanceError(
            f"the git repository of {folder} has no remote named origin, so its commits cannot be found again",
            hint=settings.hint("FURU_ALLOW_NO_GIT_ORIGIN", "to compute all the same, or add the remote"),
        )
    if root is not None and record.commit is not None:
        changed = changed_files(status)
        record = replace(
            record,
            patch=keep_patch(asked, root, changed, besides) if changed else None,
            bundle=None if is_published(status) else keep_bundle(asked, root),
            untracked=keep_untracked(asked, root, besides) if has_untracked(status) else None,
            note="; ".join(asked.left_out) or None,
        )
    if record.commit is None or asked.surprising:
        _warn_once(f"git in {folder}: {record.note}")
    return record


_captured_once = lru_cache(maxsize=8)(capture)


@lru_cache(maxsize=64)
def _warn_once(message: str) -> None:
    hint = settings.hint("FURU_RECORD_GIT", "to choose whether git is asked")
    logger.warning("%s\nhint: %s", message, hint)


def _results(folder: str, root: str | None) -> Iterator[str]:
    """Pathspecs that leave results out of what git is asked about: they are no changes of the code."""
    yield f":(exclude,literal){RESULTS}"
    if root is not None and root.startswith(f"{folder}{os.sep}"):
        yield f":(exclude,literal){os.path.relpath(root, folder)}"


def _look(asked: Asked, besides: list[str]) -> tuple[GitRecord, str]:
    """The record, and the status it was read from."""
    try:
        status = asked.git(
            *("status", "--porcelain=v2", "--branch", "--untracked-files=normal", "--", ":/"), *besides, limit=LISTING
        )
    except FileNotFoundError:
        return GitRecord(note="git is not installed"), ""
    if not status.good:
        return GitRecord(note=_refusal(asked, status)), ""
    remote = asked.git("remote", "get-url", "origin")
    text = status.output.decode(errors="replace")
    return parse_status(text, remote.output.decode(errors="replace").strip() if remote.good else None), text


def _refusal(asked: Asked, status: Answer) -> str:
    """Why there is nothing to record."""
    if status.cut == "late":
        return f"git did not answer within {asked.deadline.seconds:.0f} seconds"
    if status.cut == "large":
        return "too many files have changed for git to list"
    start = Path(asked.folder).absolute()
    if not any((folder / ".git").exists() for folder in (start, *start.parents)):
        return "not in a git repository"
    return f"git refused: {status.errors.splitlines()[0] if status.errors else f'status {status.status}'}"


def parse_status(text: str, remote: str | None) -> GitRecord:
    """The record that ``git status --porcelain=v2 --branch`` describes (see git-status(1))."""
    headers = _headers(text)
    commit = headers.get("branch.oid", "(initial)")
    branch = headers.get("branch.head", "(detached)")
    return GitRecord(
        commit=None if commit == "(initial)" else commit,
        branch=None if branch == "(detached)" else branch,
        remote=None if remote is None else without_credentials(remote),
        dirty=any(not line.startswith("# ") for line in text.splitlines()),
        note="the repository has no commit yet" if commit == "(initial)" else None,
    )


def _headers(text: str) -> dict[str, str]:
    words = (line[2:].partition(" ") for line in text.splitlines() if line.startswith("# "))
    return {key: value for key, _, value in words}


_FIELDS_BEFORE_PATH = {"1": 8, "2": 9, "u": 10}
"""How many fields of a status line stand before the path, by the line's kind."""


def changed_files(status: str) -> list[str]:
    """The tracked files that a status lists as changed."""
    return [
        line.split(" ", fields)[-1].partition("\t")[0].strip('"')
        for line in status.splitlines()
        if (fields := _FIELDS_BEFORE_PATH.get(line[:1]))
    ]


def has_untracked(status: str) -> bool:
    """Whether a status lists files that git does not track."""
    return any(line.startswith("? ") for line in status.splitlines())


def is_published(status: str) -> bool:
    """Whether a status says that the branch has no commit which its branch at ``origin`` does not have."""
    headers = _headers(status)
    return headers.get("branch.upstream", "").startswith("origin/") and headers.get("branch.ab", "").startswith("+0 ")
