"""Records to bytes and back, validated on read; older formats are upgraded, newer ones refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from furu.errors import UnreadableRecord
from furu.store.records import FORMAT

Record = TypeVar("Record")

Upgrade = Callable[[dict[str, Any]], dict[str, Any]]

UPGRADES: dict[tuple[str, int], Upgrade] = {}
"""Record class and the format it upgrades from; an upgrade returns the next format's fields."""

_encoder = msgspec.json.Encoder()


_decoders: dict[type[Any], msgspec.json.Decoder[Any]] = {}


def _decoder(cls: type[Record]) -> msgspec.json.Decoder[Record]:
    try:
        return _decoders[cls]
    except KeyError:
        return _decoders.setdefault(cls, msgspec.json.Decoder(cls))


def pack(record: object) -> bytes:
    """A record as one line of JSON."""
    return _encoder.encode(record)


def unpack(cls: type[Record], data: bytes, path: str) -> Record:
    """The record that a file holds.

    Raises:
        UnreadableRecord: the file is truncated, malformed, or written by a newer furu.
    """
    try:
        record = _decoder(cls).decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        return _upgraded(cls, data, path, str(error))
    if getattr(record, "format", FORMAT) != FORMAT:  # its fields fit, which does not mean that they say the same
        return _upgraded(cls, data, path, "")
    return record


def _upgraded(cls: type[Record], data: bytes, path: str, reason: str) -> Record:
    """An older format brought up to date, or the error that says why not."""
    try:
        raw = msgspec.json.decode(data)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise _unreadable(path, f"is no JSON ({reason})") from None
    found = raw.get("format") if isinstance(raw, dict) else None
    if isinstance(found, int) and found > FORMAT:
        raise _unreadable(path, f"has format {found}, and this furu reads up to {FORMAT}; upgrade furu")
    while isinstance(found, int) and found < FORMAT and (upgrade := UPGRADES.get((cls.__name__, found))):
        found += 1
        raw = {**upgrade(raw), "format": found}
    try:
        return msgspec.convert(raw, cls)
    except (msgspec.ValidationError, ValueError) as error:
        raise _unreadable(path, f"does not hold a {cls.__name__}: {error}") from None


def _unreadable(path: str, reason: str) -> UnreadableRecord:
    return UnreadableRecord(
        f"{path} {reason}",
        path=path,
        hint="the artifact's other files are untouched; restore this file, or delete the artifact to compute it again",
    )


def plain(record: object) -> Any:
    """A record as dicts and lists."""
    return msgspec.to_builtins(record)


def convert(cls: type[Record], data: object) -> Record:
    """The record that dicts and lists describe.

    Raises:
        UnreadableRecord: they do not describe one.
    """
    try:
        return msgspec.convert(data, cls)
    except (msgspec.ValidationError, ValueError) as error:
        raise _unreadable("the data", f"does not hold a {cls.__name__}: {error}") from None
