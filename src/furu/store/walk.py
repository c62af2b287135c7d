"""Finding every artifact under a root, without reading any."""

from __future__ import annotations

import os
from collections.abc import Iterator

from furu.store.layout import Artifact, data_directory, is_digest, namespace_of_directory


def artifacts(root: str) -> Iterator[Artifact]:
    """Every artifact under a root; a folder that cannot be read is passed over.

    A folder named by a digest that holds ``.furu`` is an artifact; links are not followed.
    """
    for namespace, digests in classes(root):
        for digest in digests:
            artifact = Artifact(root, namespace, digest)
            if os.path.isdir(artifact.meta):
                yield artifact


def classes(root: str) -> Iterator[tuple[str, list[str]]]:
    """Every folder that holds folders named by digests, as a namespace, with those names; they are not entered."""
    pending = [data_directory(root)]
    while pending:
        folder = pending.pop()
        digests = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    if not entry.is_dir(follow_symlinks=False):
                        continue
                    if is_digest(entry.name):
                        digests.append(entry.name)
                    elif not entry.name.startswith("."):
                        pending.append(entry.path)
        except OSError:
            continue
        if digests:
            yield namespace_of_directory(root, folder), digests
