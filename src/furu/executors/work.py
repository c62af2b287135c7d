"""What a worker does with a task: make sure that its artifact exists, and say how it went.

A worker knows a run's place and the digests of tasks. It reads the run's plan once, and builds each node when a
task first needs it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache

from furu import clock, settings
from furu.config.decode import node_of
from furu.config.node import Node
from furu.config.tree import NodeRecord
from furu.errors import RunUnknown
from furu.executors.backend import Ended
from furu.executors.carry import Carried, carried
from furu.runtime import context, signals
from furu.runtime.create import error_record
from furu.runtime.ensure import ensure
from furu.store import fs, runs
from furu.store.layout import RunPlace
from furu.store.owner import host, this_process
from furu.store.run_records import EventKind, EventRecord, WorkerRecord

logger = logging.getLogger("furu")


_imports: list[str] = []


def is_importing() -> bool:
    """Whether this process imports what a task needs; a script that does more than define classes acts again then."""
    return bool(_imports)


@contextmanager
def _importing(digest: str) -> Iterator[None]:
    _imports.append(digest)
    try:
        yield
    finally:
        _imports.pop()


@dataclass(frozen=True)
class Finished:
    """How a task went in its worker; made to travel."""

    digest: str
    ending: EventKind
    seconds: float
    error: Carried | None = None

    def ended(self, task: str) -> Ended:
        """The same for the driver, which knows the task by its id."""
        ending = self.ending if self.ending in ("done", "reused", "cancelled") else "failed"
        if self.error is None:
            return Ended(task=task, ending=ending, seconds=self.seconds)
        return Ended(
            task=task,
            ending="failed",
            error=self.error.unpack(),
            traceback=self.error.record.traceback,
            note=f"{self.error.record.type}: {self.error.record.message}",
            seconds=self.seconds,
        )


class Worker:
    """One process at work for a run: its record, its events, and the nodes it has built.

    Args:
        place: the run.
        backend: who started it, as records say it.
        nodes: the configs by digest, when they are here already; else the run's plan is read.
        job: the scheduler's name for the job it is part of.
        spec: what it asked for, in words.
    """

    def __init__(
        self,
        place: RunPlace,
        backend: str,
        *,
        nodes: Mapping[str, NodeRecord] | None = None,
        job: str | None = None,
        spec: str = "",
    ) -> None:
        self.place = place
        self.backend = backend
        self.job = job
        owner = this_process(fs.token())
        self.id = f"{host()}-{owner.pid}-{owner.token[:6]}"
        self._nodes = nodes
        self._built: dict[str, Node] = {}
        self._events = runs.EventLog(place.worker_events(self.id))
        runs.enlist(place, WorkerRecord(id=self.id, owner=owner, backend=backend, spec=spec, started_at=clock.now()))

    def node(self, digest: str) -> Node:
        """The node of a task, built once.

        Raises:
            RunUnknown: the run's plan is gone, or does not name it.
        """
        if self._nodes is None:
            plan = runs.read_plan(self.place)
            if plan is None:
                raise RunUnknown(f"{self.place.plan} is gone", hint="start the run again")
            self._nodes = plan.nodes
        if digest not in self._nodes:
            grown = runs.read_plan(self.place)
            self._nodes = self._nodes if grown is None else grown.nodes
        if digest not in self._nodes:
            raise RunUnknown(f"the plan of run {self.place.id} names no task {digest}")
        with _importing(digest):
            return node_of(self._nodes[digest], self._nodes, self._built)

    def compute(self, digest: str, node: Node | None = None) -> Finished:
        """Make sure that a task's artifact exists, and write down how that went; errors are part of the answer.

        Raises:
            KeyboardInterrupt: Ctrl-C or a signal ended it; that is written down as well.
        """
        began = clock.elapsed()
        self.note("started", digest)
        name = digest[:8]
        try:
            node = self.node(digest) if node is None else node
            name = f"{type(node).__qualname__}@{digest[:8]}"
            logger.debug("%s started", name)
            with context.joined(self.place.id, self.backend):
                _, computed = ensure(node)
        except (KeyboardInterrupt, signals.Terminated) as error:
            self.note("cancelled", digest, seconds=clock.elapsed() - began, message=type(error).__name__)
            raise
        except BaseException as error:  # noqa: BLE001  # whatever else the user's code raises is the task's failure
            return self._failed(digest, name, error, clock.elapsed() - began)
        seconds = clock.elapsed() - began
        ending: EventKind = "done" if computed else "reused"
        self.note(ending, digest, seconds=seconds)
        logger.debug("%s %s after %s", name, ending, clock.duration(seconds))
        return Finished(digest, ending, seconds)

    def _failed(self, digest: str, name: str, error: BaseException, seconds: float) -> Finished:
        record = error_record(error)
        self.note("failed", digest, seconds=seconds, message=f"{record.type}: {record.message}")
        logger.debug("%s failed after %s: %s", name, clock.duration(seconds), record.type)
        return Finished(digest, "failed", seconds, carried(error, record))

    def note(
        self, kind: EventKind, digest: str | None = None, *, seconds: float | None = None, message: str | None = None
    ) -> None:
        """Append to the worker's events; a disk that refuses it does not stop the task."""
        event = EventRecord(
            at=clock.now(), kind=kind, task=digest, worker=self.id, job=self.job, seconds=seconds, message=message
        )
        try:
            self._events.add(event)
        except OSError as error:
            logger.warning("an event of %s could not be written: %s", self.place.id, error)

    def close(self) -> None:
        """Close the events."""
        self._events.close()


@lru_cache(maxsize=4)
def worker_here(root: str, run: str, backend: str, pid: int) -> Worker:
    """The worker that this process is for a run; ``pid`` keeps a forked child from taking its parent's.

    Takes over the driver's settings first.
    """
    del pid
    place = RunPlace(root, run)
    record = runs.read_run(place)
    if record is not None:
        for name, value in record.settings.items():
            settings.change(name, value)
    return Worker(place, backend, job=settings.inherited("SLURM_JOB_ID"))
