"""One look at a node's artifact, for whoever plans: what it is, and whether its result counts."""

from __future__ import annotations

from furu import settings
from furu.config.node import Node
from furu.runtime import overlay
from furu.runtime.locate import locate
from furu.runtime.policy import is_outdated
from furu.store.lease import read_success
from furu.store.records import State
from furu.store.state import Found, gather, state_of


def look(node: Node) -> Found:
    """What a node's artifact is now.

    Raises:
        UnreadableRecord: its last attempt's record cannot be read.
        Exception: whatever the class's ``_validate`` raises.
    """
    artifact = locate(node)
    evidence = gather(artifact, settings.current().lease_secs)
    state = state_of(evidence)
    if state is not State.SUCCESS:
        return Found(artifact=artifact, state=state, usable=False, attempt=evidence.attempt)
    if overlay.stands_in(artifact):
        return Found(artifact=artifact, state=state, usable=True)
    if type(node)._validate is not Node._validate and not node._validate():
        return Found(artifact=overlay.destination(artifact), state=State.MISSING, usable=False)
    outdated = settings.current().always_rerun and is_outdated(artifact, read_success(artifact))
    place = overlay.destination(artifact) if outdated else artifact
    return Found(artifact=place, state=state, usable=not outdated)
