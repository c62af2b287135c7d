"""Logs of an attempt: what it prints and logs goes to its own files, and to the terminal as before.

The files are made at the first byte. Which attempt a line belongs to follows from the context, so nested
attempts write to their own files; a thread without a context belongs to the attempt that was started last.

A worker has no terminal, and one task at a time: there what C code and other programs write to descriptors 1
and 2 belongs to the attempt as well. It arrives in a :class:`Spool` and is moved to the attempt's files before
the next line, at the attempt's end, and now and then in between.
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
from furu.store.layout import FURU_LOG, STDERR, STDOUT

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
        """Append a text to one file."""
        self.append(name, text.encode("utf-8", "backslashreplace"))

    def append(self, name: str, data: bytes) -> None:
        """Append to one file; a disk that is full must not stop the computation."""
        with self._lock:
            if self._closed:
                return
            try:
                if name not in self._open:
                    self._open[name] = fs.open_log(f"{self._folder}/{name}")
                os.write(self._open[name], data)
            except OSError:
                return

    def close(self) -> None:
        """Close the files; later lines of a stray thread are dropped."""
        with self._lock:
            self._closed = True
            for descriptor in self._open.values():
                os.close(descriptor)


SinkOf = Callable[[], Sink | None]

_CHUNK = 1 << 20


class Spool:
    """What arrived at one of a worker's descriptors and is in no log yet: a file without a name, open twice.

    The offset of ``reader`` is how far it was moved to logs. The worker and its driver share it, so the driver finds
    the last words of a worker that died.

    Args:
        name: the log that it belongs to.
        writer: what was written there, such as descriptor 1.
        reader: the same file, opened again.
    """

    def __init__(self, name: str, writer: int, reader: int) -> None:
        self._name = name
        self._writer = writer
        self._reader = reader

    def move(self, sink: Sink | None) -> None:
        """Move what is new to an attempt's log, or nowhere."""
        while data := os.read(self._reader, _CHUNK):
            if sink is not None:
                sink.append(self._name, data)

    def clear(self) -> None:
        """Give the space back, once everything was moved; nobody may be writing."""
        if os.lseek(self._reader, 0, os.SEEK_CUR):
            os.ftruncate(self._writer, 0)
            os.lseek(self._writer, 0, os.SEEK_SET)
            os.lseek(self._reader, 0, os.SEEK_SET)


class _Tee(io.TextIOBase):
    """A text stream that also writes to the sink of the current attempt; in a worker, only there."""

    def __init__(self, original: TextIO, name: str, capture: Capture) -> None:
        self._original = original
        self._name = name
        self._capture = capture

    def write(self, text: str) -> int:
        sink = self._capture.sink_of()
        if sink is not None and text:
            if self._capture.settle():
                sink.write(self._name, text)
                return len(text)
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
            sink.write(FURU_LOG, self.format(record) + "\n")


class Capture:
    """Installed while at least one attempt of the process runs; puts everything back afterwards."""

    def __init__(self, sink_of: SinkOf) -> None:
        self.sink_of = sink_of
        self._handler = _Handler(sink_of)
        self._sinks: list[Sink] = []
        self._spools: tuple[Spool, ...] = ()
        self._lock = threading.RLock()
        self._tees: tuple[_Tee, _Tee] | None = None
        self._originals: tuple[TextIO, TextIO] | None = None

    def spool(self, *spools: Spool) -> None:
        """From now on this process is a worker: nothing goes to its own streams while an attempt runs."""
        self._spools = spools

    def settle(self) -> bool:
        """Move what descriptors received to the attempt that was started last; False in no worker."""
        if not self._spools:
            return False
        with self._lock:
            for spool in self._spools:
                spool.move(self._sinks[-1] if self._sinks else None)
        return True

    def begin(self, sink: Sink) -> None:
        """Capture for an attempt from now on."""
        with self._lock:
            if self._spools:
                self._flush()
            self._sinks.append(sink)
            if len(self._sinks) == 1:
                streams = sys.stdout, sys.stderr
                if self._tees is None or self._originals != streams or self._tees[0].closed or self._tees[1].closed:
                    self._originals = streams
                    self._tees = (_Tee(_stream(sys.stdout), STDOUT, self), _Tee(_stream(sys.stderr), STDERR, self))
                sys.stdout, sys.stderr = self._tees
                logging.root.addHandler(self._handler)

    def end(self, sink: Sink) -> None:
        """Stop capturing for an attempt."""
        with self._lock:
            if self._spools:
                self._flush()
            self._sinks.remove(sink)
            if not self._sinks and self._tees is not None and self._originals is not None:
                # Somebody else may have replaced a stream meanwhile; theirs stays.
                if sys.stdout is self._tees[0]:
                    sys.stdout = self._originals[0]
                if sys.stderr is self._tees[1]:
                    sys.stderr = self._originals[1]
                logging.root.removeHandler(self._handler)
                for spool in self._spools:
                    spool.clear()

    def _flush(self) -> None:
        """Settle at the border of two attempts, with what the process itself still holds back."""
        for stream in self._originals or ():
            if not stream.closed:
                stream.flush()
        self.settle()
