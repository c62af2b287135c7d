"""``furu tag``: names, tags and notes that people give to experiments."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from typing import TYPE_CHECKING

import click

from furu.cli.chosen import chosen, opened, short
from furu.cli.explained import Explained
from furu.cli.tables import table

if TYPE_CHECKING:
    from furu.index.index import Index
    from furu.maintenance.labels import Labelled
    from furu.store.labels import Edit

MOST_SHOWN = 50


@click.command(
    name="tag",
    # -old is a tag to take away, so no option may have one letter.
    context_settings={"ignore_unknown_options": True, "help_option_names": ["--help"]},
)
@click.argument("words", nargs=-1, metavar="[ID]… [+TAG]… [-TAG]…", type=click.UNPROCESSED)
@click.option("--query", metavar="QUERY", help="Instead of ids: all that a query finds.")
@click.option("--name", help='What one experiment is called; "" goes back to what its code says.')
@click.option("--note", help="The notes about one experiment.")
@click.option("--yes", is_flag=True, help="Do not ask before all that a query finds are changed.")
@click.option("--json", "as_json", is_flag=True, help="Print what was done as JSON.")
def command(
    *, words: tuple[str, ...], query: str | None, name: str | None, note: str | None, yes: bool, as_json: bool
) -> None:
    """Tag experiments, name them, or write a note: `furu tag ab12cd34 +paper -draft --name best`.

    +TAG adds a tag and -TAG takes one away, also one that the code gives. ID is an id, or the beginning of a digest
    that only one experiment has. Without a change the labels are shown; without anything, all tags with their counts.
    """
    from furu.store.labels import Edit

    targets = [word for word in words if word[0:1] not in ("+", "-")]
    edit = Edit(
        name=name,
        notes=note,
        add=tuple(word[1:] for word in words if word.startswith("+")),
        remove=tuple(word[1:] for word in words if word.startswith("-")),
    )
    changes = edit != Edit()
    if (name is not None or note is not None) and (query is not None or len(targets) != 1):
        raise Explained("a name and a note are for one experiment", hint="give its id, and tags for many")
    if changes and query is None and not targets:
        raise Explained("no experiment is named", hint="give ids, or --query; furu ls lists experiments")
    with closing(opened()) as index:
        if not changes and query is None and not targets:
            _all_tags(index, as_json=as_json)
        else:
            _label(index, targets, query, edit, yes=yes or not changes, as_json=as_json)


def _label(index: Index, targets: Sequence[str], query: str | None, edit: Edit, *, yes: bool, as_json: bool) -> None:
    from furu.maintenance.labels import label
    from furu.maintenance.selection import chosen as ids_of

    selected = chosen(index, targets, query, what="change the tags of", yes=yes)
    done = label(index, selected, edit)
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode(done).decode())
    else:
        index.refresh(walk="never")
        _show(index, ids_of(index, selected) if query is None else [], done)
    if done.failed:
        click.get_current_context().exit(1)


def _show(index: Index, ids: Sequence[str], done: Labelled) -> None:
    from furu.index.picked import rows

    found = rows(index, ids[:MOST_SHOWN]).values()
    if found:
        shown = [(short(row.id), row.name or "", " ".join(row.tags)) for row in found]
        click.echo(table(("id", "name", "tags"), shown), nl=False)
    for problem in done.problems:
        click.echo(f"error: {short(problem.id)}: {problem.detail}", err=True)
    if not ids or len(ids) > MOST_SHOWN or done.failed:
        click.echo(f"changed {done.changed} of {done.total}", err=bool(ids))


def _all_tags(index: Index, *, as_json: bool) -> None:
    counts = [(str(row.values[0]), row.count) for row in index.groups("has:tag", ("tag",), limit=500).items]
    if as_json:
        import msgspec

        click.echo(msgspec.json.encode([{"tag": tag, "count": count} for tag, count in counts]).decode())
        return
    click.echo(table(("tag", "count"), [(tag, str(count)) for tag, count in counts]), nl=False)
