"""Saved views: a question with how its answer is shown."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response

from furu.dashboard.bodies import ViewBody
from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.maintenance import views as saved
from furu.maintenance.views import ViewList
from furu.store import views
from furu.store.views import View

router = APIRouter(prefix="/views", tags=["views"])

Slug = Annotated[str, Path(max_length=200, description="What the view's address and file are called.")]


@router.get("", response_model=ViewList)
def list_views(ctx: Ctx) -> Response:
    """All saved views."""
    return reply(saved.every(str(ctx.index.root)))


@router.get("/{slug}", response_model=View)
def get_view(slug: Slug, ctx: Ctx) -> Response:
    """One saved view, with the version to name when it is saved again."""
    return reply(views.read(str(ctx.index.root), slug))


@router.put("/{slug}", response_model=View)
def save_view(slug: Slug, body: ViewBody, ctx: Ctx) -> Response:
    """Save a view as a whole; 409 when it is not the version that was expected any more."""
    return reply(views.save(str(ctx.index.root), slug, body.name, body.settings, expect=body.expect))


@router.delete("/{slug}", status_code=204, response_class=Response)
def delete_view(
    slug: Slug,
    ctx: Ctx,
    expect: Annotated[str | None, Query(max_length=100, description="The version to delete; else any.")] = None,
) -> Response:
    """Take a saved view away."""
    views.delete(str(ctx.index.root), slug, expect=expect)
    return Response(status_code=204)
