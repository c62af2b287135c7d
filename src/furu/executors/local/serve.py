"""What a worker process does: one task after another, until its driver hangs up."""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from typing import Any

from furu import clock, settings
from furu.executors.carry import packed
from furu.executors.work import Finished, Worker, worker_here
from furu.provenance.logs import Spool
from furu.runtime import context
from furu.store.layout import STDERR, STDOUT

_CHUNK = 1 << 12
SECONDS_BETWEEN_LOOKS = 1.0
"""How long what C code and programs print may take to reach the log of a task that goes on."""

_INTERRUPT = {signal.SIGINT}


def serve(line: int, output: int, errors: int, hello: dict[str, Any]) -> None:
    """Compute the tasks that the driver names.

    Args:
        line: the socket to the driver.
        output: what arrived at descriptor 1, for reading.
        errors: what arrived at descriptor 2, for reading.
        hello: the run's root and id, and the GPUs to be seen.
    """
    # From here on Ctrl-C waits until there is a task that it can be for.
    signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    settings.change("CUDA_VISIBLE_DEVICES", hello["gpus"])
    for descriptor in (line, output, errors):
        os.set_inheritable(descriptor, False)
    # A forked child that lives longer would keep the driver from seeing that this process has died.
    os.register_at_fork(after_in_child=lambda: os.close(line))
    faulthandler.enable(2)
    context.spool(Spool(STDOUT, 1, output), Spool(STDERR, 2, errors))
    threading.Thread(target=_look_now_and_then, name="furu-logs", daemon=True).start()
    worker = worker_here(hello["root"], hello["run"], "local", os.getpid())
    _say(line, packed(None))
    for digest in _lines(line):
        if not _say(line, packed(_computed(worker, digest))):
            break
    worker.close()


def _computed(worker: Worker, digest: str) -> Finished:
    """How a task went; Ctrl-C reaches it, and it alone."""
    began = clock.elapsed()
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _INTERRUPT)
        try:
            return worker.compute(digest)
        finally:
            signal.pthread_sigmask(signal.SIG_BLOCK, _INTERRUPT)
    except KeyboardInterrupt:
        return Finished(digest, "cancelled", clock.elapsed() - began)


def _lines(line: int) -> Iterator[str]:
    """What the driver says, until it hangs up or is gone."""
    rest = b""
    while data := _heard(line):
        *lines, rest = (rest + data).split(b"\n")
        yield from (text.decode() for text in lines)


def _heard(line: int) -> bytes:
    try:
        return os.read(line, _CHUNK)
    except ConnectionError:
        return b""


def _say(line: int, data: bytes) -> bool:
    """Tell the driver; False when it is gone."""
    try:
        while data:
            data = data[os.write(line, data) :]
    except OSError:
        return False
    return True


def _look_now_and_then() -> None:
    while True:
        clock.pause(SECONDS_BETWEEN_LOOKS)
        context.settle_logs()
