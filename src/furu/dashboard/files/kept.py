"""What an attempt left in the store beside its record: the patch of its working tree, and its packages.

A record names it by a key. Records are files that anyone may have changed, so a key is a key or nothing.
"""

from __future__ import annotations

import os
import re

from furu.dashboard.files.rows import Package, PackageList, Patch
from furu.errors import FileUnknown
from furu.store.layout import ObjectKind, object_path
from furu.store.records import AttemptRecord

PATCH_BYTES = 512 << 10
"""Bytes of a patch that are shown at once."""

PACKAGES_BYTES = 4 << 20

_KEY = re.compile(r"[0-9a-f]{8,64}")


def patch(root: str, attempt: AttemptRecord) -> Patch:
    """The changes that were not committed when an attempt ran, as many as are shown at once.

    Raises:
        FileUnknown: there were none, or they are not kept.
    """
    data, size = _object(root, "patches", _patch_key(attempt), PATCH_BYTES)
    return Patch(text=data.decode(errors="replace"), bytes=size, truncated=len(data) < size)


def whole_patch(root: str, attempt: AttemptRecord) -> bytes:
    """All of those changes.

    Raises:
        FileUnknown: there were none, or they are not kept.
    """
    return _object(root, "patches", _patch_key(attempt), None)[0]


def _patch_key(attempt: AttemptRecord) -> str | None:
    git = attempt.environment.git if attempt.environment else None
    return git.patch if git else None


def packages(root: str, attempt: AttemptRecord) -> PackageList:
    """The packages that were installed where an attempt ran.

    Raises:
        FileUnknown: they were not recorded, or are not kept.
    """
    key = attempt.environment.packages if attempt.environment else None
    data, _ = _object(root, "packages", key, PACKAGES_BYTES)
    pairs = (line.partition("==") for line in data.decode(errors="replace").splitlines() if line)
    return PackageList(items=tuple(Package(name=name, version=version) for name, _, version in pairs))


def _object(root: str, kind: ObjectKind, key: str | None, limit: int | None) -> tuple[bytes, int]:
    """The first bytes of an object, and how many it has."""
    if key is None or not _KEY.fullmatch(key):
        raise FileUnknown(f"this attempt recorded no {kind}")
    try:
        with open(object_path(root, kind, key), "rb") as file:
            return file.read(-1 if limit is None else limit), os.fstat(file.fileno()).st_size
    except OSError:
        raise FileUnknown(f"the {kind} that this attempt recorded are no longer in the store") from None
