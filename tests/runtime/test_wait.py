"""A waiter says whom it waits for, waits no longer than it is told, and never for itself."""

from __future__ import annotations

import logging
import os
import re
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

import furu
from furu import clock
from furu.errors import WaitCycle, WaitExceeded
from furu.runtime import messages
from furu.store.owner import host
from tests.contract.processes import finish, start, wait_until
from tests.runtime.steps import Uses
from tests.store.samples import NOON, attempt, owner

DURATIONS = [
    (0, "0s"),
    (0.9, "0s"),
    (59.9, "59s"),
    (60, "1m 00s"),
    (72, "1m 12s"),
    (3599, "59m 59s"),
    (3600, "1h 00m"),
    (11_100, "3h 05m"),
    (86_400, "1d 0h"),
    (2 * 86_400 + 4 * 3600 + 59, "2d 4h"),
]


@pytest.mark.parametrize(("seconds", "text"), DURATIONS)
def test_a_duration_is_written_as_people_say_it(seconds: float, text: str) -> None:
    assert clock.duration(seconds) == text


HELD = attempt(owner=owner(host="box", pid=42))
LATER = datetime(2024, 2, 29, 12, 1, 30, tzinfo=UTC)


def test_a_waiter_says_who_holds_the_artifact_since_when_and_until_when() -> None:
    text = messages.waiting("a.B@ff", HELD, now=LATER, silent_for=3, earlier=[], limit=None)
    assert text == (
        "waiting for a.B@ff: ada@box pid 42 has been computing it for 1m 29s, last sign of life 3s ago; "
        "waiting while it is alive (FURU_MAX_WAIT_SECS sets a limit)"
    )


def test_a_waiter_says_what_it_knows_besides() -> None:
    held = attempt(owner=owner(host="box", pid=42, slurm_job="4711"))
    text = messages.waiting("a.B@ff", held, now=NOON, silent_for=0, earlier=[30, 90], limit=60)
    assert "pid 42, Slurm job 4711 has been computing it for 0s" in text
    assert "; earlier attempts took 30s, 1m 30s; waiting at most 1m 00s (FURU_MAX_WAIT_SECS)" in text


class Blocked(furu.Furu[str]):
    """Computes until the file is there."""

    release: Path

    def _create(self) -> str:
        print("begun", flush=True)
        with self.release.open() as pipe:  # a pipe: opening it waits for the test
            return pipe.read()


HOLD = "from pathlib import Path\nfrom tests.runtime.test_wait import Blocked\nBlocked(release=Path({path!r})).get()"


@pytest.fixture
def blocked(tmp_path: Path) -> Blocked:
    os.mkfifo(tmp_path / "release")
    return Blocked(release=tmp_path / "release")


def test_a_wait_ends_when_it_has_taken_long_enough(blocked: Blocked, monkeypatch: pytest.MonkeyPatch) -> None:
    holder = start(HOLD.format(path=str(blocked.release)))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "begun\n"
    monkeypatch.setenv("FURU_MAX_WAIT_SECS", "0.1")
    message = (
        rf"is still being computed by \S+@{re.escape(host())} pid {holder.pid} after 0s\nhint: set FURU_MAX_WAIT_SECS"
    )
    with pytest.raises(WaitExceeded, match=message) as caught:
        blocked.get()
    assert caught.value.artifact == f"tests.runtime.test_wait.Blocked@{blocked.furu_hash}"
    assert blocked.state() is furu.State.RUNNING
    blocked.release.write_text("done")
    finish(holder)
    assert blocked.get() == "done"


def test_a_waiter_reports_after_a_while(
    blocked: Blocked, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("furu.runtime.wait.FIRST_MESSAGE", 0.05)
    monkeypatch.setenv("FURU_MAX_WAIT_SECS", "0.5")
    holder = start(HOLD.format(path=str(blocked.release)))
    wait_until(lambda: blocked.state() is furu.State.RUNNING, "the attempt began")
    with caplog.at_level(logging.WARNING, logger="furu"), pytest.raises(WaitExceeded):
        blocked.get()
    assert f"waiting for tests.runtime.test_wait.Blocked@{blocked.furu_hash}: " in caplog.text
    assert "waiting at most 0s (FURU_MAX_WAIT_SECS)" in caplog.text
    holder.send_signal(signal.SIGKILL)
    holder.communicate()
    assert blocked.state() is furu.State.CRASHED


class Narcissus(furu.Furu[int]):
    """Gets itself."""

    through: int = 0

    def _create(self) -> int:
        return Echo(of=self).get() if self.through else Narcissus(through=self.through).get()


class Echo(furu.Furu[int]):
    of: Narcissus

    def _create(self) -> int:
        return self.of.get()


def test_waiting_for_oneself_is_an_error() -> None:
    with pytest.raises(WaitCycle, match="would wait for itself: Narcissus → Narcissus") as caught:
        Narcissus().get()
    assert "hint: a _create may not get() the artifact it is creating" in str(caught.value)
    assert Narcissus().state() is furu.State.FAILED


def test_waiting_for_oneself_through_another_is_an_error() -> None:
    with pytest.raises(WaitCycle, match="would wait for itself: Narcissus → Echo → Narcissus"):
        Narcissus(through=1).get()


class Asks(furu.Furu[int]):
    """Gets itself in a thread."""

    def _create(self) -> int:
        with ThreadPoolExecutor(1) as pool:
            return pool.submit(Asks().get).result()


def test_waiting_for_oneself_in_a_thread_is_an_error() -> None:
    with pytest.raises(WaitCycle, match="would wait for itself: Asks → Asks"):
        Asks().get()


def test_asking_twice_inside_is_no_cycle() -> None:
    node = Uses(nodes=(Uses(), Uses()))
    assert node.get() == [[], []]
