"""Which logs an artifact has, and opening one of them safely.

A log is found by its place and its stream, never by a path. Whatever lies under an artifact may have been made by
anybody: only plain files inside the artifact are opened, or inside the folders of jobs of its root's runs, which
the artifacts of an array point to.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args

from furu.store import fs
from furu.store.layout import FURU_LOG, LOGS, META, STDERR, STDOUT, SUBMITIT, Artifact, runs_directory

LogStream = Literal["stdout", "stderr", "furu", "slurm-out", "slurm-err"]
"""What a log holds: what was printed, what was logged, and what Slurm kept of a job."""

STREAMS: tuple[LogStream, ...] = get_args(LogStream)

MOST_LOGS = 1000
"""Logs of one artifact that are listed; of one with more, those of the newest attempts."""

_FILES: dict[str, LogStream] = {STDOUT: "stdout", STDERR: "stderr", FURU_LOG: "furu"}
_ENDS: dict[str, LogStream] = {"out": "slurm-out", "err": "slurm-err"}
_ATTEMPT = re.compile(r"[0-9]{1,9}")
_JOB = re.compile(r"[0-9]{1,12}(?:_[0-9]{1,9})?")
_JOB_LOG = re.compile(r"[0-9_]{1,40}_log\.(out|err)")


@dataclass(frozen=True, kw_only=True)
class LogFile:
    """One log. ``place`` is the number of its attempt, or the id of its Slurm job with ``job-`` before it.

    A job's log goes on when the job is queued again, so it may hold several attempts.
    """

    place: str
    stream: LogStream
    attempt: int | None
    job: str | None
    size: int
    modified_at: datetime


def logs_of(artifact: Artifact) -> tuple[LogFile, ...]:
    """The logs of an artifact: the newest attempt first, then its Slurm jobs."""
    found: list[LogFile] = []
    for place in _places(artifact):
        for stream, path in sorted(_paths(artifact, place).items(), key=lambda item: STREAMS.index(item[0])):
            with _opened(artifact, path) as status:
                if status is not None:
                    _, about = status
                    found.append(
                        LogFile(
                            place=place,
                            stream=stream,
                            attempt=None if place.startswith(_JOB_PLACE) else int(place),
                            job=place.removeprefix(_JOB_PLACE) if place.startswith(_JOB_PLACE) else None,
                            size=about.st_size,
                            modified_at=datetime.fromtimestamp(about.st_mtime, UTC),
                        )
                    )
        if len(found) >= MOST_LOGS:
            break
    return tuple(found)


@contextmanager
def open_log(artifact: Artifact, place: str, stream: LogStream) -> Iterator[tuple[int, int] | None]:
    """The descriptor of a log and its size, while the block runs; None when there is no such log."""
    path = _paths(artifact, place).get(stream)
    if path is None:
        yield None
        return
    with _opened(artifact, path) as status:
        yield None if status is None else (status[0], status[1].st_size)


_JOB_PLACE = "job-"


def _places(artifact: Artifact) -> list[str]:
    numbers = sorted(int(name) for name in fs.names(f"{artifact.meta}/{LOGS}") if _ATTEMPT.fullmatch(name))
    jobs = sorted(name for name in fs.names(artifact.jobs) if _JOB.fullmatch(name))
    return [*(str(number) for number in reversed(numbers)), *(f"{_JOB_PLACE}{job}" for job in reversed(jobs))]


def _paths(artifact: Artifact, place: str) -> dict[LogStream, str]:
    """The logs of one place by their streams; a job with several tasks has those of its first."""
    job = place.removeprefix(_JOB_PLACE)
    if place.startswith(_JOB_PLACE) and _JOB.fullmatch(job):
        folder = f"{artifact.jobs}/{job}"
        names = sorted((name for name in fs.names(folder) if _JOB_LOG.fullmatch(name)), reverse=True)
        return {_ENDS[name.rpartition(".")[2]]: f"{folder}/{name}" for name in names}
    if not _ATTEMPT.fullmatch(place):
        return {}
    folder = artifact.logs(int(place))
    return {_FILES[name]: f"{folder}/{name}" for name in fs.names(folder) if name in _FILES}


@contextmanager
def _opened(artifact: Artifact, path: str) -> Iterator[tuple[int, os.stat_result] | None]:
    """A plain file of the artifact's; None for a link that leads elsewhere, a pipe, or what cannot be read."""
    try:
        real = os.path.realpath(path, strict=True)
        if not _is_ours(artifact, real):
            yield None
            return
        # Opened without following: whoever puts a link there after the look is refused here.
        descriptor = os.open(real, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | os.O_NOFOLLOW)
    except OSError:
        yield None
        return
    try:
        about = os.fstat(descriptor)
        yield (descriptor, about) if stat.S_ISREG(about.st_mode) else None
    finally:
        os.close(descriptor)


def _is_ours(artifact: Artifact, real: str) -> bool:
    if real.startswith(f"{os.path.realpath(artifact.directory)}/{META}/"):
        return True
    runs = f"{os.path.realpath(runs_directory(artifact.root))}/"
    return real.startswith(runs) and real.removeprefix(runs).split("/")[1:2] == [SUBMITIT]
