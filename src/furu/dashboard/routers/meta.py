"""What the app needs to know once, and the counts of the home page."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.responses import Response

from furu.dashboard.context import Ctx
from furu.dashboard.reply import reply
from furu.dashboard.wire import Meta, RootMeta, StandingMeaning, StateMeaning
from furu.index.rows import Stats
from furu.store.records import STATE_MEANINGS
from furu.store.run_rows import STANDING_MEANINGS

router = APIRouter(tags=["meta"])


@router.get("/meta", response_model=Meta)
def get_meta(ctx: Ctx) -> Response:
    """Version, roots, the state words with their meanings, and how fresh the index is."""
    progress = ctx.live.progress
    return reply(
        Meta(
            furu_version=ctx.version,
            project=ctx.index.root.parent.name,
            roots=tuple(
                RootMeta(path=str(root), kind="version_controlled" if place else "data")
                for place, root in enumerate(ctx.index.roots)
            ),
            states=tuple(StateMeaning(state=state, meaning=meaning) for state, meaning in STATE_MEANINGS.items()),
            standings=tuple(
                StandingMeaning(standing=standing, meaning=meaning) for standing, meaning in STANDING_MEANINGS.items()
            ),
            allow_run=ctx.allow_run,
            version=progress.version,
            as_of=progress.as_of,
            scanning=progress.scanning,
        )
    )


@router.get("/stats", response_model=Stats)
def get_stats(ctx: Ctx) -> Response:
    """Counts by state and by class."""
    return reply(ctx.index.stats())
