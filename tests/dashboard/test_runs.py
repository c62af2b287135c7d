"""Runs over the API: what is told of them, what is refused, and how they are stopped."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

import furu
from furu import settings
from furu.dashboard.app import openapi
from furu.dashboard.session import ACTION_HEADER
from furu.store import runs
from furu.store.layout import RunPlace
from furu.store.run_rows import STANDING_MEANINGS, EventPage, RunDetail, RunPage, RunSummary
from tests.dashboard.server import Answer, Browser, Server
from tests.dashboard.test_live import named
from tests.dashboard.test_routes import misfits, success_schema
from tests.index.samples import Fails
from tests.nodes import Leaf, Pair, Train
from tests.store.run_samples import Written, dead

ACT = {ACTION_HEADER: "1"}


@pytest.fixture
def run(train: Train, tmp_path: Path) -> str:
    """A run of the real library: two computed, one there already, one that fails."""
    report = furu.run(
        [Pair(left=Leaf(value=1), right=Leaf(value=1)), train, Fails(mend=tmp_path / "never", value=4)],
        on=furu.Inline(),
        progress=False,
    )
    return report.id


@pytest.fixture
def live(train: Train) -> Written:
    """A run whose driver is this very process."""
    del train
    written = Written(settings.root(), 5)
    written.begin()
    return written


def said(answer: Answer, shape: type[Any], path: str, browser: Browser) -> Any:
    """The body of an answer that is what its type and the API's description say."""
    assert (answer.status, answer.header("content-type")) == (200, "application/json"), answer.body
    assert msgspec.json.encode(msgspec.json.decode(answer.body, type=shape)) == answer.body
    document = openapi(browser.app)
    method = "post" if path.endswith("/cancel") else "get"
    schema = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    assert method == "post" or schema == success_schema(document, path)
    assert misfits(answer.json(), schema, document["components"]["schemas"]) == []
    return answer.json()


def test_a_run_of_the_library_is_told_as_it_went(run: str, browser: Browser, train: Train) -> None:
    (row,) = said(browser.ask("/api/runs"), RunPage, "/api/runs", browser)["items"]
    assert (row["id"], row["state"], row["backend"], row["total"]) == (run, "failed", "inline", 4)
    assert row["standings"] == {"done": 2, "reused": 1, "failed": 1}
    found = said(browser.ask(f"/api/runs/{run}"), RunDetail, "/api/runs/{id}", browser)
    assert found["run"] == row
    classes = {item["class_name"]: item["standings"] for item in found["classes"]}
    assert classes == {"Fails": {"failed": 1}, "Leaf": {"done": 1}, "Pair": {"done": 1}, "Train": {"reused": 1}}
    (failure,) = found["failures"]
    assert failure["message"] == "ValueError: no 4"
    assert "Traceback (most recent call last)" in failure["error"]["traceback"]
    (worker,) = found["workers"]
    assert (worker["state"], worker["done"], worker["failed"]) == ("gone", 2, 1)
    events = said(browser.ask(f"/api/runs/{run}/events"), EventPage, "/api/runs/{id}/events", browser)
    assert [event["kind"] for event in events["items"]].count("done") == 2
    more = browser.ask(f"/api/runs/{run}/events", query=f"after={events['next']}").json()
    assert (more["items"], more["next"]) == ([], events["size"])
    worker_events = browser.ask(f"/api/runs/{run}/events", query=f"worker={worker['id']}").json()["items"]
    assert [event["kind"] for event in worker_events][:2] == ["started", "done"]


def test_meta_explains_every_standing(browser: Browser) -> None:
    found = browser.ask("/api/meta").json()["standings"]
    assert {item["standing"]: item["meaning"] for item in found} == STANDING_MEANINGS


def test_runs_come_in_pages(browser: Browser) -> None:
    for day in range(5):
        Written(settings.root(), name=f"2025112{day}T120000-1-abcdef").begin()
    page = browser.ask("/api/runs", query="offset=1&limit=2").json()
    assert [row["id"][:8] for row in page["items"]] == ["20251123", "20251122"]
    assert (page["total"], page["offset"], page["limit"]) == (5, 1, 2)


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "offset=-1", "limit=many"])
def test_a_page_out_of_bounds_is_refused(query: str, browser: Browser) -> None:
    assert browser.ask("/api/runs", query=query).json()["code"] == "parameters"


HOSTILE = ["..", ".", "%2e%2e", "..%2f..", "../../etc", "\0", "é", "a\nb", "x" * 5000, "nothing", ".tmp-x", "@", " "]


@pytest.mark.parametrize("suffix", ["", "/events", "/cancel"])
def test_an_id_that_is_no_run_is_unknown(suffix: str, run: str, browser: Browser) -> None:
    method = "POST" if suffix == "/cancel" else "GET"
    for key in [*HOSTILE, f"../runs/{run}", f"{run}/../{run}", f"./{run}", f"{run}\0"]:
        answer = browser.ask(f"/api/runs/{key}{suffix}", ACT, method=method)
        assert answer.status == 404 or (answer.status == 405 and "/" in key), key
        assert answer.json()["code"] in ("run-unknown", "http")


def test_a_worker_that_is_none_is_unknown(run: str, browser: Browser) -> None:
    for key in ("..", "../../run", "w", ""):
        answer = browser.ask(f"/api/runs/{run}/events", query=f"worker={key}")
        assert (key, answer.status, answer.json()["code"]) == (key, 404, "run-unknown")


def test_cancelling_leaves_the_request_that_the_driver_looks_for(live: Written, browser: Browser) -> None:
    path = f"/api/runs/{live.place.id}/cancel"
    row = said(browser.ask(path, ACT, method="POST"), RunSummary, "/api/runs/{id}/cancel", browser)
    assert row["cancel_requested"] is True
    assert runs.is_cancel_requested(live.place)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({}, 403, "action-header"),
        ({ACTION_HEADER: ""}, 403, "action-header"),
        (ACT | {"origin": "http://evil.example"}, 403, "foreign-origin"),
        (ACT | {"origin": "null"}, 403, "foreign-origin"),
        (ACT | {"sec-fetch-site": "cross-site"}, 403, "foreign-origin"),
        (ACT | {"sec-fetch-site": "same-site"}, 403, "foreign-origin"),
        (ACT | {"cookie": "furu_session_8765=guess"}, 401, "no-session"),
        (ACT | {"host": "evil.example"}, 421, "host-refused"),
    ],
)
def test_a_request_to_stop_that_is_not_ours_is_refused(
    headers: dict[str, str], status: int, code: str, live: Written, browser: Browser
) -> None:
    answer = browser.ask(f"/api/runs/{live.place.id}/cancel", headers, method="POST")
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert not runs.is_cancel_requested(live.place)


def test_a_page_of_the_server_s_own_may_stop_a_run(live: Written, browser: Browser) -> None:
    headers = ACT | {"origin": "http://127.0.0.1:8765", "sec-fetch-site": "same-origin"}
    assert browser.ask(f"/api/runs/{live.place.id}/cancel", headers, method="POST").status == 200


def test_reading_does_not_stop_a_run(live: Written, browser: Browser) -> None:
    assert browser.ask(f"/api/runs/{live.place.id}/cancel", ACT).status == 404
    assert not runs.is_cancel_requested(live.place)


def test_a_run_without_a_driver_cannot_be_stopped(run: str, browser: Browser) -> None:
    answer = browser.ask(f"/api/runs/{run}/cancel", ACT, method="POST")
    assert (answer.status, answer.json()["code"]) == (409, "run-over")
    assert answer.json()["hint"] == "it is over; there is nothing left to stop"
    written = Written(settings.root(), owner=dead())
    written.begin()
    answer = browser.ask(f"/api/runs/{written.place.id}/cancel", ACT, method="POST")
    assert "start the run again" in answer.json()["hint"]


def test_a_damaged_run_is_shown_as_that(live: Written, browser: Browser) -> None:
    Path(live.place.run).write_bytes(b"{")
    (row,) = browser.ask("/api/runs").json()["items"]
    assert "is no JSON" in row["unreadable"]
    assert browser.ask(f"/api/runs/{live.place.id}").status == 500


def test_news_of_runs_are_told_without_asking(server: Server) -> None:
    with server.browser() as browser, browser.stream("GET", "/api/events") as stream:
        told = (data["version"] for name, data in named(stream.iter_lines()) if name == "runs")
        before = next(told)
        written = Written(settings.root())
        written.begin()
        while not (items := browser.get("/api/runs").json()["items"]):
            assert next(told) != before
        assert items[0]["standings"] == {"waiting": 3}
        now = next(told)
        written.say("done", 1)
        while next(told) == now:
            continue
        found = browser.get(f"/api/runs/{written.place.id}").json()
        assert found["run"]["standings"] == {"done": 1, "waiting": 2}
        place = RunPlace(str(settings.root()), written.place.id)
        assert browser.post(f"/api/runs/{place.id}/cancel", headers=ACT).status_code == 200
        assert runs.is_cancel_requested(place)
