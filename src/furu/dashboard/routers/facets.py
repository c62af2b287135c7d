"""Facets: the values of a few fields, with counts."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Names, Text
from furu.index.answers import FacetList
from furu.index.facets import MOST_FACETS
from furu.index.filters.names import listed

router = APIRouter(prefix="/facets", tags=["experiments"])


@router.get("", response_model=FacetList)
def list_facets(ctx: Ctx, q: Text = "", fields: Names = "") -> Response:
    """How many experiments have each value of some fields, each without what the query says of that field."""
    return reply(ctx.index.facets(q, listed(fields, most=MOST_FACETS, what="fields")))
