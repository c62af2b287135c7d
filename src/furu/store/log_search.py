"""Finding lines in a log of any size: piece by piece, with bounded memory, matches and time."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from furu import clock
from furu.store.log_pages import PIECE, inside, read

MOST_MATCHES = 500
SECONDS = 1.0
"""A search that takes longer says how far it came, and can be gone on with from there."""

_CHUNK = 1 << 20
_OVERLAP = 1024
"""Bytes that are looked at twice, so that nothing is missed between two pieces; no text to find is longer."""
_EXCERPT = 240
_BEFORE = 80


@dataclass(frozen=True)
class Needle:
    """What is looked for: how bytes are made comparable first, and where the first match at or after a place begins."""

    find: Callable[[bytes, int], int]
    fold: Callable[[bytes], bytes] = bytes


_ERROR = re.compile(
    rb"\b(?:ERROR|CRITICAL|FATAL)\b|Traceback \(most recent call last\)|\b[\w.]{0,80}(?:Error|Exception)\b(?=:|$)|"
    rb"\b(?:Segmentation fault|CANCELLED AT|oom[-_]kill)\b",
    re.MULTILINE,
)


@dataclass(frozen=True, kw_only=True)
class LogMatch:
    """A line that matches. ``offset`` is its first byte, or one a little before the match in a very long line."""

    offset: int
    text: str


@dataclass(frozen=True, kw_only=True)
class LogMatches:
    """The lines that match, each once. ``next`` is the byte to search on from, None when all was searched."""

    items: tuple[LogMatch, ...]
    next: int | None
    size: int


def literal(text: str, *, case: bool) -> Needle:
    """A text as it stands; without ``case`` upper and lower letters are the same."""
    wanted = text.encode("utf-8", "replace")
    if case:
        return Needle(lambda data, at: data.find(wanted, at))
    if wanted.isascii():
        lower = wanted.lower()
        return Needle(lambda data, at: data.find(lower, at), bytes.lower)
    return _by(re.compile(b"".join(map(_either, text))))


def error() -> Needle:
    """What looks like an error: its level, a traceback, the name of an exception, the word of a scheduler."""
    return _by(_ERROR)


def _either(character: str) -> bytes:
    forms = {re.escape(form.encode("utf-8", "replace")) for form in (character.lower(), character.upper())}
    return b"(?:" + b"|".join(sorted(forms)) + b")"


def _by(pattern: re.Pattern[bytes]) -> Needle:
    def find(data: bytes, at: int) -> int:
        match = pattern.search(data, at)
        return -1 if match is None else match.start()

    return Needle(find)


def search(descriptor: int, size: int, needle: Needle, *, offset: int = 0, most: int = MOST_MATCHES) -> LogMatches:
    """The lines from a byte on in which something is found."""
    began = clock.elapsed()
    items: list[LogMatch] = []
    at = line = offset
    passing = False  # the rest of a line that is in the list already
    while at < size:
        data = read(descriptor, at, min(_CHUNK + _OVERLAP, size - at))
        if not data:
            break
        stop = len(data) if at + len(data) >= size else _CHUNK
        place = data.find(b"\n", 0, stop) + 1 or stop if passing else 0
        passing = passing and place == stop and data[stop - 1 : stop] != b"\n"
        folded = needle.fold(data)
        while place < stop and 0 <= (hit := needle.find(folded, place)) < stop:
            newline = data.rfind(b"\n", 0, hit)
            line = at + newline + 1 if newline >= 0 else line
            items.append(_match(descriptor, size, line, at + hit))
            end = data.find(b"\n", hit)
            passing, place = end < 0, end + 1 or stop
            if len(items) == most:
                break
        full = len(items) == most
        done = max(place, stop) if not full else place
        newline = data.rfind(b"\n", 0, done)
        line = at + newline + 1 if newline >= 0 else line
        at += done
        if at < size and (full or clock.elapsed() - began > SECONDS):
            return LogMatches(items=tuple(items), next=at, size=size)
    return LogMatches(items=tuple(items), next=None, size=size)


def _match(descriptor: int, size: int, line: int, hit: int) -> LogMatch:
    start = max(line, hit - _BEFORE)
    data = read(descriptor, start, min(_EXCERPT, size - start))
    skipped = inside(data) if start > line else 0
    text = data[skipped:].partition(b"\n")[0].decode("utf-8", "replace")
    return LogMatch(offset=line if hit - line < PIECE else start + skipped, text=text)
