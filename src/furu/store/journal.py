"""The journal: one line before and one after every change, so that the index reads what changed and no more.

Advisory: a lost line costs freshness until the next walk, never truth. One file a host and day, appended with
one write a line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from furu import clock
from furu.store import fs, layout
from furu.store.owner import host

_encode = msgspec.json.Encoder().encode

LIMIT = 4096
"""The longest line that one write appends unmixed."""


@dataclass(frozen=True)
class Entry:
    """One change of one artifact: ``event`` is what happens, ``phase`` whether it is about to or did."""

    namespace: str
    digest: str
    event: str
    phase: str


def record(artifact: layout.Artifact, event: str, phase: str) -> None:
    """Append one line; a journal that cannot be written is no reason to fail the change itself."""
    at = clock.now().isoformat()
    line = _encode(
        {"at": at, "namespace": artifact.namespace, "digest": artifact.digest, "event": event, "phase": phase}
    )
    try:
        fs.append(layout.journal_file(artifact.root, at[:10], host()), line[: LIMIT - 1] + b"\n")
    except OSError:
        return


def entries(data: bytes) -> Iterator[Entry]:
    """The entries among the complete lines of a piece of a journal; a damaged line is passed over."""
    for line in data.splitlines():
        try:
            yield msgspec.convert(msgspec.json.decode(line), Entry, strict=False)
        except (msgspec.DecodeError, msgspec.ValidationError):
            continue
