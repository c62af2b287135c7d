"""The local backend at work: tasks start when what they ask for is free, in processes that outlive them."""

from __future__ import annotations

import select
from bisect import insort
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from furu import clock
from furu.executors.backend import Ended, Session
from furu.executors.local.process import Process, ending
from furu.executors.local.room import Room, Share
from furu.planning.plan import Task
from furu.provenance.logs import Sink
from furu.store import fs
from furu.store.layout import STDERR
from furu.store.lease import conclude, latest_attempt
from furu.store.records import AttemptRecord, ErrorRecord

PATIENCE = 16
"""How many tasks may start before one that was there first and does not fit; then room is kept for it."""

MOST_WAITING = 64
"""How many tasks of each demand wait here at most, so that one starts as soon as another ends."""

LAST_LINES = 4000
"""Characters of what a process that died wrote last, for the report."""


@dataclass
class _Work:
    """A task that runs."""

    task: Task
    process: Process
    share: Share
    limit: float
    began: float = field(default_factory=clock.elapsed)
    deadline: float = float("inf")
    why: str = ""
    interrupted: bool = False

    def count(self) -> None:
        """Let its time begin."""
        self.began = clock.elapsed()
        self.deadline = min(self.deadline, self.began + self.limit)


class Crew:
    """The processes of one run.

    Args:
        session: the run.
        room: what its tasks share.
        timeout_s: seconds after which any task is stopped.
        grace_s: seconds between Ctrl-C for a task and its end.
    """

    def __init__(self, session: Session, room: Room, *, timeout_s: float | None, grace_s: float) -> None:
        self._place = session.place
        self._room = room
        self._timeout_s = timeout_s
        self._grace_s = grace_s
        self._rank = {task.id: rank for rank, task in enumerate(session.ranked)}
        self._waiting: list[tuple[int, Task]] = []
        self._most: dict[str, int] = {}
        self._count: Counter[str] = Counter()
        self._passed: Counter[str] = Counter()
        self._work: dict[int, _Work] = {}
        self._idle: list[Process] = []
        self._leaving: list[Process] = []
        self._ended: list[Ended] = []

    def submit(self, tasks: Sequence[Task]) -> Sequence[str]:
        """Take what can run, and about as much again to follow it."""
        taken = []
        for task in tasks:
            demand = task.demand
            most = self._most.get(demand)
            if most is None:
                at_once = self._room.could_hold(task.resources)
                most = self._most[demand] = min(MOST_WAITING, at_once + 1) if at_once else 0
            if not most:  # the run has grown by it since it was opened
                self._ended.append(Ended(task=task.id, ending="failed", note=f"there is never room for {demand}"))
                taken.append(task.id)
            elif self._count[demand] < most:
                self._count[demand] += 1
                insort(
                    self._waiting, (self._rank.setdefault(task.id, len(self._rank)), task), key=lambda entry: entry[0]
                )
                taken.append(task.id)
        self._start()
        return taken

    def poll(self, seconds: float) -> Sequence[Ended]:
        """Hear the workers, end what takes too long, and start what there is room for now."""
        waits = 0.0 if self._ended else max(0.0, min(seconds, self._next_deadline() - clock.elapsed()))
        waited_for = select.poll()
        for process in self._processes():
            waited_for.register(process, select.POLLIN)
        ready = {descriptor for descriptor, _ in waited_for.poll(waits * 1000)}
        for process in [process for process in self._processes() if process.fileno() in ready]:
            self._hear(process)
        self._end_late()
        self._start()
        ended, self._ended = self._ended, []
        return ended

    def cancel(self, tasks: Sequence[str]) -> None:
        """Ctrl-C for those that run, once; those that wait are over at once."""
        wanted = set(tasks)
        for work in self._work.values():
            if work.task.id in wanted and not work.interrupted:
                work.interrupted = True
                work.deadline = min(work.deadline, clock.elapsed() + self._grace_s)
                work.process.interrupt()
        for _, task in [entry for entry in self._waiting if entry[1].id in wanted]:
            self._ended.append(Ended(task=task.id, ending="cancelled"))
        self._wait_no_longer(wanted)

    def close(self) -> None:
        """End all processes: those without a task by themselves, the others now."""
        for work in self._work.values():
            work.process.kill()
        for process in (*self._idle, *self._leaving):
            process.dismiss()
        for process in (*self._processes(), *self._leaving):
            process.end()
            process.close()
        self._work.clear()
        self._idle.clear()
        self._leaving.clear()

    def _processes(self) -> list[Process]:
        return [*(work.process for work in self._work.values()), *self._idle]

    def _next_deadline(self) -> float:
        return min((work.deadline for work in self._work.values()), default=float("inf"))

    def _start(self) -> None:
        """Start what there is room for, the first first; what never gets any is passed over only so often."""
        self._room.keep_nothing()
        passed: list[Task] = []
        started: set[str] = set()
        for _, task in self._waiting:
            if self._room.is_full:
                break
            share = self._room.take(task.resources, (process.lane for process in reversed(self._idle)))
            if share is None:
                passed.append(task)
                if self._passed[task.id] >= PATIENCE:
                    self._room.keep(task.resources)
            else:
                self._begin(task, share)
                started.add(task.id)
                self._passed.update(other.id for other in passed)
        if started:
            self._wait_no_longer(started)

    def _wait_no_longer(self, tasks: Iterable[str]) -> None:
        gone = set(tasks)
        for _, task in self._waiting:
            if task.id in gone:
                self._count[task.demand] -= 1
        self._waiting = [entry for entry in self._waiting if entry[1].id not in gone]

    def _begin(self, task: Task, share: Share) -> None:
        process = self._process(share)
        while not process.send(task.artifact.digest) and process.ready:
            self._drop(process)  # it died since its last task; one that never began is heard of as any that dies
            process = self._process(share)
        limits = [self._timeout_s, None if task.resources.time_min is None else task.resources.time_min * 60]
        limit = min((seconds for seconds in limits if seconds is not None), default=float("inf"))
        work = self._work[process.pid] = _Work(task, process, share, limit)
        if process.ready:
            work.count()

    def _process(self, share: Share) -> Process:
        """A process that sees these GPUs and has nothing to do; the one that had most recently, or a new one."""
        for process in reversed(self._idle):
            if process.lane == share.gpus:
                self._idle.remove(process)
                return process
        # What another process without a task keeps on these GPUs would be missing there.
        for process in [process for process in self._idle if not set(process.lane).isdisjoint(share.gpus)]:
            self._idle.remove(process)
            process.dismiss()
            self._leaving.append(process)
        self._collect()
        return Process(self._place, share.gpus)

    def _collect(self) -> None:
        for process in [process for process in self._leaving if process.is_over()]:
            self._leaving.remove(process)
            process.close()

    def _drop(self, process: Process) -> int:
        status = process.end()
        process.close()
        return status

    def _hear(self, process: Process) -> None:
        was_ready = process.ready
        try:
            finished = process.receive()
        except EOFError:
            self._died(process)
            return
        if finished is None and process.ready > was_ready:
            self._work[process.pid].count()
        if finished is not None:
            work = self._work.pop(process.pid)
            self._room.give_back(work.share)
            self._idle.append(process)
            self._ended.append(finished.ended(work.task.id))

    def _died(self, process: Process) -> None:
        work = self._work.pop(process.pid, None)
        if work is None:
            self._idle.remove(process)
            self._drop(process)
            return
        status = process.end()
        process.kill()  # what it started
        self._room.give_back(work.share)
        attempt = self._left(work)
        said = self._last_words(work, attempt)
        process.close()
        if attempt is not None and work.why:
            error = ErrorRecord(type="local.TIMEOUT", message=work.why, traceback=said)
            conclude(work.task.artifact, attempt, "failed", error)
        self._ended.append(
            Ended(
                task=work.task.id,
                ending="cancelled" if work.interrupted and not work.why else "failed",
                traceback=said,
                note=work.why or ending(status),
                seconds=clock.elapsed() - work.began,
            )
        )

    def _left(self, work: _Work) -> AttemptRecord | None:
        """The attempt that a process left without an end when it died."""
        artifact = work.task.artifact
        attempt = latest_attempt(artifact, fs.names(artifact.meta))
        if attempt is None or attempt.outcome is not None or attempt.owner.pid != work.process.pid:
            return None
        return attempt

    def _last_words(self, work: _Work, attempt: AttemptRecord | None) -> str:
        """What a process that died wrote last, put where it belongs and returned for the report."""
        heard = _Heard(None if attempt is None else work.task.artifact.logs(attempt.number))
        work.process.last_words(heard)
        heard.close()
        return heard.errors

    def _end_late(self) -> None:
        """End what takes longer than it may; that it has ended is heard later."""
        now = clock.elapsed()
        for work in self._work.values():
            if work.deadline <= now:
                if not work.interrupted:
                    work.why = f"timed out after {clock.duration(work.limit)}"
                work.deadline = float("inf")
                work.process.kill()


class _Heard(Sink):
    """A log that also remembers the end of what went to the error stream; without a folder, nothing else."""

    def __init__(self, folder: str | None) -> None:
        super().__init__(folder or "")
        self._kept = folder is not None
        self._errors = b""

    @property
    def errors(self) -> str:
        """The last lines."""
        return self._errors.decode(errors="replace")[-LAST_LINES:]

    def append(self, name: str, data: bytes) -> None:
        """Append to one file."""
        if name == STDERR:
            self._errors = (self._errors + data)[-4 * LAST_LINES :]
        if self._kept:
            super().append(name, data)
