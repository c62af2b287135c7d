"""Asks another program a question: within a time, with at most so many bytes of answer.

The program gets a session of its own, so that Ctrl-C does not reach it, it cannot ask for a password, and its
children end with it.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Literal

from furu import clock

_CHUNK = 1 << 18

Cut = Literal["late", "large"]


@dataclass(frozen=True)
class Answer:
    """What a program printed; ``cut`` says that it was stopped for taking too long or for printing too much."""

    status: int
    output: bytes
    errors: str
    cut: Cut | None = None

    @property
    def good(self) -> bool:
        """Whether it ended by itself and says that all is well."""
        return self.cut is None and self.status == 0


class Deadline:
    """A moment by which everything has to be answered."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self._end = clock.elapsed() + seconds

    @property
    def left(self) -> float:
        """Seconds until then, never negative."""
        return max(0.0, self._end - clock.elapsed())


def ask(command: Sequence[str], deadline: Deadline, *, limit: int) -> Answer:
    """Run a program and return what it says; ``output`` is empty when it was stopped.

    Args:
        command: the program and its arguments.
        deadline: when it is stopped.
        limit: how many bytes it may print.

    Raises:
        FileNotFoundError: there is no such program.
    """
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    with process.stdout, process.stderr:
        try:
            output, errors, cut = _listen(process.stdout, process.stderr, deadline, limit)
        except BaseException:
            _stop(process)
            raise
        if cut is not None:
            _stop(process)
            return Answer(status=-1, output=b"", errors="", cut=cut)
    return Answer(status=process.wait(), output=output, errors=errors.decode(errors="replace").strip())


def _listen(stdout: IO[bytes], stderr: IO[bytes], deadline: Deadline, limit: int) -> tuple[bytes, bytes, Cut | None]:
    """Read both streams to their ends, or until the time is over or too much was said."""
    heard = {stdout.fileno(): bytearray(), stderr.fileno(): bytearray()}
    output, errors = heard.values()
    waiting = select.poll()
    for descriptor in heard:
        waiting.register(descriptor, select.POLLIN)
    open_streams = len(heard)
    while open_streams:
        ready = waiting.poll(deadline.left * 1000)
        if not ready:
            return b"", b"", "late"
        for descriptor, _ in ready:
            chunk = os.read(descriptor, _CHUNK)
            heard[descriptor] += chunk
            if not chunk:
                waiting.unregister(descriptor)
                open_streams -= 1
        if len(output) > limit or len(errors) > limit:
            return b"", b"", "large"
    return bytes(output), bytes(errors), None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End a program and its children, and collect it."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
