"""The values that a field has among some experiments, counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from furu.index.answers import ColumnKind, ValueCount
from furu.index.clauses import LONGEST_VALUE, value_text
from furu.index.filters.compile import FLAG, NULL, NUMBER, TEXT
from furu.index.filters.fields import Field
from furu.index.filters.operators import OPERATORS

SAMPLE = 10_000
"""Values that are looked at to see whether counting all of them is worth it."""

MOST_DISTINCT = 1_000
"""Different values beyond which a field's are no longer counted."""


@dataclass(frozen=True)
class Counted:
    """How often each value occurs, the most frequent first: ``distinct`` of them, or more when ``capped``."""

    values: list[tuple[Any, int]]
    distinct: int
    capped: bool


def counted(values: pl.Series, most: int) -> Counted:
    """The most frequent values of a series without nulls."""
    capped = len(values) > SAMPLE and values.head(SAMPLE).n_unique() > MOST_DISTINCT
    looked = values.head(SAMPLE) if capped else values
    counts = looked.alias("value").value_counts(sort=False, name="n").sort(["n", "value"], descending=[True, False])
    return Counted(list(counts.head(most).iter_rows()), counts.height, capped)


def as_counts(field: Field, found: list[tuple[Any, int]]) -> tuple[ValueCount, ...]:
    """Values as they are answered with; texts that nobody would read are left out."""
    return tuple(
        ValueCount(value=plain(value), text=value_text(field, value), count=count)
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


def kind_of(field: Field, kinds: Mapping[str, int]) -> ColumnKind:
    """What a column holds; that of a leaf is told by the types of its values."""
    if field.kind != "any":
        return field.kind
    names: dict[str, ColumnKind] = {NUMBER: "number", TEXT: "text", FLAG: "flag"}
    found = [names[kind] for kind in kinds if kind != NULL]
    return found[0] if len(found) == 1 else "mixed"


def operators_of(kind: ColumnKind) -> tuple[str, ...]:
    """The operators that make sense for a column."""
    wanted = "any" if kind == "mixed" else kind
    return tuple(symbol for symbol, row in OPERATORS.items() if wanted in row.kinds)
