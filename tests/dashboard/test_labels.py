"""Labels over the API: given to one and to many, seen at once, and refused to whoever may not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from furu import settings
from furu.dashboard import live
from furu.dashboard.app import create_app, openapi
from furu.dashboard.bodies import LARGEST_BODY
from furu.dashboard.routers.labels import TagList
from furu.dashboard.session import ACTION_HEADER, Session
from furu.index.index import Index
from furu.maintenance.labels import Labelled
from furu.store import labels
from furu.store.records import LabelsRecord
from tests.dashboard.server import PORT, Answer, Browser, Server
from tests.dashboard.test_routes import misfits
from tests.index.samples import Named, artifact, furu_id
from tests.nodes import Leaf, Train

ACT = {ACTION_HEADER: "1", "content-type": "application/json"}


@pytest.fixture
def named() -> Named:
    """An artifact whose code says a name and two tags."""
    node = Named(label="first")
    node.get()
    return node


@pytest.fixture
def browser(named: Named, train: Train) -> Iterator[Browser]:
    """A browser that was admitted, of a server that knows the artifact too."""
    index = Index(settings.root())
    index.refresh()
    session = Session(PORT)
    yield Browser(create_app(index, session, version="1"), session).admit()
    index.close()


def said(answer: Answer, shape: type[Any], method: str, path: str, browser: Browser) -> Any:
    """The body of an answer that is what its type and the API's description say."""
    assert (answer.status, answer.header("content-type")) == (200, "application/json"), answer.body
    assert msgspec.json.encode(msgspec.json.decode(answer.body, type=shape)) == answer.body
    document = openapi(browser.app)
    schema = document["paths"][path][method]["responses"]["200"]["content"]["application/json"]["schema"]
    assert misfits(answer.json(), schema, document["components"]["schemas"]) == []
    return answer.json()


def found(browser: Browser, query: str) -> list[str]:
    """The ids that a query finds now."""
    return [row["id"] for row in browser.ask("/api/experiments", query=f"q={query}").json()["items"]]


def test_one_experiment_is_named_tagged_and_noted(named: Named, browser: Browser) -> None:
    path = f"/api/experiments/{furu_id(named)}/labels"
    told = {"name": " Best ", "notes": "see\nthis", "tags": ["new", "first"]}
    record = said(browser.act("PUT", path, told), LabelsRecord, "put", "/api/experiments/{id}/labels", browser)
    assert record == {"format": 1, "name": "Best", "tags": ["new"], "removed": ["paper"], "notes": "see\nthis"}
    row = browser.ask(f"/api/experiments/{furu_id(named)}").json()["experiment"]
    assert (row["name"], row["tags"]) == ("Best", ["first", "new"])
    assert found(browser, "tag:new") == [furu_id(named)]
    assert found(browser, "tag:paper") == []
    record = browser.act("PUT", path, {"name": None}).json()
    assert (record["name"], record["tags"], record["notes"]) == (None, ["new"], "see\nthis")
    assert browser.act("PUT", path, {}).json() == record
    assert found(browser, 'name:"first"') == [furu_id(named)]


def test_an_experiment_is_meant_by_the_start_of_its_digest_too(named: Named, browser: Browser) -> None:
    assert browser.act("PUT", f"/api/experiments/{named.furu_hash[:10]}/labels", {"tags": ["x"]}).status == 200
    answer = browser.act("PUT", "/api/experiments/ffffffffff/labels", {"tags": ["x"]})
    assert (answer.status, answer.json()["code"]) == (404, "experiment-unknown")


def test_many_are_tagged_by_their_ids(named: Named, train: Train, browser: Browser) -> None:
    gone = "tests.nodes.Train@" + "0" * 32
    body = {"ids": [furu_id(named), furu_id(train), gone, furu_id(train)], "add_tags": ["mine", "paper"]}
    told = said(browser.act("POST", "/api/labels", body), Labelled, "post", "/api/labels", browser)
    assert (told["changed"], told["total"], told["failed"]) == (2, 3, 1)
    assert [item["id"] for item in told["problems"]] == [gone]
    assert sorted(found(browser, "tag:mine")) == sorted([furu_id(named), furu_id(train)])
    again = browser.act("POST", "/api/labels", body).json()
    assert (again["changed"], again["total"]) == (0, 3)
    told = browser.act("POST", "/api/labels", {"ids": [furu_id(named)], "remove_tags": ["paper", "mine"]}).json()
    assert told["changed"] == 1
    assert found(browser, "tag:paper") == [furu_id(train)]


def test_all_that_a_query_finds_are_tagged_if_they_are_as_many_as_were_counted(browser: Browser) -> None:
    total = browser.ask("/api/experiments", query="q=state:success").json()["total"]
    body = {"q": "state:success", "expected": total, "add_tags": ["done"]}
    assert browser.act("POST", "/api/labels", body).json()["changed"] == total
    assert len(found(browser, "tag:done")) == total
    Leaf(value=999).get()
    browser.act("POST", "/api/labels", {"ids": [furu_id(Leaf(value=999))], "add_tags": ["other"]})
    answer = browser.act("POST", "/api/labels", body | {"add_tags": ["more"]})
    assert (answer.status, answer.json()["code"], answer.json()["total"]) == (409, "selection-changed", total + 1)
    assert found(browser, "tag:more") == []


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({}, "query-refused"),
        ({"ids": [], "q": ""}, "query-refused"),
        ({"q": "state:success"}, "query-refused"),
        ({"q": "nothing:is so", "expected": 1}, "query-refused"),
        ({"ids": ["../../etc/passwd"]}, "label-refused"),
        ({"ids": ["a@" + "0" * 31]}, "label-refused"),
        ({"ids": [], "add_tags": ["a b"]}, "label-refused"),
        ({"ids": [], "add_tags": ["a"], "remove_tags": ["a"]}, "label-refused"),
        ({"ids": [], "add_tags": ["x" * 101]}, "label-refused"),
        ({"ids": [], "add_tags": ["x" * 1000]}, "parameters"),
        ({"ids": [], "add_tags": "a"}, "parameters"),
        ({"ids": [1]}, "parameters"),
        ({"ids": [], "add_tag": ["a"]}, "parameters"),
        ({"q": "", "expected": -1}, "parameters"),
        ([], "parameters"),
        ("x", "parameters"),
    ],
)
def test_what_makes_no_sense_changes_nothing(body: Any, code: str, browser: Browser) -> None:
    answer = browser.act("POST", "/api/labels", body)
    assert (answer.status, answer.json()["code"]) == (422, code), answer.body


def test_bodies_that_are_no_json_are_refused(named: Named, browser: Browser) -> None:
    for body in (b"", b"{", b"\xff\xfe", b"[" * 100_000, b"null", b"1e999"):
        for method, path in (("POST", "/api/labels"), ("PUT", f"/api/experiments/{furu_id(named)}/labels")):
            answer = browser.ask(path, ACT, method=method, body=body)
            assert answer.status in (400, 422), body[:10]


def test_a_huge_body_is_refused_before_it_is_read(browser: Browser) -> None:
    said_so = browser.ask("/api/labels", ACT | {"content-length": str(LARGEST_BODY + 1)}, method="POST")
    assert (said_so.status, said_so.json()["code"]) == (413, "too-large")
    unsaid = browser.ask("/api/labels", ACT, method="POST", body=b" " * (LARGEST_BODY + 1))
    assert (unsaid.status, unsaid.json()["code"]) == (413, "too-large")
    assert browser.ask("/api/labels", ACT | {"content-length": "x"}, method="POST").status == 413


def test_labels_that_cannot_be_read_are_left(named: Named, browser: Browser) -> None:
    path = Path(artifact(settings.root(), named).labels)
    path.write_bytes(b"{")
    told = browser.act("POST", "/api/labels", {"ids": [furu_id(named)], "add_tags": ["a"]}).json()
    assert (told["changed"], told["failed"]) == (0, 1)
    assert "labels.json" in told["problems"][0]["detail"]
    assert path.read_bytes() == b"{"


def test_tags_are_listed_with_counts(named: Named, train: Train, browser: Browser) -> None:
    assert browser.act("POST", "/api/labels", {"ids": [furu_id(train)], "add_tags": ["paper"]}).status == 200
    told = said(browser.ask("/api/tags"), TagList, "get", "/api/tags", browser)
    assert told["items"] == [{"tag": "paper", "count": 2}, {"tag": "first", "count": 1}]
    assert told["distinct"] == 2
    told = browser.ask("/api/tags", query="q=class:Train&limit=1").json()
    assert told["items"] == [{"tag": "paper", "count": 1}]


def test_an_answer_does_not_wait_for_a_refresh_that_takes_long(
    named: Named, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "CATCH_UP_SECONDS", 0.01)
    path = f"/api/experiments/{furu_id(named)}/labels"
    with browser.app.state.context.live._refreshing:
        assert browser.act("PUT", path, {"tags": ["later"]}).status == 200
    assert found(browser, "tag:later") == []
    assert browser.act("PUT", path, {"notes": "x"}).status == 200
    assert found(browser, "tag:later") == [furu_id(named)]


CHANGING = [
    ("POST", "/api/labels"),
    ("PUT", "/api/experiments/x@" + "0" * 32 + "/labels"),
    ("POST", "/api/collections"),
    ("PATCH", "/api/collections/paper"),
    ("DELETE", "/api/collections/paper"),
    ("POST", "/api/collections/paper/members"),
    ("PUT", "/api/collections/paper/order"),
    ("PUT", "/api/views/mine"),
    ("DELETE", "/api/views/mine"),
]


def test_every_request_that_changes_something_is_among_those_tested_here(browser: Browser) -> None:
    known = {
        (method.upper(), path)
        for path, item in openapi(browser.app)["paths"].items()
        for method in item
        if method != "get" and not path.startswith("/api/runs")
    }
    spelt = {
        (method, path.replace("paper", "{slug}").replace("mine", "{slug}").replace("x@" + "0" * 32, "{id}"))
        for method, path in CHANGING
    }
    assert known == spelt


@pytest.mark.parametrize(("method", "path"), CHANGING)
@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({ACTION_HEADER: ""}, 403, "action-header"),
        ({"origin": "http://evil.example"}, 403, "foreign-origin"),
        ({"origin": "null"}, 403, "foreign-origin"),
        ({"sec-fetch-site": "cross-site"}, 403, "foreign-origin"),
        ({"sec-fetch-site": "same-site"}, 403, "foreign-origin"),
        ({"cookie": f"furu_session_{PORT}=guess"}, 401, "no-session"),
        ({"host": "evil.example"}, 421, "host-refused"),
    ],
)
def test_a_change_that_is_not_ours_is_refused(
    method: str, path: str, headers: dict[str, str], status: int, code: str, *, browser: Browser
) -> None:
    before = sorted(path for path in settings.root().rglob("*") if "journal" not in path.parts)
    answer = browser.ask(path, ACT | headers, method=method, body=b'{"ids":[],"name":"paper"}')
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert sorted(path for path in settings.root().rglob("*") if "journal" not in path.parts) == before


@pytest.mark.parametrize("header", [ACTION_HEADER])
def test_without_the_header_nothing_changes(header: str, named: Named, browser: Browser) -> None:
    path = f"/api/experiments/{furu_id(named)}/labels"
    without = {name: value for name, value in ACT.items() if name != header}
    assert browser.ask(path, without, method="PUT", body=b'{"tags":["x"]}').status == 403
    assert labels.read(artifact(settings.root(), named)) == LabelsRecord()


def test_a_change_is_seen_by_whoever_asks_next(server: Server, train: Train) -> None:
    with server.browser() as browser:
        while browser.get("/api/experiments", params={"q": "class:Train"}).json()["total"] != 1:
            continue
        path = f"/api/experiments/{furu_id(train)}/labels"
        for position in range(5):
            told = browser.put(path, json={"name": f"run {position}"}, headers={ACTION_HEADER: "1"})
            assert told.status_code == 200, told.text
            (row,) = browser.get("/api/experiments", params={"q": "class:Train"}).json()["items"]
            assert row["name"] == f"run {position}"
