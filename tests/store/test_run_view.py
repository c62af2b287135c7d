"""Runs as rows: what events come to, what another look costs, and what damage does."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from furu import clock
from furu.errors import RunUnknown, UnreadableRecord
from furu.store import runs
from furu.store.codec import pack
from furu.store.layout import Artifact
from furu.store.records import AttemptRecord, ErrorRecord, State
from furu.store.run_reading import Reading
from furu.store.run_records import EventKind, FailureRecord, RunOutcome
from furu.store.run_rows import STANDING_MEANINGS, Standing
from furu.store.run_view import EVENT_BYTES, detail, events, summary
from tests.store.run_samples import GONE, Written, dead, digest


@pytest.fixture
def run(tmp_path: Path) -> Iterator[Written]:
    found = Written(tmp_path)
    yield found
    found.close()


def standings(reading: Reading) -> dict[Standing, int]:
    return summary(reading).standings


def test_a_task_stands_as_the_last_word_says(run: Written) -> None:
    run.tasks = [
        run.task(0),
        run.task(1, state=State.SUCCESS),
        run.task(2, state=State.RUNNING),
        run.task(3, state=State.FAILED),
    ]
    reading = run.begin()
    assert standings(reading) == {"waiting": 2, "reused": 1, "elsewhere": 1}
    run.say("submitted", 0)
    assert standings(reading) == {"submitted": 1, "waiting": 1, "reused": 1, "elsewhere": 1}
    run.say("started", 0, worker="w")
    run.say("reused", 2)
    assert standings(reading) == {"running": 1, "waiting": 1, "reused": 2}
    run.say("done", 0)
    run.say("failed", 3, message="ValueError: no")
    assert standings(reading) == {"done": 1, "failed": 1, "reused": 2}
    assert summary(reading).total == 4


@pytest.mark.parametrize("standing", ["retried", "lost"])
def test_what_a_worker_said_of_an_earlier_try_does_not_count(standing: EventKind, run: Written) -> None:
    run.tasks = [run.task(0)]
    reading = run.begin()
    run.say("submitted", 0)
    run.say("started", 0, worker="first")
    run.say("failed", 0, worker="first", message="ValueError: no")
    assert standings(reading) == {"failed": 1}
    assert [failure.message for failure in detail(reading).failures] == ["ValueError: no"]
    run.say(standing, 0)
    assert standings(reading) == {"delayed": 1}
    assert detail(reading).failures == ()
    run.say("submitted", 0)
    assert standings(reading) == {"submitted": 1}
    run.say("started", 0, worker="second")
    assert standings(reading) == {"running": 1}


def test_the_driver_s_word_on_the_end_is_final(run: Written) -> None:
    run.tasks = [run.task(0)]
    reading = run.begin()
    run.say("started", 0, worker="w")
    run.say("skipped", 0)
    run.say("done", 0, worker="w", seconds=1.0)
    assert standings(reading) == {"skipped": 1}


def test_a_worker_s_word_counts_when_the_driver_has_left(run: Written) -> None:
    reading = run.begin()
    for task in range(3):
        run.say("submitted", task)
    run.end("detached")
    assert (summary(reading).state, standings(reading)) == (State.QUEUED, {"submitted": 3})
    run.say("started", 0, worker="w")
    assert summary(reading).state is State.RUNNING
    run.say("done", 0, worker="w", seconds=1.0)
    run.say("failed", 1, worker="w")
    assert summary(reading).state is State.QUEUED
    run.say("reused", 2, worker="w")
    assert (summary(reading).state, standings(reading)) == (State.FAILED, {"done": 1, "failed": 1, "reused": 1})


def test_what_a_dead_driver_left_is_left_and_what_lives_on_runs(run: Written) -> None:
    run.record = Written(Path(run.place.root), owner=dead()).record
    reading = run.begin()
    run.enlist("alive")
    run.enlist("dead", dead())
    run.say("started", 0, worker="alive")
    run.say("started", 1, worker="dead")
    assert (summary(reading).state, standings(reading)) == (State.CRASHED, {"running": 1, "left": 2})
    states = {worker.id: (worker.state, worker.digest) for worker in detail(reading).workers}
    assert states == {"alive": ("busy", digest(0)), "dead": ("gone", None)}


def test_a_driver_elsewhere_lives_while_it_shows_signs_of_life(run: Written) -> None:
    run.record = Written(Path(run.place.root), owner=GONE).record
    assert summary(run.begin()).state is State.RUNNING
    long_ago = clock.now().timestamp() - runs.SILENCE_S * 10
    os.utime(run.place.run, (long_ago, long_ago))
    assert summary(Reading(run.place)).state is State.CRASHED


@pytest.mark.parametrize(
    ("outcome", "state"), [("success", State.SUCCESS), ("failed", State.FAILED), ("cancelled", State.CANCELLED)]
)
def test_a_run_that_is_over_is_told_by_its_report(outcome: RunOutcome, state: State, run: Written) -> None:
    reading = run.begin()
    run.say("done", 0)
    run.end(outcome, done=1, left=2)
    Path(run.place.plan).unlink()
    found = summary(reading)
    assert (found.state, found.standings, found.total) == (state, {"done": 1, "left": 2}, 3)
    assert (found.duration_s, found.stoppable) == (9.0, False)


def test_what_an_ended_run_left_open_is_left(run: Written) -> None:
    reading = run.begin()
    run.enlist("w")
    run.say("started", 0, worker="w")
    run.end("cancelled", cancelled=1, left=2)
    (progress,) = detail(reading).classes
    assert progress.standings == {"left": 3}


class Bytes:
    """Counts the bytes of events that this process reads."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.read = self.reads = 0
        pread = os.pread

        def counted(descriptor: int, length: int, offset: int) -> bytes:
            found = pread(descriptor, length, offset)
            self.read += len(found)
            self.reads += 1
            return found

        monkeypatch.setattr(os, "pread", counted)


def test_another_look_reads_what_is_new_and_nothing_else(run: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    run.tasks = [run.task(number) for number in range(500)]
    reading = run.begin()
    for number in range(500):
        run.say("submitted", number)
        run.say("started", number, worker=f"w{number % 3}")
    for name in range(3):
        run.enlist(f"w{name}")
    counted = Bytes(monkeypatch)
    reading.refresh()
    size = sum(path.stat().st_size for path in Path(run.place.directory).rglob("*.jsonl"))
    assert (counted.read, counted.reads) == (size, 4)

    version = reading.version
    for _ in range(3):
        reading.refresh()
    assert (counted.read, counted.reads, reading.version) == (size, 4, version)

    before = os.path.getsize(run.place.events)
    run.say("done", 7, seconds=0.5)
    reading.refresh()
    assert counted.read - size == os.path.getsize(run.place.events) - before
    assert counted.reads == 5
    assert reading.version > version


def test_a_run_that_is_over_is_not_read_again(run: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    reading = run.begin()
    run.say("done", 0)
    run.end("success", done=3)
    assert detail(reading).recent[0].kind == "done"
    counted = Bytes(monkeypatch)
    run.say("failed", 1)
    assert reading.refresh().id == run.record.id
    assert counted.reads == 0


def test_a_line_counts_once_it_is_complete(run: Written) -> None:
    reading = run.begin()
    run.say("submitted", 0)
    whole = Path(run.place.events).read_bytes()
    Path(run.place.events).write_bytes(whole[:-10])
    assert standings(reading) == {"waiting": 3}
    with Path(run.place.events).open("ab") as file:
        file.write(whole[-10:])
    assert standings(reading) == {"submitted": 1, "waiting": 2}
    assert reading.damaged == 0


@pytest.mark.parametrize(
    "line", [b"{", b"\xff\xfe\0", b"[]", b'{"at": "yesterday", "kind": "done"}', b'{"kind": "exploded"}', b"", b"null"]
)
def test_a_damaged_line_is_counted_and_passed_over(line: bytes, run: Written) -> None:
    reading = run.begin()
    run.say("submitted", 0)
    with Path(run.place.events).open("ab") as file:
        file.write(line + b"\n")
    run.say("done", 0)
    run.say("done", 99)
    assert standings(reading) == {"done": 1, "waiting": 2}
    assert detail(reading).damaged == 1


def test_events_that_were_rewritten_are_read_afresh(run: Written) -> None:
    reading = run.begin()
    run.say("done", 0)
    run.say("done", 1)
    assert standings(reading) == {"done": 2, "waiting": 1}
    whole = Path(run.place.events).read_bytes()
    Path(run.place.events).write_bytes(whole.splitlines(keepends=True)[0])
    assert standings(reading) == {"done": 1, "waiting": 2}
    Path(run.place.events).unlink()
    assert standings(reading) == {"waiting": 3}


def test_missing_and_damaged_files_say_nothing_or_why(run: Written) -> None:
    reading = run.begin()
    run.enlist("w")
    Path(run.place.worker("torn")).write_bytes(b"{")
    run.say("started", 0, worker="torn")
    found = detail(reading)
    assert ([worker.id for worker in found.workers], found.run.standings) == (["w"], {"running": 1, "waiting": 2})
    Path(run.place.plan).write_bytes(b"{")
    found = detail(Reading(run.place))
    assert found.run.total == 0
    assert "plan.json is no JSON" in (found.run.unreadable or "")
    Path(run.place.run).write_bytes(b"{")
    with pytest.raises(UnreadableRecord, match="is no JSON"):
        detail(Reading(run.place))


def test_workers_say_what_they_are_at(run: Written) -> None:
    reading = run.begin()
    run.enlist("idle")
    run.enlist("busy")
    run.say("done", 0, worker="idle", seconds=2.0, job="77")
    run.say("started", 1, worker="busy")
    busy, idle = detail(reading).workers
    assert (busy.id, busy.state, busy.namespace, busy.digest, busy.since) == ("busy", "busy", "a.B", digest(1), run.at)
    assert (idle.id, idle.state, idle.digest, idle.done, idle.job) == ("idle", "idle", None, 1, "77")


def test_rate_and_time_left_come_from_what_this_run_took(run: Written) -> None:
    run.tasks = [run.task(number, estimated_s=100.0) for number in range(10)]
    reading = run.begin()
    found = detail(reading)
    assert (found.per_minute, found.left_s, found.classes[0].estimated_s) == (None, 1000.0, 100.0)
    for number in range(4):
        run.say("done", number, seconds=10.0)
    run.at = clock.now() - timedelta(seconds=5)
    for number in (4, 5):
        run.say("started", number, worker=f"w{number}")
    found = detail(reading)
    assert found.classes[0].took_s == 10.0
    assert found.per_minute == pytest.approx(4, rel=0.2)
    assert found.left_s == pytest.approx((6 * 10 - 4 - 3) / 2, abs=2)
    run.end("success")
    found = detail(reading)
    assert (found.per_minute, found.left_s) == (None, None)


def test_nothing_known_is_no_estimate(run: Written) -> None:
    assert detail(run.begin()).left_s is None


def test_a_failure_has_the_traceback_of_its_attempt(run: Written) -> None:
    reading = run.begin()
    run.say("failed", 0, message="ValueError: no")
    run.say("failed", 1)
    artifact = Artifact(run.place.root, "a.B", digest(0))
    Path(artifact.meta).mkdir(parents=True)
    error = ErrorRecord(type="ValueError", message="no", traceback="Traceback …")
    attempt = AttemptRecord(number=1, owner=GONE, run="r", started_at=run.at, outcome="failed", error=error)
    Path(artifact.attempt(1)).write_bytes(pack(attempt))
    silent, told = detail(reading).failures
    assert (told.class_name, told.digest, told.message, told.error) == ("B", digest(0), "ValueError: no", error)
    assert (silent.message, silent.error) == ("it left no message", None)


def test_a_failure_has_what_the_report_kept(run: Written) -> None:
    reading = run.begin()
    run.say("failed", 0)
    error = ErrorRecord(type="ValueError", message="no", traceback="Traceback …")
    run.end("failed", failed=1, failures=(FailureRecord(namespace="a.B", digest=digest(0), error=error),))
    (failure,) = detail(reading).failures
    assert (failure.message, failure.error) == ("ValueError: no", error)


def test_recent_events_say_what_driver_and_worker_say_once(run: Written) -> None:
    reading = run.begin()
    run.say("started", 0, worker="w")
    run.say("done", 0, worker="w", seconds=2.0)
    run.say("done", 0)
    run.say("note", message="half way")
    run.say("note", message="almost")
    found = detail(reading).recent
    assert [event.kind for event in found] == ["note", "note", "done", "started"]
    assert (found[2].worker, found[2].seconds, found[2].namespace) == ("w", 2.0, "a.B")
    assert found[0].message == "almost"


def test_events_are_paged_by_bytes(run: Written) -> None:
    run.tasks = [run.task(number) for number in range(3000)]
    reading = run.begin()
    for number in range(3000):
        run.say("submitted", number)
    read, after = [], 0
    while True:
        page = events(reading, after=after)
        assert page.next - after <= EVENT_BYTES
        read += [event.digest for event in page.items]
        after = page.next
        if after == page.size:
            break
    assert read == [digest(number) for number in range(3000)]
    assert events(reading, after=after).items == ()
    assert events(reading, after=10**12).items == ()
    run.enlist("w")
    assert events(reading, worker="w").items == ()
    with pytest.raises(RunUnknown):
        events(reading, worker="../../x")


def test_every_standing_has_a_meaning() -> None:
    assert all(meaning.endswith(".") for meaning in STANDING_MEANINGS.values())
