"""Asks for the files of an experiment, of the true application in this process or of the real server."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.dashboard.server import Browser

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@dataclass
class InProcess:
    """The true application as if it were behind a socket."""

    browser: Browser

    def get(
        self, address: str, params: dict[str, Any] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        url = httpx.URL(f"http://127.0.0.1{address}", params=params or {})
        answer = self.browser.ask(url.path, headers, query=url.query)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body)


class Files:
    """Asks the server for the files of one experiment."""

    def __init__(self, client: httpx.Client | InProcess, experiment: str) -> None:
        self.client = client
        self.address = f"/api/experiments/{experiment}/files"

    def ask(self, what: str = "", headers: dict[str, str] | None = None, **query: Any) -> httpx.Response:
        return self.client.get(f"{self.address}{what}", params=query, headers=headers)

    def json(self, what: str = "", **query: Any) -> Any:
        answer = self.ask(what, **query)
        assert answer.status_code == 200, answer.text
        return answer.json()
