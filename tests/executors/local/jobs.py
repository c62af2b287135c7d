"""Config classes that the tests of the local backend run: each asks for something, or ends in its own way."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import furu
from furu import Resources
from tests.contract.witnessed import lines_of, testify


class Wrong(Exception):  # as users name theirs
    """An error of the user's own, with something in it."""

    def __init__(self, code: int) -> None:
        super().__init__(f"wrong by {code}")
        self.code = code


class Asks(furu.Furu[dict[str, str]]):
    """Says when it begins and ends, and waits in between until so many have begun."""

    name: str
    cpus: int = 1
    gpus: int = 0
    mem_gb: float | None = None
    company: int = 1

    def _resources(self) -> Resources:
        return Resources(cpus=self.cpus, gpus=self.gpus, mem_gb=self.mem_gb)

    def _create(self) -> dict[str, str]:
        testify(f"+ {self.name}")
        witness = Path(os.environ["WITNESS"])
        while sum(line.startswith("+") for line in lines_of(witness)) < self.company:
            time.sleep(0.005)
        testify(f"- {self.name}")
        return {"pid": str(os.getpid()), "gpus": os.environ["CUDA_VISIBLE_DEVICES"]}


class Ends(furu.Furu[str]):
    """Ends in its own way; what it prints before is in three streams."""

    how: str

    def _create(self) -> str:
        print("a line of Python")
        subprocess.run([sys.executable, "-c", "import os; os.write(1, b'a line of a program\\n')"], check=True)
        ctypes.CDLL(None).puts(b"a line of C")
        ctypes.CDLL(None).fflush(None)
        print("the last line")
        return self._end()

    def _end(self) -> str:
        match self.how:
            case "segfault":
                resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
                ctypes.string_at(0)
            case "exit":
                os._exit(3)
            case "kill":
                os.kill(os.getpid(), signal.SIGKILL)
            case "raise":
                raise Wrong(7)
            case "leave":
                sys.exit("enough")
        return self.how


class Limited(furu.Furu[str]):
    """Never ends by itself, and says so to nobody; it is stopped after a while."""

    seconds: float

    def _resources(self) -> Resources:
        return Resources(time_min=self.seconds / 60)

    def _create(self) -> str:
        while True:
            time.sleep(60)


class Stuck(furu.Furu[str]):
    """Never ends by itself; when it is told to, it does or does not."""

    stubborn: bool = False

    def _create(self) -> str:
        testify(f"stuck {os.getpid()}")
        while True:
            try:
                time.sleep(60)
            except KeyboardInterrupt:
                testify("heard")
                if not self.stubborn:
                    raise


class Inner(furu.Furu[str]):
    """Lets a program print, inside the attempt of another."""

    def _create(self) -> str:
        subprocess.run(["echo", "inner"], check=True)
        return "inner"


class Outer(furu.Furu[str]):
    """Lets a program print before and after it needs another artifact that it had not announced."""

    def _create(self) -> str:
        subprocess.run(["echo", "before"], check=True)
        inner = Inner().get()
        os.write(2, b"after\n")
        return inner


class Talks(furu.Furu[str]):
    """Lets a program print, and goes on until that is in its log."""

    def _create(self) -> str:
        subprocess.run(["echo", "so far"], check=True)
        log = self.furu_dir / ".furu" / "logs" / "0001" / "stdout"
        while not log.exists():
            time.sleep(0.01)
        return log.read_text()
