"""Comparing experiments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.errors import QueryError
from furu.index.compare import MOST_COMPARED, Comparison, compare

router = APIRouter(tags=["compare"])

LONGEST = 20_000


@router.get("/compare", response_model=Comparison)
def compare_experiments(
    ctx: Ctx,
    ids: Annotated[str, Query(max_length=LONGEST, description="Ids or unique prefixes, separated by commas.")],
    baseline: Annotated[str | None, Query(max_length=500, description="The one to hold the others against.")] = None,
) -> Response:
    """Experiments side by side: configs, results and resources, and why their digests differ from the baseline's."""
    wanted = list(dict.fromkeys(key.strip() for key in ids.split(",") if key.strip()))
    if len(wanted) > MOST_COMPARED:
        raise QueryError(f"{len(wanted)} experiments are too many to compare", hint=f"choose at most {MOST_COMPARED}")
    return reply(compare([ctx.index.detail(key) for key in wanted], baseline))
