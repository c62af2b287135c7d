"""The class graph."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.index.rows import ClassGraph

router = APIRouter(prefix="/graph", tags=["graph"])


@router.get("/classes", response_model=ClassGraph)
def get_class_graph(ctx: Ctx) -> Response:
    """Every class with its counts by state, and which class uses which."""
    return reply(ctx.index.class_graph())
