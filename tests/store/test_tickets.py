"""What keeps an artifact queued, and who may take that away."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from furu.clock import now
from furu.store import fs, runs, tickets
from furu.store.layout import Artifact, RunPlace
from furu.store.lease import conclude, read_attempt, start
from furu.store.owner import this_process
from furu.store.records import AttemptRecord, ErrorRecord, Owner
from furu.store.run_records import PlanRecord, RunRecord

RUN = "20261122T100000-1-abc"
ERROR = ErrorRecord(type="slurm.NODE_FAIL", message="the node failed", traceback="")


@pytest.fixture
def artifact(tmp_path: Path) -> Artifact:
    return Artifact(str(tmp_path), "m.C", "0" * 32)


def begin_run(artifact: Artifact, run: str = RUN) -> RunPlace:
    place = RunPlace(artifact.root, run)
    record = RunRecord(id=run, owner=this_process("t"), backend="slurm", started_at=now())
    runs.begin(place, record, PlanRecord(tasks=(), roots=()))
    return place


def test_a_ticket_without_a_run_does_not_count(artifact: Artifact) -> None:
    tickets.write(artifact, RUN)
    assert not tickets.counts(artifact)


def test_a_ticket_counts_while_the_driver_that_is_to_submit_it_lives(artifact: Artifact) -> None:
    begin_run(artifact)
    tickets.write(artifact, RUN)
    assert tickets.counts(artifact)


def test_a_ticket_with_a_job_counts_although_its_driver_is_gone(artifact: Artifact) -> None:
    ticket = tickets.write(artifact, RUN)
    assert tickets.name(artifact, ticket, "12_3")
    assert tickets.counts(artifact)
    read = tickets.read(artifact)
    assert read is not None
    assert (read.run, read.job) == (RUN, "12_3")


def test_a_ticket_that_a_worker_took_away_is_not_made_again(artifact: Artifact) -> None:
    ticket = tickets.write(artifact, RUN)
    tickets.remove(artifact, RUN)
    assert not tickets.name(artifact, ticket, "12")
    assert not Path(artifact.ticket).exists()


def test_the_ticket_of_another_run_is_left_alone(artifact: Artifact) -> None:
    tickets.write(artifact, RUN)
    tickets.remove(artifact, "another")
    assert Path(artifact.ticket).exists()


@pytest.mark.parametrize(("age", "expected"), [(0.0, True), (3600.0, False)])
def test_an_unreadable_ticket_counts_while_it_may_be_being_written(
    artifact: Artifact, age: float, *, expected: bool
) -> None:
    fs.make_directories(artifact.meta)
    path = Path(artifact.ticket)
    path.touch()
    os.utime(path, (path.stat().st_atime, path.stat().st_mtime - age))
    assert tickets.counts(artifact) is expected


def describe(number: int, owner: Owner) -> AttemptRecord:
    return AttemptRecord(number=number, owner=owner, run=RUN, started_at=now())


def test_an_attempt_without_a_word_gets_its_end(artifact: Artifact) -> None:
    fs.make_directories(artifact.meta)
    lease = start(artifact, 1, describe)
    assert lease is not None
    assert conclude(artifact, lease.record, "preempted", ERROR)
    record = read_attempt(artifact, 1)
    assert record is not None
    assert (record.outcome, record.error) == ("preempted", ERROR)
    assert not Path(artifact.claim(lease.token)).exists()
    assert not conclude(artifact, lease.record, "failed", ERROR)


def test_an_attempt_that_published_keeps_its_success(artifact: Artifact) -> None:
    fs.make_directories(artifact.meta)
    lease = start(artifact, 1, describe)
    assert lease is not None
    assert fs.publish(artifact.claim(lease.token), b"{}", artifact.success)
    assert not conclude(artifact, lease.record, "failed", ERROR)
    record = read_attempt(artifact, 1)
    assert record is not None
    assert record.outcome is None
