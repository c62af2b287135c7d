"""Parts of a log: complete lines around a byte, read without the rest of the file. Nothing is held in memory."""

from __future__ import annotations

import codecs
import os
import re
from dataclasses import dataclass

PAGE = 256 << 10
"""Bytes that a page takes, unless it is told."""
MOST = 1 << 20
"""Bytes that a page may take."""
PIECE = 8 << 10
"""A longer line comes in pieces of this many bytes."""

_STAMP = re.compile(rb"(?:\x1b\[[0-9;]*m|\[)*(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d(?:[.,]\d{1,6})?)")
_INSIDE = re.compile(rb"[\x80-\xbf]{1,3}")
_STEP = 64 << 10
_NEAR = 4096


@dataclass(frozen=True, kw_only=True)
class LogLine:
    """A line, or a piece of a long one. ``offset`` is its first byte; ``continues`` when the line began before."""

    offset: int
    text: str
    continues: bool = False


@dataclass(frozen=True, kw_only=True)
class LogPage:
    """Lines from byte ``start`` on, of a log with ``size`` bytes.

    ``next`` is the byte to go on from. A last line that has no end yet is part of the page and is read again from
    there, since more of it may come.
    """

    start: int
    next: int
    size: int
    lines: tuple[LogLine, ...]


def page(
    descriptor: int, size: int, *, offset: int | None = None, before: int | None = None, limit: int = PAGE
) -> LogPage:
    """The lines from a byte on, or those that end before one; without either the last ones.

    Whatever is no UTF-8 is replaced.
    """
    if offset is not None:
        start = min(offset, size)
        data = read(descriptor, start, min(limit, size - start))
        if start + len(data) < size:
            data = data[: data.rfind(b"\n") + 1 or _whole(data, len(data))]
    else:
        end = size if before is None else min(before, size)
        start = max(0, end - limit)
        data = read(descriptor, start, end - start)
        if start > 0 and read(descriptor, start - 1, 1) != b"\n":
            # The last byte is left out: it is the end of the line that is wanted, not of the one before.
            skipped = data.find(b"\n", 0, len(data) - 1) + 1 or inside(data)
            start, data = start + skipped, data[skipped:]
    begins = start == 0 or read(descriptor, start - 1, 1) == b"\n"
    lines = _lines(data, start, begins=begins)
    end = start + len(data)
    unfinished = bool(lines) and end == size and not data.endswith(b"\n")
    return LogPage(start=start, next=lines[-1].offset if unfinished else end, size=size, lines=tuple(lines))


def _lines(data: bytes, start: int, *, begins: bool) -> list[LogLine]:
    found: list[LogLine] = []
    at = 0
    while at < len(data):
        end = data.find(b"\n", at)
        last = end if end >= 0 else len(data)
        continues = not begins and at == 0
        while last - at > PIECE:
            cut = at + _whole(data[at : at + PIECE], PIECE)
            found.append(LogLine(offset=start + at, text=_text(data[at:cut]), continues=continues))
            at, continues = cut, True
        found.append(LogLine(offset=start + at, text=_text(data[at:last].removesuffix(b"\r")), continues=continues))
        at = last + 1
    return found


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


def _whole(data: bytes, end: int) -> int:
    """The last place at or before ``end`` that is not inside a character."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(data[:end])
    return end - len(decoder.getstate()[0]) or end


def inside(data: bytes) -> int:
    """How many bytes at the start belong to a character that began before."""
    found = _INSIDE.match(data)
    return found.end() if found else 0


def read(descriptor: int, offset: int, count: int) -> bytes:
    """So many bytes from an offset, or fewer at the end of the file."""
    data = os.pread(descriptor, count, offset) if count > 0 else b""
    while data and len(data) < count and (more := os.pread(descriptor, count - len(data), offset + len(data))):
        data += more
    return data


def moment(descriptor: int, size: int, wanted: str) -> int | None:
    """The first line that begins with this time or a later one; None when no line does.

    Finds it by halving, since the times of a log ascend. ``wanted`` is a day and a time in the log's own zone, or a
    time on the day on which the log begins.
    """
    first = _stamped(descriptor, size, 0)
    if first is None:
        return None
    text = wanted.replace("T", " ")
    text = text if "-" in text else f"{first[1][:10]} {text}"
    low, high = 0, size
    while high - low > _NEAR:
        middle = (low + high) // 2
        found = _stamped(descriptor, size, middle)
        if found is not None and found[0] < high and found[1] < text:
            low = found[0]
        else:
            high = middle
    while (found := _stamped(descriptor, size, low)) is not None and found[1] < text:
        low = found[0] + 1
    return None if found is None else found[0]


def _stamped(descriptor: int, size: int, offset: int) -> tuple[int, str] | None:
    """The first line at or after an offset that begins with a time, and that time."""
    data = read(descriptor, offset, min(_STEP, size - offset))
    begins = offset == 0 or read(descriptor, offset - 1, 1) == b"\n"
    at = 0 if begins else data.find(b"\n") + 1 or len(data)
    while at < len(data):
        if match := _STAMP.match(data, at):
            return offset + at, f"{match[1].decode()} {match[2].decode().replace(',', '.')}"
        at = data.find(b"\n", at) + 1 or len(data)
    return None
