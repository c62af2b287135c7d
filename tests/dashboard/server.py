"""The real server in a process of its own, and the true application in this one."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
from fastapi import FastAPI

from furu.dashboard.session import ACTION_HEADER, Session
from tests.contract.processes import CHECKOUT

ADDRESS = re.compile(r"furu dashboard: (http://\S+)")
PORT = 8765


class Server:
    """``furu dashboard`` on a free port; ``errors`` is what it wrote to its terminal, once it has ended."""

    def __init__(self, *options: str, **environment: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "furu.cli", "dashboard", "--port", "0", *options],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self.said: list[str] = []
        self.errors = ""
        self.address = self.next_address()
        self.pid = self._process.pid

    def next_address(self) -> str:
        """Waits until it prints an address to open."""
        assert self._process.stdout
        line = self._process.stdout.readline()
        self.said.append(line)
        match = ADDRESS.match(line)
        assert match, f"it said {line!r} and {self._process.communicate(timeout=30)[1]}"
        return match[1]

    @property
    def origin(self) -> str:
        """Its scheme, name and port."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"

    @property
    def port(self) -> int:
        """The port it took."""
        return urlsplit(self.address).port or 0

    def browser(self) -> httpx.Client:
        """A client that was admitted by the printed address."""
        answer = httpx.get(self.address)
        assert answer.status_code == 303
        return httpx.Client(base_url=self.origin, cookies=answer.cookies, timeout=20)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Tells it to stop, and returns its exit status."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        said, self.errors = self._process.communicate(timeout=20)
        self.said.append(said)
        return self._process.returncode


@dataclass(frozen=True)
class Answer:
    """A response of the application, with its headers in lower case."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str | None:
        """The only header of this name."""
        found = [value for key, value in self.headers if key == name]
        assert len(found) <= 1, f"{name} is there {len(found)} times"
        return found[0] if found else None

    def json(self) -> Any:
        """The body."""
        return httpx.Response(200, content=self.body).json()


@dataclass
class Browser:
    """Asks the application what a browser would, without a network; ``path`` may be what no browser sends."""

    app: FastAPI
    session: Session
    cookie: str | None = field(default=None)

    def admit(self) -> Browser:
        """Another one, which carries the session."""
        return Browser(self.app, self.session, f"{self.session.cookie}={self.session._secret}")

    def ask(
        self,
        path: str,
        headers: Mapping[str, str] | None = None,
        *,
        query: str | bytes = b"",
        method: str = "GET",
        body: bytes = b"",
    ) -> Answer:
        """The answer to one request."""
        sent = {"host": f"127.0.0.1:{PORT}"} | ({"cookie": self.cookie} if self.cookie else {}) | dict(headers or {})
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "query_string": query.encode() if isinstance(query, str) else query,
            "root_path": "",
            "headers": [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in sent.items()],
            "client": ("127.0.0.1", 50000),
            "server": ("127.0.0.1", PORT),
        }
        return asyncio.run(self._call(scope, body))

    def act(self, method: str, path: str, data: Any = None, **headers: str) -> Answer:
        """The answer to a request that changes something, made as the web app makes it."""
        sent = {ACTION_HEADER: "1", "content-type": "application/json"} | headers
        body = b"" if data is None else json.dumps(data).encode()
        return self.ask(path, sent, method=method, body=body)

    async def _call(self, scope: dict[str, Any], body: bytes) -> Answer:
        messages: list[Any] = []
        incoming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> dict[str, Any]:
            if not incoming:
                await asyncio.Event().wait()
            return incoming.pop()

        async def send(message: Any) -> None:
            messages.append(message)

        await self.app(scope, receive, send)
        start, *bodies = messages
        headers = [(name.decode("latin-1").lower(), value.decode("latin-1")) for name, value in start["headers"]]
        return Answer(start["status"], headers, b"".join(message.get("body", b"") for message in bodies))
