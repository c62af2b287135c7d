"""``furu collection``: hand-picked, ordered sets of experiments."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing

import click

from furu import settings
from furu.cli.chosen import chosen, opened, short
from furu.cli.explained import Explained
from furu.cli.tables import table

Targets = tuple[str, ...]


@click.group(name="collection")
def command() -> None:
    """Keep hand-picked sets of experiments, which queries find as `collection:NAME`."""


@command.command(name="ls")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
def ls(*, as_json: bool) -> None:
    """List the collections."""
    from furu.maintenance.collections import every

    found = every(_root())
    if as_json:
        _print_json(found)
        return
    rows = [
        (item.slug, item.name, str(item.size), f"{item.updated_at.astimezone():%Y-%m-%d %H:%M:%S}", item.note)
        for item in found.items
    ]
    click.echo(table(("collection", "name", "size", "updated", "note"), rows), nl=False)
    for problem in found.problems:
        click.echo(f"error: {problem.detail}", err=True)


@command.command(name="show")
@click.argument("name")
@click.option("--limit", default=50, show_default=True, type=click.IntRange(1, 500), help="Members at most.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(*, name: str, limit: int, as_json: bool) -> None:
    """Show a collection's members in their order; what is gone is missing."""
    from furu.maintenance.collections import page
    from furu.store.collections import find

    with closing(opened()) as index:
        found = page(index, find(_root(), name), limit=limit)
    if as_json:
        _print_json(found)
        return
    rows = [
        (
            short(member.id),
            "missing" if member.experiment is None else str(member.experiment.state),
            "" if member.experiment is None else member.experiment.name or "",
        )
        for member in found.members
    ]
    click.echo(table(("id", "state", "name"), rows), nl=False)
    if found.collection.note:
        click.echo(f"note: {found.collection.note}", err=True)
    if found.collection.size > len(rows):
        click.echo(f"{len(rows)} of {found.collection.size}; --limit shows more", err=True)


@command.command(name="add")
@click.argument("name")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--query", metavar="QUERY", help="Instead of ids: all that a query finds.")
@click.option("--note", help="What the collection is for.")
@click.option("--yes", is_flag=True, help="Do not ask before all that a query finds are added.")
def add(*, name: str, ids: Targets, query: str | None, note: str | None, yes: bool) -> None:
    """Put experiments at the end of a collection, which is made when there is none of this name."""
    _change(name, ids, query, note=note, yes=yes, remove=False)


@command.command(name="remove")
@click.argument("name")
@click.argument("ids", nargs=-1, metavar="[ID]…")
@click.option("--query", metavar="QUERY", help="Instead of ids: all that a query finds.")
@click.option("--yes", is_flag=True, help="Do not ask before all that a query finds are taken out.")
def remove(*, name: str, ids: Targets, query: str | None, yes: bool) -> None:
    """Take experiments out of a collection; what is gone is named by its whole id."""
    if not ids and query is None:
        raise Explained("no experiment is named", hint="give ids, or --query; delete takes all of it away")
    _change(name, ids, query, note=None, yes=yes, remove=True)


@command.command(name="delete")
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
def delete(*, name: str, yes: bool) -> None:
    """Take a collection away; its experiments stay."""
    import sys

    from furu.store import collections

    slug = collections.find(_root(), name)
    size = len(collections.read(_root(), slug).members)
    if not yes and not sys.stdin.isatty():
        raise Explained(f"{slug} has {size} experiments, and nobody can be asked here", hint="--yes deletes it")
    if not yes and not click.confirm(f"delete the collection {slug} of {size} experiments?", err=True):
        raise Explained("nothing was changed")
    collections.delete(_root(), slug)
    click.echo(f"deleted {slug}; its {size} experiments are where they were")


def _change(name: str, ids: Sequence[str], query: str | None, *, note: str | None, yes: bool, remove: bool) -> None:
    from furu.errors import CollectionUnknown
    from furu.maintenance.collections import create, pick
    from furu.store import collections
    from furu.store.collections import Edit

    with closing(opened()) as index:
        selected = chosen(index, ids, query, what="take out" if remove else "add", yes=yes)
        try:
            slug = collections.find(_root(), name)
        except CollectionUnknown:
            if remove:
                raise
            slug = create(index, name, "", None).slug
        if note is not None:
            collections.change(_root(), slug, Edit(note=note))
        done = pick(index, slug, selected, remove=remove)
    click.echo(f"{slug}: {'took out' if remove else 'added'} {done.changed} of {done.total}, {done.size} in it now")


def _root() -> str:
    return str(settings.root())


def _print_json(value: object) -> None:
    import msgspec

    click.echo(msgspec.json.encode(value).decode())
