"""Why a job was told to end, asked from inside it: the scheduler decides before it sends the signal.

While a job completes, scontrol shows no more than that, beside the reason of a time limit and how often the job was
started; the accounting has the rest. :func:`read_fate` understands both, and is pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from furu import clock
from furu.executors.slurm.accounting import Account, ask_accounts, find, judge
from furu.provenance.program import Deadline, ask
from furu.runtime.jobs import OVER
from furu.runtime.signals import Verdict

_TIMEOUT_S = 5.0
"""Slurm kills what has not ended 30 s after the signal (KillWait), and the record must be written by then."""

_TRIES, _PAUSE_S = 4, 0.3

_STATE, _REASON, _RESTARTS = (re.compile(rf"\b{key}=(\S+)") for key in ("JobState", "Reason", "Restarts"))


@dataclass(frozen=True)
class Fate:
    """What the scheduler has decided about a job.

    Attributes:
        verdict: what that makes of its attempts.
        is_back: whether it begins again by itself.
        is_certain: whether asking again would tell no more.
    """

    verdict: Verdict
    is_back: bool = False
    is_certain: bool = True


def read_fate(output: str, account: Account | None, restarts: int) -> Fate | None:
    """What scontrol and the accounting say of one job, which was restarted so often before; None for no answer."""
    state, reason, count = (_first(pattern, output) for pattern in (_STATE, _REASON, _RESTARTS))
    if not state:
        return None
    is_back = state in ("PENDING", "REQUEUED") or (count.isdigit() and int(count) > restarts)
    if reason == "TimeLimit" and not is_back:
        account = Account("TIMEOUT")
    if account is None or account.state not in OVER:
        stopped = "its job was requeued" if is_back else "its job was stopped from outside"
        return Fate(Verdict(kind=f"slurm.{state}", message=stopped), is_back, is_certain=is_back)
    found = judge(None, account)
    return Fate(Verdict("preempted" if is_back else found.outcome, found.kind, found.message), is_back)


def _first(pattern: re.Pattern[str], output: str) -> str:
    found = pattern.search(output)
    return "" if found is None else found[1]


def ask_fate(job: str, restarts: int) -> Fate | None:
    """The fate of a job that was restarted so often before; None where no scheduler answers in time.

    The signal that ends the job goes to all its processes, more than once, so it may end the question as well; and the
    accounting may hear of the end a moment later.
    """
    deadline = Deadline(_TIMEOUT_S)
    fate = None
    for _ in range(_TRIES):
        fate = _asked(job, restarts, deadline) or fate
        if fate is not None and fate.is_certain:
            break
        clock.pause(min(_PAUSE_S, deadline.left))
    return fate


def _asked(job: str, restarts: int, deadline: Deadline) -> Fate | None:
    try:
        answer = ask(["scontrol", "--oneliner", "show", "job", job], deadline, limit=1 << 16)
    except OSError:
        return None
    if not answer.good:
        return None
    return read_fate(answer.output.decode(errors="replace"), find(ask_accounts([job], deadline.left), job), restarts)
