"""The seam between the driver and what runs tasks: one value to choose it by, and four methods while it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from furu.planning.plan import Plan, Task
from furu.store.layout import RunPlace
from furu.store.run_records import EventRecord

Ending = Literal["done", "reused", "failed", "lost", "cancelled"]
"""What a backend can say of a task that it no longer has: a hint, the artifact's state is the verdict.

``lost``: the worker, node or job is gone for reasons that are not the task's, so it may be tried again.
"""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """A task that a backend no longer has.

    Attributes:
        task: its id.
        ending: how it ended, as far as the backend knows.
        error: the user's own exception, when it reached the driver.
        traceback: its traceback as text, most recent call last.
        note: what else is known, such as ``killed (9)``.
        seconds: how long it took, where the worker said so.
    """

    task: str
    ending: Ending
    error: BaseException | None = None
    traceback: str = ""
    note: str = ""
    seconds: float | None = None


@dataclass(frozen=True)
class Session:
    """What a backend is given to open: the run's place, its plan, its tasks in order, and where to report."""

    place: RunPlace
    plan: Plan
    ranked: Sequence[Task]
    report: Callable[[EventRecord], None]


class Executor(Protocol):
    """A backend at work for one run."""

    def submit(self, tasks: Sequence[Task]) -> Sequence[str]:
        """Take as many of these tasks as there is room for, the first first; returns the ids of those taken."""

    def poll(self, seconds: float) -> Sequence[Ended]:
        """The tasks that ended since the last call; waits this long for the first, and no longer than needed."""

    def cancel(self, tasks: Sequence[str]) -> None:
        """Stop these tasks, by id; each is still reported by :meth:`poll` once it has ended."""

    def close(self) -> None:
        """Let go of everything; tasks that still run are ended."""


class Backend(Protocol):
    """Where tasks run. A value: what belongs to one run is in the :class:`Executor` it opens."""

    @property
    def name(self) -> str:
        """The word for it in records and on the command line."""

    @property
    def ahead(self) -> bool:
        """Whether it takes tasks before what they need exists, and waits for that itself."""

    def open(self, session: Session) -> Executor:
        """Get ready for a run.

        Raises:
            SpecRefused: some tasks can never run here; the message lists them.
        """
