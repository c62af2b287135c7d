"""The state of an artifact is one function of the evidence in its directory."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from furu.store import fs
from furu.store.codec import pack
from furu.store.owner import Holder
from furu.store.records import AttemptRecord, State
from furu.store.state import Evidence, gather, holder_of, state_of
from tests.store.samples import NOON, artifact, attempt, owner, success

RUNS: AttemptRecord = attempt()


def ended(outcome: Any) -> AttemptRecord:
    """An attempt with this outcome."""
    return attempt(outcome=outcome, ended_at=NOON)


RULES: list[tuple[Evidence, State]] = [
    (Evidence(), State.MISSING),
    (Evidence(success=True), State.SUCCESS),
    (Evidence(success=True, attempt=RUNS, holder="alive"), State.SUCCESS),
    (Evidence(success=True, attempt=ended("failed"), ticket=True), State.SUCCESS),
    (Evidence(attempt=RUNS, holder="alive"), State.RUNNING),
    (Evidence(attempt=RUNS, holder="unknown"), State.RUNNING),
    (Evidence(attempt=RUNS, holder="gone"), State.CRASHED),
    (Evidence(attempt=RUNS, holder="alive", ticket=True), State.RUNNING),
    (Evidence(attempt=RUNS, holder="gone", ticket=True), State.CRASHED),
    (Evidence(ticket=True), State.QUEUED),
    (Evidence(attempt=ended("failed"), ticket=True), State.QUEUED),
    (Evidence(attempt=ended("failed")), State.FAILED),
    (Evidence(attempt=ended("cancelled")), State.CANCELLED),
    (Evidence(attempt=ended("preempted")), State.PREEMPTED),
    (Evidence(attempt=ended("success")), State.MISSING),
]


@pytest.mark.parametrize(("evidence", "expected"), RULES)
def test_the_first_rule_that_matches_decides(evidence: Evidence, expected: State) -> None:
    assert state_of(evidence) is expected


def test_every_state_is_reached_by_a_rule() -> None:
    assert {expected for _, expected in RULES} == set(State)


def write(path: str, record: object) -> None:
    """Put a record where the store keeps it."""
    Path(path).write_bytes(pack(record))


def test_nothing_on_disk_is_no_evidence(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    Path(place.meta).rmdir()
    assert gather(place, 120) == Evidence()
    assert list(Path(place.directory).iterdir()) == []


def test_the_marker_is_enough(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    write(place.success, success())
    Path(place.attempt(1)).write_bytes(b"broken")
    assert state_of(gather(place, 120)) is State.SUCCESS


def test_the_last_attempt_counts(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    for number, outcome in enumerate(["failed", "success", "cancelled"], 1):
        write(place.attempt(number), attempt(number, outcome=outcome))
    assert state_of(gather(place, 120)) is State.CANCELLED


def test_a_ticket_is_seen(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    Path(place.ticket).touch()
    assert state_of(gather(place, 120)) is State.QUEUED


AGES: list[tuple[float, Holder]] = [(0, "alive"), (100, "alive"), (1000, "gone")]


@pytest.mark.parametrize(("age", "expected"), AGES)
def test_a_holder_elsewhere_is_judged_by_its_heartbeat(age: float, expected: Holder, tmp_path: Path) -> None:
    place, record = artifact(tmp_path), attempt(owner=owner(boot_id="another machine"))
    write(place.attempt(1), record)
    fs.create(place.claim(record.owner.token))
    names = sorted(fs.names(place.meta))
    beat = time.time() - age
    os.utime(place.attempt(1), (beat, beat))
    assert holder_of(place, record, 120) == expected
    assert sorted(fs.names(place.meta)) == names, "asking for the time leaves nothing behind"


def test_a_holder_here_that_lives_needs_no_heartbeat(tmp_path: Path) -> None:
    place, record = artifact(tmp_path), attempt()
    write(place.attempt(1), record)
    fs.create(place.claim(record.owner.token))
    os.utime(place.attempt(1), (0, 0))
    assert holder_of(place, record, 0.001) == "alive"


def test_a_holder_that_lives_without_its_claim_has_given_up(tmp_path: Path) -> None:
    place, record = artifact(tmp_path), attempt()
    write(place.attempt(1), record)
    assert holder_of(place, record, 120) == "gone"


def test_a_holder_elsewhere_whose_record_is_gone_is_gone(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    assert holder_of(place, attempt(owner=owner(boot_id="another machine")), 120) == "gone"


def test_an_ended_attempt_has_no_holder(tmp_path: Path) -> None:
    assert holder_of(artifact(tmp_path), ended("failed"), 120) == "unknown"
    assert holder_of(artifact(tmp_path), None, 120) == "unknown"
