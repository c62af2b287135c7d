"""Config classes whose attempts an external witness counts: one line in a file for every ``_create``."""

from __future__ import annotations

import ctypes
import os
import time
from pathlib import Path

import furu


def testify(line: str) -> None:
    """Append a line to the witness's file in one write, which no process can tear."""
    descriptor = os.open(os.environ["WITNESS"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(descriptor, f"{line}\n".encode())
    finally:
        os.close(descriptor)


def lines_of(path: Path) -> list[str]:
    """Every line the witness has."""
    return path.read_text().splitlines() if path.exists() else []


class Number(furu.Furu[int]):
    """A leaf."""

    value: int

    def _create(self) -> int:
        testify(f"Number {self.value}")
        return self.value


class Sum(furu.Furu[int]):
    """Uses other artifacts, which other processes may be computing."""

    terms: tuple[Number, ...]

    def _create(self) -> int:
        testify(f"Sum {self.furu_hash}")
        return sum(term.get() for term in self.terms)


class Held(furu.Furu[str]):
    """Waits inside ``_create`` until a file appears, so a test decides when it ends."""

    release: str

    def _create(self) -> str:
        testify(f"Held {os.getpid()}")
        (self.furu_dir / "half-written").write_text("left over when the process is killed")
        while not Path(self.release).exists():
            time.sleep(0.005)
        return f"made by {os.getpid()}"


class Outer(furu.Furu[str]):
    """Gets one artifact that is finished and one that a test holds."""

    inner: Held
    done: Held

    def _create(self) -> str:
        self.done.get()
        self.inner.get()
        return "outer"


class Hog(furu.Furu[str]):
    """Keeps the interpreter lock inside one C call, once the helper has started."""

    seconds: int

    def _create(self) -> str:
        tasks = Path(f"/proc/{os.getpid()}/task")
        while not any((task / "children").read_text() for task in tasks.iterdir()):
            time.sleep(0.005)
        (self.furu_dir / "holding").touch()
        ctypes.PyDLL(None).sleep(self.seconds)
        return "done"


class Fragile(furu.Furu[int]):
    """Counts its attempts, and fails while a file called ``broken`` lies beside the witness."""

    switch: str

    def _create(self) -> int:
        testify("Fragile")
        number = len(lines_of(Path(self.switch)))
        (self.furu_dir / "number.txt").write_text(str(number))
        if "DIE" in os.environ:
            os._exit(9)
        if (Path(self.switch).parent / "broken").exists():
            raise RuntimeError("broken")
        return number


class Product(furu.Furu[int]):
    """An artifact that uses others, level upon level."""

    level: int
    parts: tuple[furu.Furu[int], ...]

    def _create(self) -> int:
        testify(f"Product {self.furu_hash}")
        return sum(part.get() for part in self.parts) % 1_000_003


class Forks(furu.Furu[str]):
    """Forks a child that fails on its way out of this very ``_create``."""

    def _create(self) -> str:
        testify("Forks")
        pid = os.fork()
        if pid == 0:
            raise RuntimeError("in the child")
        return f"the child failed with {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}"
