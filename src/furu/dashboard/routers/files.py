"""Files of an experiment: folders, previews, rows, and the bytes themselves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.files import send
from furu.dashboard.files.listing import list_folder
from furu.dashboard.files.place import LONGEST_PATH, opened, unknown
from furu.dashboard.files.preview import preview
from furu.dashboard.files.rows import FileList, FilePreview, TablePage
from furu.dashboard.files.tables import table
from furu.dashboard.reply import reply
from furu.dashboard.routers.asked import Limit, Offset
from furu.dashboard.routers.which import artifact_of

router = APIRouter(prefix="/experiments/{id}/files", tags=["files"])

MOST_FILTERS = 20

Path = Annotated[str, Query(max_length=LONGEST_PATH, description="The path below the experiment's folder.")]
Texts = list[Annotated[str, Query(max_length=1000)]]


@router.get("", response_model=FileList)
def list_files(id: str, ctx: Ctx, path: Path = "", offset: Offset = 0, limit: Limit = 200) -> Response:
    """One page of a folder, its folders first."""
    return reply(list_folder(artifact_of(ctx, id).directory, path, offset=offset, limit=limit))


@router.get("/preview", response_model=FilePreview)
def preview_file(
    id: str,
    ctx: Ctx,
    path: Path,
    part: Annotated[Literal["start", "end"], Query(description="Which part of a long text.")] = "start",
) -> Response:
    """What can be shown of a file, and what it can be shown as."""
    with opened(artifact_of(ctx, id).directory, path) as file:
        if file.is_folder:
            raise unknown(path)
        return reply(preview(file, path, from_end=part == "end"))


@dataclass(frozen=True, kw_only=True)
class TableQuery:
    """Which rows of a table, in which order."""

    path: Path
    offset: Offset = 0
    limit: Limit = 100
    sort: Annotated[str | None, Query(max_length=1000, description="A column, with - for descending.")] = None
    column: Annotated[Texts, Query(default_factory=list, max_length=MOST_FILTERS, description="Columns to filter.")]
    wanted: Annotated[Texts, Query(default_factory=list, max_length=MOST_FILTERS, description="What each shall be.")]
    member: Annotated[str | None, Query(max_length=1000, description="The array of an archive.")] = None


@router.get("/table", response_model=TablePage)
def read_table(id: str, ctx: Ctx, rows: Annotated[TableQuery, Depends()]) -> Response:
    """Some rows of a CSV, JSON Lines, parquet or numpy file."""
    directory = artifact_of(ctx, id).directory
    filters = tuple(zip(rows.column, rows.wanted, strict=False))
    return reply(
        table(
            directory,
            rows.path,
            offset=rows.offset,
            limit=rows.limit,
            sort=rows.sort,
            filters=filters,
            member=rows.member,
        )
    )


@router.get("/raw", response_class=Response, responses={200: {"content": {"application/octet-stream": {}}}})
def download_file(
    id: str,
    ctx: Ctx,
    path: Path,
    range: Annotated[str | None, Header()] = None,
    if_range: Annotated[str | None, Header()] = None,
) -> Response:
    """The bytes of a file, or one range of them, as a download."""
    return send.download(artifact_of(ctx, id).directory, path, wanted=range, unless_changed=if_range)


@router.get("/image", response_class=Response, responses={200: {"content": {"image/*": {}}}})
def show_image(id: str, ctx: Ctx, path: Path) -> Response:
    """A PNG, JPEG, GIF or WebP image."""
    return send.image(artifact_of(ctx, id).directory, path)


@router.get("/page", response_class=Response, responses={200: {"content": {"text/html": {}}}})
def show_page(id: str, ctx: Ctx, path: Path) -> Response:
    """An HTML file, for a frame that can reach nothing."""
    return send.page(artifact_of(ctx, id).directory, path)
