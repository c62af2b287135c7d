"""Signs of life: from a process of its own, for long attempts only, and gone with the last of them."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.contract.processes import finish, start, wait_until
from tests.contract.witnessed import Held

HOG = """
import ctypes, sys
from pathlib import Path
import furu
from tests.contract.witnessed import Hog
print(Hog(seconds=8).get(), flush=True)
"""


def children(pid: int) -> list[int]:
    tasks = Path(f"/proc/{pid}/task")
    return [int(child) for task in tasks.iterdir() for child in (task / "children").read_text().split()]


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    monkeypatch.setenv("FURU_LEASE_SECS", "1.2")
    return Held(release=str(tmp_path / "release"))


def hold(node: Held) -> subprocess.Popen[str]:
    code = f"from tests.contract.witnessed import Held; print(Held(release={node.release!r}).get())"
    process = start(code)
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    return process


def beat(node: Held) -> int:
    return (node.furu_dir / ".furu" / "attempt-0001.json").stat().st_mtime_ns


def test_a_long_attempt_beats_from_a_helper_that_ends_with_it(held: Held) -> None:
    process = hold(held)
    first = beat(held)
    wait_until(lambda: children(process.pid), "the helper started")
    wait_until(lambda: beat(held) > first, "the record was touched")
    (helper,) = children(process.pid)
    Path(held.release).touch()
    finish(process)
    wait_until(lambda: not Path(f"/proc/{helper}").exists(), "the helper ended")


def test_a_helper_ends_when_its_parent_is_killed(held: Held) -> None:
    process = hold(held)
    wait_until(lambda: children(process.pid), "the helper started")
    (helper,) = children(process.pid)
    process.send_signal(signal.SIGKILL)
    process.communicate()
    wait_until(lambda: not Path(f"/proc/{helper}").exists(), "the helper ended")


SHORT = """
import threading
from pathlib import Path
import os
from tests.contract.witnessed import Number
for value in range(20):
    Number(value=value).get()
tasks = Path(f"/proc/{os.getpid()}/task")
assert not [child for task in tasks.iterdir() for child in (task / "children").read_text().split()]
deadline = 100
while threading.active_count() > 1 and deadline:
    threading.Event().wait(0.05)
    deadline -= 1
print(threading.active_count())
"""


def test_short_attempts_start_no_process_and_leave_no_thread(held: Held) -> None:
    assert finish(start(SHORT)) == "1\n"


def test_a_superseded_process_is_interrupted_and_says_that_it_lost_the_lease(held: Held) -> None:
    """What a waiter on another machine does to a holder it believes dead: take its claim, start the next attempt."""
    process = hold(held)
    wait_until(lambda: children(process.pid), "the helper started")
    (claim,) = (held.furu_dir / ".furu").glob("claim-*")
    claim.unlink()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "furu.errors.LeaseLost" in errors
    assert "FURU_LEASE_SECS" in errors


def test_the_heartbeat_survives_code_that_keeps_the_interpreter_lock(held: Held) -> None:
    from tests.contract.witnessed import Hog

    node = Hog(seconds=8)
    process = start(HOG)
    record = node.furu_dir / ".furu" / "attempt-0001.json"
    wait_until((node.furu_dir / "holding").exists, "the C call began")
    seen: set[int] = set()

    def beats() -> int:
        seen.add(record.stat().st_mtime_ns)
        return len(seen)

    wait_until(lambda: beats() >= 5, "the record was touched while no Python code could run", seconds=7)
    assert process.poll() is None
    finish(process)
    assert os.path.exists(node.furu_dir / ".furu" / "success")
