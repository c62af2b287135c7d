"""A run from the nodes to the report: plan, write down, drive, and write down how it ended."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from types import FrameType

from furu import clock, settings
from furu.config.node import Node
from furu.config.tree import Reference, table
from furu.errors import SpecRefused, WaitCycle
from furu.executors import abandoned
from furu.executors.backend import Backend, Session
from furu.executors.driver import Driver, Policy, Watcher
from furu.executors.report import RunReport, as_record
from furu.executors.work import is_importing
from furu.planning.estimate import seconds_by_class
from furu.planning.order import Order
from furu.planning.plan import Expand, Plan, Task, build
from furu.runtime import context, overlay, signals
from furu.runtime.locate import contents_root
from furu.runtime.look import look
from furu.store import fs, runs
from furu.store.explain import explained
from furu.store.layout import RunPlace
from furu.store.owner import this_process
from furu.store.run_records import EventRecord, PlanRecord, RunRecord, TaskRecord

logger = logging.getLogger("furu")

PULSE_S = 5.0
"""Seconds between two signs of life of a driver; a request to cancel is looked for five times as often."""


def plan(nodes: Node | Iterable[Node], *, expand: Expand = "needed") -> Plan:
    """What must run so that some nodes exist."""
    return build(_listed(nodes), look, expand=expand)


def run(nodes: Node | Iterable[Node], backend: Backend, order: Order, policy: Policy, watcher: Watcher) -> RunReport:
    """Compute what is missing of some nodes.

    Raises:
        SpecRefused: that is no backend, or some tasks can never run on it; nothing was submitted.
        StoreUnwritable: the run could not be written down; nothing was submitted.
        WaitCycle: called inside the ``_create`` of something that it would wait for.
        KeyboardInterrupt: Ctrl-C; everything was stopped, and the report is kept with the run.
    """
    if is_importing():
        raise SpecRefused(
            "furu.run was called while a worker imported the module of a task",
            hint='put the call under if __name__ == "__main__":, or the classes into a module of their own',
        )
    if isinstance(backend, type) or not hasattr(backend, "open"):
        hint = "give on= an object, such as furu.Local() or furu.Inline()"
        raise SpecRefused(f"{backend!r} is no backend", hint=hint)
    if policy.detach and not backend.ahead:
        raise SpecRefused(f"{backend.name} cannot be left alone", hint="detach needs a scheduler, such as furu.Slurm")
    if not settings.current().retry_failed:
        policy = replace(policy, retries=0)  # a second try would only report that there was a first one
    overlay.front()  # decided before workers start, so that all see the same one
    place = RunPlace(contents_root(), context.new_run_id(os.getpid()))
    with context.joined(place.id, backend.name):
        wanted = plan(nodes)
        if abandoned.release(task for task in wanted.tasks.values() if task.is_elsewhere):
            wanted = plan(nodes)
        _refuse_cycle(wanted)
        records = _Records(place, wanted, order)
        with explained(place.directory):
            records.begin(backend)
        session = Session(place, wanted, records.ranked, records.add)
        driver = Driver(session, backend, look, records.explore, policy, watcher)
        with _stoppable(driver), _pulse(place, driver), _reporting(records, driver):
            return driver.drive()


class _Records:
    """What is written down of a run while it goes on; a disk that refuses that stops no task."""

    def __init__(self, place: RunPlace, wanted: Plan, order: Order) -> None:
        self.ranked = order(wanted)
        self._place = place
        self._order = order
        self._roots = wanted.roots
        self._tasks = dict(wanted.tasks)
        self._ranks = {task.id: rank for rank, task in enumerate(self.ranked)}
        self._log = runs.EventLog(place.events)
        self._refused = False

    def begin(self, backend: Backend) -> None:
        """Write down what the run is, before anything of it happens."""
        runs.begin(self._place, _run_record(self._place, backend, self._tasks.values()), self._plan())

    def add(self, event: EventRecord) -> None:
        """Write down what happened."""
        with self._tolerated():
            self._log.add(event)

    def explore(self, tasks: Sequence[Task]) -> tuple[Plan, Sequence[Task]]:
        """Plan what tasks need that somebody else gave up, and write down that the run has grown."""
        more = build([task.node for task in tasks], look)
        ranked = self._order(more)
        for task in ranked:
            self._ranks.setdefault(task.id, len(self._ranks))
        self._tasks = more.tasks | self._tasks | {task.id: more.tasks[task.id] for task in tasks}
        with self._tolerated():
            runs.grow(self._place, self._plan())
        return more, ranked

    def end(self, report: RunReport) -> None:
        """Write down how it ended."""
        with self._tolerated():
            self._log.close()
            runs.end(self._place, as_record(report, clock.now()))

    @contextmanager
    def _tolerated(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if not self._refused:
                logger.warning("what happens in run %s cannot be written down: %s", self._place.id, error)
            self._refused = True

    def _plan(self) -> PlanRecord:
        seconds = seconds_by_class(task for task in self._tasks.values() if not task.is_done)
        return PlanRecord(
            tasks=tuple(self._task(task, seconds) for task in self._tasks.values()),
            roots=tuple(map(self._reference, self._roots)),
            nodes=table(task.node for task in self._tasks.values() if not task.is_done),
        )

    def _task(self, task: Task, seconds: Mapping[str, float]) -> TaskRecord:
        return TaskRecord(
            root=task.artifact.root,
            namespace=task.artifact.namespace,
            digest=task.artifact.digest,
            state=task.state,
            needs=tuple(self._tasks[needed].artifact.digest for needed in task.needs),
            spec="" if task.is_done else task.demand,
            rank=self._ranks.get(task.id, len(self._ranks)),
            estimated_s=seconds.get(task.artifact.namespace),
        )

    def _reference(self, key: str) -> Reference:
        artifact = self._tasks[key].artifact
        return Reference(namespace=artifact.namespace, digest=artifact.digest)


@contextmanager
def _reporting(records: _Records, driver: Driver) -> Iterator[None]:
    """Keep the report with the run, also when it breaks off."""
    broke_off = False
    try:
        yield
    except BaseException as error:
        broke_off = True
        message = f"the run broke off: {type(error).__qualname__}: {error}"
        records.add(EventRecord(at=clock.now(), kind="note", message=message))
        raise
    finally:
        report = driver.report()
        records.end(replace(report, outcome="failed") if broke_off and report.ok else report)


def _refuse_cycle(wanted: Plan) -> None:
    """Raise inside the ``_create`` of an artifact that the run would wait for."""
    caller = context.current()
    for running in () if caller is None else caller.stack():
        artifact = running.lease.artifact
        if artifact.id in wanted.tasks:
            raise WaitCycle(
                f"{artifact.id} would wait for itself: its own _create started a run that needs it",
                artifact=artifact.id,
                hint="run what a _create needs before it, by making that a field or returning it from _dependencies",
            )


def _listed(nodes: Node | Iterable[Node]) -> list[Node]:
    if isinstance(nodes, Node):
        return [nodes]
    hint = "give furu.run and furu.plan config objects"
    if not hasattr(nodes, "__iter__"):
        raise SpecRefused(f"{nodes!r} is no config object", hint=hint)
    listed = list(nodes)
    for node in listed:
        if not isinstance(node, Node):
            raise SpecRefused(f"{node!r} is no config object", hint=hint)
    return listed


def _run_record(place: RunPlace, backend: Backend, tasks: Iterable[Task]) -> RunRecord:
    values = {name: settings.text(name) for name in settings.all_set()}
    known = {name: value for name, value in values.items() if value is not None}
    known["FURU_PATH"] = str(settings.root())
    if any(type(task.node)._furu_version_controlled for task in tasks):
        known["FURU_VERSION_CONTROLLED_PATH"] = str(settings.version_controlled_root())
    return RunRecord(
        id=place.id,
        owner=this_process(fs.token()),
        backend=backend.name,
        options={"backend": repr(backend)},
        command=tuple(sys.argv),
        directory=os.getcwd(),
        settings=known,
        started_at=clock.now(),
    )


@contextmanager
def _pulse(place: RunPlace, driver: Driver) -> Iterator[None]:
    """Show signs of life, and hear requests to cancel, whatever the loop is doing."""
    ended = threading.Event()

    def live() -> None:
        signals.leave_to_main_thread()
        beaten = clock.elapsed()
        while not ended.wait(PULSE_S / 5):
            with suppress(OSError):  # a disk that does not answer now may answer the next time
                if runs.is_cancel_requested(place):
                    driver.stopping = True
                if clock.elapsed() - beaten >= PULSE_S:
                    runs.beat(place)
                    beaten = clock.elapsed()

    thread = threading.Thread(target=live, name="furu-run", daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


@contextmanager
def _stoppable(driver: Driver) -> Iterator[None]:
    """Ctrl-C or SIGTERM stops the run and lets it report; a second one leaves at once.

    Afterwards the process gets its first signal again, and does with it what it would have done without a run.

    Raises:
        KeyboardInterrupt: Ctrl-C, after the run was stopped.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    received: list[int] = []

    def stop(number: int, _frame: FrameType | None) -> None:
        received.append(number)
        driver.stopping = True
        if len(received) > 1:
            raise KeyboardInterrupt if number == signal.SIGINT else signals.Terminated

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    handled = {number: handler for number, handler in before.items() if handler not in (None, signal.SIG_IGN)}
    try:
        for number in handled:
            signal.signal(number, stop)
        yield
    finally:
        for number, handler in handled.items():
            signal.signal(number, handler)
    if received:
        signal.raise_signal(received[0])
