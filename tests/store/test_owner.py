"""A holder is gone only when this machine can prove it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from furu.store import owner as store_owner
from furu.store.owner import holder, process_started, this_process
from tests.contract.processes import wait_until
from tests.store.samples import owner

WAITS = [sys.executable, "-c", "import sys; print('up', flush=True); sys.stdin.read()"]


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    with subprocess.Popen(WAITS, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        yield process
        process.kill()


def test_a_process_describes_itself() -> None:
    me = this_process("token")
    assert (me.pid, me.token, me.slurm_job, me.slurm_restarts) == (os.getpid(), "token", None, None)
    assert me.process_started == process_started(os.getpid()) != ""
    assert me.host
    assert me.boot_id
    assert me.pid_namespace.startswith("pid:[")
    assert me.user
    assert holder(me) == "alive"


def test_a_slurm_job_is_part_of_the_description(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLURM_JOB_ID", "4711")
    assert (this_process("t").slurm_job, this_process("t").slurm_restarts) == ("4711", 0)
    monkeypatch.setenv("SLURM_RESTART_COUNT", "2")
    assert this_process("t").slurm_restarts == 2


def test_another_live_process_is_alive_and_a_dead_one_gone(child: subprocess.Popen[bytes]) -> None:
    held = owner(pid=child.pid, process_started=process_started(child.pid))
    assert holder(held) == "alive"
    child.kill()
    child.wait()
    assert holder(held) == "gone"


def test_a_stopped_process_is_alive(child: subprocess.Popen[bytes]) -> None:
    held = owner(pid=child.pid, process_started=process_started(child.pid))
    child.send_signal(signal.SIGSTOP)
    assert holder(held) == "alive"


def test_a_zombie_is_gone(child: subprocess.Popen[bytes]) -> None:
    held = owner(pid=child.pid, process_started=process_started(child.pid))
    child.kill()
    wait_until(lambda: holder(held) == "gone", "the zombie counts as gone")
    os.kill(child.pid, 0)  # its pid is still taken


def test_a_pid_that_another_process_got_meanwhile_is_gone(child: subprocess.Popen[bytes]) -> None:
    assert holder(owner(pid=child.pid, process_started="1")) == "gone"


@pytest.mark.parametrize(
    "facts",
    [
        {"boot_id": "another boot"},
        {"boot_id": ""},
        {"pid_namespace": "pid:[1]"},
        {"host": "elsewhere", "boot_id": "another boot"},
    ],
)
@pytest.mark.parametrize("pid", [1, 2**30])
def test_a_holder_that_cannot_be_seen_from_here_is_unknown(facts: dict[str, str], pid: int) -> None:
    assert holder(owner(pid=pid, **facts)) == "unknown"


def test_without_boot_ids_the_same_host_decides_by_pid(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_owner, "boot_id", str)
    assert holder(owner(boot_id="")) == "alive"
    assert holder(owner(boot_id="", pid=2**22 - 7)) == "gone"
    assert holder(owner(boot_id="", host="elsewhere")) == "unknown"


def test_a_process_whose_name_has_brackets_is_read_right() -> None:
    renames = "import sys; open('/proc/self/comm', 'w').write('a) Z 1 2'); print('up', flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", renames], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"up\n"
        assert process_started(process.pid).isdigit()
        process.kill()


def test_nothing_is_known_of_a_process_that_never_was() -> None:
    assert process_started(2**22 - 7) == ""
