"""``furu diff``: what differs between experiments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from furu.cli.explained import Explained
from furu.cli.index import telling
from furu.cli.tables import table, visible

if TYPE_CHECKING:
    from furu.index.compare import CompareCell, Comparison

MISSING = "–"
"""Where an experiment has nothing at a path."""


@click.command(name="diff")
@click.argument("ids", nargs=-1, required=True, metavar="ID ID…")
@click.option("--all", "everything", is_flag=True, help="Show what is equal as well.")
@click.option("--json", "as_json", is_flag=True, help="Print the comparison as JSON.")
def command(*, ids: tuple[str, ...], everything: bool, as_json: bool) -> None:
    """Show what differs between experiments: configs, results and resources side by side.

    An ID is namespace@digest or the unique first digits of a digest. The others are held against the first.
    """
    found = _compared(ids)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(found).decode())
        return
    names = {row.id: f"{row.class_name}@{row.digest[:8]}" for row in found.experiments}
    for reason in found.why:
        click.echo(visible(f"{names[reason.id]}: {reason.sentence}"))
    rows = [
        ("" if place else row.part, row.path, *map(_text, row.cells))
        for part in ("config", "result", "resources")
        for place, row in enumerate(row for row in found.rows if row.part == part and (everything or row.differs))
    ]
    if rows:
        click.echo(table(("", "path", *names.values()), rows), nl=False)
    if found.truncated:
        click.echo("there are more rows than are shown", err=True)


def _compared(ids: tuple[str, ...]) -> Comparison:
    try:
        from furu.index.compare import compare
        from furu.index.index import own_index
    except ImportError as error:
        raise Explained(
            f"what queries need is not installed ({error.name} is missing)", hint="pip install 'furu[find]'"
        ) from None
    index = own_index()
    try:
        index.refresh(telling(index), walk="never")
        return compare([index.detail(key) for key in dict.fromkeys(ids)])
    finally:
        index.close()


def _text(cell: CompareCell) -> str:
    return MISSING if cell.kind == "missing" else cell.text
