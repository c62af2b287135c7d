"""A process that forks itself for every fault point, and judges what each fault left behind.

``python -m tests.crash.faults SCENARIO FAULT`` runs the scenario in forked children. The first child meets the
fault at its first file operation under the root, the next one at its second, and so on, until a child comes to
its end unharmed. Operations are counted by Python's audit events, and by a wrapper around ``os.write``, which
has none. After each fault this process looks at the root as a newcomer would, and calls ``get()``.

It prints one JSON line: how many fault points there were, and what went wrong at which.
"""

from __future__ import annotations

import errno
import itertools
import json
import os
import shutil
import signal
import sys
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from furu.index.index import Index
from furu.index.query import Selection
from tests.crash.scenarios import SCENARIOS, Scenario

EVENTS = {"open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.utime", "os.listdir", "os.scandir"}
READING = {"os.listdir", "os.scandir"}
DELETING = {"os.remove", "os.rmdir"}
"""What a full disk does not prevent."""
UNHARMED, RAISED, WRONG = 0, 3, 4
WRITES = os.O_WRONLY | os.O_RDWR


class Fault:
    """Counts file operations under a root and meets one of them."""

    def __init__(self, kind: str, root: str) -> None:
        self.kind = kind
        self.point = -1
        self.count = 0
        self._root = root
        sys.addaudithook(self._hear)
        self._write = os.write
        os.write = self._counted_write

    def arm(self, point: int) -> None:
        """Meet the operation with this number, counted from now."""
        self.point, self.count = point, 0

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.point < 0 or event not in EVENTS or not str(arguments[0]).startswith(self._root):
            return
        reads = event in READING or (event == "open" and not (arguments[2] or 0) & WRITES)
        self._operation(fails=not reads and not (event in DELETING and self.kind.startswith("ENOSPC")))

    def _counted_write(self, descriptor: int, data: Any) -> int:
        if self.point >= 0:
            self._operation(fails=True)
        return self._write(descriptor, data)

    def _operation(self, *, fails: bool) -> None:
        number, self.count = self.count, self.count + 1
        if self.kind == "kill":
            if number == self.point:
                os.kill(os.getpid(), signal.SIGKILL)
        elif fails and (number == self.point or (number > self.point and self.kind.endswith("-on"))):
            code = errno.EIO if self.kind.startswith("EIO") else errno.ENOSPC
            raise OSError(code, os.strerror(code), "by the test")


def in_child(work: Callable[[], int]) -> int:
    """Run work in a forked child; returns its exit status, negative for a signal."""
    pid = os.fork()
    if pid == 0:
        try:
            status = work()
        except BaseException:  # noqa: BLE001  # whatever it was, a forked child must not return into the parent's code
            traceback.print_exc()
            status = WRONG
        os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def suffer(scenario: Scenario, fault: Fault, point: int) -> int:
    """Run the scenario with the fault; a fault that raises must leave this very process able to go on."""
    fault.arm(point)
    try:
        scenario.act()
    except OSError:
        fault.arm(-1)
        scenario.check()
        return RAISED
    finally:
        met = fault.count > point
        fault.arm(-1)
    scenario.check()
    return RAISED if met else UNHARMED


def judge(scenario: Scenario, root: str) -> None:
    """What every fault must leave: a store that can be read, and an artifact that can be had."""
    index = Index(Path(root), cache=Path(f"{root}-cache"))
    try:
        index.refresh()
        problems = [row.unreadable for row in index.page(Selection()).items if row.unreadable]
        assert all(problem.endswith("config.json is missing") for problem in problems), problems
    finally:
        index.close()
        shutil.rmtree(f"{root}-cache")
    scenario.check()
    leftovers = [path for path in Path(root).rglob(".tmp-*") if path.is_file() and path.suffix == ".json"]
    assert len(leftovers) <= 2, leftovers


def main(name: str, kind: str) -> dict[str, Any]:
    """Every fault point of a scenario."""
    scenario, root = SCENARIOS[name], os.environ["FURU_PATH"]
    scenario.prepare()
    scenario.act()
    shutil.rmtree(root)
    fault, wrong = Fault(kind, root), []
    for point in itertools.count():
        scenario.prepare()
        status = in_child(partial(suffer, scenario, fault, point))
        try:
            assert status != WRONG, "the process that met the fault could not go on"
            judge(scenario, root)
        except Exception:  # noqa: BLE001  # the report says at which point, and goes on
            wrong.append(f"at {point}: {traceback.format_exc()}")
        shutil.rmtree(root)
        if status == UNHARMED:
            return {"points": point, "wrong": wrong[:3], "count": len(wrong)}
    raise AssertionError("the scenario never ends")


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], sys.argv[2])))
