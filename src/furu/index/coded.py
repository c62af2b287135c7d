"""Texts as numbers in their natural order: what sorts and counts are made of."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from furu.index.filters.compile import TEXT
from furu.index.segment import Segment
from furu.store.records import State

BETWEEN = "\x1f"
"""What stands between the items of a list that is taken as one text."""

_DIGITS = 20
_AS_THEY_ARE = frozenset({"id", "digest", "schema", "git_commit", "code"})
_RANKS = {str(state): f"{rank:02}" for rank, state in enumerate(State)}


@dataclass(frozen=True)
class Coded:
    """A column of texts: ``codes`` are places in ``texts``, which are in their natural order; null where none is.

    Of a leaf there is one code for each value that it has in ``rows``; elsewhere ``rows`` is None: one for each row.
    """

    codes: pl.Series
    texts: pl.Series
    keys: pl.Series
    rows: pl.Series | None

    def chosen(self, mask: pl.Series) -> pl.Series:
        """The codes of the rows that a mask chooses, where there are any."""
        found = self.codes.filter(mask if self.rows is None else mask.gather(self.rows))
        return found.drop_nulls() if found.null_count() else found


def sortable(texts: pl.Series, column: str) -> pl.Series:
    """Keys that sort texts as people do: states by their rank, whatever the case, numbers inside by their size."""
    if column in _AS_THEY_ARE:
        return texts
    if column == "state":
        return texts.replace_strict(_RANKS, return_dtype=pl.String)
    folded = texts.str.to_lowercase()
    if folded.str.contains(r"\d").any():
        padded = folded.str.replace_all(r"(\d+)", f"{'0' * _DIGITS}$1")
        folded = padded.str.replace_all(rf"\d*(\d{{{_DIGITS}}})", "$1")
    return folded + "\0" + texts


def joined(lists: pl.Series) -> pl.Series:
    """Each list as one text; an empty one is none."""
    texts = lists.list.join(BETWEEN)
    return texts.set(lists.list.len() == 0, None)


def stretch(segment: Segment, leaf: str, kind: str) -> tuple[pl.Series, pl.Series]:
    """The rows that have a leaf of a type in a segment, and its values there."""
    place = segment.manifest.leaves.get(leaf, {}).get(kind)
    found = segment.values[kind].slice(place.start, place.length) if place else segment.values[kind].clear()
    return found["row"], found["value"]


def coded(segment: Segment, column: str) -> Coded:
    """A column of a segment; of a leaf its texts, ``path|text``."""
    rows, texts = None, None
    leaf, _, kind = column.rpartition("|")
    if kind == TEXT and leaf:
        rows, texts = stretch(segment, leaf, TEXT)
    else:
        texts = segment.common[column]
        texts = joined(texts) if isinstance(texts.dtype, pl.List) else texts
    known = texts.drop_nulls().unique()
    keyed = pl.DataFrame({"text": known, "key": sortable(known, column)}).sort("key")
    codes = texts.cast(pl.Enum(keyed["text"])).to_physical().cast(pl.UInt32)
    return Coded(codes, keyed["text"], keyed["key"], rows)


def spread(segment: Segment, coded: Coded, numbers: pl.Series) -> pl.Series:
    """A number for each row of a segment, from one for each code."""
    found = numbers.gather(coded.codes)
    if coded.rows is None:
        return found
    return pl.repeat(None, segment.common.height, dtype=pl.Float64, eager=True).scatter(coded.rows, found)


def places(keys: pl.Series, texts: pl.Series, column: str) -> pl.Series:
    """Where texts are among sorted keys: at one of them, or between two, where they keep their own order."""
    wanted = sortable(texts, column)
    found = keys.search_sorted(wanted).cast(pl.Float64) if len(keys) else wanted.rank("ordinal") * 0.0
    known = wanted.is_in(keys.implode())
    between = wanted.rank("ordinal") / (len(wanted) + 1) - 1
    return found + between.set(known, 0.0)


def containing(coded: Coded, text: str) -> pl.Series:
    """Which rows of a common column contain a text, in lower case; of a list any item may."""
    found = coded.texts.str.to_lowercase().str.contains(text, literal=True)
    if BETWEEN in text:
        found = pl.repeat(value=False, n=len(found), eager=True)
    return found.gather(coded.codes).fill_null(value=False)
