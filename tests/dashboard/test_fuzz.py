"""Whatever the API's own description allows is answered in the shape that it promises, briefly, and never by a 500."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

import httpx
import msgspec
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import APIOperation, Case, GenerationMode
from schemathesis.core.result import Ok

from furu.dashboard.session import ACTION_HEADER
from furu.dashboard.wire import Problem
from furu.index.index import Index
from tests.architecture.source import CHECKOUT
from tests.dashboard.server import Answer, Browser

DESCRIPTION = CHECKOUT / "dashboard-frontend" / "core" / "openapi.json"
ENDLESS = {"/api/events"}
"""Answers that go on for as long as somebody listens."""
LARGEST = 4_000_000
EXAMPLES = 16

Operation = APIOperation[Any, Any, Any, Any]
Request = Case[Any]

NAMES = ("class", "state", "lr", "config.lr", "-created", "tag,state", "collection", "count", '"a,b"', "nothing")
QUERIES = ("", "class:Train lr>0.1", "state:failed or tag:x", "has:accuracy", "not (a b)", "lr in (1, 2)", "x >", '"')
MEANT = {
    "q": QUERIES,
    **dict.fromkeys(("by", "columns", "fields", "sort", "group"), NAMES),
    "slug": ("paper", "mine"),
    "place": ("1", "previous"),
}
"""Values that mean something, by the names of parameters."""


def operations() -> list[Operation]:
    """What the API can be asked, from its description."""
    schema = schemathesis.openapi.from_dict(json.loads(DESCRIPTION.read_text()))
    found = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    return [operation for operation in found if operation.path not in ENDLESS]


def cases(operation: Operation) -> st.SearchStrategy[Request]:
    """Requests that the description allows, and some that it does not."""
    allowed = operation.as_strategy(generation_mode=GenerationMode.POSITIVE)
    if not (operation.query or operation.path_parameters or operation.body):
        return allowed
    refused = operation.as_strategy(generation_mode=GenerationMode.NEGATIVE)
    return st.sampled_from((allowed, allowed, allowed, refused)).flatmap(lambda chosen: chosen)


@st.composite
def requests_of(draw: st.DrawFn, operation: Operation, known: tuple[str, ...]) -> Request:
    """A request, with names and ids that mean something in many of its places."""
    case = draw(cases(operation))
    for places, parameters in ((case.path_parameters, operation.path_parameters), (case.query, operation.query)):
        for name in sorted({parameter.name for parameter in parameters} & {*MEANT, "id"}):
            if draw(st.sampled_from((True, True, False))):
                places[name] = draw(st.sampled_from(known if name == "id" else MEANT[name]))
    return case


def answered(browser: Browser, case: Request) -> Answer:
    """The answer to a request that is made as the web app makes it."""
    kwargs = case.as_transport_kwargs(base_url="http://127.0.0.1", headers={ACTION_HEADER: "1"})
    known = {name: kwargs[name] for name in ("method", "url", "params", "headers", "json", "data") if name in kwargs}
    prepared = requests.Request(**known).prepare()
    parts = urlsplit(prepared.url or "")
    body = prepared.body or b""
    assert isinstance(body, str | bytes)
    return browser.ask(
        unquote_to_bytes(parts.path).decode(errors="replace"),
        {name: str(value) for name, value in prepared.headers.items() if str(value).isascii()},
        query=parts.query,
        method=prepared.method or "GET",
        body=body.encode() if isinstance(body, str) else body,
    )


def check(operation: Operation, case: Request, answer: Answer) -> None:
    """No failure of the server, nothing too large, and the shape that was promised."""
    asked = case.as_curl_command()
    assert answer.status < 500, f"{asked}: {answer.body[:1000]!r}"
    assert len(answer.body) < LARGEST, f"{asked}: {len(answer.body)} bytes"
    if answer.status >= 400:
        assert answer.header("content-type") == "application/problem+json", asked
        assert msgspec.json.decode(answer.body, type=Problem).status == answer.status
        return
    request = httpx.Request(case.method, "http://127.0.0.1")
    response = httpx.Response(answer.status, headers=answer.headers, content=answer.body, request=request)
    response.elapsed = timedelta()
    operation.validate_response(response)


def fuzzed(operation: Operation, ask: Callable[[Request], Answer], known: tuple[str, ...]) -> None:
    """Asks one operation in many ways, always the same ones."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests_of(operation, known))
    def every(case: Request) -> None:
        check(operation, case, ask(case))

    every()


@pytest.mark.timeout(600)
def test_whatever_the_description_allows_is_answered_as_it_promises(browser: Browser, index: Index) -> None:
    ids = [item.id for item in index.find("").items]
    known = (*ids, ids[0].partition("@")[2][:8])
    found = operations()
    assert len(found) > 20
    for operation in found:
        browser.act("POST", "/api/collections", {"name": "paper", "ids": ids[:1]})
        browser.act("PUT", "/api/views/mine", {"name": "mine", "query": "state:success"})
        fuzzed(operation, lambda case: answered(browser, case), known)
