"""One contender gets an attempt, and who was superseded cannot publish any more."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from furu.errors import LeaseLost, UnreadableRecord
from furu.store import fs
from furu.store.codec import unpack
from furu.store.layout import Artifact
from furu.store.lease import (
    Lease,
    Watch,
    finish,
    give_up,
    latest_attempt,
    liveness,
    publish,
    read_attempt,
    start,
    supersede,
    superseded,
)
from furu.store.records import AttemptRecord, Owner, SuccessRecord
from tests.contract.processes import finish as output_of
from tests.contract.processes import start as run
from tests.store.samples import NOON, artifact, attempt, describe, owner, success


def begin(place: Artifact, number: int = 1) -> Lease:
    """Start an attempt that nobody else wants."""
    lease = start(place, number, describe)
    assert lease is not None
    return lease


def names(place: Artifact) -> set[str]:
    """What lies in the artifact's own folder."""
    return set(os.listdir(place.meta))


def manifest(lease: Lease) -> SuccessRecord:
    """What the attempt publishes."""
    return success(attempt=lease.record.number, token=lease.token)


def test_a_lease_is_a_claim_and_a_complete_record(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    assert names(place) == {"attempt-0001.json", f"claim-{lease.token}"}
    assert read_attempt(place, 1) == lease.record
    assert lease.record.owner.pid == os.getpid()


def test_who_comes_second_gets_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    assert start(place, 1, describe) is None
    assert names(place) == {"attempt-0001.json", f"claim-{lease.token}"}


CONTEND = """
import sys
from pathlib import Path
from tests.store.samples import artifact
from tests.store.samples import describe
from furu.store.lease import start
sys.stdin.readline()
for number in range(1, 41):
    lease = start(artifact(Path(ROOT)), number, describe)
    print(number if lease else 0)
"""


def test_of_several_processes_one_gets_each_attempt(tmp_path: Path) -> None:
    processes = [run(CONTEND.replace("ROOT", repr(str(tmp_path)))) for _ in range(2)]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    won = [int(line) for process in processes for line in output_of(process).split()]
    assert sorted(number for number in won if number) == list(range(1, 41))
    place = artifact(tmp_path)
    claims = {name for name in names(place) if name.startswith("claim-")}
    records = [read_attempt(place, number) for number in range(1, 41)]
    assert claims == {f"claim-{record.owner.token}" for record in records if record}


def test_a_claim_becomes_the_marker(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    publish(lease, manifest(lease))
    assert names(place) == {"attempt-0001.json", "success"}
    assert unpack(SuccessRecord, Path(place.success).read_bytes(), "") == manifest(lease)


def test_who_was_superseded_cannot_publish(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    paused = begin(place)
    assert not superseded(paused)
    supersede(place, paused.record)
    assert superseded(paused)
    winner = begin(place, 2)
    with pytest.raises(LeaseLost, match=r"was taken over while this process was paused; its result is not") as caught:
        publish(paused, manifest(paused))
    assert caught.value.artifact == place.id
    assert "set FURU_LEASE_SECS (seconds above 0) to tolerate longer pauses" in str(caught.value)
    publish(winner, manifest(winner))
    with pytest.raises(LeaseLost):
        publish(paused, manifest(paused))
    assert unpack(SuccessRecord, Path(place.success).read_bytes(), "").attempt == 2


def test_who_publishes_before_being_superseded_has_won(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    publish(lease, manifest(lease))
    supersede(place, lease.record)
    assert unpack(SuccessRecord, Path(place.success).read_bytes(), "") == manifest(lease)


def test_superseding_twice_is_like_superseding_once(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    gone = begin(place)
    for _ in range(2):
        supersede(place, gone.record)
    assert names(place) == {"attempt-0001.json"}


def test_superseding_never_takes_the_claim_of_a_later_attempt(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    gone = begin(place)
    supersede(place, gone.record)
    later = begin(place, 2)
    supersede(place, gone.record)
    publish(later, manifest(later))


def test_who_gave_up_cannot_publish(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    give_up(lease)
    with pytest.raises(LeaseLost):
        publish(lease, manifest(lease))
    assert names(place) == {"attempt-0001.json"}


def test_an_outcome_is_written_into_the_record(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    lease = begin(place)
    ended = replace(lease.record, outcome="failed", ended_at=NOON)
    finish(lease, ended)
    assert read_attempt(place, 1) == ended


def test_the_attempt_with_the_highest_number_is_the_last(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    for number in (1, 2, 10):
        begin(place, number)
    last = latest_attempt(place, os.listdir(place.meta))
    assert last is not None
    assert last.number == 10
    assert latest_attempt(place, []) is None
    assert read_attempt(place, 3) is None


def test_a_last_attempt_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    begin(place)
    Path(place.attempt(2)).write_bytes(b"{")
    with pytest.raises(UnreadableRecord, match=r"attempt-0002\.json is no JSON"):
        latest_attempt(place, os.listdir(place.meta))


ELSEWHERE = owner(boot_id="another machine")


@pytest.mark.parametrize(
    ("now", "expected"), [(None, "unknown"), (1000.0, "alive"), (1120.0, "alive"), (1121.0, "gone"), (900.0, "alive")]
)
def test_one_look_compares_the_heartbeat_with_the_same_clock(now: float | None, expected: str, tmp_path: Path) -> None:
    path = tmp_path / "attempt"
    path.touch()
    os.utime(path, (1000, 1000))
    assert liveness(attempt(owner=ELSEWHERE), str(path), 120, now) == expected


class Clock:
    """A monotonic clock that a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr("furu.clock.elapsed", lambda: self.now)


def held(place: Artifact, holder: Owner) -> AttemptRecord:
    """An attempt on disk as its holder left it: the record and the claim."""
    record = attempt(owner=holder)
    fs.create(place.claim(holder.token))
    Path(place.attempt(1)).touch()
    return record


def test_a_waiter_believes_a_heartbeat_that_moves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, place = Clock(monkeypatch), artifact(tmp_path)
    watch = Watch(place, held(place, ELSEWHERE), 120)
    for beat in range(5):
        os.utime(place.attempt(1), (beat, beat))  # whatever the other machine's clock says, only change counts
        clock.now += 119
        assert watch.look()
        assert watch.silent_for == 0
    clock.now += 120
    assert watch.look()
    assert watch.silent_for == 120
    clock.now += 1
    assert not watch.look()


def test_a_waiter_believes_what_this_machine_can_prove(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, place = Clock(monkeypatch), artifact(tmp_path)
    watch = Watch(place, held(place, owner()), 120)
    clock.now += 10_000
    assert watch.look()
    assert watch.provable
    assert not Watch(place, attempt(owner=owner(process_started="1")), 120).look()


def test_a_waiter_does_not_wait_for_a_holder_without_its_claim(tmp_path: Path) -> None:
    place = artifact(tmp_path)
    record = held(place, owner())
    watch = Watch(place, record, 120)
    assert watch.look()
    fs.remove(place.claim(record.owner.token))
    assert not watch.look()
