"""Experiments: pages of them, one with all its records, and its neighbours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Names, Offset
from furu.dashboard.wire import Neighbours
from furu.index.filters.names import listed
from furu.index.query import Selection
from furu.index.rows import ExperimentDetail, ExperimentPage
from furu.store.records import State

router = APIRouter(prefix="/experiments", tags=["experiments"])

MOST_CELLS = 100
"""Columns of a page at most."""


@dataclass(frozen=True, kw_only=True)
class ListQuery:
    """Which experiments, in which order, and which page of them."""

    state: Annotated[list[State], Query(default_factory=list, description="Any of these states.")]
    namespace: Annotated[list[str], Query(default_factory=list, max_length=100, description="Any of these classes.")]
    text: Annotated[str, Query(max_length=1000, description="Words that id, name, tags or config contain.")] = ""
    q: Annotated[str | None, Query(max_length=10_000, description="A query of furu's language, instead of text.")] = (
        None
    )
    sort: Annotated[
        str, Query(max_length=1000, description="Fields, separated by commas, each with - before it for descending.")
    ] = "-created_at"
    columns: Names = ""
    group: Annotated[str, Query(max_length=200, description="A field whose values rows are put together by.")] = ""
    offset: Offset = 0
    cursor: Annotated[str | None, Query(max_length=4000, description="Where the page before ended.")] = None
    limit: Limit = 100
    leaves: Annotated[bool, Query(description="Whether rows carry config and result leaves.")] = False


@router.get("", response_model=ExperimentPage)
def list_experiments(ctx: Ctx, wanted: Annotated[ListQuery, Depends()]) -> Response:
    """One page of the experiments that match, sorted over the whole set."""
    selection = Selection(states=wanted.state, namespaces=wanted.namespace, text=wanted.text)
    sort, offset, limit, leaves = wanted.sort, wanted.offset, wanted.limit, wanted.leaves
    if wanted.text:
        return reply(ctx.index.page(selection, sort=sort, offset=offset, limit=limit, leaves=leaves))
    return reply(
        ctx.index.find(
            wanted.q or "",
            selection,
            sort=sort,
            group=wanted.group,
            columns=listed(wanted.columns, most=MOST_CELLS, what="columns"),
            offset=offset,
            cursor=wanted.cursor,
            limit=limit,
            leaves=leaves,
        )
    )


@router.get("/{id}", response_model=ExperimentDetail)
def get_experiment(id: str, ctx: Ctx) -> Response:
    """One experiment with all its records; the id is namespace@digest or a unique prefix of the digest."""
    return reply(ctx.index.detail(id))


@router.get("/{id}/dependencies", response_model=Neighbours)
def list_dependencies(id: str, ctx: Ctx) -> Response:
    """What the experiment uses directly."""
    items, total = ctx.index.dependencies(id)
    return reply(Neighbours(items=items, total=total))


@router.get("/{id}/dependents", response_model=Neighbours)
def list_dependents(
    id: str,
    ctx: Ctx,
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """What uses the experiment directly."""
    items, total = ctx.index.dependents(id, offset=offset, limit=limit)
    return reply(Neighbours(items=items, total=total))
