"""A process that forks a crowd: ``python -m tests.contract.crowd STORY PROCESSES``.

Forking a process that has imported everything starts sixty-four contenders within milliseconds of each other.
It prints the exit statuses, and fails when a child does.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable

import furu
from tests.contract.witnessed import Number, Product, Sum


def one_artifact(_position: int) -> None:
    """Everybody wants the same."""
    assert Sum(terms=(Number(value=1), Number(value=2))).get() == 3


def tower(position: int) -> None:
    """Two hundred nested artifacts, each using some below it, in an order of one's own."""
    nodes: list[furu.Furu[int]] = [Number(value=value) for value in range(40)]
    for level in range(4):
        below = nodes[-40:]
        nodes += [Product(level=level, parts=(below[spot], below[(spot * 7 + 1) % 40])) for spot in range(40)]
    random.Random(position).shuffle(nodes)
    for node in nodes:
        node.get()


STORIES: dict[str, Callable[[int], None]] = {"one artifact": one_artifact, "tower": tower}


def fork(story: Callable[[int], None], position: int) -> int:
    """Start one of the crowd."""
    pid = os.fork()
    if pid == 0:
        status = 1
        try:
            story(position)
            status = 0
        except BaseException:  # noqa: BLE001  # a forked child must not return into the parent's code
            traceback.print_exc()
        finally:
            os._exit(status)
    return pid


def kill_at_random(story: Callable[[int], None], kills: int, seed: int) -> None:
    """Kill one process after another at random moments of the story, then let a last one finish it."""
    chance = random.Random(seed)
    for position in range(kills):
        pid = fork(story, position)
        deadline = time.monotonic() + chance.expovariate(1 / 0.05)
        while time.monotonic() < deadline and os.waitpid(pid, os.WNOHANG) == (0, 0):
            os.sched_yield()
        if time.monotonic() >= deadline:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(os.waitpid(fork(story, kills), 0)[1]) == 0


def main(name: str, processes: int) -> None:
    """Fork the crowd and wait for all of it."""
    children = [fork(STORIES[name], position) for position in range(processes)]
    statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    print(statuses)
    sys.exit(max(map(abs, statuses)))


if __name__ == "__main__":
    if sys.argv[1] == "kills":
        kill_at_random(tower, int(sys.argv[2]), int(sys.argv[3]))
    else:
        main(sys.argv[1], int(sys.argv[2]))
