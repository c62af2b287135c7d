"""Experiments: pages of them, one with all its records, and its neighbours."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from furu.dashboard.context import Context, context
from furu.dashboard.reply import reply
from furu.dashboard.wire import Neighbours
from furu.index.query import MOST_ROWS, Selection
from furu.index.rows import ExperimentDetail, ExperimentPage
from furu.store.records import State

router = APIRouter(prefix="/experiments", tags=["experiments"])

Offset = Annotated[int, Query(ge=0, le=2**31, description="Row to start at.")]
Limit = Annotated[int, Query(ge=1, le=MOST_ROWS, description="Rows of the page.")]


@router.get("", response_model=ExperimentPage)
def list_experiments(
    ctx: Context = Depends(context),
    state: Annotated[list[State] | None, Query(description="Any of these states.")] = None,
    namespace: Annotated[list[str] | None, Query(max_length=100, description="Any of these classes.")] = None,
    text: Annotated[str, Query(max_length=1000, description="Words that id, name, tags or config contain.")] = "",
    sort: Annotated[str, Query(max_length=50, description="A column, with - for descending.")] = "-created_at",
    offset: Offset = 0,
    limit: Limit = 100,
    leaves: Annotated[bool, Query(description="Whether rows carry config and result leaves.")] = False,
) -> Response:
    """One page of the experiments that match, sorted over the whole set."""
    selection = Selection(states=state or (), namespaces=namespace or (), text=text)
    return reply(ctx.index.page(selection, sort=sort, offset=offset, limit=limit, leaves=leaves))


@router.get("/{id}", response_model=ExperimentDetail)
def get_experiment(id: str, ctx: Context = Depends(context)) -> Response:  # noqa: A002  # the name in the address
    """One experiment with all its records; the id is namespace@digest or a unique prefix of the digest."""
    return reply(ctx.index.detail(id))


@router.get("/{id}/dependencies", response_model=Neighbours)
def list_dependencies(id: str, ctx: Context = Depends(context)) -> Response:  # noqa: A002
    """What the experiment uses directly."""
    items, total = ctx.index.dependencies(id)
    return reply(Neighbours(items=items, total=total))


@router.get("/{id}/dependents", response_model=Neighbours)
def list_dependents(
    id: str,  # noqa: A002
    ctx: Context = Depends(context),
    offset: Offset = 0,
    limit: Limit = 100,
) -> Response:
    """What uses the experiment directly."""
    items, total = ctx.index.dependents(id, offset=offset, limit=limit)
    return reply(Neighbours(items=items, total=total))
