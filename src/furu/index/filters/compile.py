"""A bound query to one polars expression over columns; the same answers as :mod:`furu.index.filters.evaluate`.

A common column is one column. A leaf is up to four, by the type of its values: numbers, texts, flags, and whether it
is null; where all of them are empty the leaf is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce
from operator import and_, or_
from typing import cast

import polars as pl

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

NUMBER, TEXT, FLAG, NULL = "number", "text", "flag", "null"
"""The types that the values of a leaf may have, each a column."""

Leaves = Callable[[str], Mapping[str, str]]
"""The columns of a leaf by type; those that no value needs are left out."""

YES, NO = pl.lit(value=True), pl.lit(value=False)


def mentioned(text: str) -> pl.Expr:
    """Whether a word is anywhere that words are looked for."""
    return reduce(or_, (_mentioned(column, text) for column in WORD_COLUMNS)).fill_null(value=False)


def compiled(bound: Bound, leaves: Leaves, words: Callable[[str], pl.Expr] = mentioned) -> pl.Expr:
    """The expression; it is true or false for every row, never null.

    Args:
        bound: the query.
        leaves: the columns of a leaf.
        words: whether a word, in lower case, is mentioned.
    """
    match bound:
        case Every(items):
            return reduce(and_, (compiled(item, leaves, words) for item in items), YES)
        case Some(items):
            return reduce(or_, (compiled(item, leaves, words) for item in items), NO)
        case Opposite(item):
            return ~compiled(item, leaves, words)
        case Members(ids):
            return pl.col("id").is_in(sorted(ids))
        case Mentions(text):
            return words(text)
        case Present(field):
            return _present(field, leaves)
        case Test(field, comparison, operand):
            if field.kind == "any":
                return _leaf(field, comparison, operand, leaves)
            return _test(field, comparison, operand, leaves).fill_null(value=False)


def _mentioned(column: str, text: str) -> pl.Expr:
    if column == "tags":
        return _any_item(column, lambda item: _contains(item, text))
    return _contains(pl.col(column), text).fill_null(value=False)


def _contains(column: pl.Expr, text: str) -> pl.Expr:
    return column.str.to_lowercase().str.contains(text, literal=True)


def _any_item(column: str, test: Callable[[pl.Expr], pl.Expr]) -> pl.Expr:
    return pl.col(column).list.eval(test(pl.element())).list.any().fill_null(value=False)


def _present(field: Field, leaves: Leaves) -> pl.Expr:
    if field.kind == "any":
        return reduce(or_, (pl.col(column).is_not_null() for column in leaves(field.column).values()), NO)
    if field.kind == "texts":
        return (pl.col(field.column).list.len() > 0).fill_null(value=False)
    return pl.col(field.column).is_not_null()


def _test(field: Field, comparison: Comparison, operand: Operand, leaves: Leaves) -> pl.Expr:
    column = pl.col(field.column)
    if operand.constant == "null":
        return ~_present(field, leaves) if comparison == "=" else NO
    if field.name == "class":
        return _text(column, comparison, operand.text) | _text(pl.col("namespace"), comparison, operand.text)
    if field.name == "isa":
        return _isa(comparison, operand.text)
    if field.kind == "texts":
        return _any_item(field.column, lambda item: _text(item, comparison, operand.text))
    if field.kind == "time":
        return _time(column, comparison, operand)
    if field.kind == "flag":
        return column == (operand.constant == "true")
    if operand.number is not None:
        return _order(column, comparison, pl.lit(operand.number))
    return _text(column, comparison, operand.text)


def _isa(comparison: Comparison, text: str) -> pl.Expr:
    """A class or one of its bases, by its namespace or by the last part of that."""

    def named(namespace: pl.Expr) -> pl.Expr:
        found = _text(namespace, comparison, text)
        return found if comparison == "~" or "." in text else found | namespace.str.ends_with(f".{text}")

    return named(pl.col("namespace")) | _any_item("bases", named)


def _order(column: pl.Expr, comparison: Comparison, value: pl.Expr) -> pl.Expr:
    return column == value if comparison == "=" else cast("pl.Expr", ORDERS[comparison](column, value))


def _text(column: pl.Expr, comparison: Comparison, text: str) -> pl.Expr:
    return _contains(column, text) if comparison == "~" else _order(column, comparison, pl.lit(text))


def _time(column: pl.Expr, comparison: Comparison, operand: Operand) -> pl.Expr:
    asked = operand.moment
    assert asked is not None
    if comparison == "=" and asked.start != asked.end:
        return (column >= pl.lit(asked.start)) & (column < pl.lit(asked.end))
    return _order(column, comparison, pl.lit(asked.start))


def _leaf(field: Field, comparison: Comparison, operand: Operand, leaves: Leaves) -> pl.Expr:
    """A leaf against a value: flags with flags, numbers with numbers, texts with texts."""
    columns = {kind: pl.col(name) for kind, name in leaves(field.column).items()}
    tests = [NO]
    if operand.constant == "null":
        return columns[NULL].fill_null(value=False) if NULL in columns and comparison == "=" else NO
    if NUMBER in columns and operand.number is not None and comparison != "~":
        tests.append(_order(columns[NUMBER], comparison, pl.lit(float(operand.number))))
    if TEXT in columns and (comparison in ("=", "~") or operand.number is None):
        tests.append(_text(columns[TEXT], comparison, operand.text))
    if FLAG in columns and comparison == "=" and operand.constant is not None:
        tests.append(columns[FLAG] == (operand.constant == "true"))
    return reduce(or_, (test.fill_null(value=False) for test in tests))
