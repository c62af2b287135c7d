"""A run from the nodes to the report: plan, write down, drive, and write down how it ended."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import FrameType

from furu import clock, settings
from furu.config.node import Node
from furu.config.tree import Reference, table
from furu.errors import SpecRefused
from furu.executors.backend import Backend, Session
from furu.executors.driver import Driver, Policy, Watcher
from furu.executors.report import RunReport, as_record
from furu.planning.estimate import seconds_by_class
from furu.planning.order import Order
from furu.planning.plan import Expand, Plan, Task, build
from furu.runtime import context, overlay, signals
from furu.runtime.locate import contents_root
from furu.runtime.look import look
from furu.store import fs, runs
from furu.store.layout import RunPlace
from furu.store.owner import this_process
from furu.store.run_records import PlanRecord, RunRecord, TaskRecord

PULSE_S = 5.0
"""Seconds between two signs of life of a driver; a request to cancel is looked for five times as often."""


def plan(nodes: Node | Iterable[Node], *, expand: Expand = "needed") -> Plan:
    """What must run so that some nodes exist."""
    return build(_listed(nodes), look, expand=expand)


def run(nodes: Node | Iterable[Node], backend: Backend, order: Order, policy: Policy, watcher: Watcher) -> RunReport:
    """Compute what is missing of some nodes.

    Raises:
        SpecRefused: some tasks can never run on this backend; nothing was submitted.
        KeyboardInterrupt: Ctrl-C; everything was stopped, and the report is kept with the run.
    """
    if policy.detach and not backend.ahead:
        raise SpecRefused(f"{backend.name} cannot be left alone", hint="detach needs a scheduler, such as furu.Slurm")
    overlay.front()  # decided before workers start, so that all see the same one
    place = RunPlace(contents_root(), context.new_run_id(os.getpid()))
    with context.joined(place.id, backend.name):
        wanted = plan(nodes)
        ranked = order(wanted)
        runs.begin(place, _run_record(place, backend), _plan_record(wanted, ranked))
        log = runs.EventLog(place.events)
        driver = Driver(Session(place, wanted, ranked, log.add), backend, look, policy, watcher)
        try:
            with _pulse(place, driver), _stoppable(driver):
                report = driver.drive()
                runs.end(place, as_record(report, clock.now()))
        finally:
            log.close()
    return report


def _listed(nodes: Node | Iterable[Node]) -> list[Node]:
    if isinstance(nodes, Node):
        return [nodes]
    listed = list(nodes)
    for node in listed:
        if not isinstance(node, Node):
            raise SpecRefused(f"{node!r} is no config object", hint="give furu.run and furu.plan config objects")
    return listed


def _run_record(place: RunPlace, backend: Backend) -> RunRecord:
    values = {name: settings.text(name) for name in settings.all_set()}
    return RunRecord(
        id=place.id,
        owner=this_process(fs.token()),
        backend=backend.name,
        options={"backend": repr(backend)},
        command=tuple(sys.argv),
        directory=os.getcwd(),
        settings={name: value for name, value in values.items() if value is not None}
        | {"FURU_PATH": str(settings.root())},
        started_at=clock.now(),
    )


def _plan_record(wanted: Plan, ranked: list[Task]) -> PlanRecord:
    seconds = seconds_by_class(wanted.todo)
    rank = {task.id: position for position, task in enumerate(ranked)}
    return PlanRecord(
        tasks=tuple(
            TaskRecord(
                root=task.artifact.root,
                namespace=task.artifact.namespace,
                digest=task.artifact.digest,
                state=task.state,
                needs=tuple(wanted.tasks[needed].artifact.digest for needed in task.needs),
                spec=str(task.resources),
                rank=rank.get(task.id, len(ranked)),
                estimated_s=seconds.get(task.artifact.namespace),
            )
            for task in wanted.tasks.values()
        ),
        roots=tuple(
            Reference(namespace=wanted.tasks[key].artifact.namespace, digest=wanted.tasks[key].artifact.digest)
            for key in wanted.roots
        ),
        nodes=table(task.node for task in ranked),
    )


@contextmanager
def _pulse(place: RunPlace, driver: Driver) -> Iterator[None]:
    """Show signs of life, and hear requests to cancel, whatever the loop is doing."""
    ended = threading.Event()

    def live() -> None:
        signals.leave_to_main_thread()
        beaten = clock.elapsed()
        while not ended.wait(PULSE_S / 5):
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
            raise KeyboardInterrupt

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number, handler in before.items():
        if handler not in (None, signal.SIG_IGN):
            signal.signal(number, stop)
    try:
        yield
    finally:
        for number, handler in before.items():
            if handler is not None:
                signal.signal(number, handler)
    if received:
        signal.raise_signal(received[0])
