"""The text or the JSON of a file, as much of it as may be shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import msgspec

from furu.dashboard.files.kinds import SNIFFED, PreviewKind, kind_of, language_of
from furu.dashboard.files.place import Opened
from furu.dashboard.files.rows import FilePreview
from furu.store.records import Json

TEXT_BYTES = 512 << 10
"""Bytes of a text that are shown at once."""

JSON_BYTES = 4 << 20
"""A larger JSON file is shown as text; its size is known before it is parsed."""

DEEPEST = 200
"""A JSON file with more levels is shown as text."""

IMAGE_BYTES = 32 << 20
"""A larger image is only offered as a download."""

HTML_BYTES = 32 << 20
"""The same of a page."""

_TEXTS = frozenset({"text", "json", "html"})


def preview(file: Opened, path: str, *, from_end: bool) -> FilePreview:
    """What can be shown of an open file; of a long text its beginning, or its end."""
    kind = kind_of(file.name, file.read(0, SNIFFED))
    note = _too_large(kind, file.size)
    if note is not None:
        kind = "none"
    shown = FilePreview(
        path=path,
        name=file.name,
        bytes=file.size,
        modified_at=datetime.fromtimestamp(file.found.st_mtime, UTC),
        kind=kind,
        language=language_of(file.name),
        note=note,
    )
    if kind not in _TEXTS:
        return shown
    start, text = _text(file, from_end=from_end)
    value, why_not = _value(file) if kind == "json" else (None, None)
    return replace(
        shown,
        text=text,
        start=start,
        truncated=file.size > TEXT_BYTES,
        has_value=value is not None,
        value=value[0] if value is not None else None,
        note=why_not or _part(start, file.size),
    )


def _too_large(kind: PreviewKind, size: int) -> str | None:
    limit = {"image": IMAGE_BYTES, "html": HTML_BYTES}.get(kind)
    if limit is None or size <= limit:
        return None
    return f"It is larger than the {limit >> 20} MB that are shown here; download it to see it."


def _part(start: int, size: int) -> str | None:
    if size <= TEXT_BYTES:
        return None
    return f"The {'last' if start else 'first'} {TEXT_BYTES >> 10} KB are shown; download it to see the rest."


def _text(file: Opened, *, from_end: bool) -> tuple[int, str]:
    """A part of the text and the byte that it begins at: whole lines, unless a line is longer than the part."""
    start = max(0, file.size - TEXT_BYTES) if from_end else 0
    data = file.read(start, TEXT_BYTES)
    if start and 0 <= (cut := data.find(b"\n")) < len(data) - 1:
        start, data = start + cut + 1, data[cut + 1 :]
    elif start + len(data) < file.size and (cut := data.rfind(b"\n")) > 0:
        data = data[: cut + 1]
    return start, data.decode(errors="replace")


def _value(file: Opened) -> tuple[tuple[Json] | None, str | None]:
    """The value of a JSON file in a tuple, or why it is shown as text only."""
    if file.size > JSON_BYTES:
        return None, f"It is larger than the {JSON_BYTES >> 20} MB that are shown as a tree; this is its text."
    data = file.read(0, JSON_BYTES)
    try:
        value = _parsed(data)
    except RecursionError:
        return None, f"It has more than {DEEPEST} levels; this is its text."
    except ValueError as error:
        return None, f"It is no JSON ({error}); this is its text."
    if _depth(value) > DEEPEST:
        return None, f"It has more than {DEEPEST} levels; this is its text."
    return (value,), None


def _parsed(data: bytes) -> Json:
    """The value; what Python writes beside JSON, such as NaN, is kept as its word."""
    try:
        return msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(data.decode(), parse_constant=str)


def _depth(value: Json) -> int:
    """How many containers are inside each other."""
    depth, level = 0, [value]
    while level := [one for one in level if isinstance(one, dict | list)]:
        depth += 1
        if depth > DEEPEST:
            break
        level = [inner for one in level for inner in (one.values() if isinstance(one, dict) else one)]
    return depth
