"""The codecs: one table from a value's type to how it is kept.

A result is kept as tagged JSON (:mod:`furu.config.tree`) inside the manifest; what JSON cannot hold well is a
file beside it, which the JSON names. A codec is a row of :data:`CODECS`; optional libraries are imported only
when a value of theirs is saved or loaded.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Protocol

from furu.config.kinds import loaded
from furu.errors import ResultError


class Folder(Protocol):
    """Where a result's files go and come from; the runtime gives one to each save and load."""

    @property
    def artifact(self) -> Path:
        """The artifact's own directory."""

    def new(self, suffix: str) -> Path:
        """A fresh file name for this result; its folder exists from then on."""

    def existing(self, name: str) -> Path:
        """A file of this result by the name the manifest holds."""

    def relative(self, path: Path) -> str | None:
        """A path inside the artifact relative to it, or None when it leads outside."""


@dataclass(frozen=True, kw_only=True)
class Codec:
    """One row: ``name`` is the tag in JSON; ``save`` returns what stands beside it, ``load`` reads that."""

    name: str
    accepts: Callable[[type], bool]
    save: Callable[[Any, Folder, str], dict[str, Any]]
    load: Callable[[dict[str, Any], Folder], Any]


def _is_array(cls: type) -> bool:
    """Plain and memory-mapped arrays; other subclasses, such as masked ones, hold more than a file of numbers."""
    return cls in (loaded("numpy", "ndarray"), loaded("numpy", "memmap"))


def _save_array(value: Any, folder: Folder, where: str) -> dict[str, Any]:
    import numpy as np

    if value.dtype.hasobject:
        raise ResultError(
            f"the result{where} is an array of Python objects, which no codec keeps",
            where=where,
            hint="give the array a numeric or text dtype, or define _load and write the files in _create",
        )
    path = folder.new(".npy")
    with path.open("xb") as file:
        np.save(file, value, allow_pickle=False)
    return {"file": path.name, "dtype": str(value.dtype), "shape": list(value.shape)}


def _load_array(data: dict[str, Any], folder: Folder) -> Any:
    import numpy as np

    return np.load(folder.existing(data["file"]), allow_pickle=False)


def _save_path(value: PurePath, folder: Folder, where: str) -> dict[str, Any]:
    relative = folder.relative(folder.artifact / value)
    if relative is None:
        raise ResultError(
            f"the result{where} is {value}, which is outside the artifact",
            where=where,
            hint="write files under self.furu_dir and return those paths; a str keeps any path as text",
        )
    if not (folder.artifact / relative).exists():
        raise ResultError(f"the result{where} is {value}, which does not exist", where=where)
    return {"path": relative}


def _load_path(data: dict[str, Any], folder: Folder) -> Path:
    path: Path = folder.artifact / data["path"]
    if folder.relative(path) is None:
        raise ResultError(f"the result names {data['path']}, which leads outside the artifact", where=data["path"])
    return path


CODECS: tuple[Codec, ...] = (
    Codec(name="npy", accepts=_is_array, save=_save_array, load=_load_array),
    Codec(name="file", accepts=lambda cls: issubclass(cls, PurePath), save=_save_path, load=_load_path),
)
"""The codecs that write or name files; JSON, dataclasses and pydantic models need none."""

BY_NAME = {codec.name: codec for codec in CODECS}


def codec_for(cls: type) -> Codec | None:
    """The codec of a type that JSON cannot hold, if there is one."""
    return next((codec for codec in CODECS if codec.accepts(cls)), None)
