"""Saved views over the API."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu import settings
from furu.maintenance.views import ViewList
from furu.store.layout import views_directory
from furu.store.views import View
from tests.dashboard.server import Browser
from tests.dashboard.test_labels import said

SETTINGS = {
    "query": "class:Train lr>=1e-3",
    "sort": "-result.accuracy",
    "columns": [{"field": "lr", "pinned": True, "width": 120}, {"field": "name", "pinned": False, "width": None}],
    "group": None,
    "facets": ["state"],
    "facets_shown": True,
    "differences": False,
    "density": "compact",
}


def test_a_view_is_saved_read_renamed_and_deleted(browser: Browser) -> None:
    told = browser.act("PUT", "/api/views/mine", {"name": "Mine", "settings": SETTINGS})
    made = said(told, View, "put", "/api/views/{slug}", browser)
    assert (made["slug"], made["record"]["name"], made["record"]["settings"]) == ("mine", "Mine", SETTINGS)
    assert said(browser.ask("/api/views/mine"), View, "get", "/api/views/{slug}", browser) == made
    listed = said(browser.ask("/api/views"), ViewList, "get", "/api/views", browser)
    assert (listed["items"], listed["problems"]) == ([made], [])
    body = {"name": "Ours", "settings": SETTINGS, "expect": made["version"]}
    renamed = browser.act("PUT", "/api/views/mine", body).json()
    assert renamed["record"]["name"] == "Ours"
    answer = browser.act("DELETE", "/api/views/mine")
    assert (answer.status, answer.body) == (204, b"")
    assert browser.ask("/api/views/mine").json()["code"] == "view-unknown"
    assert browser.act("DELETE", "/api/views/mine").status == 404


def test_what_somebody_else_saved_meanwhile_is_kept(browser: Browser) -> None:
    first = browser.act("PUT", "/api/views/mine", {"name": "a", "settings": {}}).json()
    second = browser.act("PUT", "/api/views/mine", {"name": "b", "settings": {}, "expect": first["version"]}).json()
    answer = browser.act("PUT", "/api/views/mine", {"name": "c", "settings": {}, "expect": first["version"]})
    assert (answer.status, answer.json()["code"], answer.json()["version"]) == (409, "view-changed", second["version"])
    answer = browser.act("PUT", "/api/views/mine", {"name": "c", "settings": {}})
    assert (answer.status, answer.json()["code"]) == (409, "name-taken")
    headers = {"x-furu-action": "1"}
    answer = browser.ask("/api/views/mine", headers, query=f"expect={first['version']}", method="DELETE")
    assert answer.status == 409
    assert browser.ask("/api/views/mine").json() == second


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"name": "x"}, "parameters"),
        ({"name": "x", "settings": {"density": "tiny"}}, "parameters"),
        ({"name": "x", "settings": {"columns": [{"width": 3}]}}, "parameters"),
        ({"name": "x", "settings": {"query": "x" * 10_001}}, "label-refused"),
        ({"name": "x", "settings": {"columns": [{"field": "a"}] * 501}}, "label-refused"),
        ({"name": "\n", "settings": {}}, "label-refused"),
        ({"name": "x", "settings": {}, "expect": "y" * 101}, "parameters"),
    ],
)
def test_a_view_that_cannot_be_is_refused(body: dict[str, object], code: str, browser: Browser) -> None:
    answer = browser.act("PUT", "/api/views/mine", body)
    assert (answer.status, answer.json()["code"]) == (422, code)
    assert browser.ask("/api/views").json()["items"] == []


def test_a_view_that_cannot_be_read_is_told_and_can_be_deleted(browser: Browser) -> None:
    folder = Path(views_directory(str(settings.root())))
    folder.mkdir()
    (folder / "bad.json").write_text("{")
    listed = browser.ask("/api/views").json()
    assert ([item["id"] for item in listed["problems"]], listed["items"]) == (["bad"], [])
    assert browser.act("DELETE", "/api/views/bad").status == 204
