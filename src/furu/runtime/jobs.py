"""What the scheduler says about jobs: a hint that is asked for seldom.

The command is one thin call for any number of jobs; what it prints is understood by :func:`read_queue`, a pure
function.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from furu.provenance.program import Deadline, ask

SECONDS_BETWEEN_QUESTIONS = 30.0
_TIMEOUT = 10.0
_LONGEST_ANSWER = 64 << 20

OVER = frozenset(
    {
        "BOOT_FAIL",
        "CANCELLED",
        "COMPLETED",
        "DEADLINE",
        "FAILED",
        "NODE_FAIL",
        "OUT_OF_MEMORY",
        "PREEMPTED",
        "REVOKED",
        "TIMEOUT",
    }
)
"""Job states after which no process of the job is left (squeue(1), JOB STATE CODES)."""

_COLUMNS = "%i|%A|%T|%u|%r"
_NEEDED = 3  # columns after the first, the reason may be missing


@dataclass(frozen=True)
class Seen:
    """What squeue said of one job."""

    state: str
    user: str
    reason: str = ""

    @property
    def is_over(self) -> bool:
        """Whether no process of the job is left."""
        return self.state in OVER


@dataclass(frozen=True)
class Queue:
    """An answer of squeue: the jobs it named, in either of their names, and the elements it named together."""

    jobs: dict[str, Seen] = field(default_factory=dict)
    arrays: dict[str, Seen] = field(default_factory=dict)

    def find(self, job: str) -> Seen | None:
        """A job, or an element of an array as ``12_3``; None when the controller has forgotten it."""
        return self.jobs.get(job) or self.arrays.get(base_of(job))


def base_of(job: str) -> str:
    """The job that an array's element belongs to."""
    return job.partition("_")[0]


def read_queue(status: int, output: str, errors: str) -> Queue | None:
    """What squeue said; None when that is no answer. Lines that make no sense are passed over.

    An element of an array has a number of its own as well; the last one has that of its array. Elements that have
    not begun share one line, ``12_[4-9,11%2]``, whose list may be cut short.
    """
    if status != 0:
        return Queue() if "Invalid job id" in errors else None
    queue = Queue()
    for line in output.splitlines():
        name, *rest = line.strip().split("|")
        if len(rest) < _NEEDED or not base_of(name).isdigit():
            continue
        number, state, user = rest[:_NEEDED]
        seen = Seen(state.partition(" ")[0], user, "".join(rest[_NEEDED:]))
        if "[" in name:
            queue.arrays[base_of(name)] = seen
        else:
            queue.jobs[number] = seen
            queue.jobs[name] = seen
    return queue


def is_over(queue: Queue | None, job: str, user: str) -> bool | None:
    """Whether a job is over; None when the answer does not tell.

    A job that the controller has forgotten ended long ago. A job of the same number and another user belongs to
    another cluster.
    """
    if queue is None:
        return None
    seen = queue.find(job)
    if seen is None:
        return True
    return seen.is_over if seen.user == user else None


def ask_queue(jobs: Iterable[str]) -> Queue | None:
    """One question about many jobs; None when there is no scheduler here that answers in time."""
    numbers = ",".join(sorted({base_of(job) for job in jobs}))
    if not numbers:
        return Queue()
    command = ["squeue", "--noheader", "--states=all", f"--jobs={numbers}", f"--format={_COLUMNS}"]
    try:
        answer = ask(command, Deadline(_TIMEOUT), limit=_LONGEST_ANSWER)
    except OSError:
        return None
    return None if answer.cut else read_queue(answer.status, answer.output.decode(errors="replace"), answer.errors)


def job_is_over(job: str, user: str) -> bool | None:
    """Whether a Slurm job is over; None when there is no scheduler here that can tell."""
    return is_over(ask_queue([job]), job, user)
