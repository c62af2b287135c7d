"""The server in a process of its own: events, shutdown, what it prints, and what it never imports."""

from __future__ import annotations

import http.client
import json
import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.contract.processes import finish, start
from tests.dashboard.server import Server
from tests.index.samples import furu_id
from tests.nodes import Leaf, Train


def events(lines: Iterator[str]) -> Iterator[dict[str, Any]]:
    """The data of a stream's events about the index."""
    for name, data in named(lines):
        if name == "index":
            yield data


def named(lines: Iterator[str]) -> Iterator[tuple[str, dict[str, Any]]]:
    """A stream's events by name."""
    name = ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            yield name, json.loads(line.removeprefix("data: "))


def test_a_new_artifact_is_told_without_asking(server: Server) -> None:
    with server.browser() as browser, browser.stream("GET", "/api/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        assert stream.headers["cache-control"] == "no-store"
        told = events(stream.iter_lines())
        progress = next(told)
        assert progress.keys() == {"version", "as_of", "scanning", "total", "expected"}
        while progress["scanning"] or progress["total"] < 4:
            progress = next(told)
        assert progress["total"] == 4
        Leaf(value=1).get()
        after = next(told)
        assert after["total"] == 5
        assert after["version"] > progress["version"]
        rows = browser.get("/api/experiments", params={"q": "leaf"}).json()["items"]
        assert [row["id"] for row in rows] == [furu_id(Leaf(value=1))]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_at_once_and_quietly_with_streams_open(number: signal.Signals, server: Server) -> None:
    with server.browser() as browser:
        streams = [browser.stream("GET", "/api/events") for _ in range(3)]
        told = [events(stream.__enter__().iter_lines()) for stream in streams]
        assert all(next(one)["version"] >= 0 for one in told)
        assert server.stop(number) == 0
        for one in told:
            list(one)
        for stream in streams:
            stream.__exit__(None, None, None)
    assert server.errors == ""


def test_it_lets_go_of_a_client_that_went_away(server: Server) -> None:
    with server.browser() as browser:
        for _ in range(5):
            with browser.stream("GET", "/api/events") as stream:
                next(stream.iter_lines())
        assert browser.get("/api/meta").status_code == 200
    assert server.stop() == 0


def test_the_address_admits_one_browser_and_then_another_one_is_printed(server: Server) -> None:
    first = server.address
    with server.browser() as browser, httpx.Client() as late:
        assert list(browser.cookies) == [f"furu_session_{server.port}"]
        assert late.get(first).status_code == 401
        second = server.next_address()
        assert second != first
        assert late.get(second).status_code == 303
        for one in (browser, late):
            assert one.get(f"{server.origin}/api/meta").status_code == 200


def test_the_token_and_the_cookie_are_in_no_log(server: Server) -> None:
    with server.browser() as browser:
        browser.get("/api/experiments", params={"limit": "501"})
        browser.get("/api/nothing")
        secret = browser.cookies[f"furu_session_{server.port}"]
        answer = browser.get("/")
    assert server.stop() == 0
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert secret not in "".join(server.said) + server.errors
    assert server.errors == ""


def raw(server: Server, path: str) -> tuple[int, Mapping[str, str]]:
    """What the server says to a path that no browser would send: its status and its headers."""
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.putrequest("GET", path, skip_host=True, skip_accept_encoding=True)
        connection.putheader("Host", f"127.0.0.1:{server.port}")
        connection.endheaders()
        with connection.getresponse() as answer:
            return answer.status, dict(answer.headers)


RAW = [
    ("/assets/%2e%2e/%2e%2e/serve.py", 404),
    ("/assets/..%2f..%2fserve.py", 404),
    ("/assets/..%5c..%5cserve.py", 404),
    ("/assets/%00", 404),
    ("/assets/../../serve.py", 404),
    ("/api/../api/meta", 401),
    ("/%61pi/meta", 401),
    ("/api%2fmeta", 401),
    ("/api/experiments/a%2Fb%00%ff", 401),
]


def test_encoded_paths_are_judged_as_what_they_mean(server: Server) -> None:
    for path, status in RAW:
        found, headers = raw(server, path)
        assert (path, found) == (path, status)
        assert headers["content-type"] == "application/problem+json"
        assert headers["x-content-type-options"] == "nosniff"


def test_ids_with_encoded_characters_reach_the_index(server: Server, train: Train) -> None:
    with server.browser() as browser:
        with browser.stream("GET", "/api/events") as stream:
            told = events(stream.iter_lines())
            while next(told)["total"] < 4:
                continue
        assert browser.get(f"/api/experiments/{furu_id(train).replace('@', '%40')}").status_code == 200
        for odd in ("a%2Fb", "%00", "%F0%9F%98%80", "%ff%fe", "..%2f..", "%E2%80%AE", "a%0d%0ab"):
            assert browser.get(f"/api/experiments/{odd}").status_code == 404


MODULES = """
import json, sys
from furu import settings
from furu.dashboard.app import create_app
from furu.dashboard.session import Session
from furu.index.index import Index
from tests.dashboard.server import Browser
index = Index(settings.root())
index.refresh()
session = Session(1)
browser = Browser(create_app(index, session, version="1"), session).admit()
for row in browser.ask("/api/experiments", query="leaves=1").json()["items"]:
    for suffix in ("", "/dependencies", "/dependents"):
        assert browser.ask(f"/api/experiments/{row['id']}{suffix}").status == 200
for path in ("/api/meta", "/api/stats", "/api/graph/classes"):
    assert browser.ask(path).status == 200
print(json.dumps(sorted(sys.modules)))
"""


@pytest.mark.usefixtures("train")
def test_the_server_never_imports_what_made_the_artifacts() -> None:
    loaded = json.loads(finish(start(MODULES)).splitlines()[-1])
    assert "furu.index.reader" in loaded
    assert not [name for name in loaded if name.startswith(("tests.nodes", "tests.index"))]


def test_the_development_servers_address_is_printed_instead_of_its_own(train: Train) -> None:
    server = Server("--dev-origin", "http://127.0.0.1:5173/anything")
    assert server.address.startswith("http://127.0.0.1:5173/session?token=")
    assert server.stop() == 0


def test_a_server_that_listens_everywhere_prints_an_address_that_it_serves(train: Train) -> None:
    server = Server("--host", "0.0.0.0")  # noqa: S104
    token = server.address.partition("?")[2]
    with httpx.Client() as client:
        host = server.origin.removeprefix("http://")
        answer = client.get(f"http://127.0.0.1:{server.port}/?{token}", headers={"host": host})
    assert answer.status_code == 303
    assert server.stop() == 0


def test_a_damaged_artifact_and_a_missing_root_do_not_keep_it_from_starting(tmp_path: Path) -> None:
    server = Server(str(tmp_path / "nowhere"))
    with server.browser() as browser:
        assert browser.get("/api/stats").json()["total"] == 0
    assert server.stop() == 0
    assert not (tmp_path / "nowhere").exists()
