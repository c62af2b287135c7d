"""What an attempt left beside its record, and how long attempts of a class usually take."""

from __future__ import annotations

from statistics import quantiles
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.files import kept
from furu.dashboard.files.rows import PackageList, Patch, Usual
from furu.dashboard.files.send import NOTHING_MAY_RUN
from furu.dashboard.reply import reply
from furu.dashboard.routers.which import artifact_of
from furu.errors import FileUnknown
from furu.store.records import AttemptRecord

router = APIRouter(prefix="/experiments/{id}", tags=["attempts"])

NEWEST = 500
"""Successes of a class from which its usual duration is told."""

Number = Annotated[int, Path(ge=1, le=2**31, description="The number of the attempt.")]


@router.get("/usual", response_model=Usual)
def get_usual(id: str, ctx: Ctx) -> Response:
    """How long the newest successes of the experiment's class took."""
    namespace = artifact_of(ctx, id).namespace
    found = ctx.index.cells(f'class:"{namespace}" state:success has:duration', ["duration"], limit=NEWEST)
    seconds = sorted(float(row[1]) for row in found.rows if row[1] is not None)
    if not seconds:
        return reply(Usual(count=0, low=None, lower=None, median=None, upper=None, high=None))
    lower, median, upper = quantiles(seconds, n=4, method="inclusive") if len(seconds) > 1 else seconds * 3
    return reply(Usual(count=len(seconds), low=seconds[0], lower=lower, median=median, upper=upper, high=seconds[-1]))


@router.get("/attempts/{number}/patch", response_model=Patch)
def get_patch(id: str, number: Number, ctx: Ctx) -> Response:
    """The changes that were not committed when an attempt ran."""
    return reply(kept.patch(artifact_of(ctx, id).root, _attempt(ctx, id, number)))


@router.get("/attempts/{number}/patch/raw", response_class=Response, responses={200: {"content": {"text/x-diff": {}}}})
def download_patch(id: str, number: Number, ctx: Ctx) -> Response:
    """All of those changes as a file that ``git apply`` takes."""
    data = kept.whole_patch(artifact_of(ctx, id).root, _attempt(ctx, id, number))
    name = quote(f"{artifact_of(ctx, id).digest[:8]}-attempt-{number}.patch")
    headers = {
        "content-disposition": f"attachment; filename*=UTF-8''{name}",
        "content-security-policy": NOTHING_MAY_RUN,
    }
    return Response(data, media_type="text/x-diff", headers=headers)


@router.get("/attempts/{number}/packages", response_model=PackageList)
def list_packages(id: str, number: Number, ctx: Ctx) -> Response:
    """The packages that were installed where an attempt ran."""
    return reply(kept.packages(artifact_of(ctx, id).root, _attempt(ctx, id, number)))


def _attempt(ctx: Ctx, id: str, number: int) -> AttemptRecord:
    found = next((one for one in ctx.index.detail(id).attempts if one.number == number), None)
    if found is None:
        raise FileUnknown(f"this experiment has no attempt {number}")
    return found
