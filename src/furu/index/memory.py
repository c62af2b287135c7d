"""What was worked out of the columns once and is asked for again: coded texts, orders, names, and whole answers.

Advisory: nothing is kept beyond the life of the segment or table that it was worked out of.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from typing import Any, TypeVar, cast
from weakref import WeakKeyDictionary

import polars as pl

from furu.index.coded import Coded, coded, containing, places, sortable, spread
from furu.index.columns import Table
from furu.index.filters.fields import LeafNames
from furu.index.segment import Segment

Found = TypeVar("Found")

MOST_ANSWERS = 256
"""Answers about one version of the index that are kept."""


class Memory:
    """Safe to use from many threads; two that ask for the same at once may both work it out."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: WeakKeyDictionary[Segment | Table, dict[Hashable, Any]] = WeakKeyDictionary()

    def once(self, about: Segment | Table, key: Hashable, make: Callable[[], Found]) -> Found:
        """What was made for this key before; the oldest is forgotten when there are too many."""
        with self._lock:
            known = self._known.setdefault(about, {})
            if key in known:
                return cast("Found", known[key])
        found = make()
        with self._lock:
            known[key] = found
            if len(known) > MOST_ANSWERS:
                del known[next(iter(known))]
        return found

    def leaves(self, table: Table) -> LeafNames:
        """The names of all leaves of a table."""
        return self.once(table, "leaves", lambda: LeafNames(table.leaves))

    def coded(self, segment: Segment, column: str) -> Coded:
        """A column of texts of a segment; of a leaf its texts, ``path|text``."""
        return self.once(segment, column, lambda: coded(segment, column))

    def order(self, table: Table, column: str) -> pl.Series:
        """A number for each row of a table, in the order of its texts; null where it has none."""
        return self.once(table, ("order", column), lambda: self._order(table, column))

    def place(self, table: Table, column: str, text: str) -> float:
        """Where a text is in that order, or would be."""
        (base, _), (delta, _) = table.parts(everything(table))
        first, second = self.coded(base, column), self.coded(delta, column)
        later = places(first.keys, second.texts, column)
        key = sortable(pl.Series([text]), column)[0]
        at, among = (int(coded.keys.search_sorted(key)) for coded in (first, second))
        if at < len(first.keys) and first.keys[at] == key:
            return float(at)
        if among < len(later) and second.keys[among] == key:
            return float(later[among])
        below = max(at - 1.0, later[among - 1] if among else -1.0)
        above = min(float(at), later[among] if among < len(later) else float(at))
        return (below + above) / 2

    def mentions(self, table: Table, column: str, text: str) -> pl.Series:
        """Which rows of a table contain a text, in lower case, in a column of texts or in an item of one of lists."""
        (base, kept), (delta, _) = table.parts(everything(table))
        first, second = (containing(self.coded(segment, column), text) for segment in (base, delta))
        return pl.concat([first.filter(kept), second])

    def _order(self, table: Table, column: str) -> pl.Series:
        (base, kept), (delta, _) = table.parts(everything(table))
        first, second = self.coded(base, column), self.coded(delta, column)
        numbers = pl.int_range(len(first.texts), eager=True).cast(pl.Float64)
        later = places(first.keys, second.texts, column)
        return pl.concat([spread(base, first, numbers).filter(kept), spread(delta, second, later)])


def everything(table: Table) -> pl.Series:
    """The mask that chooses all rows of a table."""
    return pl.repeat(value=True, n=table.frame(()).height, eager=True)
