"""A machine whose clock is an hour off neither breaks a lease nor keeps one wrongly.

The other machine is a process namespace of its own, so that nothing about it can be proved from here, in which
the only reader of a clock is told a time that is off. Files get their times from the one file system, as on a server.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import furu
from tests.contract.processes import CHECKOUT, finish, start, wait_until
from tests.contract.test_fence import LEASE, UNSHARE, elsewhere
from tests.contract.witnessed import Held, lines_of

HOUR = 3600

OFF = """
import datetime, time
from furu import clock
from tests.contract.witnessed import Held
class Wrong:
    now = staticmethod(lambda tz: datetime.datetime.fromtimestamp(time.time(), tz))
right = time.time
time.time = lambda: right() + {off}
clock.datetime = Wrong
print(Held(release={release!r}).get())
"""


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    monkeypatch.setenv("FURU_LEASE_SECS", str(LEASE))
    return Held(release=str(tmp_path / "release"))


def start_elsewhere(node: Held, off: int) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*UNSHARE, sys.executable, "-c", OFF.format(off=off, release=node.release)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    return process


@elsewhere
@pytest.mark.parametrize("off", [-HOUR, HOUR], ids=["behind", "ahead"])
def test_a_holder_keeps_its_lease_for_as_long_as_it_lives_and_no_longer(held: Held, off: int) -> None:
    record = held.furu_dir / ".furu" / "attempt-0001.json"
    holder = start_elsewhere(held, off)
    waiter = start(OFF.format(off=-off, release=held.release))
    began = record.stat().st_mtime
    wait_until(lambda: record.stat().st_mtime > began + LEASE, "the holder outlived its lease")
    assert held.state() is furu.State.RUNNING
    assert waiter.poll() is None
    holder.kill()
    holder.communicate()
    Path(held.release).touch()
    assert finish(waiter) == f"made by {waiter.pid}\n", "who waited took over within the lease, not an hour later"
    assert held.state() is furu.State.SUCCESS
    assert len(lines_of(Path(os.environ["WITNESS"]))) == 2


@elsewhere
def test_the_next_get_loads_what_a_machine_made_whose_clock_is_ahead(held: Held) -> None:
    holder = start_elsewhere(held, HOUR)
    Path(held.release).touch()
    made = finish(holder)
    assert held.get() == made.strip()
    assert held.get(recompute=True) == f"made by {os.getpid()}"
    assert held.get() == f"made by {os.getpid()}", "the later attempt counts, whatever time each says it ended"
