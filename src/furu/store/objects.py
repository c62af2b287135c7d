"""What many artifacts share is kept once per content, under a key that follows from the content."""

from __future__ import annotations

import os
from hashlib import blake2b

from furu.store import fs
from furu.store.layout import ObjectKind, object_path

_KEY_BYTES = 16


def key_of(data: bytes) -> str:
    """The key of a content: 128 bits of BLAKE2b, 32 hexadecimal digits."""
    return blake2b(data, digest_size=_KEY_BYTES).hexdigest()


def is_kept(root: str, kind: ObjectKind, key: str) -> bool:
    """Whether an object is there already."""
    return fs.inode(object_path(root, kind, key)) is not None


def keep(root: str, kind: ObjectKind, data: bytes, *, key: str | None = None) -> str:
    """Write an object unless it is there already, and return its key.

    Args:
        root: the store.
        kind: its folder.
        data: the content.
        key: for a content whose bytes vary while what it means does not.
    """
    key = key_of(data) if key is None else key
    if not is_kept(root, kind, key):
        path = object_path(root, kind, key)
        fs.make_directories(os.path.dirname(path))
        fs.write(path, data)
    return key
