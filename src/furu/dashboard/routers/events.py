"""The one stream of events a browser keeps open."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from furu.dashboard.context import Ctx
from furu.dashboard.wire import RunsChanged

router = APIRouter(tags=["events"])


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "`index` and `runs` events."}},
)
async def stream_events(ctx: Ctx) -> StreamingResponse:
    """Server-sent events, at once and at every change: `index` with its progress, `runs` when any run has news."""

    async def lines() -> AsyncIterator[bytes]:
        told = -1
        async for progress, runs in ctx.live.changes():
            yield _event(b"index", progress)
            if runs != told:
                told = runs
                yield _event(b"runs", RunsChanged(version=runs))

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})


def _event(name: bytes, data: object) -> bytes:
    return b"event: " + name + b"\ndata: " + msgspec.json.encode(data) + b"\n\n"
