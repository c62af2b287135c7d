"""Ctrl-C and SIGTERM: recorded by exactly the attempts that were running, and handled as Python does."""

from __future__ import annotations

import signal
import subprocess
from pathlib import Path

import pytest

import furu
from furu.store.codec import unpack
from furu.store.records import AttemptRecord
from tests.contract.processes import start, wait_until
from tests.contract.witnessed import Held, Outer


@pytest.fixture
def node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Outer:
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    return Outer(inner=Held(release=str(tmp_path / "release")), done=Held(release=str(tmp_path)))


CODE = """
import signal, sys
from tests.contract.witnessed import Held, Outer
node = Outer(inner=Held(release={release!r}), done=Held(release={done!r}))
before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
try:
    node.get()
finally:
    print(before == (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)), flush=True)
"""


def begin(node: Outer) -> subprocess.Popen[str]:
    process = start(CODE.format(release=node.inner.release, done=node.done.release))
    wait_until((node.inner.furu_dir / "half-written").exists, "the inner attempt began")
    return process


def outcome(node: furu.Furu[str]) -> str | None:
    path = node.furu_dir / ".furu" / "attempt-0001.json"
    return unpack(AttemptRecord, path.read_bytes(), str(path)).outcome


def test_ctrl_c_cancels_exactly_the_attempts_that_were_running(node: Outer) -> None:
    process = begin(node)
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=120)
    assert process.returncode == -signal.SIGINT, errors
    assert output == "True\n", "the handlers are put back"
    assert "KeyboardInterrupt" in errors
    assert (outcome(node), outcome(node.inner), outcome(node.done)) == ("cancelled", "cancelled", "success")
    assert node.state() is furu.State.CANCELLED


def test_sigterm_is_written_down_and_then_kills_as_it_would_have(node: Outer) -> None:
    process = begin(node)
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGTERM
    assert (outcome(node), outcome(node.inner), outcome(node.done)) == ("preempted", "preempted", "success")
    assert node.state() is furu.State.PREEMPTED


def test_an_interrupted_artifact_is_computed_by_the_next_get(node: Outer) -> None:
    process = begin(node)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=120)
    Path(node.inner.release).touch()
    assert node.get() == "outer"


LOOP = """
import itertools, signal, sys
from tests.contract.witnessed import Number
values = itertools.count()
value = 0
while value < 200:
    try:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, [signal.SIGINT])
        for value in values:
            Number(value=value).get()
    except KeyboardInterrupt:
        signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        assert Number(value=value).state() in ("success", "cancelled", "missing"), Number(value=value).state()
        print(value, flush=True)
"""


def test_ctrl_c_at_any_moment_leaves_no_artifact_running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a notebook, where the process lives on: an artifact that stayed running would be stuck for ever."""
    monkeypatch.setenv("WITNESS", str(tmp_path / "witness"))
    process = start(LOOP)
    wait_until((tmp_path / "witness").exists, "the loop began")
    assert process.stdout is not None
    while process.poll() is None:
        process.send_signal(signal.SIGINT)
        if not process.stdout.readline():
            break
    _, errors = process.communicate(timeout=120)
    assert process.returncode == 0, errors
