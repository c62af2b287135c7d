"""furu: write a computation as a class; each configuration is computed once, recorded and reused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from furu.api import Furu, collection, debug, find, plan, run
from furu.config.diff import diff
from furu.config.fields import chz, field
from furu.errors import FuruError
from furu.results.codec import Codec, Folder
from furu.results.pickled import Pickle
from furu.store.records import State

if TYPE_CHECKING:
    from furu.executors.inline import Inline
    from furu.executors.local import Local
    from furu.executors.report import RunReport
    from furu.executors.slurm.backend import Slurm
    from furu.finding.collection import Collection
    from furu.finding.experiments import Experiments
    from furu.planning.order import finish_first, widest_first
    from furu.planning.plan import Plan
    from furu.planning.spec import Resources, SlurmSpec

__all__ = [
    "Codec",
    "Collection",
    "Experiments",
    "Folder",
    "Furu",
    "FuruError",
    "Inline",
    "Local",
    "Pickle",
    "Plan",
    "Resources",
    "RunReport",
    "Slurm",
    "SlurmSpec",
    "State",
    "chz",
    "collection",
    "debug",
    "diff",
    "field",
    "find",
    "finish_first",
    "plan",
    "run",
    "widest_first",
]

_LATE = {
    "Collection": "furu.finding.collection",
    "Experiments": "furu.finding.experiments",
    "Inline": "furu.executors.inline",
    "Local": "furu.executors.local",
    "Plan": "furu.planning.plan",
    "Resources": "furu.planning.spec",
    "RunReport": "furu.executors.report",
    "Slurm": "furu.executors.slurm.backend",
    "SlurmSpec": "furu.planning.spec",
    "finish_first": "furu.planning.order",
    "widest_first": "furu.planning.order",
}
"""Names that are imported on first use, with their modules: a process that only gets and loads does without them."""


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module 'furu' has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(_LATE[name]), name)
    globals()[name] = value
    return value
