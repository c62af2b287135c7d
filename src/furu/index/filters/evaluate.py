"""The meaning of a bound query, one row at a time: slow, obvious, and what the compiler is held against."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from furu.index.filters.bind import (
    Bound,
    Comparison,
    Every,
    Members,
    Mentions,
    Operand,
    Opposite,
    Present,
    Some,
    Test,
)
from furu.index.filters.fields import WORD_COLUMNS, Field
from furu.index.filters.operators import ORDERS

MISSING: Any = object()
"""What a row has in a column that it does not have."""

Row = Mapping[str, Any]
"""Column to value: those of :data:`~furu.index.filters.fields.FIELDS`, and leaves by their whole path."""


def matches(bound: Bound, row: Row) -> bool:
    """Whether a row is what was asked for."""
    match bound:
        case Every(items):
            return all(matches(item, row) for item in items)
        case Some(items):
            return any(matches(item, row) for item in items)
        case Opposite(item):
            return not matches(item, row)
        case Members(ids):
            return row["id"] in ids
        case Mentions(text):
            return any(text in word.lower() for column in WORD_COLUMNS for word in _texts(row.get(column)))
        case Present(field):
            return _is_there(field, row.get(field.column, MISSING))
        case Test(field, comparison, operand):
            return _test(field, comparison, operand, row)


def _is_there(field: Field, cell: Any) -> bool:
    if field.kind == "any":
        return cell is not MISSING
    return cell is not MISSING and cell is not None and cell != ()


def _test(field: Field, comparison: Comparison, operand: Operand, row: Row) -> bool:
    cell = row.get(field.column, MISSING)
    if operand.constant == "null":
        if field.kind == "any":
            return comparison == "=" and cell is None
        return comparison == "=" and not _is_there(field, cell)
    if cell is MISSING or cell is None:
        return False
    if field.name in _SEVERAL:
        return any(_text(comparison, cell, operand) for cell in _SEVERAL[field.name](row))
    if field.kind == "texts":
        return any(_text(comparison, item, operand) for item in cell)
    if field.kind == "time":
        return _time(comparison, cell, operand)
    if field.kind == "flag":
        return comparison == "=" and cell is (operand.constant == "true")
    if field.kind == "any":
        return _leaf(comparison, cell, operand)
    if operand.number is not None:
        return _number(comparison, cell, operand.number)
    return _text(comparison, str(cell), operand)


_SEVERAL: dict[str, Callable[[Row], list[str]]] = {
    "class": lambda row: [row["class_name"], row["namespace"]],
    "isa": lambda row: [part for name in (row["namespace"], *row["bases"]) for part in (name, name.rpartition(".")[2])],
}
"""Fields that are matched in more than one form."""


def _texts(cell: Any) -> tuple[str, ...]:
    if cell is None:
        return ()
    return (cell,) if isinstance(cell, str) else tuple(cell)


def _text(comparison: Comparison, cell: str, operand: Operand) -> bool:
    if comparison == "~":
        return operand.text in cell.lower()
    return cell == operand.text if comparison == "=" else ORDERS[comparison](cell, operand.text)


def _number(comparison: Comparison, cell: float, wanted: float) -> bool:
    return cell == wanted if comparison == "=" else ORDERS[comparison](cell, wanted)


def _time(comparison: Comparison, cell: datetime, operand: Operand) -> bool:
    asked = operand.moment
    assert asked is not None
    if comparison == "=":
        return asked.start <= cell < asked.end if asked.start != asked.end else cell == asked.start
    return bool(ORDERS[comparison](cell, asked.start))


def _leaf(comparison: Comparison, cell: Any, operand: Operand) -> bool:
    """A leaf against a value: flags with flags, numbers with numbers, texts with texts."""
    if comparison == "~":
        return isinstance(cell, str) and operand.text in cell.lower()
    if isinstance(cell, bool):
        return comparison == "=" and operand.constant == str(cell).lower()
    if isinstance(cell, int | float):
        return operand.number is not None and _number(comparison, cell, operand.number)
    if comparison == "=" or operand.number is None:
        return _text(comparison, str(cell), operand)
    return False
