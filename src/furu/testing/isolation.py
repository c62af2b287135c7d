"""A root of its own, and none of the user's settings."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from furu import settings

_FOLDERS = {
    "FURU_PATH": "data",
    "FURU_CACHE_DIR": "cache",
    "FURU_VERSION_CONTROLLED_PATH": "artifacts",
}


@contextmanager
def isolated(folder: Path) -> Iterator[Path]:
    """Give this process, and those it starts, an empty root below a folder while the block runs.

    Every other ``FURU_*`` variable is unset, and git is not asked. Yields the root.
    """
    before = {name: settings.text(name) for name in {*settings.all_set(), *_FOLDERS, "FURU_RECORD_GIT"}}
    for name in before:
        settings.change(name, None)
    for name, part in _FOLDERS.items():
        settings.change(name, str(folder / part))
    settings.change("FURU_RECORD_GIT", "ignore")
    try:
        yield folder / _FOLDERS["FURU_PATH"]
    finally:
        for name in {*settings.all_set(), *before}:
            settings.change(name, before.get(name))
