"""The app's page, its assets, and the headers that every response carries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from furu.dashboard.app import create_app
from furu.index.index import Index
from tests.dashboard.server import Browser

EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}
KINDS: dict[str, tuple[str, dict[str, Any], int]] = {
    "page": ("/", {}, 200),
    "deep-page": ("/experiments/tests.nodes.Train@abc", {}, 200),
    "api": ("/api/meta", {}, 200),
    "unknown-api": ("/api/nothing", {}, 404),
    "refused-parameter": ("/api/experiments", {"query": "limit=0"}, 422),
    "another-method": ("/api/meta", {"method": "POST", "headers": {"x-furu-action": "1"}}, 405),
    "no-action-header": ("/api/meta", {"method": "POST"}, 403),
    "asset": ("/assets/index-abc123.js", {}, 200),
    "unknown-asset": ("/assets/nothing.js", {}, 404),
    "file-beside-the-page": ("/favicon.svg", {}, 200),
    "foreign-host": ("/api/meta", {"headers": {"host": "evil.example"}}, 421),
    "foreign-origin": ("/api/meta", {"headers": {"origin": "http://evil.example"}}, 403),
    "no-session": ("/api/meta", {"headers": {"cookie": ""}}, 401),
    "used-token": ("/", {"query": "token=x", "headers": {"cookie": ""}}, 401),
    "exchanged-token": ("/", {"query": "token={token}", "headers": {"cookie": ""}}, 303),
}


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_carries_the_security_headers(kind: str, browser: Browser) -> None:
    path, options, status = KINDS[kind]
    query = options.get("query", "").replace("{token}", browser.session.token)
    answer = browser.ask(path, options.get("headers"), query=query, method=options.get("method", "GET"))
    assert answer.status == status
    assert {name: answer.header(name) for name in EVERYWHERE} == EVERYWHERE
    policy = answer.header("content-security-policy")
    assert policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "*" not in policy
    assert not [name for name, _ in answer.headers if name.startswith("access-control-")]
    assert answer.header("server") is None
    cached = "public, max-age=31536000, immutable" if kind == "asset" else "no-store"
    assert answer.header("cache-control") == cached


def test_the_page_is_served_to_everybody_and_holds_no_data(stranger: Browser) -> None:
    for path in ("/", "/experiments", "/experiments/tests.nodes.Train@00", "/graph", "/session"):
        answer = stranger.ask(path)
        assert answer.status == 200
        assert answer.header("content-type") == "text/html; charset=utf-8"
        text = re.sub(r'nonce="[^"]+"', "", answer.body.decode())
        assert text == '<!doctype html><style ></style><div id="root"></div>'


def test_the_nonce_is_a_different_one_in_every_response_and_the_policy_names_it(stranger: Browser) -> None:
    nonces = set()
    for _ in range(5):
        answer = stranger.ask("/")
        (nonce,) = re.findall(r'nonce="([^"]+)"', answer.body.decode())
        assert f"style-src 'self' 'nonce-{nonce}'" in (answer.header("content-security-policy") or "")
        nonces.add(nonce)
    assert len(nonces) == 5
    assert "__CSP_NONCE__" not in nonces


def test_assets_have_their_types(stranger: Browser) -> None:
    types = {path: stranger.ask(path).header("content-type") for path in ("/assets/index-abc123.js", "/favicon.svg")}
    assert types == {"/assets/index-abc123.js": "text/javascript; charset=utf-8", "/favicon.svg": "image/svg+xml"}


ESCAPES = [
    "/assets/../secret.txt",
    "/assets/../../secret.txt",
    "/assets/..",
    "/assets/../index.html",
    "/assets/./../../secret.txt",
    "/assets//etc/passwd",
    "/assets/..\\..\\secret.txt",
    "/assets/\\etc\\passwd",
    "/assets/index-abc123.js\0",
    "/assets/\0",
    "/assets/leak.txt",
    "/assets/",
    "/assets/" + "a" * 10_000,
    "/assets/" + "../" * 2000 + "etc/passwd",
    "/assets/%2e%2e/secret.txt",
]


def test_no_path_leads_out_of_the_assets(stranger: Browser) -> None:
    for path in ESCAPES:
        answer = stranger.ask(path)
        assert (path, answer.status) == (path, 404)
        assert answer.header("content-type") == "application/problem+json"
        assert b"secret" not in answer.body


def test_no_path_leads_out_of_the_app(stranger: Browser) -> None:
    for path in ("/../secret.txt", "/..", "/../../etc/passwd", "//etc/passwd", "/app/../../secret.txt", "/\0", "/\\"):
        answer = stranger.ask(path)
        assert (path, answer.status, answer.header("content-type")) == (path, 200, "text/html; charset=utf-8")
        assert b'<div id="root">' in answer.body


def test_a_copy_without_a_built_app_says_so(index: Index, stranger: Browser, tmp_path: Path) -> None:
    app = create_app(index, stranger.session, version="1", built_app=tmp_path / "nothing")
    browser = Browser(app, stranger.session)
    answer = browser.ask("/")
    assert answer.status == 200
    assert b"not built" in answer.body
    assert browser.ask("/assets/index.js").status == 404
    assert browser.admit().ask("/api/meta").status == 200
