"""The server under clients that ask for more than their share: it goes on answering the others."""

from __future__ import annotations

import resource
import selectors
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest

from furu.dashboard.live import MOST_STREAMS
from tests.contract.processes import wait_until
from tests.dashboard.server import Server
from tests.nodes import Leaf


@contextmanager
def asked(server: Server, browser: httpx.Client, path: str, count: int) -> Iterator[list[socket.socket]]:
    """So many connections that have asked for something, and have read nothing of the answer."""
    cookies = "; ".join(f"{name}={value}" for name, value in browser.cookies.items())
    request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nCookie: {cookies}\r\n\r\n".encode()
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=60))
            connection.sendall(request)
            opened.append(connection)
        yield opened


def hear(connections: list[socket.socket], word: bytes) -> None:
    """Read from all of them until each has said a word."""
    heard = dict.fromkeys(connections, b"")
    with selectors.DefaultSelector() as selector:
        for connection in connections:
            selector.register(connection, selectors.EVENT_READ, connection)
        while selector.get_map():
            for key, _ in selector.select(timeout=60):
                ready: socket.socket = key.data
                data = ready.recv(65536)
                assert data, heard[ready]
                heard[ready] += data
                if word in heard[ready]:
                    selector.unregister(ready)


@pytest.fixture
def _many_files() -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 8192), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_files")
def test_a_thousand_open_streams_all_hear_what_is_new_and_one_more_is_refused(server: Server) -> None:
    with server.browser() as browser:
        with asked(server, browser, "/api/events", MOST_STREAMS) as streams:
            hear(streams, b"event: index")
            assert browser.get("/api/meta").status_code == 200
            refused = browser.get("/api/events")
            assert (refused.status_code, refused.json()["code"]) == (503, "too-many-streams")
            Leaf(value=77).get()
            hear(streams, b'"total":5')
        wait_until(lambda: _is_admitted(browser), "there is room again")


def _is_admitted(browser: httpx.Client) -> bool:
    with browser.stream("GET", "/api/events") as stream:
        return stream.status_code == 200


def test_clients_that_do_not_read_their_answers_keep_nobody_else_waiting(server: Server) -> None:
    with server.browser() as browser, asked(server, browser, "/api/experiments?limit=500&leaves=true", 200):
        assert browser.get("/api/experiments").status_code == 200
        assert browser.get("/api/stats").status_code == 200
