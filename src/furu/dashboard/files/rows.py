"""What is said of files, as the frozen values that go over the wire."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from furu.dashboard.files.kinds import Language, PreviewKind
from furu.store.records import Json

EntryKind = Literal["folder", "file", "other"]
"""What stands in a folder; ``other`` cannot be opened: a device, a name that cannot be asked for, a link outside."""

CellKind = Literal["number", "text", "truth", "time", "other"]
"""What a column of a table holds, which says how it is aligned and filtered."""


@dataclass(frozen=True, kw_only=True)
class FileEntry:
    """One line of a folder. ``preview`` follows from the name alone; ``bytes`` of a folder is not counted."""

    name: str
    kind: EntryKind
    link: bool
    bytes: int | None
    modified_at: datetime | None
    preview: PreviewKind


@dataclass(frozen=True, kw_only=True)
class FileList:
    """One page of a folder, its folders first. With ``more`` there are more than ``total``, which were not counted."""

    path: str
    items: tuple[FileEntry, ...]
    offset: int
    total: int
    more: bool


@dataclass(frozen=True, kw_only=True)
class FilePreview:
    """What can be shown of a file.

    ``text`` is a part of it that begins at byte ``start``, and ``value`` the whole of a JSON file that is small
    enough. ``note`` says what is left out, and why. Of a ``kind`` with rows, an image or a page, another address
    has the content.
    """

    path: str
    name: str
    bytes: int
    modified_at: datetime
    kind: PreviewKind
    language: Language
    text: str | None = None
    start: int = 0
    truncated: bool = False
    has_value: bool = False
    value: Json = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """A column of a table: its name, the type as the file says it, and what that means here."""

    name: str
    type: str
    kind: CellKind


@dataclass(frozen=True, kw_only=True)
class TablePage:
    """Some rows of a file that holds a table or an array.

    ``total`` counts the rows that match, of all ``rows_in_file``. ``about`` describes an array; ``members`` are the
    arrays of an archive, and ``member`` the one that is shown. ``note`` says what is left out, and why.
    """

    columns: tuple[TableColumn, ...] = ()
    rows: tuple[tuple[Json, ...], ...] = ()
    offset: int = 0
    total: int = 0
    rows_in_file: int = 0
    about: str | None = None
    members: tuple[str, ...] = ()
    member: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Patch:
    """The changes that the commit of an attempt does not hold, as git prints them; ``bytes`` is how many there are."""

    text: str
    bytes: int
    truncated: bool


@dataclass(frozen=True, kw_only=True)
class Package:
    """An installed package: its version, and the address that it came from when that is no index."""

    name: str
    version: str


@dataclass(frozen=True, kw_only=True)
class PackageList:
    """The packages that were installed where an attempt ran."""

    items: tuple[Package, ...]


@dataclass(frozen=True, kw_only=True)
class Usual:
    """How long the successes of a class took, in seconds: the newest ``count`` of them, by quartiles."""

    count: int
    low: float | None
    lower: float | None
    median: float | None
    upper: float | None
    high: float | None
