"""Which experiments a command is for: ids and their beginnings, or all that a query finds, once somebody says yes."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from furu.cli.explained import Explained

if TYPE_CHECKING:
    from furu.index.index import Index
    from furu.maintenance.selection import Selected

_DIGEST = 32


def opened() -> Index:
    """The index of this process's roots, as new as the journals."""
    try:
        from furu.index.index import own_index
    except ImportError as error:
        raise Explained(
            f"what queries need is not installed ({error.name} is missing)", hint="pip install 'furu[find]'"
        ) from None
    from furu.cli.index import telling

    index = own_index()
    index.refresh(telling(index), walk="never")
    return index


def chosen(index: Index, targets: Sequence[str], query: str | None, *, what: str, yes: bool) -> Selected:
    """The experiments that are meant; many are counted, and asked for.

    Args:
        index: where they are looked up.
        targets: ids, or beginnings of digests that only one has.
        query: a query instead.
        what: what is done to them, such as ``tag``.
        yes: nobody is asked.
    """
    from furu.maintenance.selection import Selected

    if query is None:
        return Selected(ids=[whole(index, target) for target in targets])
    if targets:
        raise Explained("both ids and a query are given", hint="leave one of them out")
    total = index.cells(query, (), limit=1).total
    if total and not yes:
        _ask(f"{what} {total} experiment{'s' * (total != 1)}?", total)
    return Selected(q=query, expected=total)


def _ask(question: str, total: int) -> None:
    if not sys.stdin.isatty():
        raise Explained(f"{total} experiments match, and nobody can be asked here", hint="--yes goes on without asking")
    if not click.confirm(question, err=True):
        raise Explained("nothing was changed")


def whole(index: Index, target: str) -> str:
    """The id that a target means: itself, the only one whose digest begins so, or ``Class@beginning`` as shown."""
    namespace, at, digest = target.rpartition("@")
    if at and namespace and len(digest) == _DIGEST:
        return target
    return index.detail(digest).experiment.id


def short(id: str) -> str:
    """An id for people; eight digits are enough to ask for it again."""
    namespace, _, digest = id.partition("@")
    return f"{namespace.rpartition('.')[2]}@{digest[:8]}"
