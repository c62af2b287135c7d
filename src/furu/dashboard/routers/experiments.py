"""Experiments: pages of them, one with all its records, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Names, Offset, Text
from furu.dashboard.wire import Neighbours
from furu.index.filters.names import listed
from furu.index.rows import ExperimentDetail, ExperimentPage

router = APIRouter(prefix="/experiments", tags=["experiments"])

MOST_CELLS = 100
"""Columns of a page at most."""


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """Which experiments, in which order, and which page of them."""

    q: Text = ""
    sort: Annotated[
        str, Query(max_length=1000, description="Fields, separated by commas, each with - before it for descending.")
    ] = "-created"
    columns: Names = ""
    group: Annotated[str, Query(max_length=200, description="A field whose values rows are put together by.")] = ""
    offset: Offset = 0
    cursor: Annotated[str | None, Query(max_length=4000, description="Where the page before ended.")] = None
    limit: Limit = 100
    leaves: Annotated[bool, Query(description="Whether rows carry config and result leaves.")] = False


@router.get("", response_model=ExperimentPage)
def list_experiments(ctx: Ctx, wanted: Annotated[ListQuery, Depends()]) -> Response:
    """One page of the experiments that match, sorted over the whole set."""
    return reply(
        ctx.index.find(
            wanted.q,
            sort=wanted.sort,
            group=wanted.group,
            columns=listed(wanted.columns, most=MOST_CELLS, what="columns"),
            offset=wanted.offset,
            cursor=wanted.cursor,
            limit=wanted.limit,
            leaves=wanted.leaves,
        )
    )


@router.get("/{id}", response_model=ExperimentDetail)
def get_experiment(id: str, ctx: Ctx) -> Response:
    """One experiment with all its records; the id is namespace@digest or a unique prefix of the digest."""
    return reply(ctx.index.detail(id))


@router.get("/{id}/dependencies", response_model=Neighbours)
def list_dependencies(id: str, ctx: Ctx) -> Response:
    """What the experiment uses directly."""
    items, total = ctx.index.neighbours(id, up=True)
    return reply(Neighbours(items=items, total=total))


@router.get("/{id}/dependents", response_model=Neighbours)
def list_dependents(
    id: str,
    ctx: Ctx,
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """What uses the experiment directly."""
    items, total = ctx.index.neighbours(id, up=False, offset=offset, limit=limit)
    return reply(Neighbours(items=items, total=total))
