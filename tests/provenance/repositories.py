"""Real git repositories for the tests."""

from __future__ import annotations

import subprocess
from pathlib import Path

IDENTITY = ("-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "init.defaultBranch=main")


def git(*arguments: str, folder: Path | str = ".") -> str:
    """Run git in a folder and return what it prints."""
    command = ["git", "-C", str(folder), *IDENTITY, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def published(folder: Path, origin: Path) -> None:
    """Make a repository whose one commit, of ``code.py`` and ``.gitignore``, is at its origin."""
    git("init", "--quiet", "--bare", str(origin))
    folder.mkdir(parents=True, exist_ok=True)
    git("init", "--quiet", folder=folder)
    (folder / "pyproject.toml").touch()
    (folder / "code.py").write_text("rate = 1\n")
    (folder / ".gitignore").write_text("*.log\n")
    commit(folder, "first")
    git("remote", "add", "origin", str(origin), folder=folder)
    git("push", "--quiet", "--set-upstream", "origin", "main", folder=folder)


def commit(folder: Path, message: str) -> str:
    """Commit everything and return the commit."""
    git("add", "--all", folder=folder)
    git("commit", "--quiet", "--message", message, folder=folder)
    return git("rev-parse", "HEAD", folder=folder)
