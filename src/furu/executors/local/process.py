"""A worker process as its driver sees it: started, told what to do, heard, interrupted, ended."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress

from furu.executors.carry import unpacked
from furu.executors.local.room import Lane
from furu.executors.work import Finished
from furu.provenance.logs import Sink, Spool
from furu.store.layout import STDERR, STDOUT, RunPlace

_BOOT = """\
import json, sys
with open({0}, "rb", buffering=0, closefd=False) as pipe:
    hello = json.loads(pipe.readline())
sys.path[:] = hello["path"]
sys.argv[:] = hello["argv"]
from furu.executors.local.serve import serve
serve({0}, {1}, {2}, hello)
"""
"""What a worker runs. It is no script, so whatever looks for the main module's file finds none to run again."""

_CHUNK = 1 << 16
_LAST_MOMENTS = 5.0
"""Seconds that a process may take to end after it has closed its end of the line."""

_NAMES = {
    signal.SIGSEGV: "segmentation fault",
    signal.SIGKILL: "killed",
    signal.SIGABRT: "aborted",
    signal.SIGTERM: "terminated",
    signal.SIGBUS: "bus error",
}


class Process:
    """One worker process of a run, in a session of its own, so that Ctrl-C reaches the driver alone.

    Args:
        place: the run it works for.
        lane: the GPUs it sees.

    Attributes:
        ready: whether it has begun with its first task.
    """

    def __init__(self, place: RunPlace, lane: Lane) -> None:
        self.lane = lane
        self._line, theirs = socket.socketpair()
        self._heard = b""
        self.ready = False
        self._readers: list[int] = []
        with theirs, tempfile.NamedTemporaryFile() as output, tempfile.NamedTemporaryFile() as errors:
            self._readers = [os.open(file.name, os.O_RDONLY) for file in (output, errors)]
            passed = (theirs.fileno(), *self._readers)
            self._process = subprocess.Popen(
                [sys.executable, "-P", *_flags(), "-c", _BOOT.format(*passed)],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
                pass_fds=passed,
                start_new_session=True,
            )
        hello = {"path": sys.path, "argv": sys.argv, "root": place.root, "run": place.id, "gpus": ",".join(lane)}
        with suppress(OSError):  # it has died already, which is heard when it is listened to
            self._line.sendall(json.dumps(hello).encode() + b"\n")

    @property
    def pid(self) -> int:
        """Its process number."""
        return self._process.pid

    def fileno(self) -> int:
        """What to wait for."""
        return self._line.fileno()

    def send(self, digest: str) -> bool:
        """Give it a task; False when it has died."""
        try:
            self._line.sendall(digest.encode() + b"\n")
        except OSError:
            return False
        return True

    def receive(self) -> Finished | None:
        """How its task went, once that is here; None before. The first word of a process is that it is ready.

        Raises:
            EOFError: it has died, or is about to.
        """
        try:
            data = self._line.recv(_CHUNK)
        except ConnectionError:
            data = b""
        if not data:
            raise EOFError
        self._heard += data
        while (message := unpacked(self._heard)) is not None:
            said, self._heard = message
            self.ready = True
            if isinstance(said, Finished):
                return said
        return None

    def interrupt(self) -> None:
        """Ctrl-C for its task."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGINT)

    def kill(self) -> None:
        """End it now, with what it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def dismiss(self) -> None:
        """Let it end by itself, now that it has no task."""
        self._line.close()

    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._process.poll() is not None

    def end(self) -> int:
        """Its exit status, negative for a signal; one that does not end by itself is ended."""
        self._line.close()
        try:
            status = self._process.wait(_LAST_MOMENTS)
        except subprocess.TimeoutExpired:
            self.kill()
            status = self._process.wait()
        return status

    def last_words(self, sink: Sink | None) -> None:
        """Move what it wrote last, and could not move itself, to the log of the attempt it left."""
        for name, reader in zip((STDOUT, STDERR), self._readers, strict=True):
            Spool(name, reader, reader).move(sink)

    def close(self) -> None:
        """Let go of it, once it has ended."""
        self._line.close()
        for reader in self._readers:
            os.close(reader)
        self._readers = []


def _flags() -> list[str]:
    """The options of this interpreter that a worker's should have."""
    return [*(["-" + "O" * sys.flags.optimize] if sys.flags.optimize else []), *(f"-W{o}" for o in sys.warnoptions)]


def ending(status: int) -> str:
    """How a process ended, in words: ``killed (9)``, ``segmentation fault (11)``, ``exit 3``."""
    if status >= 0:
        return f"exit {status}"
    try:
        name = _NAMES.get(signal.Signals(-status)) or (signal.strsignal(-status) or "").lower() or "signal"
    except ValueError:
        name = "signal"
    return f"{name} ({-status})"
