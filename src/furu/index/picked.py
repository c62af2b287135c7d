"""Rows by their ids, for whoever has a list of those, of which some may be gone."""

from __future__ import annotations

from collections.abc import Sequence

from furu.index import query
from furu.index.index import Index
from furu.index.rows import Experiment


def rows(index: Index, ids: Sequence[str], *, leaves: bool = False) -> dict[str, Experiment]:
    """The rows of those of some ids that are there, in their order."""
    found: dict[str, Experiment] = {}
    with index._db.reading() as connection:  # noqa: SLF001  # of the same package; Index has names enough
        for start in range(0, len(ids), query.MOST_ROWS):
            part = list(dict.fromkeys(ids[start : start + query.MOST_ROWS]))
            marks = ", ".join("?" * len(part))
            there = {key for (key,) in connection.execute(f"SELECT id FROM experiments WHERE id IN ({marks})", part)}
            known = query.by_ids(connection, [key for key in part if key in there], leaves=leaves)
            found.update((row.id, row) for row in known)
    return found
