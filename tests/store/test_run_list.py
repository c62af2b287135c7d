"""The runs of a root: pages of them, ids that are none, requests to stop, and what counts as news."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu.errors import RunOver, RunUnknown
from furu.store import runs
from furu.store.run_list import KEPT, Runs
from tests.store.run_samples import Written


def test_runs_are_listed_newest_first_and_a_damaged_one_says_so(tmp_path: Path) -> None:
    names = [f"2025112{day}T120000-1-abcdef" for day in range(4)]
    for name in names:
        Written(tmp_path, name=name).begin()
    (tmp_path / "runs" / ".tmp-x").mkdir()
    (tmp_path / "runs" / "9999-empty").mkdir()
    Path(tmp_path, "runs", names[1], "run.json").write_bytes(b"{")
    found = Runs(str(tmp_path)).page(limit=3)
    assert [row.id for row in found.items] == [names[3], names[2]]
    assert (found.total, found.offset, found.limit) == (5, 0, 3)
    rest = Runs(str(tmp_path)).page(offset=3)
    assert [(row.id, row.unreadable is None) for row in rest.items] == [(names[1], False), (names[0], True)]
    assert Runs(str(tmp_path / "nowhere")).page().items == ()


@pytest.mark.parametrize("odd", ["", ".", "..", "../runs", "a/b", "\0", ".tmp-x", "x" * 300, "é", "a\n", "nothing"])
def test_an_id_that_is_none_is_unknown(odd: str, tmp_path: Path) -> None:
    Written(tmp_path).begin()
    for ask in (Runs(str(tmp_path)).detail, Runs(str(tmp_path)).cancel, Runs(str(tmp_path)).events):
        with pytest.raises(RunUnknown, match="there is no run"):
            ask(odd)


def test_cancelling_asks_the_driver_and_only_where_one_is(tmp_path: Path) -> None:
    run = Written(tmp_path)
    run.begin()
    found = Runs(str(tmp_path))
    assert found.summary(run.place.id).stoppable
    row = found.cancel(run.place.id)
    assert row.cancel_requested
    assert runs.is_cancel_requested(run.place)
    run.end("cancelled", cancelled=3)
    with pytest.raises(RunOver, match="has no driver any more") as refused:
        found.cancel(run.place.id)
    assert refused.value.hint == "it is over; there is nothing left to stop"


def test_news_of_any_followed_run_is_noticed(tmp_path: Path) -> None:
    found = Runs(str(tmp_path))
    empty = found.follow()
    first, second = (Written(tmp_path, name=f"2025112{day}T120000-1-abcdef") for day in range(2))
    first.begin()
    second.begin()
    version = found.follow()
    assert version > empty
    assert found.follow() == version
    first.say("done", 0)
    assert found.follow() == version + 1
    runs.request_cancel(second.place)
    assert found.follow() == version + 2
    second.end("cancelled")
    assert found.follow() == version + 3
    assert found.follow() == version + 3
    first.close()


def test_more_runs_than_are_held_can_be_asked_for(tmp_path: Path) -> None:
    for number in range(KEPT + 5):
        Written(tmp_path, name=f"run-{number:04}").begin()
    found = Runs(str(tmp_path))
    assert len(found.page(limit=500).items) == KEPT + 5
    assert len(found._kept) == KEPT
