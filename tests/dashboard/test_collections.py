"""Collections over the API: made, filled, ordered, and shown with those of their members that are gone."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from furu import settings
from furu.maintenance.collections import CollectionList, CollectionPage, CollectionSummary, Picked
from furu.store.layout import collections_directory
from tests.dashboard.server import Browser
from tests.dashboard.test_labels import said
from tests.index.samples import furu_id
from tests.nodes import Train

GONE = "tests.nodes.Train@" + "0" * 32


def members(browser: Browser, slug: str = "paper") -> list[str]:
    """The ids in a collection, in their order."""
    return [item["id"] for item in browser.ask(f"/api/collections/{slug}").json()["members"]]


@pytest.fixture
def ids(browser: Browser) -> list[str]:
    """The ids of all experiments, in order."""
    return sorted(row["id"] for row in browser.ask("/api/experiments").json()["items"])


def test_a_collection_is_made_filled_ordered_and_deleted(browser: Browser, ids: list[str], train: Train) -> None:
    told = browser.act("POST", "/api/collections", {"name": "Paper", "note": "for it", "ids": [ids[1], GONE]})
    made = said(told, CollectionSummary, "post", "/api/collections", browser)
    assert (made["slug"], made["name"], made["note"], made["size"]) == ("paper", "Paper", "for it", 2)
    body = {"ids": [ids[0], ids[1]]}
    told = browser.act("POST", "/api/collections/paper/members", body)
    done = said(told, Picked, "post", "/api/collections/{slug}/members", browser)
    assert done == {"changed": 1, "total": 2, "size": 3}
    page = said(browser.ask("/api/collections/paper"), CollectionPage, "get", "/api/collections/{slug}", browser)
    assert [item["id"] for item in page["members"]] == [ids[1], GONE, ids[0]]
    assert [item["experiment"] and item["experiment"]["id"] for item in page["members"]] == [ids[1], None, ids[0]]
    assert (page["missing"], page["collection"]["size"]) == (1, 3)
    page = browser.ask("/api/collections/paper", query="offset=1&limit=1").json()
    assert [(item["id"], item["position"]) for item in page["members"]] == [(GONE, 1)]
    order = browser.act("PUT", "/api/collections/paper/order", {"ids": [ids[0], ids[1]]})
    said(order, CollectionSummary, "put", "/api/collections/{slug}/order", browser)
    assert members(browser) == [ids[0], ids[1], GONE]
    assert browser.act("PUT", "/api/collections/paper/order", {"id": GONE, "position": 0}).status == 200
    assert members(browser) == [GONE, ids[0], ids[1]]
    found = browser.ask("/api/experiments", query="q=collection:paper&sort=id").json()["items"]
    assert [row["id"] for row in found] == [ids[0], ids[1]]
    edited = browser.act("PATCH", "/api/collections/paper", {"name": "The paper"})
    assert said(edited, CollectionSummary, "patch", "/api/collections/{slug}", browser)["name"] == "The paper"
    listed = said(browser.ask("/api/collections"), CollectionList, "get", "/api/collections", browser)
    assert [(item["slug"], item["note"]) for item in listed["items"]] == [("paper", "for it")]
    taken: dict[str, object] = {"ids": [GONE, ids[0]], "remove": True}
    assert browser.act("POST", "/api/collections/paper/members", taken).json()["changed"] == 2
    assert members(browser) == [ids[1]]
    answer = browser.act("DELETE", "/api/collections/paper")
    assert (answer.status, answer.body) == (204, b"")
    assert browser.ask("/api/collections/paper").json()["code"] == "collection-unknown"
    assert train.furu_dir.is_dir()


def test_all_that_a_query_finds_are_picked_if_they_are_as_many_as_were_counted(
    browser: Browser, ids: list[str]
) -> None:
    body = {"name": "all", "q": "", "expected": len(ids)}
    assert browser.act("POST", "/api/collections", body).json()["size"] == len(ids)
    answer = browser.act("POST", "/api/collections/all/members", {"q": "state:failed", "expected": 9, "remove": True})
    assert (answer.status, answer.json()["total"]) == (409, 1)
    answer = browser.act("POST", "/api/collections/all/members", {"q": "state:failed", "expected": 1, "remove": True})
    assert answer.json() == {"changed": 1, "total": 1, "size": len(ids) - 1}


def test_members_whose_artifact_is_deleted_are_shown_as_missing(browser: Browser, train: Train) -> None:
    assert browser.act("POST", "/api/collections", {"name": "x", "ids": [furu_id(train)]}).status == 200
    shutil.rmtree(train.furu_dir)
    browser.app.state.context.index.refresh(walk="now")
    page = browser.ask("/api/collections/x").json()
    assert [(item["id"], item["experiment"]) for item in page["members"]] == [(furu_id(train), None)]
    assert page["missing"] == 1


HOSTILE = ["..", ".", "%2e%2e", "..%2f..", "../../etc/passwd", "\0", "a\nb", "x" * 190, "A B", ".tmp-x", "a.json", " "]


@pytest.mark.parametrize("slug", HOSTILE)
def test_a_name_that_leads_elsewhere_is_unknown(slug: str, browser: Browser) -> None:
    Path(settings.root(), "secret.json").write_text("{}")
    for noun, rest in (("collections", "/members"), ("collections", ""), ("views", "")):
        path = f"/api/{noun}/{slug}"
        tries = [("GET", None), ("DELETE", None)]
        for method, body in [*tries, ("PATCH", {"note": "x"})] if noun == "collections" else tries:
            answer = browser.act(method, path, body)
            assert answer.status in (404, 405), (method, path, answer.body)
        if rest:
            assert browser.act("POST", path + rest, {"ids": []}).status in (404, 405)
    answer = browser.act("PUT", f"/api/views/{slug}", {"name": "x", "settings": {}})
    assert answer.status in (404, 405, 422)
    assert Path(settings.root(), "secret.json").read_text() == "{}"
    assert not list(settings.root().rglob("views/*"))


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "parameters"),
        ({"name": ""}, 422, "label-refused"),
        ({"name": "!!"}, 422, "label-refused"),
        ({"name": "a\nb"}, 422, "label-refused"),
        ({"name": "x" * 300}, 422, "label-refused"),
        ({"name": "x" * 9000}, 422, "parameters"),
        ({"name": "x", "ids": ["../x"]}, 422, "label-refused"),
        ({"name": "x", "ids": [], "q": ""}, 422, "query-refused"),
        ({"name": "x", "q": ""}, 422, "query-refused"),
        ({"name": "Paper"}, 409, "name-taken"),
        ({"name": "x", "member": []}, 422, "parameters"),
    ],
)
def test_a_collection_that_cannot_be_is_refused(
    body: dict[str, object], status: int, code: str, browser: Browser
) -> None:
    assert browser.act("POST", "/api/collections", {"name": "paper"}).status == 200
    answer = browser.act("POST", "/api/collections", body)
    assert (answer.status, answer.json()["code"]) == (status, code)
    assert [item["slug"] for item in browser.ask("/api/collections").json()["items"]] == ["paper"]


@pytest.mark.parametrize("body", [{}, {"id": GONE}, {"position": 1}, {"ids": [], "id": GONE, "position": 0}])
def test_an_order_that_is_none_is_refused(body: dict[str, object], browser: Browser) -> None:
    assert browser.act("POST", "/api/collections", {"name": "paper"}).status == 200
    answer = browser.act("PUT", "/api/collections/paper/order", body)
    assert (answer.status, answer.json()["code"]) == (422, "query-refused")


def test_a_collection_that_cannot_be_read_is_told_beside_the_others(browser: Browser) -> None:
    assert browser.act("POST", "/api/collections", {"name": "good"}).status == 200
    Path(collections_directory(str(settings.root())), "bad.json").write_text("{")
    listed = browser.ask("/api/collections").json()
    assert [item["slug"] for item in listed["items"]] == ["good"]
    assert [item["id"] for item in listed["problems"]] == ["bad"]
