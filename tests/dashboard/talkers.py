"""Config classes that print and log."""

from __future__ import annotations

from pathlib import Path

import furu
from tests.contract.processes import wait_until


class Talks(furu.Furu[int]):
    """Prints and logs; succeeds once a file exists."""

    mend: Path
    words: str = "hello"

    def _create(self) -> int:
        print(f"first {self.words}\nsecond line")
        self.logger.warning("loading %s", self.words)
        if not self.mend.exists():
            raise ValueError("nothing there")
        return 1


class Follows(furu.Furu[int]):
    """Prints a line for each file that appears."""

    folder: Path

    def _create(self) -> int:
        for number in range(3):
            print(f"step {number}", flush=True)
            wait_until((self.folder / str(number)).exists, "the test goes on")
        return 3


FOLLOWED = """
from pathlib import Path
from tests.dashboard.talkers import Follows
Follows(folder=Path({folder!r})).get()
"""
