"""Nothing is computed twice because two processes raced, and nothing waits for the dead."""

from __future__ import annotations

import json
import os
import signal
from collections import Counter
from pathlib import Path

import pytest

import furu
from furu.runtime.wait import LOCAL_POLL
from furu.store.layout import attempt_numbers
from tests.contract.processes import finish, start, wait_until
from tests.contract.witnessed import Held, Number, Sum, lines_of


@pytest.fixture
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "witness"
    monkeypatch.setenv("WITNESS", str(path))
    return path


RACE = """
import random, sys
from tests.contract.witnessed import Number, Sum
nodes = [Number(value=value) for value in range(50)]
nodes += [Sum(terms=tuple(nodes[start:start + 5])) for start in range(0, 50, 5)]
random.Random(int(sys.stdin.readline())).shuffle(nodes)
print(sum(node.get() for node in nodes))
"""


def test_two_processes_racing_for_the_same_artifacts_compute_each_once(witness: Path) -> None:
    processes = [start(RACE) for _ in range(2)]
    for seed, process in enumerate(processes):
        assert process.stdin is not None
        process.stdin.write(f"{seed}\n")
        process.stdin.flush()
    assert [finish(process) for process in processes] == [f"{2 * sum(range(50))}\n"] * 2
    counted = Counter(lines_of(witness))
    assert len(counted) == 60
    assert set(counted.values()) == {1}


def test_the_second_run_computes_nothing(witness: Path) -> None:
    node = Sum(terms=tuple(Number(value=value) for value in range(5)))
    assert node.get() == 10
    before = lines_of(witness)
    assert Sum(terms=tuple(Number(value=value) for value in range(5))).get() == 10
    assert lines_of(witness) == before


def test_a_killed_process_leaves_an_artifact_that_the_next_get_computes(witness: Path, tmp_path: Path) -> None:
    release = tmp_path / "release"
    node = Held(release=str(release))
    code = f"from tests.contract.witnessed import Held; Held(release={str(release)!r}).get()"
    doomed = start(code)
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    assert node.state() is furu.State.RUNNING
    doomed.send_signal(signal.SIGKILL)
    doomed.communicate()
    assert node.state() is furu.State.CRASHED

    release.touch()
    assert node.get() == f"made by {os.getpid()}"
    assert node.state() is furu.State.SUCCESS
    assert len(lines_of(witness)) == 2
    assert attempt_numbers(os.listdir(node.furu_dir / ".furu")) == [1, 2]
    first = json.loads((node.furu_dir / ".furu" / "attempt-0001.json").read_text())
    assert first["outcome"] is None, "what a dead process did not say, nobody says for it"


def test_a_waiter_loads_what_the_other_process_made(witness: Path, tmp_path: Path) -> None:
    release = tmp_path / "release"
    node = Held(release=str(release))
    code = f"from tests.contract.witnessed import Held; print(Held(release={str(release)!r}).get())"
    owner = start(code)
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    waiter = start(code)
    release.touch()
    assert finish(owner) == finish(waiter) == f"made by {owner.pid}\n"
    assert lines_of(witness) == [f"Held {owner.pid}"]


def test_a_waiter_takes_over_when_the_owner_dies(witness: Path, tmp_path: Path) -> None:
    release = tmp_path / "release"
    node = Held(release=str(release))
    code = f"from tests.contract.witnessed import Held; print(Held(release={str(release)!r}).get())"
    owner = start(code, FURU_LEASE_SECS="3600")  # so it is the process that is looked at, and not its heartbeat
    wait_until((node.furu_dir / "half-written").exists, "the attempt began")
    waiter = start(code, FURU_LEASE_SECS="3600")
    assert LOCAL_POLL <= 1, "seconds between two looks: the death is noticed within two"
    owner.send_signal(signal.SIGKILL)
    owner.communicate()
    wait_until(lambda: len(lines_of(witness)) == 2, "the waiter took over")
    release.touch()
    assert finish(waiter) == f"made by {waiter.pid}\n"
