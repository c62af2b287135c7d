"""Saved views, all of them."""

from __future__ import annotations

from dataclasses import dataclass

from furu.errors import UnreadableRecord, ViewUnknown
from furu.maintenance.selection import Trouble
from furu.store import views
from furu.store.views import View


@dataclass(frozen=True, kw_only=True)
class ViewList:
    """All saved views by slug, and those whose files cannot be read."""

    items: tuple[View, ...]
    problems: tuple[Trouble, ...]


def every(root: str) -> ViewList:
    """All saved views of a root."""
    items, problems = [], []
    for slug in views.slugs(root):
        try:
            items.append(views.read(root, slug))
        except UnreadableRecord as error:
            problems.append(Trouble(id=slug, detail=error.message, hint="delete the view, or mend its file"))
        except ViewUnknown:  # somebody deleted it a moment ago
            continue
    return ViewList(items=tuple(items), problems=tuple(problems))
