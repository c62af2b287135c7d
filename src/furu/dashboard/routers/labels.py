"""Labels: names, tags and notes that people give to experiments."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import Response

from furu.dashboard.bodies import ManyLabelsBody, OneLabelsBody
from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Text
from furu.maintenance.labels import Labelled, label, label_one
from furu.store.collections import checked_id
from furu.store.labels import Edit
from furu.store.records import LabelsRecord

router = APIRouter(tags=["labels"])


@dataclass(frozen=True, kw_only=True)
class TagCount:
    """A tag, and how many experiments have it."""

    tag: str
    count: int


@dataclass(frozen=True, kw_only=True)
class TagList:
    """The most frequent tags first; ``distinct`` counts all."""

    items: tuple[TagCount, ...]
    distinct: int
    version: int


@router.get("/tags", response_model=TagList)
def list_tags(ctx: Ctx, q: Text = "", limit: Limit = 100) -> Response:
    """The tags of the experiments that a query finds, with counts."""
    found = ctx.index.groups(f"({q}) has:tag" if q.strip() else "has:tag", ["tag"], limit=limit)
    items = tuple(TagCount(tag=str(row.values[0]), count=row.count) for row in found.items)
    return reply(TagList(items=items, distinct=found.distinct, version=found.version))


@router.post("/labels", response_model=Labelled)
def label_many(body: ManyLabelsBody, ctx: Ctx) -> Response:
    """Add tags to many experiments, or take them away; one that cannot be changed leaves the others."""
    edit = Edit(add=tuple(body.add_tags), remove=tuple(body.remove_tags))
    done = label(ctx.index, body.selected, edit)
    ctx.live.catch_up(done.changed)
    return reply(done)


@router.put("/experiments/{id}/labels", response_model=LabelsRecord)
def label_experiment(id: str, body: OneLabelsBody, ctx: Ctx) -> Response:
    """Name one experiment, set its tags and write its notes; what is left out stays as it is."""
    key = ctx.index.detail(id).experiment.id if "@" not in id else checked_id(id)
    edit = Edit(
        name=(body.name or "") if "name" in body.model_fields_set else None,
        notes=body.notes,
        tags=None if body.tags is None else tuple(body.tags),
    )
    labelled = label_one(ctx.index, key, edit)
    ctx.live.catch_up()
    return reply(labelled)
