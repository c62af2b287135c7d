"""Completion of a query that somebody writes."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Text
from furu.index.answers import SuggestionList

router = APIRouter(prefix="/suggest", tags=["experiments"])


@router.get("", response_model=SuggestionList)
def suggest(
    ctx: Ctx,
    q: Text = "",
    pos: Annotated[int | None, Query(ge=0, le=2**31, description="Where, in characters; the end if left out.")] = None,
) -> Response:
    """What can stand at a place of a query, and what is wrong with it."""
    return reply(ctx.index.suggest(q, len(q) if pos is None else pos))
