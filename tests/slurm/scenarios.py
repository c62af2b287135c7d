"""Scenarios that take a minute, each a driver in a process of its own, so that all of them run beside the tests.

Usage: ``python -m tests.slurm.scenarios NAME OUTPUT``, with FURU_PATH and SLURM_CONF set.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import furu
from furu.config.node import Node
from furu.executors.report import RunReport
from furu.runtime.locate import locate
from furu.store import fs, lease, runs
from furu.store.layout import RunPlace, attempt_numbers
from furu.store.lease import read_attempt
from tests.slurm.steps import Continued, Endless, Slow, Survivor

PATIENCE = 200.0


def attempts(node: Node) -> list[str | None]:
    """How the attempts of a node ended, the first first."""
    artifact = locate(node)
    records = [read_attempt(artifact, number) for number in attempt_numbers(fs.names(artifact.meta))]
    return [record.outcome for record in records if record is not None]


def until(met: Callable[[], bool]) -> None:
    """Wait for a condition.

    Raises:
        TimeoutError: it is not met in time.
    """
    end = time.monotonic() + PATIENCE
    while not met():
        if time.monotonic() > end:
            raise TimeoutError
        time.sleep(0.1)


def told(report: RunReport) -> dict[str, Any]:
    """What a report says, as data."""
    events = Path(RunPlace(os.environ["FURU_PATH"], report.id).events)
    notes = [json.loads(line) for line in events.read_text().splitlines()]
    return {
        "outcome": report.outcome,
        "reasons": [failure.reason for failure in report.failed],
        "notes": [note["message"] for note in notes if note["kind"] == "note"],
    }


def limit() -> dict[str, Any]:
    """A time limit stops a task that checkpoints; it goes on in a second attempt of the same job."""
    node = Continued(name="limit")
    report = furu.run(node, on=furu.Slurm(notice_s=50), progress=False)
    return told(report) | {"value": node.load() if node.exists() else None, "attempts": attempts(node)}


def exhausted() -> dict[str, Any]:
    """A time limit stops a task that may not be requeued any more."""
    node = Continued(name="exhausted")
    report = furu.run(node, on=furu.Slurm(notice_s=50, requeues=0), progress=False)
    return told(report) | {"attempts": attempts(node)}


def timeout() -> dict[str, Any]:
    """A time limit kills a task that does not checkpoint."""
    node = Endless()
    report = furu.run(node, on=furu.Slurm(notice_s=50), progress=False)
    ended = lease.latest_attempt(locate(node), fs.names(locate(node).meta))
    return told(report) | {"attempts": attempts(node), "state": node.state(), "last": repr(ended)}


def preempted() -> dict[str, Any]:
    """A job of more importance takes the node while no driver lives; the task goes on afterwards."""
    node = Continued(name="preempted", partition="scavenge", time_min=None)
    place = Path(os.environ["FURU_PATH"])
    place.mkdir(parents=True, exist_ok=True)
    furu.run(node, on=furu.Slurm(array=False), detach=True, progress=False)
    until((node.furu_dir / "begun").exists)
    urgent = f"while [ ! -e {place / 'seen'} ]; do sleep 0.1; done"
    command = ["sbatch", "-p", "urgent", "-c", "16", "-o", str(place / "urgent.out"), "--wrap", urgent]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    until(lambda: attempts(node) == ["preempted"] and node.state() is furu.State.QUEUED)
    (place / "seen").touch()
    report = furu.run(node, on=furu.Slurm(), progress=False)
    return told(report) | {"value": node.load() if node.exists() else None, "attempts": attempts(node)}


def lost_node() -> dict[str, Any]:
    """A node stops answering while a task runs on it; whoever asked for this kills the node once it says so."""
    node = Survivor()
    report = furu.run(node, on=furu.Slurm(), progress=False)
    return told(report) | {"value": node.load() if node.exists() else None, "attempts": attempts(node)}


def chain() -> Slow:
    """Four steps in a row."""
    top = Slow()
    for level in range(1, 4):
        top = Slow(below=top, level=level)
    return top


def driver() -> dict[str, Any]:
    """Drives the chain, until it is killed or done."""
    return told(furu.run(chain(), on=furu.Slurm(), progress=False))


def killed_driver() -> dict[str, Any]:
    """A driver is killed in the middle; another one waits for its jobs, and computes nothing twice."""
    output = Path(os.environ["FURU_PATH"], "never")
    with subprocess.Popen([sys.executable, "-m", "tests.slurm.scenarios", "driver", str(output)]) as process:
        until(Slow().exists)
        process.send_signal(signal.SIGKILL)
    found = runs.run_ids(os.environ["FURU_PATH"])
    first = RunPlace(os.environ["FURU_PATH"], found[0])
    record = runs.read_run(first)
    assert record is not None
    report = furu.run(chain(), on=furu.Slurm(), progress=False)
    computed = (Slow().raw_dir / "computed").read_text().split()
    left = runs.state_of_run(runs.read_report(first), runs.driver_of(first, record))
    return told(report) | {"computed": sorted(computed), "left": left, "done": len(report.done)}


SCENARIOS: dict[str, Callable[[], dict[str, Any]]] = {
    scenario.__name__: scenario for scenario in (limit, exhausted, timeout, preempted, lost_node, killed_driver, driver)
}
LONG = ("limit", "timeout", "exhausted", "lost_node", "preempted", "killed_driver")
"""Those that are begun at once, beside the tests."""


def main() -> int:
    """Plays one."""
    name, output = sys.argv[1:]
    told_of = SCENARIOS[name]()
    temporary = Path(f"{output}.part")
    temporary.write_text(json.dumps(told_of))
    temporary.rename(output)
    return 0


if __name__ == "__main__":
    sys.exit(main())
