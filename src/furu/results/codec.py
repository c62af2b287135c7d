"""What a codec is: the one seam through which values become files and values again."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

_NAME = re.compile(r"[a-z][a-z0-9_.-]*")


class Folder(Protocol):
    """Where a result's files go and come from; each save and load is given one."""

    @property
    def artifact(self) -> Path:
        """The artifact's own directory."""

    def new(self, suffix: str) -> Path:
        """A fresh file name for this result; its folder exists from then on."""

    def existing(self, name: str) -> Path:
        """A file of this result by the name that :meth:`new` gave it."""

    def relative(self, path: Path) -> str | None:
        """A path inside the artifact relative to it, or None when it leads outside."""


@dataclass(frozen=True, kw_only=True)
class Codec:
    """How values of some types are kept: as JSON data, files, or both.

    Attributes:
        name: stands in the artifact's manifest, so that the value can be loaded again; lower case.
        accepts: says of a type whether its values are kept in this way.
        save: takes a value, a folder and the value's path inside the result (for errors), writes what it needs
            to and returns JSON data, such as the names of its files.
        load: takes that data and the folder, and returns the value.
    """

    name: str
    accepts: Callable[[type], bool]
    save: Callable[[Any, Folder, str], dict[str, Any]]
    load: Callable[[dict[str, Any], Folder], Any]

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise ValueError(f"a codec cannot be called {self.name!r}; use lower-case letters, digits and .-_")
