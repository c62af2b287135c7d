"""Which experiment an address means."""

from __future__ import annotations

from furu.dashboard.context import Context
from furu.maintenance.selection import place
from furu.store.layout import Artifact


def artifact_of(ctx: Context, id: str) -> Artifact:
    """Where an experiment's files are; the id is namespace@digest or a unique prefix of the digest.

    Raises:
        ExperimentUnknown: nothing has this id.
        ExperimentAmbiguous: several experiments start with this prefix.
        LabelRefused: it is no id.
    """
    return place(ctx.index, id if "@" in id else ctx.index.detail(id).experiment.id)
