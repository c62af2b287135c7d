"""Classes whose experiments end in every way there is."""

from __future__ import annotations

import os
import signal
import sys

import furu


class Point(furu.Furu[dict[str, int]]):
    """Cheap: there are hundreds of it."""

    number: int

    def _create(self) -> dict[str, int]:
        return {"square": self.number**2}


class Level(furu.Furu[int]):
    """A chain as deep as one likes."""

    depth: int
    below: Level | None = None

    def _create(self) -> int:
        return 0 if self.below is None else self.below.get() + 1

    def _name(self) -> str:
        return f"level {self.depth}"


class MissingColumn(Exception):
    """What a table has not."""


class Broken(furu.Furu[None]):
    """Fails, two calls deep and because of something else."""

    column: str

    def _create(self) -> None:
        select({"pixels": [1.0]}, self.column)


def select(table: dict[str, list[float]], column: str) -> list[float]:
    """Returns a column of a table."""
    try:
        return table[column]
    except KeyError as error:
        message = f"there is no column {column!r}\nthere are: {', '.join(table)}"
        raise MissingColumn(message) from error


class Summary(furu.Furu[int]):
    """Stands on points, and on something that may fail."""

    points: tuple[Point, ...]
    table: Broken | None = None

    def _create(self) -> int:
        return sum(point.get()["square"] for point in self.points)


class Crashed(furu.Furu[None]):
    """Dies without a word."""

    at: str

    def _create(self) -> None:
        os.kill(os.getpid(), signal.SIGKILL)


class Interrupted(furu.Furu[None]):
    """Ends as Ctrl-C ends it."""

    at: str

    def _create(self) -> None:
        raise KeyboardInterrupt


class Evicted(furu.Furu[None]):
    """Ends as a scheduler ends it."""

    at: str

    def _create(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


class Held(furu.Furu[str]):
    """Runs until its process is told, in a line on its standard input, how to go on."""

    label: str

    def _create(self) -> str:
        self.logger.info("waiting")
        while (line := sys.stdin.readline().strip()).startswith("say "):
            sys.stdout.write(f"{line.removeprefix('say ')}\n")
        if line == "fail":
            raise RuntimeError(f"{self.label} was told to fail")
        return line


class Talks(furu.Furu[int]):
    """Prints much, in colour, with two errors and something that would take over a careless page or terminal."""

    lines: int = 6000

    def _create(self) -> int:
        for line in range(self.lines):
            sys.stdout.write(f"\x1b[3{1 + line % 6}mline {line:04d}\x1b[0m of many\n")
            if line in (700, 3000):
                sys.stdout.write("ERROR: batch is empty\n")
        sys.stdout.write("<img src=x onerror=\"document.title='taken over'\">\x1b]0;title\x07\x1b[2J the last\n")
        sys.stderr.write("complaint\n")
        self.logger.warning("logged at the end")
        return self.lines


class Odd(furu.Furu[dict[str, str]]):
    """Text that a careless page would take for something else."""

    text: str
    words: dict[str, str] = furu.field(default_factory=dict)
    fails: bool = False

    def _create(self) -> dict[str, str]:
        if self.fails:
            raise ValueError(self.text)
        return {"echo": self.text, **self.words}

    def _name(self) -> str:
        return self.text

    def _tags(self) -> tuple[str, ...]:
        return tuple(self.words)


class Größe(furu.Furu[float]):
    """A class whose name is not English."""

    länge: float = 1.5

    def _create(self) -> float:
        return self.länge
