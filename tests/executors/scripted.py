"""A backend that follows a script: what becomes of each task, by the name of its step; and a run on it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import furu
from furu.config.node import Node
from furu.executors import run as runner
from furu.executors.backend import Ended, Session
from furu.executors.driver import Policy
from furu.executors.progress import Silent
from furu.executors.report import RunReport
from furu.executors.work import Worker
from furu.planning.order import Order, finish_first
from furu.planning.plan import Task

Act = Callable[["Scripted", Task], Ended | None]
"""What a backend does with a task; None keeps it until it is cancelled."""


@dataclass
class Scripted:
    """Computes each task in this process, unless its script says otherwise.

    Attributes:
        script: what becomes of a task, by its node's name, one act for every time it is submitted.
        ahead: whether tasks are taken before what they need is there.
        room: how many tasks it holds at once.
        calls: what was asked of it.
    """

    script: dict[str, list[Act]] = field(default_factory=dict)
    ahead: bool = False
    room: int = 8
    refuses: Exception | None = None
    calls: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    name: str = "scripted"

    def open(self, session: Session) -> Scripted:
        if self.refuses is not None:
            raise self.refuses
        self.session = session
        self.worker = Worker(session.place, self.name)
        self.held: dict[str, Task] = {}
        return self

    def submit(self, tasks: Sequence[Task]) -> Sequence[str]:
        taken = tasks[: self.room - len(self.held)]
        self.held |= {task.id: task for task in taken}
        self.calls.append(("submit", tuple(map(name_of, taken))))
        return [task.id for task in taken]

    def poll(self, seconds: float) -> Sequence[Ended]:
        ended: list[Ended] = []
        for task in list(self.held.values()):
            acts = self.script.get(name_of(task), [])
            act = acts.pop(0) if acts else compute
            found = act(self, task)
            if found is None:
                self.script.setdefault(name_of(task), []).insert(0, act)
                continue
            del self.held[task.id]
            ended.append(found)
        return ended

    def cancel(self, tasks: Sequence[str]) -> None:
        self.calls.append(("cancel", tuple(name_of(self.held[key]) for key in tasks)))
        for key in tasks:
            self.script[name_of(self.held[key])] = [ends("cancelled")]

    def close(self) -> None:
        self.calls.append(("close", ()))
        self.worker.close()

    def submitted(self) -> list[str]:
        """The names of all tasks it was given, in order."""
        return [name for call, names in self.calls if call == "submit" for name in names]


def name_of(task: Task) -> str:
    """The name of a task's step."""
    return str(getattr(task.node, "name", type(task.node).__qualname__))


def compute(backend: Scripted, task: Task) -> Ended:
    """Do it."""
    return backend.worker.compute(task.artifact.digest, task.node).ended(task.id)


def keep(_backend: Scripted, _task: Task) -> None:
    """Go on for ever."""


def ends(ending: str, note: str = "") -> Act:
    """End so, without having done anything."""
    return lambda _backend, task: Ended(task=task.id, ending=ending, note=note)  # type: ignore[arg-type]


def then(first: Callable[[], object], act: Act) -> Act:
    """Do something else first."""

    def acts(backend: Scripted, task: Task) -> Ended | None:
        first()
        return act(backend, task)

    return acts


def run(
    nodes: Node | Iterable[Node],
    on: Scripted | furu.Inline,
    *,
    order: Order = finish_first,
    retries: int = 0,
    losses: int = 3,
    detach: bool = False,
) -> RunReport:
    """A run that waits next to nothing before it tries again."""
    policy = Policy(retries=retries, losses=losses, detach=detach, back_off=0.001)
    return runner.run(nodes, on, order, policy, Silent())
