"""The bytes of a file: as a download with ranges, as an image of a known kind, or as a page that can reach nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from urllib.parse import quote

from fastapi.responses import Response, StreamingResponse

from furu.dashboard.files.kinds import SNIFFED, image_type, is_text, kind_of
from furu.dashboard.files.place import Opened, open_at, unknown
from furu.dashboard.files.preview import HTML_BYTES, IMAGE_BYTES

CHUNK = 1 << 18

NOTHING_MAY_RUN = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""The policy of every download, in case that something shows it after all."""

PAGE_POLICY = (
    "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'unsafe-inline'; img-src data: blob:; font-src data:; media-src data: blob:; worker-src blob:; "
    "connect-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)
"""The policy of an HTML file in a frame: an origin of its own that holds nothing, and no way to reach anything."""

_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def download(directory: str, path: str, *, wanted: str | None, unless_changed: str | None) -> Response:
    """The whole file, or the one range of it that is asked for.

    Raises:
        FileUnknown: there is no such file that may be shown.
    """
    file = _file(directory, path)
    tag = f'"{file.found.st_mtime_ns:x}-{file.size:x}"'
    headers = {
        "content-type": "application/octet-stream",
        "content-disposition": f"attachment; filename*=UTF-8''{quote(file.name, safe='')}",
        "content-security-policy": NOTHING_MAY_RUN,
        "accept-ranges": "bytes",
        "etag": tag,
    }
    span = None if unless_changed is not None and unless_changed != tag else _span(wanted, file.size)
    if span is None:
        return _stream(file, (0, file.size), headers)
    start, end = span
    if start >= end:
        os.close(file.descriptor)
        return Response(status_code=416, headers=headers | {"content-range": f"bytes */{file.size}"})
    return _stream(file, span, headers | {"content-range": f"bytes {start}-{end - 1}/{file.size}"}, status=206)


def image(directory: str, path: str) -> Response:
    """A raster image that the page may draw, known by its first bytes and not by its name.

    Raises:
        FileUnknown: there is no such file, or it is no such image, or a very large one.
    """
    file = _file(directory, path)
    media = image_type(file.read(0, SNIFFED))
    if media is None or file.size > IMAGE_BYTES:
        os.close(file.descriptor)
        raise unknown(path)
    return _stream(file, (0, file.size), {"content-type": media, "content-security-policy": NOTHING_MAY_RUN})


def page(directory: str, path: str) -> Response:
    """An HTML file for a frame of its own.

    Raises:
        FileUnknown: there is no such file, or it is no HTML, or a very large one.
    """
    file = _file(directory, path)
    head = file.read(0, SNIFFED)
    if kind_of(file.name, head) != "html" or not is_text(head) or file.size > HTML_BYTES:
        os.close(file.descriptor)
        raise unknown(path)
    headers = {
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": PAGE_POLICY,
        "x-frame-options": "SAMEORIGIN",
        "permissions-policy": "camera=(), microphone=(), geolocation=(), clipboard-read=(), clipboard-write=()",
    }
    return _stream(file, (0, file.size), headers)


def _file(directory: str, path: str) -> Opened:
    file = open_at(directory, path)
    if file.is_folder:
        os.close(file.descriptor)
        raise unknown(path)
    return file


def _span(wanted: str | None, size: int) -> tuple[int, int] | None:
    """The bytes that a Range header asks for; None for no range, and for several or what is none: then it is all."""
    match = _RANGE.fullmatch(wanted or "")
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        return max(0, size - int(match[2])), size if int(match[2]) else 0
    end = min(size, int(match[2]) + 1) if match[2] else size
    if match[2] and int(match[2]) < int(match[1]):
        return None
    return int(match[1]), end


def _stream(file: Opened, span: tuple[int, int], headers: dict[str, str], *, status: int = 200) -> Response:
    start, end = span

    def pieces() -> Iterator[bytes]:
        place = start
        with os.fdopen(file.descriptor, "rb") as held:
            while place < end and (piece := os.pread(held.fileno(), min(CHUNK, end - place), place)):
                place += len(piece)
                yield piece

    return StreamingResponse(pieces(), status_code=status, headers=headers | {"content-length": str(end - start)})
