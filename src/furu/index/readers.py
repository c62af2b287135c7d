"""Processes that help to read many artifacts; each imports furu's own reader, and nothing of the user's.

Advisory: where no process can be started, or one ends, its part is read in this one.
"""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import Self

import msgspec

from furu.index.entries import Entry, Key, Looks
from furu.index.reading import receive, send

CHUNK = 100
"""Artifacts that a process reads at once."""
HERE = 200
"""The first ones, which are read in this process, so that they are there soon."""
MOST = 4

_BOOT = "import sys; sys.path.append({!r}); from furu.index.reading import serve; serve()"
_PACKAGE = str(Path(__file__).parents[2])
_decode = msgspec.msgpack.Decoder(list[Entry]).decode
_encode = msgspec.msgpack.Encoder().encode


class Readers:
    """Reads many artifacts of some roots with as many processes as there are processors, four at most."""

    def __init__(self, roots: Sequence[str], lease_secs: float) -> None:
        self._hello = json.dumps({"roots": list(roots), "lease_secs": lease_secs}).encode()

    def read(self, keys: Sequence[Key], looks: Looks, stopped: threading.Event) -> Iterator[Entry]:
        """What is there now, about in the order of the keys; ends early when it is stopped."""
        chunks = iter([keys[start : start + CHUNK] for start in range(HERE, len(keys), CHUNK)])
        lock = threading.Lock()
        done: queue.Queue[list[Entry] | None] = queue.Queue(maxsize=32)

        def next_chunk() -> Sequence[Key] | None:
            with lock:
                return None if stopped.is_set() else next(chunks, None)

        failed: list[Exception] = []

        def work() -> None:
            try:
                with _Process(self._hello) as process:
                    while (chunk := next_chunk()) is not None:
                        found = process.read(chunk)
                        done.put([looks.at(key) for key in chunk] if found is None else found)
            except Exception as error:  # noqa: BLE001  # raised where the entries are waited for
                failed.append(error)
            finally:
                done.put(None)

        threads = [threading.Thread(target=work, name="furu-read", daemon=True) for _ in range(_processors())]
        for thread in threads:
            thread.start()
        yield from map(looks.at, islice(keys, HERE))
        try:
            for _ in threads:
                while (entries := done.get()) is not None:
                    yield from entries
            if failed:
                raise failed[0]
        finally:
            _drain(threads, done, chunks, lock)


def _drain(
    threads: Sequence[threading.Thread],
    done: queue.Queue[list[Entry] | None],
    chunks: Iterator[Sequence[Key]],
    lock: threading.Lock,
) -> None:
    """Let the threads end: nothing more to do, and room for what they have."""
    with lock:
        for _ in chunks:
            pass
    for thread in threads:
        while thread.is_alive():
            with suppress(queue.Empty):
                done.get_nowait()
            thread.join(timeout=0.01)


def _processors() -> int:
    return max(1, min(MOST, len(os.sched_getaffinity(0))))


class _Process:
    """One process that reads; it ends when its input does."""

    def __init__(self, hello: bytes) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        with suppress(OSError):
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _BOOT.format(_PACKAGE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,  # Ctrl-C is for who reads on
            )
            self._send(hello)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def read(self, keys: Sequence[Key]) -> list[Entry] | None:
        """What is there now; None when the process cannot be asked."""
        if self._process is None or self._process.stdout is None:
            return None
        try:
            self._send(_encode(keys))
            answer = receive(self._process.stdout)
            return None if answer is None else _decode(answer)
        except (OSError, msgspec.DecodeError):
            self._end()
            return None

    def _send(self, data: bytes) -> None:
        if self._process is not None and self._process.stdin is not None:
            send(self._process.stdin, data)

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        process.wait()
