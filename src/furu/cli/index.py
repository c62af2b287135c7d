"""``furu index``: bring the index up to date now, also with what people copied, moved or deleted by hand."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from furu import clock
from furu.cli.explained import Explained

if TYPE_CHECKING:
    from collections.abc import Callable

    from furu.index.index import Index

_BAR = 30


@click.command(name="index")
@click.option("--rebuild", is_flag=True, help="Forget what is known, and read every artifact again.")
def command(*, rebuild: bool) -> None:
    """Look through all artifacts and bring the index up to date.

    What furu itself does is seen at once without this; what people copied, moved or deleted by hand a little later.
    The index is only a copy: deleting it, as --rebuild does, loses nothing.
    """
    try:
        from furu.index.index import own_index
    except ImportError as error:
        raise Explained(
            f"what the index needs is not installed ({error.name} is missing)", hint="pip install 'furu[find]'"
        ) from None
    began = clock.elapsed()
    index = own_index(anew=rebuild)
    try:
        before = index.progress()
        progress = index.refresh(telling(index), walk="now")
        took = clock.duration(clock.elapsed() - began)
        changed = "unchanged" if progress.version == before.version else f"{before.total} before"
        click.echo(f"{progress.total} experiments, {changed}, looked through in {took}")
        unreadable = index.stats().unreadable
        if unreadable:
            click.echo(f"{unreadable} cannot be read; furu ls has:unreadable --columns class,unreadable says why")
    finally:
        index.close()


def telling(index: Index) -> Callable[[], None]:
    """Says on a terminal how far a look through all folders is; where there is none, nothing."""
    shown = sys.stderr.isatty()

    def tell() -> None:
        if shown:
            found = index.progress()
            click.echo(f"\r{line(found.total, found.expected)}\x1b[K", err=True, nl=False)

    if shown:
        click.get_current_context().call_on_close(lambda: click.echo("\r\x1b[K", err=True, nl=False))
    return tell


def line(done: int, expected: int | None) -> str:
    """How far it is, as one line; without a bar while nobody knows how many there will be."""
    if not expected or done > expected:
        return f"looked at {done:,} experiments"
    filled = _BAR * done // expected
    return f"{'━' * filled}{'─' * (_BAR - filled)} {done:,} of {expected:,} experiments"
