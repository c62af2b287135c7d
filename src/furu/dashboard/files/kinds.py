"""What can be shown of a file: one table from the end of its name to a viewer, and a look at its first bytes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

PreviewKind = Literal["text", "json", "jsonl", "csv", "parquet", "npy", "npz", "image", "html", "none"]
"""How a file is shown; ``none`` is only offered as a download."""

Language = Literal["bash", "css", "diff", "ini", "javascript", "json", "markdown", "plain", "python", "xml", "yaml"]
"""The colours that a text is shown in."""

KIND_OF_ENDING: Mapping[str, PreviewKind] = {
    "json": "json",
    "ipynb": "json",
    "geojson": "json",
    "jsonl": "jsonl",
    "ndjson": "jsonl",
    "csv": "csv",
    "tsv": "csv",
    "parquet": "parquet",
    "npy": "npy",
    "npz": "npz",
    "html": "html",
    "htm": "html",
    "png": "image",
    "jpg": "image",
    "jpeg": "image",
    "gif": "image",
    "webp": "image",
    "svg": "none",
    "svgz": "none",
    "pdf": "none",
    "xhtml": "none",
    "pkl": "none",
    "pickle": "none",
}
"""What a file is shown as, by the end of its name; anything else is text if its first bytes are."""

LANGUAGE_OF_ENDING: Mapping[str, Language] = {
    "py": "python",
    "pyi": "python",
    "json": "json",
    "ipynb": "json",
    "geojson": "json",
    "yaml": "yaml",
    "yml": "yaml",
    "toml": "ini",
    "ini": "ini",
    "cfg": "ini",
    "sh": "bash",
    "bash": "bash",
    "sbatch": "bash",
    "md": "markdown",
    "html": "xml",
    "htm": "xml",
    "xml": "xml",
    "js": "javascript",
    "ts": "javascript",
    "css": "css",
    "diff": "diff",
    "patch": "diff",
}

IMAGE_TYPES: tuple[tuple[bytes, bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", b"", "image/png"),
    (b"\xff\xd8\xff", b"", "image/jpeg"),
    (b"GIF87a", b"", "image/gif"),
    (b"GIF89a", b"", "image/gif"),
    (b"RIFF", b"WEBP", "image/webp"),
)
"""The raster images that a browser may draw in the page: first bytes, bytes from the eighth on, and the type."""

SNIFFED = 8192
"""Bytes of a file that are looked at to know what it is."""


def ending(name: str) -> str:
    """The end of a file's name, in lower case."""
    return name.rpartition(".")[2].lower() if "." in name.strip(".") else ""


def kind_by_name(name: str) -> PreviewKind:
    """What a file promises to be; a list need not open the files in it."""
    return KIND_OF_ENDING.get(ending(name), "text")


def kind_of(name: str, head: bytes) -> PreviewKind:
    """What a file can be shown as, by its name and its first bytes; names lie, so both must agree."""
    promised = kind_by_name(name)
    if promised == "image":
        return "image" if image_type(head) else "none"
    if promised in ("text", "json", "jsonl", "csv", "html") and not is_text(head):
        return "none"
    return promised


def image_type(head: bytes) -> str | None:
    """The type of a raster image that may be drawn, by what it begins with."""
    return next(
        (media for first, later, media in IMAGE_TYPES if head.startswith(first) and head[8:].startswith(later)), None
    )


def is_text(head: bytes) -> bool:
    """Whether the first bytes of a file are text; a character may be cut at their end."""
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start >= len(head) - 3 and len(head) >= SNIFFED
    return True


def language_of(name: str) -> Language:
    """The colours of a text, by its file's name."""
    return LANGUAGE_OF_ENDING.get(ending(name), "plain")
