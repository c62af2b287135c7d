"""Config classes that use something which can be measured."""

from __future__ import annotations

import subprocess
import sys
import threading
import time

import furu
from furu.runtime.context import current
from tests.contract.processes import wait_until


class Short(furu.Furu[list[str]]):
    """Says which threads there are while it runs."""

    number: int = 0

    def _create(self) -> list[str]:
        return [thread.name for thread in threading.enumerate()]


class Burns(furu.Furu[None]):
    """Computes for a while."""

    seconds: float

    def _create(self) -> None:
        end = time.process_time() + self.seconds
        while time.process_time() < end:
            sum(range(1000))


class Writes(furu.Furu[None]):
    """Writes a file and waits until it is on the disk."""

    size: int

    def _create(self) -> None:
        with (self.furu_dir / "file").open("wb") as file:
            file.write(bytes(self.size))


class Grows(furu.Furu[None]):
    """Holds memory for a moment."""

    size: int

    def _create(self) -> None:
        block = bytearray(self.size)
        block[::4096] = b"x" * len(block[::4096])


class Held(furu.Furu[list[str]]):
    """Has a child hold memory until both were looked at twice, and says which threads there were then."""

    size: int

    def _create(self) -> list[str]:
        hold = f"block = bytearray({self.size}); block[::4096] = b'x' * len(block[::4096]); print('ready', flush=True)"
        command = [sys.executable, "-c", f"{hold}; input()"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
            assert child.stdout is not None
            child.stdout.readline()
            wait_until(lambda: samples() >= 2, "two samples were taken")
            return [thread.name for thread in threading.enumerate()]


def samples() -> int:
    """How often the running attempt was looked at."""
    running = current()
    record = None if running is None else running.usage.record()
    return 0 if record is None else record.samples
