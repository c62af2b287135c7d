"""Pictures, drawn without a display."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from matplotlib.figure import Figure

from digits.images import Integers


def confusion(counts: Integers, title: str, path: Path) -> None:
    """Draws what was taken for what; the right answers are left out, so that the errors show."""
    figure = Figure(figsize=(4, 4), layout="constrained")
    axes = figure.subplots()
    errors = counts.copy()
    for digit in range(len(errors)):
        errors[digit, digit] = 0
    axes.imshow(errors, cmap="Reds", vmin=0, vmax=1.6 * max(int(errors.max()), 1))
    for (row, column), count in zip(_cells(counts), counts.flat, strict=True):
        if count:
            axes.text(column, row, str(count), ha="center", va="center", fontsize=7, alpha=0.4 if row == column else 1)
    axes.set(title=title, xlabel="taken for", ylabel="digit", xticks=range(10), yticks=range(10))
    figure.savefig(path, dpi=100)


def bars(values: Mapping[str, float], title: str, path: Path) -> None:
    """Draws one bar a name, the first on top, with its value written behind it."""
    ordered = list(values.items())[::-1]
    figure = Figure(figsize=(8, 1 + 0.28 * len(ordered)), layout="constrained")
    axes = figure.subplots()
    drawn = axes.barh([name for name, _ in ordered], [value for _, value in ordered], color="#4c72b0")
    axes.bar_label(drawn, fmt="%.3f", padding=3, fontsize=8)
    axes.set(title=title, xlim=(0, 1.08))
    axes.spines[["top", "right"]].set_visible(False)
    figure.savefig(path, dpi=100)


def _cells(counts: Integers) -> list[tuple[int, int]]:
    rows, columns = counts.shape
    return [(row, column) for row in range(rows) for column in range(columns)]
