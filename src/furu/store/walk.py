"""Finding every artifact under a root, without reading any."""

from __future__ import annotations

import os
from collections.abc import Iterator

from furu.store.layout import META, Artifact, data_directory, is_digest, namespace_of_directory


def artifacts(root: str) -> Iterator[Artifact]:
    """Every artifact under a root; a folder that cannot be read is passed over.

    A folder named by a digest that holds ``.furu`` is an artifact and is not entered; links are not followed.
    """
    pending = [data_directory(root)]
    while pending:
        folder = pending.pop()
        try:
            with os.scandir(folder) as entries:
                inside = [entry for entry in entries if entry.is_dir(follow_symlinks=False)]
        except OSError:
            continue
        namespace = namespace_of_directory(root, folder)
        for entry in inside:
            if is_digest(entry.name) and os.path.isdir(f"{entry.path}/{META}"):
                yield Artifact(root, namespace, entry.name)
            elif not entry.name.startswith("."):
                pending.append(entry.path)
