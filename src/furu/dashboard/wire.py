"""What only the web API says; everything else on the wire is a record or an index row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from furu.index.rows import Neighbour
from furu.store.log_files import LogFile
from furu.store.records import State
from furu.store.run_rows import Standing


@dataclass(frozen=True, kw_only=True)
class StateMeaning:
    """A state word with its one explanation."""

    state: State
    meaning: str


@dataclass(frozen=True, kw_only=True)
class StandingMeaning:
    """A word for how a task of a run stands, with its one explanation."""

    standing: Standing
    meaning: str


@dataclass(frozen=True, kw_only=True)
class RootMeta:
    """A directory whose artifacts are shown."""

    path: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Meta:
    """What the app needs to know once."""

    furu_version: str
    project: str
    roots: tuple[RootMeta, ...]
    states: tuple[StateMeaning, ...]
    standings: tuple[StandingMeaning, ...]
    allow_run: bool
    version: int
    as_of: datetime
    scanning: bool


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """The direct dependencies or dependents of an experiment; ``total`` counts all, ``items`` is capped."""

    items: tuple[Neighbour, ...]
    total: int


@dataclass(frozen=True, kw_only=True)
class RunsChanged:
    """What the event stream says of the runs: ``version`` is another one whenever any of them has news."""

    version: int


@dataclass(frozen=True, kw_only=True)
class LogList:
    """The logs that an experiment has."""

    items: tuple[LogFile, ...]


@dataclass(frozen=True, kw_only=True)
class LogPlace:
    """A byte of a log at which a line begins; null when there is no such line."""

    offset: int | None


@dataclass(frozen=True, kw_only=True)
class Problem:
    """The one error shape: what happened, where, and what to do next.

    ``position`` and ``length``, in characters, are the part of a query that cannot be understood. ``total`` is how
    many experiments match now, where another number was expected; ``version`` what a view has now, where another was.
    """

    status: int
    code: str
    title: str
    detail: str
    hint: str | None = None
    position: int | None = None
    length: int | None = None
    total: int | None = None
    version: str | None = None
