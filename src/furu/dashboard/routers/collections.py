"""Collections: named, hand-picked, ordered sets of experiments."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import Response

from furu.dashboard.bodies import CollectionBody, MembersBody, NewCollectionBody, OrderBody
from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Offset
from furu.errors import QueryError
from furu.maintenance import collections as picked
from furu.maintenance.collections import CollectionList, CollectionPage, CollectionSummary, Picked
from furu.store import collections
from furu.store.collections import Edit

router = APIRouter(prefix="/collections", tags=["collections"])

Slug = Annotated[str, Path(max_length=200, description="What the collection's address and file are called.")]


@router.get("", response_model=CollectionList)
def list_collections(ctx: Ctx) -> Response:
    """All collections, without their members."""
    return reply(picked.every(str(ctx.index.root)))


@router.post("", response_model=CollectionSummary)
def create_collection(body: NewCollectionBody, ctx: Ctx) -> Response:
    """Make a collection, empty or of some experiments; its slug is made from its name."""
    selected = None if body.says_nothing else body.selected
    return reply(picked.create(ctx.index, body.name, body.note, selected))


@router.get("/{slug}", response_model=CollectionPage)
def get_collection(slug: Slug, ctx: Ctx, offset: Offset = 0, limit: Limit = 100) -> Response:
    """A collection with one page of its members, in their order; one whose artifact is gone has no experiment."""
    return reply(picked.page(ctx.index, slug, offset=offset, limit=limit))


@router.patch("/{slug}", response_model=CollectionSummary)
def edit_collection(slug: Slug, body: CollectionBody, ctx: Ctx) -> Response:
    """Give a collection another name or note."""
    return _changed(ctx, slug, Edit(name=body.name, note=body.note))


@router.delete("/{slug}", status_code=204, response_class=Response)
def delete_collection(slug: Slug, ctx: Ctx) -> Response:
    """Take a collection away; its experiments stay."""
    collections.delete(str(ctx.index.root), slug)
    return Response(status_code=204)


@router.post("/{slug}/members", response_model=Picked)
def edit_members(slug: Slug, body: MembersBody, ctx: Ctx) -> Response:
    """Put experiments at the end of a collection, or take them out."""
    return reply(picked.pick(ctx.index, slug, body.selected, remove=body.remove))


@router.put("/{slug}/order", response_model=CollectionSummary)
def order_members(slug: Slug, body: OrderBody, ctx: Ctx) -> Response:
    """Put the members of a collection in another order, or move one of them."""
    if (body.ids is None) == (body.id is None) or (body.id is None) != (body.position is None):
        raise QueryError("an order is either all ids, or one id and its position", hint="give ids, or id and position")
    if body.ids is not None:
        return _changed(ctx, slug, Edit(order=tuple(body.ids)))
    return _changed(ctx, slug, Edit(move=(body.id or "", body.position or 0)))


def _changed(ctx: Ctx, slug: str, edit: Edit) -> Response:
    return reply(picked.summary(collections.change(str(ctx.index.root), slug, edit)))
