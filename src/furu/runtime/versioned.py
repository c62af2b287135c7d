"""Before the first version-controlled artifact is made: will git keep it?"""

from __future__ import annotations

import logging
from functools import lru_cache

from furu import settings
from furu.provenance.ignored import Hidden, hidden_by
from furu.store import fs
from furu.store.layout import Artifact, transient_ignored

logger = logging.getLogger("furu")


def prepare(artifact: Artifact) -> None:
    """Say once a process when a ``.gitignore`` hides the artifact's root, and how to mend it."""
    _prepare_root(artifact.root, (artifact.config, artifact.success))


@lru_cache(maxsize=8)
def _prepare_root(root: str, files: tuple[str, ...]) -> None:
    path, text = transient_ignored(root)
    if fs.inode(path) is None:
        fs.make_directories(root)
        fs.write(path, text)
    if settings.current().record_git != "ignore":
        found = hidden_by(root, files)
        if found is not None:
            logger.warning("%s", message(root, found))


def message(root: str, found: Hidden) -> str:
    """What hides the root, and the lines that mend it."""
    where = f"line {found.line} of {found.source} ({found.pattern})"
    lines = " and ".join(f"`{line}`" for line in found.remedy)
    mend = f"write {lines} instead of it" if found.folder else f"add {lines} below it"
    other = settings.hint("FURU_VERSION_CONTROLLED_PATH", "to a folder that git keeps")
    return f"git will not keep the version-controlled artifacts in {root}: {where} hides them; {mend}, or {other}"
