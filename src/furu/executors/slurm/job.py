"""What runs inside a job: its tasks one after another, each with a word to the driver, and a good end on signals.

submitit pickles a :class:`Job`, which holds strings only; everything else is read from the run's folder.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
from dataclasses import dataclass
from types import FrameType

from furu import settings
from furu.config.children import children
from furu.config.node import Node
from furu.errors import TaskLost
from furu.executors.carry import Carried, sent
from furu.executors.slurm.fate import Fate, ask_fate
from furu.executors.work import Finished, Worker, worker_here
from furu.planning.plan import ELSEWHERE
from furu.provenance.program import Deadline, ask
from furu.runtime.locate import locate
from furu.runtime.look import look
from furu.runtime.signals import Terminated, Verdict
from furu.store import fs, tickets
from furu.store.records import ErrorRecord

logger = logging.getLogger("furu")

_REQUEUE_S = 60.0


@dataclass(frozen=True)
class Job:
    """Some tasks of a run, for one job or one element of an array.

    Attributes:
        root: where the run is.
        run: its id.
        digests: the tasks, the first first.
        search: where the driver finds modules.
        requeues: how often the job may be requeued before it counts as failed.
        careful: whether what the tasks need may be missing, because nobody made sure that it succeeded.
    """

    root: str
    run: str
    digests: tuple[str, ...]
    search: tuple[str, ...]
    requeues: int
    careful: bool

    def __call__(self) -> None:
        """Compute the tasks.

        Raises:
            TaskLost: some of them failed, so that the job counts as failed.
        """
        sys.path.extend(place for place in self.search if place not in sys.path)
        _talk()
        worker = worker_here(self.root, self.run, "slurm", os.getpid())
        stop = _Stop(self.requeues)
        failed = 0
        for digest in self.digests:
            try:
                finished = self._one(worker, stop, digest)
            except KeyboardInterrupt:
                self._tell(worker, Finished(digest, "cancelled", 0.0))
                raise
            except Terminated as error:
                self._stopped(worker, stop, digest, error)
                raise
            self._tell(worker, finished)
            failed += finished.ending not in ("done", "reused")
        worker.close()
        if failed:
            raise TaskLost(f"{failed} of {len(self.digests)} tasks of this job did not succeed; see above")

    def _one(self, worker: Worker, stop: _Stop, digest: str) -> Finished:
        try:
            node = worker.node(digest)
            stop.heeds_notice = node._checkpoint
            tickets.remove(locate(node), self.run)
            lower = [child.node for child in children(node)] if self.careful else []
            missing = [needed for needed in lower if _is_missing(needed)]
        except Exception:  # noqa: BLE001  # the worker finds the same, and knows how to say it
            return worker.compute(digest)
        if missing:
            message = f"it needs {missing[0]!r}, which was not computed"
            worker.note("cancelled", digest, message=message)
            logger.warning("%s is not computed: %s", digest[:8], message)
            return Finished(digest, "lost", 0.0)
        logger.info("%s@%s starts", type(node).__qualname__, digest[:8])
        finished = worker.compute(digest, node)
        logger.info("%s@%s %s after %.1f s", type(node).__qualname__, digest[:8], finished.ending, finished.seconds)
        return finished

    def _tell(self, worker: Worker, finished: Finished) -> None:
        """Leave word for the driver; when that cannot be written, the scheduler and the store tell as much."""
        try:
            fs.make_directories(worker.place.ended)
            fs.write(worker.place.task_ended(finished.digest), sent(finished))
        except OSError as error:
            logger.warning("the end of %s could not be written: %s", finished.digest[:8], error)

    def _stopped(self, worker: Worker, stop: _Stop, digest: str, error: Terminated) -> None:
        """Go back into the queue when the time limit stopped a task that continues; else the scheduler knows why."""
        job = _own_id()
        if stop.is_over:
            verdict = error.verdict()
            record = ErrorRecord(type=verdict.kind, message=verdict.message, traceback="")
            self._tell(worker, Finished(digest, "failed", 0.0, Carried(record, None)))
        elif stop.is_notice or (isinstance(error, _Stopped) and error.is_back):
            for left in self.digests[self.digests.index(digest) :]:
                tickets.write(locate(worker.node(left)), self.run, job)
        if stop.is_notice and not stop.is_over:
            worker.note("note", digest, message=f"job {job} is requeued, for the {_restarts() + 1}. time")
            answer = ask(["scontrol", "requeue", job], Deadline(_REQUEUE_S), limit=1 << 16)
            if not answer.good:
                logger.warning("job %s could not be requeued: %s", job, answer.errors)


class _Stopped(Terminated):
    """The signal that ends the user's code, and what the scheduler says of it once it is asked."""

    def __init__(self, stop: _Stop) -> None:
        super().__init__()
        self._stop = stop
        self._fate: Fate | None = None
        self._verdict: Verdict | None = None

    @property
    def is_back(self) -> bool:
        """Whether the job begins again by itself."""
        return self._fate is not None and self._fate.is_back

    def verdict(self) -> Verdict:
        """Cancelled, out of time, or stopped in favour of another job."""
        if self._verdict is None:
            self._verdict = self._asked()
        return self._verdict

    def _asked(self) -> Verdict:
        if self._stop.is_over:
            return Verdict("failed", "slurm.TIMEOUT", f"it reached its time limit {_restarts() + 1} times")
        if self._stop.is_notice:
            return Verdict(kind="slurm.TIMEOUT", message="it reached its time limit, and is requeued")
        self._fate = ask_fate(_own_id(), _restarts())
        return super().verdict() if self._fate is None else self._fate.verdict


class _Stop:
    """SIGTERM and the notice before the time limit end the user's code at a good point, once."""

    def __init__(self, requeues: int) -> None:
        self.heeds_notice = False
        self.is_notice = False
        self._requeues = requeues
        self._ended = False
        signal.signal(signal.SIGTERM, self._end)
        signal.signal(signal.SIGCONT, signal.SIG_DFL)
        signal.signal(signal.SIGUSR2, self._notice)

    @property
    def is_over(self) -> bool:
        """Whether the time limit was reached and the job was requeued as often as it may be."""
        return self.is_notice and _restarts() >= self._requeues

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        """Slurm sends it more than once, and a ``finally`` block that saves must not be interrupted by the next."""
        if not self._ended:
            self._ended = True
            raise _Stopped(self)

    def _notice(self, _number: int, _frame: FrameType | None) -> None:
        """A notice becomes a SIGTERM, which waits while records are written."""
        if self.heeds_notice and not self._ended:
            self.is_notice = True
            signal.raise_signal(signal.SIGTERM)


def _is_missing(node: Node) -> bool:
    found = look(node)
    return not found.usable and found.state not in ELSEWHERE


def _restarts() -> int:
    return int(settings.inherited("SLURM_RESTART_COUNT") or 0)


def _own_id() -> str:
    """The job as scontrol knows it, an element of an array by its array."""
    array = settings.inherited("SLURM_ARRAY_JOB_ID")
    if array is None:
        return settings.inherited("SLURM_JOB_ID") or ""
    return f"{array}_{settings.inherited('SLURM_ARRAY_TASK_ID')}"


def _talk() -> None:
    """Say in the job's log what begins and ends."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(name)s: %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
