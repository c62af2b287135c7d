"""Which experiments a change is for: those of a list, or all that a query finds, counted before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from furu.errors import QueryError, SelectionChanged
from furu.index.index import Index
from furu.store import fs
from furu.store.collections import checked_id
from furu.store.layout import Artifact

MOST_SELECTED = 100_000
"""Experiments that one change is for at most."""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Why one of many was left as it is."""

    id: str
    detail: str
    hint: str | None = None


@dataclass(frozen=True, kw_only=True)
class Selected:
    """Some experiments: either ``ids``, or what the query ``q`` finds, which must be ``expected`` many."""

    ids: Sequence[str] | None = None
    q: str | None = None
    expected: int | None = None


def chosen(index: Index, selected: Selected) -> list[str]:
    """The ids that are meant.

    Raises:
        QueryError: neither or both are given, the query cannot be understood, or finds too many.
        SelectionChanged: it finds another number than was expected.
        LabelRefused: one is no id.
    """
    if (selected.ids is None) == (selected.q is None):
        raise QueryError("a change is for a list of ids or for a query", hint="give one of ids and q")
    if selected.q is None:
        _check_number(len(selected.ids or ()))
        return list(dict.fromkeys(map(checked_id, selected.ids or ())))
    if selected.expected is None:
        raise QueryError(
            "how many experiments the query finds must be said, so that nothing else is changed",
            hint="count them first, and give the number as expected",
        )
    found = index.cells(selected.q, (), limit=MOST_SELECTED)
    if found.total != selected.expected:
        raise SelectionChanged(
            f"{found.total} experiments match now, and {selected.expected} were expected",
            total=found.total,
            hint="look at them again; what was asked for has not been done",
        )
    _check_number(found.total)
    return [row[0] for row in found.rows]


def _check_number(count: int) -> None:
    if count > MOST_SELECTED:
        raise QueryError(
            f"a change is for at most {MOST_SELECTED} experiments, and these are {count}",
            hint="narrow the query, and do it in parts",
        )


def place(index: Index, id: str) -> Artifact:
    """Where the artifact of an id is: below the first root that has it.

    Raises:
        LabelRefused: it is no id.
    """
    namespace, _, digest = checked_id(id).rpartition("@")
    places = [Artifact(str(root), namespace, digest) for root in index.roots]
    return next((found for found in places if fs.inode(found.meta) is not None), places[0])
