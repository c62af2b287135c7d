"""Where tasks run on this machine: a value that says how much of it they may use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from furu.errors import SpecRefused
from furu.executors.backend import Executor, Session
from furu.executors.local import machine
from furu.executors.local.crew import Crew
from furu.executors.local.room import Room
from furu.planning.plan import Task
from furu.provenance import gpu

SHOWN = 10


@dataclass(frozen=True, kw_only=True)
class Local:
    """Runs tasks in processes on this machine, as many at once as what they ask for fits.

    A process is used again and keeps what it has imported. It sees the GPUs that its task asked for, and no others.

    Attributes:
        cpus: processors to use; None is all that this process may use.
        gpus: GPUs to use; None is all that CUDA_VISIBLE_DEVICES leaves.
        mem_gb: memory to share out, in GiB; None is all there is. A task that does not say takes none of it.
        timeout_s: seconds after which any task is stopped; None leaves it to the tasks' ``time_min``.
        grace_s: seconds that a task has to end itself when the run is cancelled.
    """

    cpus: int | None = None
    gpus: int | None = None
    mem_gb: float | None = None
    timeout_s: float | None = None
    grace_s: float = 10.0

    name = "local"
    ahead = False

    def open(self, session: Session) -> Executor:
        """Get ready for a run.

        Raises:
            SpecRefused: some tasks can never run here; the message lists them.
        """
        room = self._room()
        if refused := list(_refusals(session.ranked, room)):
            more = [f"and {len(refused) - SHOWN} more"] if len(refused) > SHOWN else []
            raise SpecRefused(
                "\n  ".join(
                    [
                        f"{len(refused)} task{'s' * (len(refused) != 1)} can never run on this machine:",
                        *refused[:SHOWN],
                        *more,
                    ]
                ),
                hint="ask for less in _resources, give furu.Local more, or run them elsewhere",
            )
        return Crew(session, room, timeout_s=self.timeout_s, grace_s=self.grace_s)

    def _room(self) -> Room:
        names = gpu.visible(self.gpus)
        if self.gpus is not None and self.gpus > len(names):
            raise SpecRefused(
                f"furu.Local(gpus={self.gpus}) is more than CUDA_VISIBLE_DEVICES leaves ({', '.join(names) or 'none'})",
                hint="leave gpus away, or change CUDA_VISIBLE_DEVICES",
            )
        return Room(
            machine.cpus() if self.cpus is None else self.cpus,
            machine.memory_gb() if self.mem_gb is None else self.mem_gb,
            names if self.gpus is None else names[: self.gpus],
        )


def _refusals(tasks: Sequence[Task], room: Room) -> Iterator[str]:
    """Why some tasks can never run here, a line each."""
    for task in tasks:
        name = f"{task.artifact.namespace}@{task.artifact.digest[:8]}"
        if name.startswith("__main__.") or "<locals>" in name:
            yield f"{name}: no other process can import its class"
        elif not room.could_hold(task.resources):
            yield f"{name} asks for {task.resources}; there are {_words(room)}"


def _words(room: Room) -> str:
    return f"cpus={room.cpus} gpus={len(room.gpus)} mem_gb={room.mem_gb:.1f}"
