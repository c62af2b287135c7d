"""``furu ls``: the experiments that a query finds."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from furu import clock
from furu.cli.explained import Explained
from furu.cli.index import telling
from furu.cli.tables import table

if TYPE_CHECKING:
    from furu.index.answers import GroupRow
    from furu.index.index import Index

MOST_FIELDS = 100
SHOWN = ("class", "state", "created", "duration", "name")
"""The fields of a row, when no others are asked for."""


@click.command(name="ls")
@click.argument("query", nargs=-1)
@click.option("--sort", default="-created", show_default=True, help="A field, with - for descending.")
@click.option("--columns", metavar="FIELDS", help="Fields to show, separated by commas, instead of the usual ones.")
@click.option(
    "--group",
    metavar="FIELDS",
    help="Count by the values of fields instead, with the least, mean and greatest number of each of --columns.",
)
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 100_000), help="Rows at most.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def command(
    *, query: tuple[str, ...], sort: str, columns: str | None, group: str | None, limit: int, as_json: bool
) -> None:
    """List experiments. QUERY is as in `class:Train lr>=1e-3 state:failed`; without one all are listed.

    Quote a query that has characters of the shell, such as > and parentheses.
    """
    text = " ".join(query)
    index = _index()
    from furu.index.filters.names import listed
    from furu.index.groups import MEASURES, MOST_AGGREGATES, MOST_BY
    from furu.index.query import MOST_ROWS

    try:
        index.refresh(telling(index), walk="never")
        if group is not None:
            by = listed(group, most=MOST_BY, what="--group")
            measured = listed(columns or "", most=MOST_AGGREGATES, what="--columns")
            found = index.groups(text, by, columns=measured, limit=min(limit, MOST_ROWS))
            head = (*by, "count", *(f"{name}:{measure}" for name in measured for measure in MEASURES))
            _print(head, [_grouped(row) for row in found.items], total=found.distinct, as_json=as_json)
            return
        fields = listed(columns, most=MOST_FIELDS, what="--columns") if columns else SHOWN
        cells = index.cells(text, fields, sort=sort, limit=limit)
        _print(("id", *fields), list(cells.rows), total=cells.total, as_json=as_json)
    finally:
        index.close()


def _index() -> Index:
    try:
        from furu.index.index import own_index
    except ImportError as error:
        raise Explained(
            f"what queries need is not installed ({error.name} is missing)", hint="pip install 'furu[find]'"
        ) from None
    return own_index()


def _grouped(row: GroupRow) -> tuple[Any, ...]:
    """A group's values, its count, and the least, the mean and the greatest of each column."""
    return (*row.values, row.count, *(end for part in row.aggregates for end in (part.low, part.mean, part.high)))


def _print(head: tuple[str, ...], rows: list[tuple[Any, ...]], *, total: int, as_json: bool) -> None:
    if as_json:
        import msgspec

        items = [dict(zip(head, row, strict=True)) for row in rows]
        click.echo(msgspec.json.encode({"total": total, "items": items}).decode())
        return
    click.echo(
        table(head, [tuple(_text(name, cell) for name, cell in zip(head, row, strict=True)) for row in rows]), nl=False
    )
    if total > len(rows):
        click.echo(f"{len(rows)} of {total}; --limit shows more", err=True)


def _text(name: str, cell: Any) -> str:
    """A cell for people; ids are shortened to eight digits, which are enough to ask for one again."""
    if cell is None:
        return ""
    if name == "id":
        namespace, _, digest = cell.partition("@")
        return f"{namespace.rpartition('.')[2]}@{digest[:8]}"
    if name == "duration":
        return clock.duration(cell)
    if isinstance(cell, datetime):
        return f"{cell.astimezone():%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, list):
        return " ".join(map(str, cell))
    return f"{cell:g}" if isinstance(cell, float) else str(cell)
