"""Asks another process for rows of a table or an array, within a time and a size, two at once at most."""

from __future__ import annotations

import sys
import threading

import msgspec

from furu.dashboard.files.kinds import SNIFFED, kind_of
from furu.dashboard.files.place import opened
from furu.dashboard.files.reading import Request, TableKind
from furu.dashboard.files.rows import TablePage
from furu.errors import FileUnreadable
from furu.provenance.program import Answer, Deadline, ask

SECONDS = 20.0
"""How long one page may take."""

ANSWER_BYTES = 16 << 20
AT_ONCE = 2

MODULE = "furu.dashboard.files.read"
_KINDS: dict[str, TableKind] = {"csv": "csv", "jsonl": "jsonl", "parquet": "parquet", "npy": "npy", "npz": "npz"}
_places = threading.BoundedSemaphore(AT_ONCE)


def table(
    directory: str,
    path: str,
    *,
    offset: int,
    limit: int,
    sort: str | None = None,
    filters: tuple[tuple[str, str], ...] = (),
    member: str | None = None,
) -> TablePage:
    """Some rows of the file at a relative path.

    Raises:
        FileUnknown: there is no such file that may be shown.
        FileUnreadable: it holds no table, or takes too long or too much memory.
    """
    with opened(directory, path) as file:
        kind = _KINDS.get("none" if file.is_folder else kind_of(file.name, file.read(0, SNIFFED)))
    if kind is None:
        raise FileUnreadable(f"{path!r} holds no table", hint="download it")
    request = Request(
        directory=directory,
        path=path,
        kind=kind,
        offset=offset,
        limit=limit,
        sort=sort,
        filters=filters,
        member=member,
    )
    if not _places.acquire(timeout=SECONDS):
        raise FileUnreadable("other files are being read", hint="try again in a moment")
    try:
        # -P: a file in the folder that the dashboard was started in cannot stand in for a module.
        command = [sys.executable, "-P", "-m", MODULE, msgspec.json.encode(request).decode()]
        answer = ask(command, Deadline(SECONDS), limit=ANSWER_BYTES)
    finally:
        _places.release()
    return _page(answer, path)


def _page(answer: Answer, path: str) -> TablePage:
    if answer.good:
        return msgspec.json.decode(answer.output, type=TablePage)
    if answer.cut == "late":
        reason = f"reading it took longer than {SECONDS:.0f} s"
    elif answer.cut == "large":
        reason = "its rows are too large"
    elif answer.status == 3:  # noqa: PLR2004
        reason = answer.errors
    else:
        reason = "the process that read it ended"
    raise FileUnreadable(f"{path!r} cannot be shown: {reason}", hint="download it, or ask for fewer rows")
