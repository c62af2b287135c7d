"""Which attempt the calling code belongs to, and which run this process is."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from furu import clock
from furu.config.identity import artifact_id
from furu.config.node import Node
from furu.config.tree import below
from furu.provenance.logs import Capture, Sink, Spool
from furu.provenance.resources import Usage
from furu.store import fs
from furu.store.lease import Lease
from furu.store.records import Dependency


@dataclass(eq=False)
class Running:
    """An attempt that this process is making: what it observes and where its lines go."""

    node: Node
    lease: Lease
    sink: Sink
    parent: Running | None
    observed: dict[str, Dependency] = field(default_factory=dict)
    began: float = field(default_factory=clock.elapsed)
    usage: Usage = field(default_factory=Usage)

    @cached_property
    def needs(self) -> frozenset[str]:
        """The ids of all artifacts that it is known to need, directly or through others."""
        return frozenset(map(artifact_id, below(self.node)))

    def stack(self) -> Iterator[Running]:
        """This attempt and those that called it, innermost first."""
        running: Running | None = self
        while running is not None:
            yield running
            running = running.parent


_current: ContextVar[Running | None] = ContextVar("furu_attempt", default=None)
_of_main_thread: list[Running] = []
_made_in: dict[str, str] = {}


def current() -> Running | None:
    """The attempt the caller runs inside.

    A new thread has an empty context; it counts to the attempt of the main thread, if there is one, which is
    who most likely started it. Threads that call ``get()`` while the main thread is in no attempt are on
    their own.
    """
    running = _current.get()
    if running is None and _of_main_thread and threading.current_thread() is not threading.main_thread():
        return next(iter(_of_main_thread[-1:]), None)
    return running


def made_in(artifact_id: str) -> str | None:
    """The root in which this process is making an artifact right now, whichever thread asks."""
    return _made_in.get(artifact_id)


def _sink() -> Sink | None:
    running = current()
    return None if running is None else running.sink


_capture = Capture(_sink)


def spool(*spools: Spool) -> None:
    """Make this process a worker, whose descriptors belong to the attempt that runs."""
    _capture.spool(*spools)


def settle_logs() -> None:
    """Move what a worker's descriptors received to the log of the attempt that runs."""
    _capture.settle()


class entered:  # noqa: N801  # reads as the verb it is, after with
    """Make an attempt the current one inside the block: its prints and logs are captured, its gets are observed."""

    def __init__(self, running: Running) -> None:
        self._running = running
        self._in_main_thread = threading.current_thread() is threading.main_thread()

    def __enter__(self) -> None:
        running = self._running
        artifact = running.lease.artifact
        self._token = _current.set(running)
        _made_in[artifact.id] = artifact.root
        if self._in_main_thread:
            _of_main_thread.append(running)
        try:
            _capture.begin(running.sink)
        except BaseException:
            self._leave()
            raise

    def __exit__(self, *_error: object) -> None:
        try:
            _capture.end(self._running.sink)
        finally:
            self._leave()

    def _leave(self) -> None:
        running = self._running
        if self._in_main_thread:
            _of_main_thread.remove(running)
        _current.reset(self._token)
        _made_in.pop(running.lease.artifact.id, None)
        running.sink.close()


@dataclass(frozen=True)
class Joined:
    """The driver session that this process works for."""

    run: str
    backend: str


_joined: list[Joined] = []


@contextmanager
def joined(run: str, backend: str) -> Iterator[None]:
    """Work for a driver session inside the block, in all threads of this process."""
    session = Joined(run, backend)
    _joined.append(session)
    try:
        yield
    finally:
        _joined.remove(session)


def run_id() -> str:
    """The id of the run this process belongs to: its own, unless a driver gave it one."""
    return _joined[-1].run if _joined else _run_of(os.getpid())


def backend() -> str:
    """Who makes this process compute: the backend of the run it works for, else itself."""
    return _joined[-1].backend if _joined else "inline"


@lru_cache(maxsize=2)
def _run_of(pid: int) -> str:
    return new_run_id(pid)


def new_run_id(pid: int) -> str:
    """An id that nobody else has, and that sorts by time."""
    return f"{clock.now():%Y%m%dT%H%M%S}-{pid}-{fs.token()[:6]}"
