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
from functools import partial

import furu
from tests.contract.witnessed import Number, Product, Sum


def one_artifact(_position: int) -> None:
    """Everybody wants the same."""
    assert Sum(terms=(Number(value=1), Number(value=2))).get() == 3


def tower(position: int, number: int = 0) -> None:
    """Two hundred nested artifacts, each using some below it, in an order of one's own; each number has its own."""
    nodes: list[furu.Furu[int]] = [Number(value=value) for value in range(number * 40, number * 40 + 40)]
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


def kill_at_random(kills: int, seed: int) -> int:
    """Kill one process after another at random moments of their work; returns how many towers they built.

    One that comes to its end leaves the next ones another tower to build, so that every kill meets somebody who
    computes. At the end nobody is killed any more, and all towers must be finished.
    """
    Number(value=-1).get()  # imports and what a process captures once are done, and are not where the kills go
    chance = random.Random(seed)
    killed = towers = 0
    while killed < kills:
        pid = fork(partial(tower, number=towers), killed)
        deadline = time.monotonic() + chance.expovariate(1 / 0.05)
        ended, status = 0, 0
        while ended == 0 and time.monotonic() < deadline:
            time.sleep(0.001)
            ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            assert status == 0
            towers += 1
        else:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
            killed += 1
    for number in range(towers + 1):
        assert os.waitpid(fork(partial(tower, number=number), kills), 0)[1] == 0
    return towers + 1


def main(name: str, processes: int) -> None:
    """Fork the crowd and wait for all of it."""
    children = [fork(STORIES[name], position) for position in range(processes)]
    statuses = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]
    print(statuses)
    sys.exit(max(map(abs, statuses)))


if __name__ == "__main__":
    if sys.argv[1] == "kills":
        print(kill_at_random(int(sys.argv[2]), int(sys.argv[3])))
    else:
        main(sys.argv[1], int(sys.argv[2]))
