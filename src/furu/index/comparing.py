"""A walk through all folders of the roots, class by class, which finds what differs from the rows.

It reads no record: the time of an artifact's ``.furu`` says whether one changed. It goes in small steps, so that it
can be put off between any two.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from furu.index.database import Database
from furu.index.entries import Key, signature
from furu.store import walk
from furu.store.layout import Artifact

STEP = 256
"""So many artifacts are looked at in one step."""


class Different(NamedTuple):
    """An artifact that is not as its row says; ``stamp`` is the time of its folder, 0 when it is gone."""

    stamp: int
    key: Key


def differences(db: Database, roots: Sequence[str]) -> Iterator[list[Different]]:
    """What differs from the rows, a step at a time; a step may find nothing."""
    for place, root in enumerate(roots):
        seen = set[str]()
        for namespace, digests in walk.classes(root):
            if namespace.isprintable():  # furu makes no others
                seen.add(namespace)
                yield from _of_class(db, root, place, namespace, digests)
        with db.reading() as connection:
            known = connection.execute("SELECT DISTINCT namespace FROM experiments WHERE place = ?", (place,))
            gone = [namespace for (namespace,) in known if namespace not in seen]
        for namespace in gone:
            yield from _of_class(db, root, place, namespace, [])


def _of_class(db: Database, root: str, place: int, namespace: str, digests: list[str]) -> Iterator[list[Different]]:
    with db.reading() as connection:
        known = _known(connection, place, namespace)
    for start in range(0, len(digests), STEP):
        found = []
        for digest in digests[start : start + STEP]:
            stamp = signature(Artifact(root, namespace, digest))
            if stamp is not None and known.pop(digest, None) != stamp:
                found.append(Different(stamp, (namespace, digest)))
        yield found
    yield [Different(0, (namespace, digest)) for digest in known]


def _known(connection: sqlite3.Connection, place: int, namespace: str) -> dict[str, int | None]:
    """The time stamps of a class's rows; None for those that are looked at again in any case."""
    rows = connection.execute(
        "SELECT digest, signature, again FROM experiments WHERE namespace = ? AND place = ?", (namespace, place)
    )
    return {digest: None if again else stamp for digest, stamp, again in rows}
