"""What a process on another machine does, seen from here: real process namespaces, which share nothing provable.

A pid namespace is what tells containers apart that share a host name and a boot: a holder in one cannot be
proved alive or dead from outside, so only its heartbeat counts, as with another machine.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import furu
from furu.errors import LeaseLost, StoreUnwritable
from tests.contract.processes import CHECKOUT, finish, start, wait_until
from tests.contract.witnessed import Forks, Held, Number, lines_of

LEASE = 2
"""Seconds; shorter ones would leave a beat no time on a busy machine."""

UNSHARE = ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--mount-proc", "--kill-child"]


def can_unshare() -> bool:
    try:
        return subprocess.run([*UNSHARE, "true"], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


elsewhere = pytest.mark.skipif(not can_unshare(), reason="this system gives its users no process namespaces")


@pytest.fixture
def held(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Held:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    monkeypatch.setenv("FURU_LEASE_SECS", str(LEASE))
    return Held(release=str(tmp_path / "release"))


def get_code(node: Held) -> str:
    return f"from tests.contract.witnessed import Held; print(Held(release={node.release!r}).get())"


def start_elsewhere(node: Held) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [*UNSHARE, sys.executable, "-c", get_code(node)],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    return process


def descendants(pid: int) -> list[int]:
    found = [
        int(child) for task in Path(f"/proc/{pid}/task").iterdir() for child in (task / "children").read_text().split()
    ]
    return [*found, *(below for child in found for below in descendants(child))]


@elsewhere
def test_a_paused_and_superseded_holder_cannot_publish_over_the_winner(held: Held) -> None:
    holder = start_elsewhere(held)
    wait_until(lambda: len(descendants(holder.pid)) == 2, "its helper started")
    paused = descendants(holder.pid)
    for pid in reversed(paused):
        os.kill(pid, signal.SIGSTOP)
    Path(held.release).touch()
    winner = start(get_code(held))
    assert finish(winner) == f"made by {winner.pid}\n"
    for pid in paused:
        os.kill(pid, signal.SIGCONT)
    _, errors = holder.communicate(timeout=120)
    assert holder.returncode != 0
    assert LeaseLost.__name__ in errors
    assert held.get() == f"made by {winner.pid}"
    assert len(lines_of(Path(os.environ["WITNESS"]))) == 2


@elsewhere
def test_a_waiter_lets_a_holder_take_many_times_the_lease(held: Held) -> None:
    holder = start_elsewhere(held)
    record = held.furu_dir / ".furu" / "attempt-0001.json"
    began = record.stat().st_mtime
    waiter = start(get_code(held))
    wait_until(lambda: record.stat().st_mtime > began + 3 * LEASE, "the holder outlived its lease three times")
    assert waiter.poll() is None
    assert held.state() is furu.State.RUNNING
    Path(held.release).touch()
    made = holder.communicate(timeout=120)[0]
    assert finish(waiter) == made
    assert len(lines_of(Path(os.environ["WITNESS"]))) == 1


@elsewhere
def test_a_holder_killed_elsewhere_is_noticed_within_the_lease(held: Held) -> None:
    holder = start_elsewhere(held)
    holder.kill()
    holder.communicate()
    Path(held.release).touch()
    waiter = start(get_code(held))
    assert finish(waiter) == f"made by {waiter.pid}\n"


def test_a_requeued_job_does_not_wait_for_its_former_self(held: Held, monkeypatch: pytest.MonkeyPatch) -> None:
    """The former self still counts as alive by its process, as on a node that has not noticed yet."""
    former = start(get_code(held), SLURM_JOB_ID="77", SLURM_RESTART_COUNT="0")
    wait_until((held.furu_dir / "half-written").exists, "the attempt began")
    former.send_signal(signal.SIGSTOP)
    Path(held.release).touch()
    try:
        requeued = start(get_code(held), SLURM_JOB_ID="77", SLURM_RESTART_COUNT="1")
        made = finish(requeued)
    finally:
        former.send_signal(signal.SIGCONT)
    _, errors = former.communicate(timeout=120)
    assert made == f"made by {requeued.pid}\n"
    assert LeaseLost.__name__ in errors
    assert held.get() == made.strip()


def test_a_forked_child_releases_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    code = "from tests.contract.witnessed import Forks; print(Forks().get())"
    assert finish(start(code)) == "the child failed with 1\n"
    assert Forks().state() is furu.State.SUCCESS
    assert len(lines_of(tmp_path / "witness")) == 1


READ_ONLY = """
import errno, os, subprocess
from furu.errors import StoreUnwritable
from tests.contract.witnessed import Number
root = os.environ["FURU_PATH"]
subprocess.run(["mount", "--bind", root, root], check=True)
subprocess.run(["mount", "-o", "remount,bind,ro", root], check=True)
print(Number(value=1).get())
try:
    Number(value=2).get()
except StoreUnwritable as error:
    print(error.errno == errno.EROFS, "FURU_PATH" in str(error))
print(Number(value=2).state())
"""


@elsewhere
def test_a_read_only_root_loads_what_exists_and_explains_what_it_cannot(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    assert Number(value=1).get() == 1
    done = subprocess.run(
        [*UNSHARE, "--mount", sys.executable, "-c", READ_ONLY],
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.stdout == "1\nTrue True\nmissing\n", done.stderr


def test_an_artifact_that_vanishes_meanwhile_is_explained(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    node = Held(release=str(tmp_path / "release"))
    process = start(get_code(node))
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    shutil.rmtree(node.furu_dir)
    Path(node.release).touch()
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 1
    assert LeaseLost.__name__ in errors or StoreUnwritable.__name__ in errors
    assert node.get() == f"made by {os.getpid()}"
