"""Logs: which there are, their lines by byte, what is found in them, and the whole file.

A page that follows a log asks for what comes after the byte it has, as often as it likes. No stream, no watch and
nothing else is kept for it here: what a log costs the server is one short read, and nothing while nobody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse
from starlette.exceptions import HTTPException

from furu.dashboard.context import Context, Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.which import artifact_of
from furu.dashboard.wire import LogList, LogPlace
from furu.store import log_pages, log_search
from furu.store.log_files import LogStream, logs_of, open_log
from furu.store.log_pages import LogPage
from furu.store.log_search import LogMatches

router = APIRouter(prefix="/experiments/{id}/logs", tags=["logs"])
_one = APIRouter(prefix="/{place}/{stream}")


@dataclass(frozen=True, kw_only=True)
class LogAddress:
    """Which log: `place` is the number of an attempt, or `job-` and the id of a Slurm job."""

    id: str
    place: str
    stream: LogStream


Wanted = Annotated[LogAddress, Depends()]
Byte = Annotated[int | None, Query(ge=0, le=2**53, description="A byte of the file.")]


@router.get("", response_model=LogList)
def list_logs(id: str, ctx: Ctx) -> Response:
    """The logs of an experiment: the newest attempt first, then what its Slurm jobs left."""
    items = logs_of(artifact_of(ctx, id))
    if not items:
        ctx.index.detail(id)  # an experiment without logs is told apart from none
    return reply(LogList(items=items))


@_one.get("", response_model=LogPage)
def read_log(
    ctx: Ctx,
    wanted: Wanted,
    *,
    offset: Byte = None,
    before: Byte = None,
    limit: Annotated[int, Query(ge=1024, le=log_pages.MOST, description="Bytes of the page.")] = log_pages.PAGE,
) -> Response:
    """Lines of a log: from `offset` on, those that end at `before`, or without either the last ones."""
    with _log(ctx, wanted) as (descriptor, size):
        return reply(log_pages.page(descriptor, size, offset=offset, before=before, limit=limit))


@_one.get("/search", response_model=LogMatches)
def search_log(
    ctx: Ctx,
    wanted: Wanted,
    *,
    q: Annotated[str, Query(max_length=200, description="A text to find; without one, what looks like an error.")] = "",
    case: Annotated[bool, Query(description="Whether upper and lower letters are different.")] = False,
    offset: Annotated[int, Query(ge=0, le=2**53, description="Byte to search on from.")] = 0,
    limit: Annotated[int, Query(ge=1, le=log_search.MOST_MATCHES, description="Lines at most.")] = 200,
) -> Response:
    """The lines of a log that have a text in them, or an error."""
    needle = log_search.literal(q, case=case) if q else log_search.error()
    with _log(ctx, wanted) as (descriptor, size):
        return reply(log_search.search(descriptor, size, needle, offset=offset, most=limit))


@_one.get("/moment", response_model=LogPlace)
def find_moment(
    ctx: Ctx,
    wanted: Wanted,
    *,
    at: Annotated[
        str,
        Query(
            pattern=r"^(\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?|\d\d:\d\d(:\d\d)?)$",
            description="A time of the log: 14:05, or 2026-11-22 14:05:10.",
        ),
    ],
) -> Response:
    """Where the first line is that begins with a time or a later one; null when no line does."""
    with _log(ctx, wanted) as (descriptor, size):
        return reply(LogPlace(offset=log_pages.moment(descriptor, size, at)))


@_one.get(
    "/download",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/plain": {}}, "description": "The log, as long as it is at this moment."}},
)
def download_log(ctx: Ctx, wanted: Wanted) -> StreamingResponse:
    """A whole log as a file."""
    with _log(ctx, wanted) as (_, size):
        artifact = artifact_of(ctx, wanted.id)

    def parts() -> Iterator[bytes]:
        with open_log(artifact, wanted.place, wanted.stream) as found:
            at = 0
            while found is not None and at < size and (data := log_pages.read(found[0], at, min(_PART, size - at))):
                yield data
                at += len(data)

    name = quote(
        f"{artifact.namespace.rpartition('.')[2]}-{artifact.digest[:8]}-{wanted.place}-{wanted.stream}.txt", safe=""
    )
    headers = {"content-disposition": f"attachment; filename*=UTF-8''{name}", "content-security-policy": "sandbox"}
    return StreamingResponse(parts(), media_type="text/plain; charset=utf-8", headers=headers)


_PART = 256 << 10


@contextmanager
def _log(ctx: Context, wanted: LogAddress) -> Iterator[tuple[int, int]]:
    """A log's descriptor and size; what is not there and what must not be read are answered alike."""
    with open_log(artifact_of(ctx, wanted.id), wanted.place, wanted.stream) as found:
        if found is None:
            raise HTTPException(status_code=404, detail="There is no such log")
        yield found


router.include_router(_one)
