"""Logs of an attempt: what it prints and logs goes to its own files, and to the terminal as before.

The files are made at the first byte. Which attempt a line belongs to follows from the context, so nested
attempts write to their own files; a thread without a context belongs to the attempt that was started last.
"""

from __future__ import annotations

import io
import logging
import os
import sys
import threading
from collections.abc import Callable
from typing import Any, TextIO

from furu.store import fs

STDOUT, STDERR, LOG = "stdout", "stderr", "furu.log"
_FORMAT = "%(asctime)s.%(msecs)03d %(levelname)s %(name)s: %(message)s"


class Sink:
    """The log files of one attempt, opened when there is something to write."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._open: dict[str, int] = {}
        self._lock = threading.Lock()
        self._closed = False

    @property
    def written(self) -> tuple[str, ...]:
        """The names of the files that were made."""
        return tuple(sorted(self._open))

    def write(self, name: str, text: str) -> None:
        """Append to one file; a disk that is full must not stop the computation."""
        with self._lock:
            if self._closed:
                return
            try:
                if name not in self._open:
                    self._open[name] = fs.open_log(f"{self._folder}/{name}")
                os.write(self._open[name], text.encode("utf-8", "backslashreplace"))
            except OSError:
                return

    def close(self) -> None:
        """Close the files; later lines of a stray thread are dropped."""
        with self._lock:
            self._closed = True
            for descriptor in self._open.values():
                os.close(descriptor)


SinkOf = Callable[[], Sink | None]


class _Tee(io.TextIOBase):
    """A text stream that also writes to the sink of the current attempt."""

    def __init__(self, original: TextIO, name: str, sink_of: SinkOf) -> None:
        self._original = original
        self._name = name
        self._sink_of = sink_of

    def write(self, text: str) -> int:
        sink = self._sink_of()
        if sink is not None and text:
            sink.write(self._name, text)
        return self._original.write(text)

    def flush(self) -> None:
        self._original.flush()

    def isatty(self) -> bool:
        return self._original.isatty()

    def fileno(self) -> int:
        return self._original.fileno()

    def writable(self) -> bool:
        return True

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has a plain attribute; at run time it is a property
        return self._original.encoding

    @property
    def buffer(self) -> Any:
        """The original's bytes; what is written there is not captured."""
        return self._original.buffer


def _stream(original: TextIO | None) -> TextIO:
    """The stream, or one that keeps nothing in a process that was started without."""
    return _Nowhere() if original is None else original


class _Nowhere(io.StringIO):
    """Takes every text and keeps none."""

    def write(self, text: str) -> int:
        return len(text)


class _Handler(logging.Handler):
    """A logging handler that writes to the sink of the current attempt."""

    def __init__(self, sink_of: SinkOf) -> None:
        super().__init__()
        self._sink_of = sink_of
        self.setFormatter(logging.Formatter(_FORMAT, datefmt="%Y-%m-%d %H:%M:%S"))

    def emit(self, record: logging.LogRecord) -> None:
        sink = self._sink_of()
        if sink is not None:
            sink.write(LOG, self.format(record) + "\n")


class Capture:
    """Installed while at least one attempt of the process runs; puts everything back afterwards."""

    def __init__(self, sink_of: SinkOf) -> None:
        self._sink_of = sink_of
        self._handler = _Handler(sink_of)
        self._users = 0
        self._lock = threading.Lock()
        self._tees: tuple[_Tee, _Tee] | None = None
        self._originals: tuple[TextIO, TextIO] | None = None

    def __enter__(self) -> None:
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._originals = (sys.stdout, sys.stderr)
                self._tees = (
                    _Tee(_stream(sys.stdout), STDOUT, self._sink_of),
                    _Tee(_stream(sys.stderr), STDERR, self._sink_of),
                )
                sys.stdout, sys.stderr = self._tees
                logging.getLogger().addHandler(self._handler)

    def __exit__(self, *_exception: object) -> None:
        with self._lock:
            self._users -= 1
            if self._users == 0 and self._tees is not None and self._originals is not None:
                # Somebody else may have replaced a stream meanwhile; theirs stays.
                if sys.stdout is self._tees[0]:
                    sys.stdout = self._originals[0]
                if sys.stderr is self._tees[1]:
                    sys.stderr = self._originals[1]
                logging.getLogger().removeHandler(self._handler)
