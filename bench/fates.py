"""How the artifacts of made-up stores went: states, attempts, people, machines and commits, by chance."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from furu.store.codec import pack
from furu.store.layout import Artifact
from furu.store.records import (
    AttemptRecord,
    CodeRecord,
    EnvironmentRecord,
    ErrorRecord,
    GitRecord,
    LabelsRecord,
    Outcome,
    Owner,
    ResourcesRecord,
    State,
    SuccessRecord,
)

_STATES = (State.SUCCESS, State.FAILED, State.CRASHED, State.CANCELLED, State.PREEMPTED, State.MISSING)
_WEIGHTS = (87, 6, 2, 2, 1.5, 1.5)
_USERS = ("ada", "emmy", "grace", "kurt")
_LOCAL, _CLUSTER = ("laptop", "workstation"), tuple(f"node{number:02d}" for number in range(1, 17))
_ERRORS = (
    ("ValueError", "the loss is not finite at step {step}"),
    ("torch.OutOfMemoryError", "CUDA out of memory. Tried to allocate {step}.00 MiB"),
    ("FileNotFoundError", "[Errno 2] No such file or directory: 'shard-{step:05d}.parquet'"),
    ("KeyError", "'label_{step}'"),
)
_TRACEBACK = """Traceback (most recent call last):
  File "/home/{user}/vision/train.py", line {line}, in _create
    return fit(self.features.get(), self.optimizer)
  File "/home/{user}/vision/fit.py", line 41, in fit
    step(batch)
{type}: {message}
"""
_WORDS = ("paper", "keep", "broken", "table 2", "ablation")


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How one artifact went."""

    state: State
    started_at: datetime
    ended_at: datetime
    seconds: float
    attempts: int
    user: str
    host: str
    backend: str
    run: str
    job: str | None
    token: str
    commit: str
    dirty: bool
    megabytes: int
    step: int
    labelled: bool


def fate_of(chance: random.Random, level: int, started: datetime, until: datetime, state: State | None) -> Fate:
    """What became of an artifact on a level; what others need has mostly succeeded."""
    if state is None:
        weights = _WEIGHTS if level >= 2 else (99, 1, 0, 0, 0, 0)
        (state,) = chance.choices(_STATES, weights)
    backend = chance.choices(("slurm", "local", "inline"), (60, 25, 15))[0]
    # Half of the attempts take seconds, a few take hours; none ends in the future.
    seconds = min(chance.lognormvariate(3, 2), max(0.1, (until - started).total_seconds() - 1))
    if state is State.RUNNING:
        seconds = (until - started).total_seconds()
    week = int(started.timestamp() // (7 * 86_400))
    return Fate(
        state=state,
        started_at=started,
        ended_at=started + timedelta(seconds=seconds),
        seconds=seconds,
        attempts=chance.choices((1, 2, 3), (93, 5, 2) if state is State.SUCCESS else (60, 25, 15))[0],
        user=chance.choices(_USERS, (50, 25, 15, 10))[0],
        host=chance.choice(_CLUSTER if backend == "slurm" else _LOCAL),
        backend=backend,
        run=f"{started:%Y%m%d-%H}-{chance.randrange(16):x}",
        job=str(chance.randrange(100_000, 999_999)) if backend == "slurm" else None,
        token=f"{chance.getrandbits(64):016x}",
        commit=f"{random.Random(week).getrandbits(160):040x}",
        dirty=chance.random() < 0.2,
        megabytes=chance.randrange(1, 400) if level == 2 and chance.random() < 0.3 else 0,
        step=chance.randrange(1, 10_000),
        labelled=chance.random() < 0.02,
    )


def attempts_of(fate: Fate) -> list[AttemptRecord]:
    """The records of all attempts; those before the last one failed."""
    found = []
    for number in range(1, fate.attempts + 1):
        last = number == fate.attempts
        found.append(_attempt(fate, number, _outcome(fate.state) if last else "failed"))
    return found


def _outcome(state: State) -> Outcome | None:
    if state in (State.SUCCESS, State.MISSING):  # what was invalidated had succeeded
        return "success"
    outcomes: dict[State, Outcome] = {
        State.FAILED: "failed",
        State.CANCELLED: "cancelled",
        State.PREEMPTED: "preempted",
    }
    return outcomes.get(state)


def _attempt(fate: Fate, number: int, outcome: Outcome | None) -> AttemptRecord:
    token = fate.token if number == fate.attempts else f"{number:08x}{fate.token[8:]}"
    ended = outcome is not None
    return AttemptRecord(
        number=number,
        owner=Owner(
            host=fate.host,
            boot_id=f"boot-of-{fate.host}",
            pid_namespace="pid:[4026531836]",
            pid=4000 + fate.step,
            process_started=str(fate.step),
            user=fate.user,
            token=token,
            slurm_job=fate.job,
            slurm_restarts=None if fate.job is None else 0,
        ),
        run=fate.run,
        backend=fate.backend,
        started_at=fate.started_at,
        environment=EnvironmentRecord(
            furu="1.0.0",
            python="3.11.7",
            platform="Linux-6.1-x86_64",
            command=("python", "-m", "vision.sweep"),
            directory=f"/home/{fate.user}/vision",
            git=GitRecord(commit=fate.commit, branch="main", remote="git@example.org:vision.git", dirty=fate.dirty),
            slurm={} if fate.job is None else {"job_id": fate.job, "job_partition": "gpu"},
        ),
        code=CodeRecord(fingerprint=fate.commit[:16]),
        ended_at=fate.ended_at if ended else None,
        duration_s=fate.seconds if ended else None,
        resources=_resources(fate) if ended else None,
        outcome=outcome,
        error=_error(fate, outcome),
        logs=("stdout",) if outcome == "failed" and number == fate.attempts else (),
    )


def _resources(fate: Fate) -> ResourcesRecord:
    gpu = fate.backend == "slurm" and fate.step % 2 == 0
    return ResourcesRecord(
        wall_s=fate.seconds,
        cpu_user_s=fate.seconds * 0.9,
        cpu_system_s=fate.seconds * 0.05,
        peak_rss_bytes=(200 + fate.step) * 2**20,
        read_bytes=fate.step * 4096,
        write_bytes=fate.megabytes * 2**20,
        samples=int(min(fate.seconds, 1000)),
        gpus=("NVIDIA A100",) if gpu else (),
        gpu_memory_peak_bytes=fate.step * 4 * 2**20 if gpu else None,
        gpu_utilisation_percent=float(fate.step % 100) if gpu else None,
        gpu_scope="process" if gpu else None,
    )


def _error(fate: Fate, outcome: Outcome | None) -> ErrorRecord | None:
    if outcome in (None, "success"):
        return None
    kind, text = _ERRORS[fate.step % len(_ERRORS)] if outcome == "failed" else ("KeyboardInterrupt", "")
    message = text.format(step=fate.step)
    trace = _TRACEBACK.format(user=fate.user, line=fate.step % 300, type=kind, message=message)
    return ErrorRecord(type=kind, message=message, traceback=trace)


def success_of(fate: Fate, result: Any) -> SuccessRecord:
    """The marker, with a result that JSON holds as it is."""
    return SuccessRecord(
        attempt=fate.attempts,
        token=fate.token,
        run=fate.run,
        succeeded_at=fate.ended_at,
        duration_s=fate.seconds,
        result=result,
    )


def label_of(fate: Fate) -> LabelsRecord | None:
    """What people wrote on a few of them."""
    if not fate.labelled:
        return None
    word = _WORDS[fate.step % len(_WORDS)]
    return LabelsRecord(name=f"{word} {fate.step}", tags=(word,), notes=f"seen by {fate.user}")


def journal_lines(artifact: Artifact, fate: Fate) -> str:
    """The name of the journal, and then its lines about an artifact."""
    lines = [f"{fate.started_at:%Y-%m-%d}.{fate.host}"]
    for at, phase in ((fate.started_at, "before"), (fate.ended_at, "after")):
        line = {"at": at.isoformat(), "namespace": artifact.namespace, "digest": artifact.digest, "event": "attempt"}
        lines.append(pack({**line, "phase": phase}).decode())
    return "\n".join(lines) + "\n"
