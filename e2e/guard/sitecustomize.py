"""Watches every Python process of the browser tests for writing outside their temporary folder.

Python imports this module by itself when it starts, because the folder is on its path. What is found goes into a
file that the stage reads at its end.
"""

from __future__ import annotations

import atexit
import os
from pathlib import Path

from tests.guard import Watch


def watch(scratch: Path) -> None:
    """Reports at the end of the process what it wrote outside a folder."""
    seen = Watch()
    seen.install()
    seen.begin(scratch)

    def report() -> None:
        if found := seen.end():
            with (scratch / "outside.txt").open("a", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in found)

    atexit.register(report)


if "FURU_E2E_SCRATCH" in os.environ:
    watch(Path(os.environ["FURU_E2E_SCRATCH"]))
