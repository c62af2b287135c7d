"""How jobs ended: what sacct prints, and what follows for their tasks. Pure, but for :func:`ask_accounts`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from furu.provenance.program import Deadline, ask
from furu.runtime.jobs import OVER, Seen, base_of
from furu.store.records import Outcome

_TIMEOUT = 15.0
_LONGEST_ANSWER = 64 << 20
_COLUMNS = "JobID,State,ExitCode,MaxRSS"
_UNITS = {"K": 1 << 10, "M": 1 << 20, "G": 1 << 30, "T": 1 << 40}
_SHELL_SIGNAL = 128  # what a shell adds to the number of the signal that ended a program


Gone = Literal["failed", "lost", "cancelled"]
"""How a task ended whose worker left no word."""


@dataclass(frozen=True)
class Account:
    """What sacct knows of a job.

    Attributes:
        state: its state, one word.
        by: the number of the user who cancelled it.
        status: its exit status.
        signal: the signal that ended it; 0 for none.
        peak: the most memory that one of its processes used, in bytes; 0 when that is not known.
    """

    state: str = ""
    by: str = ""
    status: int = 0
    signal: int = 0
    peak: int = 0

    @property
    def is_final(self) -> bool:
        """Whether it says how the job ended; sacct lags, and says at first that it runs, or has no status yet."""
        return self.state in OVER and not (self.state == "FAILED" and self.status == self.signal == 0)


@dataclass(frozen=True)
class Judgement:
    """What became of a job whose worker left no word, for its driver and for the attempt it leaves behind."""

    ending: Gone
    outcome: Outcome
    kind: str
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


def read_accounts(output: str) -> dict[str, Account]:
    """The jobs by number, elements of arrays as ``12_3``; lines that make no sense are passed over.

    A job has a line of its own and one for each of its steps, ``12.batch`` and ``12.0``. Which signal ended a
    task stands with its step; the job's own status is then the shell's. Elements that never began share a line.
    """
    found: dict[str, Account] = {}
    for line in output.splitlines():
        name, *rest = line.strip().split("|")
        job, _, step = name.partition(".")
        if len(rest) < _COLUMNS.count(",") or not base_of(job).isdigit():
            continue
        state, status, peak = rest[:3]
        key = base_of(job) + "_[]" if "[" in job else job
        before = found.get(key, Account())
        code, signal = _exit(status)
        if step:
            found[key] = replace(before, signal=before.signal or signal, peak=max(before.peak, _bytes(peak)))
        else:
            word, _, by = state.partition(" by ")
            found[key] = replace(before, state=word.strip(), by=by, status=code, signal=before.signal or signal)
    return found


def find(accounts: dict[str, Account], job: str) -> Account | None:
    """The account of a job, or of an element of an array."""
    return accounts.get(job) or accounts.get(f"{base_of(job)}_[]")


def _exit(text: str) -> tuple[int, int]:
    """``3:0`` is a status and a signal."""
    code, _, signal = text.partition(":")
    return (int(code) if code.isdigit() else 0, int(signal) if signal.isdigit() else 0)


def _bytes(text: str) -> int:
    """``179552K`` in bytes; 0 for what is no size."""
    number, unit = (text[:-1], text[-1]) if text[-1:] in _UNITS else (text, "")
    try:
        return int(float(number) * _UNITS.get(unit, 1))
    except ValueError:
        return 0


def judge(seen: Seen | None, account: Account | None) -> Judgement:
    """What became of a job that is over: what sacct knows in detail, else what squeue said last."""
    known = account or Account()
    state = known.state if known.state in OVER else seen.state if seen else ""
    how = _how(known)
    match state:
        case "CANCELLED":
            reason = seen.reason if seen is not None and seen.reason not in ("", "None") else ""
            by = f"by user {known.by}" if known.by else "by somebody"
            return Judgement("cancelled", "cancelled", "slurm.CANCELLED", reason or by)
        case "TIMEOUT" | "DEADLINE":
            return Judgement("failed", "failed", f"slurm.{state}", "it reached its time limit")
        case "OUT_OF_MEMORY":
            return Judgement("failed", "failed", "slurm.OUT_OF_MEMORY", how)
        case "FAILED":
            return Judgement("failed", "failed", "slurm.FAILED", how)
        case "NODE_FAIL" | "BOOT_FAIL":
            return Judgement("lost", "preempted", f"slurm.{state}", "its node failed")
        case "PREEMPTED":
            return Judgement("lost", "preempted", "slurm.PREEMPTED", "another job took its place")
        case "COMPLETED":
            return Judgement("lost", "failed", "slurm.COMPLETED", "it ended without a word")
    return Judgement("lost", "preempted", "slurm.lost", "the scheduler does not know it any more")


def _how(account: Account) -> str:
    """How its task ended, in words; a memory kill shows as a kill, so the peak is always said."""
    signal = account.signal or (account.status - _SHELL_SIGNAL if account.status > _SHELL_SIGNAL else 0)
    ended = (
        f"killed ({signal})" if signal else f"exited with {account.status}" if account.status else "nobody knows how"
    )
    return f"{ended}, with {account.peak / (1 << 30):.2f} GiB of memory at its peak" if account.peak else ended


def ask_accounts(jobs: Iterable[str], seconds: float = _TIMEOUT) -> dict[str, Account]:
    """One question about many jobs; empty where there is no accounting that answers in time."""
    numbers = ",".join(sorted({base_of(job) for job in jobs}))
    command = ["sacct", "--noheader", "--parsable2", f"--jobs={numbers}", f"--format={_COLUMNS}"]
    try:
        answer = ask(command, Deadline(seconds), limit=_LONGEST_ANSWER)
    except OSError:
        return {}
    return read_accounts(answer.output.decode(errors="replace")) if answer.good else {}
