"""Whether git would keep what is written into a folder of the project."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from furu.provenance.program import Deadline, ask

_SECONDS = 20.0
_LIMIT = 1 << 20
_RULE = re.compile(r"(?P<source>.*?):(?P<line>\d+):(?P<pattern>.*)\t(?P<path>.*)")


@dataclass(frozen=True)
class Hidden:
    """The rule that hides a folder: its file, line and pattern, and the lines that bring the folder back.

    ``folder`` says whether the folder itself is hidden, or only some of the files in it.
    """

    source: str
    line: int
    pattern: str
    folder: bool
    remedy: tuple[str, ...]


def hidden_by(root: str, files: Sequence[str]) -> Hidden | None:
    """The rule because of which git would not keep files in a folder; None when it would, or cannot be asked."""
    project = next((str(folder) for folder in Path(root).parents if (folder / ".git").exists()), None)
    if project is None:
        return None
    plain = ("--no-optional-locks", "-c", "core.quotePath=false")
    command = ["git", *plain, "-C", project, "check-ignore", "--verbose", "--", f"{root}/", *files]
    try:
        answer = ask(command, Deadline(_SECONDS), limit=_LIMIT)
    except FileNotFoundError:
        return None
    return parse(answer.output, project, root) if answer.good else None


def parse(output: bytes, project: str, root: str) -> Hidden | None:
    """The first rule that ``git check-ignore --verbose`` names and that hides (see git-check-ignore(1))."""
    for match in map(_RULE.fullmatch, os.fsdecode(output).splitlines()):
        if match is not None and not match["pattern"].startswith("!"):
            source = os.path.normpath(os.path.join(project, match["source"]))
            folder = match["path"].strip('"').endswith("/")
            lines = remedy(os.path.dirname(source), root, whole=folder)
            return Hidden(source, int(match["line"]), match["pattern"], folder, lines)
    return None


def remedy(above: str, root: str, *, whole: bool) -> tuple[str, ...]:
    """The lines of a ``.gitignore`` in the folder ``above`` that bring a root back.

    git never looks into a hidden folder, so when the ``whole`` root is hidden, every folder on the way is opened.
    """
    relative = os.path.relpath(root, above)
    if relative.startswith(".."):
        relative = os.path.basename(root)
    if not whole:
        return (f"!/{relative}/**",)
    steps = relative.split("/")
    opened = [
        line
        for depth in range(1, len(steps))
        for line in (f"/{'/'.join(steps[:depth])}/*", f"!/{'/'.join(steps[: depth + 1])}/")
    ]
    return tuple(opened) or (f"!/{relative}/",)
