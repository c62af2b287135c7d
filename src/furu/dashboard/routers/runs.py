"""Runs: pages of them, one with all that is known of it, its events, and the way to stop it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.store.run_rows import EventPage, RunDetail, RunPage, RunSummary

router = APIRouter(prefix="/runs", tags=["runs"])

MOST_RUNS = 200


@router.get("", response_model=RunPage)
def list_runs(
    ctx: Ctx,
    offset: Annotated[int, Query(ge=0, le=2**31, description="Run to start at.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST_RUNS, description="Runs of the page.")] = 50,
) -> Response:
    """One page of the runs, the newest first."""
    return reply(ctx.runs.page(offset=offset, limit=limit))


@router.get("/{id}", response_model=RunDetail)
def get_run(id: str, ctx: Ctx) -> Response:
    """One run: progress by class, workers, failures, the latest events, rate and estimate."""
    return reply(ctx.runs.detail(id))


@router.get("/{id}/events", response_model=EventPage)
def list_run_events(
    id: str,
    ctx: Ctx,
    after: Annotated[int, Query(ge=0, le=2**53, description="Byte of the file to go on from.")] = 0,
    worker: Annotated[str | None, Query(max_length=200, description="The worker who wrote them; else the driver.")] = (
        None
    ),
) -> Response:
    """What the driver of a run, or one of its workers, wrote from a byte on."""
    return reply(ctx.runs.events(id, after=after, worker=worker))


@router.post("/{id}/cancel", response_model=RunSummary)
def cancel_run(id: str, ctx: Ctx) -> Response:
    """Ask a run's driver to stop; what is done stays done."""
    return reply(ctx.runs.cancel(id))
