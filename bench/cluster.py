"""A Slurm of the measurement's own, and how much of the processor its daemons and jobs have used."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil

from bench.calls import CHECKOUT
from tests.slurm import warden

PATIENCE_S = 120.0


class NoSlurm(Exception):
    """Slurm is not installed, or did not start."""


class Cluster:
    """A running Slurm; all of its daemons and jobs are below one process."""

    def __init__(self, keeper: psutil.Process) -> None:
        self._keeper = keeper

    def used(self) -> float:
        """Seconds of the processor used by everything of Slurm: daemons, jobs, and what of them has ended."""
        seconds = 0.0
        for process in (self._keeper, *self._keeper.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):
                seconds += sum(process.cpu_times()[:4])
        return seconds

    def settle(self) -> None:
        """Waits until no job is left: results are there before their jobs have ended.

        Raises:
            TimeoutError: one does not end.
        """
        end = time.monotonic() + PATIENCE_S
        while subprocess.run(["squeue", "--noheader"], capture_output=True, text=True, check=True).stdout:
            if time.monotonic() > end:
                message = "a job does not end"
                raise TimeoutError(message)
            time.sleep(0.1)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A Slurm that ends with the block, and that this process's commands speak to.

    Raises:
        NoSlurm: it is not installed, or did not start.
    """
    if missing := warden.missing():
        raise NoSlurm(f"Slurm is not installed ({', '.join(missing)}); scripts/prepare.py slurm installs it, as root")
    root = tempfile.mkdtemp(prefix="fb-", dir="/tmp")  # short, for its sockets; the keeper deletes it
    command = [sys.executable, str(CHECKOUT / "tests" / "slurm" / "warden.py"), root]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True
    ) as keeper:
        assert keeper.stdout is not None
        word, _, conf = keeper.stdout.readline().strip().partition(" ")
        if word != "ready":
            raise NoSlurm("Slurm did not start; its keeper has said why")
        os.environ["SLURM_CONF"] = conf
        yield Cluster(psutil.Process(keeper.pid))
