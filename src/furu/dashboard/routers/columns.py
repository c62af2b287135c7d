"""The columns that experiments have: fields, and the leaves of their configs and results."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Text
from furu.index.answers import ColumnList
from furu.index.discovery import MOST_COLUMNS

router = APIRouter(prefix="/columns", tags=["experiments"])


@router.get("", response_model=ColumnList)
def list_columns(
    ctx: Ctx,
    q: Text = "",
    search: Annotated[str, Query(max_length=200, description="Text that a column's name has in it.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST_COLUMNS, description="Columns at most.")] = 100,
) -> Response:
    """The columns that the matching experiments have, with their most frequent values."""
    return reply(ctx.index.columns(q, search=search, limit=limit))
