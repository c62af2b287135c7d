"""The order of a list: what it is sorted by, its first rows without sorting all, and cursors from page to page."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec
import polars as pl

from furu.errors import CursorInvalid
from furu.index.filters.names import listed

MOST_KEYS = 5
"""Fields that a list is sorted by at most."""

_FORM = 1
_FEW = 8
"""A page is picked out when it ends within so small a part of the rows; else all are sorted."""


@dataclass(frozen=True)
class Key:
    """One field of an order."""

    name: str
    descending: bool


def keys(sort: str) -> tuple[Key, ...]:
    """The fields of an order, separated by commas, each with - before it for descending.

    Raises:
        QuerySyntax: there are too many.
    """
    names = listed(sort, most=MOST_KEYS, what="the order")
    return tuple(Key(name.removeprefix("-"), name.startswith("-")) for name in names)


def first(keys: Sequence[tuple[pl.Series, bool]], count: int) -> pl.Series:
    """The places of the first rows in an order, sorted.

    Args:
        keys: numbers of the same rows, and whether they descend; nulls come last. Equal rows keep their order.
        count: how many rows are wanted.
    """
    height = len(keys[0][0])
    rows = pl.int_range(height, dtype=pl.UInt32, eager=True)
    if count < height // _FEW:
        rows = pl.concat(_least(keys, rows, count))
    frame = pl.DataFrame([key.gather(rows).alias(f"{place}") for place, (key, _) in enumerate(keys)])
    names = [*frame.columns, "row"]
    ordered = frame.with_columns(row=rows).sort(names, descending=[*(down for _, down in keys), False], nulls_last=True)
    return ordered["row"].head(count)


def _least(keys: Sequence[tuple[pl.Series, bool]], rows: pl.Series, count: int) -> list[pl.Series]:
    """The first rows in an order, in pieces and unsorted: each key is only asked of those that the ones before tie."""
    pieces: list[pl.Series] = []
    for key, descending in keys:
        values = key.gather(rows)
        present = len(values) - values.null_count()
        if present <= count:
            pieces.append(rows.filter(values.is_not_null()))
            rows, count = rows.filter(values.is_null()), count - present
            continue
        edge = values.top_k(count).min() if descending else values.bottom_k(count).max()
        before = rows.filter(((values > edge) if descending else (values < edge)).fill_null(value=False))
        pieces.append(before)
        rows, count = rows.filter((values == edge).fill_null(value=False)), count - len(before)
    return [*pieces, rows.head(count)]


def cursor(order: str, values: tuple[Any, ...]) -> str:
    """Where a page in some order ends: the keys of its last row."""
    payload = msgspec.json.encode((_FORM, order, values))
    return urlsafe_b64encode(_sum(payload) + payload).decode().rstrip("=")


def place(text: str, order: str, count: int) -> tuple[Any, ...]:
    """The keys that a cursor holds, of which there must be ``count``.

    Raises:
        CursorInvalid: it is none of ours, or of another order.
    """
    try:
        data = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        payload = data[8:]
        if _sum(payload) != data[:8]:
            raise _invalid("it is damaged")
        form, of, values = msgspec.json.decode(payload, type=tuple[int, str, list[bool | str | float | None]])
    except (binascii.Error, ValueError, msgspec.MsgspecError) as error:
        raise _invalid("it is damaged") from error
    if form != _FORM or of != order or len(values) != count:
        raise _invalid("it belongs to a list in another order")
    return tuple(values)


def _invalid(why: str) -> CursorInvalid:
    return CursorInvalid(f"this cursor cannot be used: {why}", hint="ask for the first page again, without a cursor")


def _sum(payload: bytes) -> bytes:
    return blake2b(payload, digest_size=8, person=b"furu-page").digest()
