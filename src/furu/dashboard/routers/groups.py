"""Experiments grouped by the values of some fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Names, Offset, Text
from furu.index.answers import GroupList
from furu.index.filters.names import listed
from furu.index.groups import MOST_AGGREGATES, MOST_BY

router = APIRouter(prefix="/groups", tags=["experiments"])


@dataclass(frozen=True, kw_only=True)
class GroupQuery:
    """Which experiments, grouped by what, with which numbers, in which order, and which page of the groups."""

    by: Annotated[str, Query(min_length=1, max_length=1000, description="Fields, separated by commas.")]
    q: Text = ""
    columns: Names = ""
    sort: Annotated[
        str, Query(max_length=1000, description="count, a field, or a column with :low, :mean or :high; - descends.")
    ] = "-count"
    offset: Offset = 0
    limit: Limit = 100


@router.get("", response_model=GroupList)
def list_groups(ctx: Ctx, wanted: Annotated[GroupQuery, Depends()]) -> Response:
    """One page of the groups, with counts by state and the numbers of some columns."""
    by = listed(wanted.by, most=MOST_BY, what="by")
    columns = listed(wanted.columns, most=MOST_AGGREGATES, what="columns")
    return reply(
        ctx.index.groups(wanted.q, by, columns=columns, sort=wanted.sort, offset=wanted.offset, limit=wanted.limit)
    )
