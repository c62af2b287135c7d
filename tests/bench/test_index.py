"""The measurements of the index answer all their questions."""

from __future__ import annotations

from pathlib import Path

from bench.index import LINES, rows, table


def test_a_small_store_is_measured_in_every_line(tmp_path: Path) -> None:
    found = [next(rows(tmp_path, [60]))]
    name, measured = found[0]
    assert name == "60, 12 classes"
    assert set(measured.questions) == {"page", "facets", "groups", "columns", "suggest", "class graph"}
    assert min(measured.first_rows_s, measured.scan_s, measured.refresh_s, measured.restart_s) > 0
    text = table(found)
    assert text.count("\n") == len(LINES) + 2
