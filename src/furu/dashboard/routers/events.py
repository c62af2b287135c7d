"""The one stream of events a browser keeps open."""

from __future__ import annotations

from collections.abc import AsyncIterator

import msgspec
from fastapi import APIRouter
from fastapi.responses import StreamingResponse

from furu.dashboard.context import Ctx

router = APIRouter(tags=["events"])


@router.get(
    "/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "`index` events with the progress."}},
)
async def stream_events(ctx: Ctx) -> StreamingResponse:
    """Server-sent events: `index` with the index's progress, at once and at every change."""

    async def lines() -> AsyncIterator[bytes]:
        async for progress in ctx.live.changes():
            yield b"event: index\ndata: " + msgspec.json.encode(progress) + b"\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
