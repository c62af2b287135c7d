"""The order of a list: what it is sorted by, and where a page ends, as a text that the next page is asked for with."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

import msgspec

from furu.errors import CursorInvalid
from furu.index.filters.names import listed

MOST_KEYS = 5
"""Fields that a list is sorted by at most."""

_FORM = 1


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
