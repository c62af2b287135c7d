"""What every handler needs, handed to it by the application it belongs to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from furu.dashboard.live import Live
from furu.index.index import Index
from furu.store.run_list import Runs


@dataclass(frozen=True)
class Context:
    """The index, the runs, what keeps both fresh, and how the server was started."""

    index: Index
    runs: Runs
    live: Live
    version: str
    allow_run: bool


def context(request: Request) -> Context:
    """The context of the application that received a request."""
    found: Context = request.app.state.context
    return found


Ctx = Annotated[Context, Depends(context)]
"""A handler's context, as a parameter."""
