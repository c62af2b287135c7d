"""The values that a field has among the experiments that a query finds, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import polars as pl

from furu.index.answers import ColumnKind, ValueCount
from furu.index.clauses import LONGEST_VALUE, value_text
from furu.index.coded import BETWEEN, joined, stretch
from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT
from furu.index.filters.fields import Field
from furu.index.filters.operators import OPERATORS
from furu.index.search import Question
from furu.index.segment import Segment

SAMPLE = 4_000
"""Values that are looked at to see whether counting all of them is worth it."""

MOST_DISTINCT = 1_000
"""Different values in a sample beyond which a field's values are no longer counted."""

_VALUE, _COUNT = "value", "n"


@dataclass
class Tally:
    """How often each value occurs, how many experiments have any, and the ends of what has an order.

    When ``capped``, values are those of a sample: there are so many different ones that none is frequent. ``kinds``
    counts the experiments by the type of a leaf's value.
    """

    counts: list[pl.DataFrame] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    present: int = 0
    capped: bool = False
    low: Any = None
    high: Any = None

    @property
    def distinct(self) -> int:
        """How many different values were counted."""
        return sum(counts.height for counts in self.counts)

    def most(self, count: int) -> list[tuple[Any, int]]:
        """The most frequent values; equally frequent ones in their own order."""
        found: list[tuple[Any, int]] = []
        for counts in self.counts:
            order = counts.sort(_COUNT, _VALUE, descending=[True, False]) if counts.height > 1 else counts
            found += order.head(count).rows()
        return sorted(found, key=lambda item: -item[1])[:count] if len(self.counts) > 1 else found

    def add(self, values: pl.Series) -> None:
        """Count values of one type, none of them null; a sample where too many differ."""
        if len(values) > SAMPLE and values.head(SAMPLE).n_unique() > MOST_DISTINCT:
            values, self.capped = values.head(SAMPLE), True
        if len(values):
            self.counts.append(values.alias(_VALUE).value_counts(name=_COUNT))


def tally(question: Question, wanted: Field) -> Tally:
    """The values of a field among the experiments that a question finds; of a list each item counts."""
    if wanted.kind == "any":
        return _leaf(question, wanted.column)
    if wanted.name == "isa":
        found = _texts(question, "bases")
        found.counts = _together([*_texts(question, "namespace").counts, *found.counts])
        found.present = question.total
        return found
    if wanted.kind in ("text", "state", "texts"):
        return _texts(question, "namespace" if wanted.name == "class" else wanted.column)
    found = Tally()
    _add_numbers(found, question.table.frame([wanted.column])[wanted.column].filter(question.mask))
    return found


def _leaf(question: Question, leaf: str) -> Tally:
    """The values of a leaf, type after type."""
    found = Tally()
    for kind in (NUMBER, TEXT, FLAG, NULL):
        parts = [part for part in question.parts if kind in part[0].manifest.leaves.get(leaf, ())]
        before = found.present
        if not parts:
            continue
        if kind == TEXT:
            texts = _texts(question, f"{leaf}|{kind}")
            found.counts += texts.counts
            found.capped, found.present = found.capped or texts.capped, found.present + texts.present
        elif kind == NULL:
            found.present += sum(len(_stretch_of(segment, leaf, kind, mask)) for segment, mask in parts)
        else:
            _add_numbers(found, pl.concat(_stretch_of(segment, leaf, kind, mask) for segment, mask in parts))
        if found.present > before:
            found.kinds[kind] = found.present - before
    return found


def _stretch_of(segment: Segment, leaf: str, kind: str, mask: pl.Series) -> pl.Series:
    rows, values = stretch(segment, leaf, kind)
    return values.filter(mask.gather(rows))


def _add_numbers(found: Tally, values: pl.Series) -> None:
    """Numbers, times or flags, which may be null."""
    values = values.drop_nulls() if values.null_count() else values
    found.present += len(values)
    if len(values) and values.dtype != pl.Boolean:
        found.low, found.high = values.min(), values.max()
    found.add(values)


def _texts(question: Question, column: str) -> Tally:
    """The texts of a column, or of a leaf as ``path|text``; of a list each item counts."""
    found = Tally()
    memory = question.ground.memory
    for segment, mask in question.parts:
        if memory.once(segment, ("varied", column), partial(_is_varied, segment, column)):
            values = _texts_of(segment, column, mask)
            found.present += len(values)
            found.add(values.explode() if isinstance(values.dtype, pl.List) else values)
            continue
        coded = memory.coded(segment, column)
        chosen = coded.chosen(mask)
        found.present += len(chosen)
        if len(chosen):
            counts = chosen.alias("code").value_counts(name=_COUNT)
            found.counts.append(counts.select(coded.texts.gather(counts["code"]).alias(_VALUE), _COUNT))
    lists = question.table.frame(()).schema.get(column) == pl.List(pl.String)
    found.counts = _together([_items(counts) for counts in found.counts] if lists else found.counts)
    return found


def _items(counts: pl.DataFrame) -> pl.DataFrame:
    """The counts of items, from those of lists as one text each."""
    return counts.with_columns(pl.col(_VALUE).str.split(BETWEEN)).explode(_VALUE)


def _together(counts: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """Several counts of the same kind of values as one; each value once."""
    if not counts:
        return []
    found = pl.concat([part.with_columns(pl.col(_COUNT).cast(pl.UInt32)) for part in counts])
    return [found if found[_VALUE].is_unique().all() else found.group_by(_VALUE).agg(pl.col(_COUNT).sum())]


def _texts_of(segment: Segment, column: str, mask: pl.Series) -> pl.Series:
    """The texts of some rows of a segment; of a column of lists those that are not empty."""
    leaf, _, kind = column.rpartition("|")
    if leaf:
        return _stretch_of(segment, leaf, kind, mask)
    values = segment.common[column].filter(mask)
    return values.filter(values.list.len() > 0) if isinstance(values.dtype, pl.List) else values.drop_nulls()


def _is_varied(segment: Segment, column: str) -> bool:
    """Whether the texts of a column differ so much that numbering them is not worth it."""
    everything = pl.repeat(value=True, n=segment.common.height, eager=True)
    texts = _texts_of(segment, column, everything).head(SAMPLE)
    return (joined(texts) if isinstance(texts.dtype, pl.List) else texts).n_unique() > MOST_DISTINCT


def as_counts(wanted: Field, found: list[tuple[Any, int]]) -> tuple[ValueCount, ...]:
    """Values as they are answered with; texts that nobody would read are left out."""
    return tuple(
        ValueCount(value=plain(value), text=value_text(wanted, value), count=count)
        for value, count in found
        if not (isinstance(value, str) and len(value) > LONGEST_VALUE)
    )


def plain(value: Any) -> Any:
    """A cell as JSON: times as text, lists as one text, whole numbers without a fraction."""
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    return value.isoformat() if hasattr(value, "isoformat") else value


def kind_of(wanted: Field, kinds: Mapping[str, int]) -> ColumnKind:
    """What a column holds; that of a leaf is told by the types of its values."""
    if wanted.kind != "any":
        return wanted.kind
    names: dict[str, ColumnKind] = {NUMBER: "number", TEXT: "text", FLAG: "flag"}
    found = [names[kind] for kind in kinds if kind != NULL]
    return found[0] if len(found) == 1 else "mixed"


def operators_of(kind: ColumnKind) -> tuple[str, ...]:
    """The operators that make sense for a column."""
    wanted = "any" if kind == "mixed" else kind
    return tuple(symbol for symbol, row in OPERATORS.items() if wanted in row.kinds)
