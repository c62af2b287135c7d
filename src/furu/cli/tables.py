"""Rows for people: aligned columns with a head on a terminal, tabs between the cells in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence


def visible(text: str) -> str:
    """Text of others as a terminal may show it: what would steer the terminal is written out, as ``repr`` does."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() or char in "\n\t" else repr(char)[1:-1] for char in text)


def table(head: Sequence[str], rows: Sequence[Sequence[str]], *, width: int | None = None) -> str:
    """The rows as text; the last column gives way where the terminal is narrow.

    Args:
        head: the names of the columns.
        rows: the cells; line breaks and tabs in them become spaces, and what would steer the terminal is written out.
        width: columns of the terminal; None asks whether there is one, and 0 says that there is none.
    """
    cells = [[visible(" ".join(cell.split())) for cell in row] for row in rows]
    if width is None:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
    if width == 0:
        return "".join("\t".join(row) + "\n" for row in cells)
    lines = [[name.upper() for name in head], *cells]
    widths = [max(len(line[place]) for line in lines) for place in range(len(head))]
    return "".join(_cut("  ".join(map(str.ljust, line, widths)).rstrip(), width) + "\n" for line in lines)


def _cut(line: str, width: int) -> str:
    return line if len(line) <= width else f"{line[: max(0, width - 1)]}…"
