"""The one stream of events a browser keeps open."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from fastapi import APIRouter
from fastapi.responses import Response, StreamingResponse

from furu.dashboard.context import Ctx
from furu.dashboard.live import MOST_STREAMS
from furu.dashboard.reply import problem_reply
from furu.dashboard.wire import Problem, RunsChanged

router = APIRouter(tags=["events"])


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "`index` and `runs` events."}},
)
async def stream_events(ctx: Ctx) -> Response:
    """Server-sent events, at once and at every change: `index` with its progress, `runs` when any run has news."""
    if ctx.live.is_full:
        return problem_reply(_FULL)

    async def lines() -> AsyncIterator[bytes]:
        told = -1
        async for progress, runs in ctx.live.changes():
            yield _event(b"index", progress)
            if runs != told:
                told = runs
                yield _event(b"runs", RunsChanged(version=runs))

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


_FULL = Problem(
    status=503,
    code="too-many-streams",
    title="Too many pages are open",
    detail=f"{MOST_STREAMS} streams of events are open",
    hint="close some pages; this one tries again by itself",
)


def _event(name: bytes, data: object) -> bytes:
    return b"event: " + name + b"\ndata: " + msgspec.json.encode(data) + b"\n\n"
