"""Paths of files and folders inside the artifact; they move with it, and never lead outside."""

from __future__ import annotations

from pathlib import Path, PurePath
from typing import Any

from furu.errors import ResultError
from furu.results.codec import Codec, Folder


def _save(value: PurePath, folder: Folder, where: str) -> dict[str, Any]:
    relative = folder.relative(folder.artifact / value)
    if relative is None:
        raise ResultError(
            f"the result{where} is {value}, which is outside the artifact",
            where=where,
            hint="write files under self.furu_dir and return those paths; a str keeps any path as text",
        )
    if not (folder.artifact / relative).exists():
        raise ResultError(
            f"the result{where} is {value}, which does not exist",
            where=where,
            hint="write the file before _create returns; a str keeps any path as text",
        )
    return {"path": relative}


def _load(data: dict[str, Any], folder: Folder) -> Path:
    path: Path = folder.artifact / data["path"]
    if folder.relative(path) is None:
        raise ResultError(f"the result names {data['path']}, which leads outside the artifact", where=data["path"])
    return path


FILE = Codec(name="file", accepts=lambda cls: issubclass(cls, PurePath), save=_save, load=_load)
