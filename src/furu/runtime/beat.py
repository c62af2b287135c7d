"""The heartbeat's own process: a script that needs nothing but the standard library.

User code may keep the interpreter lock for minutes inside one C call, and then no thread of its process can
show a sign of life. This process can: it touches the records it is told of, until its parent is gone.

It is told by lines, ``+ <attempt> <claim>`` and ``- <attempt>`` with tabs between: the first ones on the command
line, later ones on its standard input. When a claim disappears although its attempt was not taken off the list,
another process has superseded it, and the parent is interrupted. The parent takes an attempt off the list
*before* it publishes or gives up, so whoever sees the claim gone finds that line in the pipe.
"""

from __future__ import annotations

import os
import select
import signal
import sys


def started(pid: int) -> str:
    """When a process started, as proc(5) says; empty when it is gone."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] in "ZX" else fields[19]


class Beats:
    """The attempts to keep alive, and the pipe that changes them."""

    def __init__(self, pipe: int) -> None:
        self.open = True
        self._pipe = pipe
        self._rest = b""
        self._attempts: dict[str, str] = {}

    def listen(self, seconds: float) -> None:
        """Take in what the parent says, waiting at most so long for it."""
        while self.open and select.select([self._pipe], [], [], seconds)[0]:
            data = os.read(self._pipe, 65536)
            self.open = bool(data)
            *lines, self._rest = (self._rest + data).split(b"\n")
            for line in lines:
                self.take(os.fsdecode(line))
            seconds = 0.0

    def take(self, line: str) -> None:
        """One line: an attempt more, or one less."""
        sign, attempt, *claim = line.split("\t")
        if sign == "+":
            self._attempts[attempt] = claim[0]
        else:
            self._attempts.pop(attempt, None)

    def beat(self) -> bool:
        """Touch every attempt; returns whether one of them was superseded."""
        gone = []
        for attempt, claim in self._attempts.items():
            try:
                os.utime(attempt, None)
                os.stat(claim)
            except FileNotFoundError:
                gone.append(attempt)
            except OSError:
                continue  # a disk that does not answer now may answer at the next beat
        if gone:
            self.listen(0.0)
        superseded = [attempt for attempt in gone if attempt in self._attempts]
        for attempt in superseded:
            del self._attempts[attempt]
        return bool(superseded)


def main(parent: int, parent_started: str, interval: float, *lines: str) -> None:
    """Beat until the parent is gone or closes the pipe."""
    beats = Beats(sys.stdin.fileno())
    for line in lines:
        beats.take(line)
    while beats.open and started(parent) == parent_started:
        if beats.beat():
            os.kill(parent, signal.SIGINT)
        beats.listen(interval)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]), *sys.argv[4:])
