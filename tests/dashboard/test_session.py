"""Who is admitted: the one-time token, the cookie, and the checks on every request."""

from __future__ import annotations

import ast
import inspect
import secrets
from http.cookies import SimpleCookie

import pytest

from furu.dashboard import session as session_module
from furu.dashboard.app import create_app, openapi
from furu.dashboard.session import Session, origin_of
from furu.index.index import Index
from tests.dashboard.server import PORT, Answer, Browser


def paths(browser: Browser) -> list[str]:
    return [path.replace("{id}", "abcd") for path in openapi(browser.app)["paths"]]


def code(answer: Answer) -> tuple[int, str]:
    return answer.status, answer.json()["code"]


def test_nothing_of_the_api_answers_without_a_session(stranger: Browser) -> None:
    found = paths(stranger)
    assert len(found) >= 8
    for path in [*found, "/api", "/api/", "/api/nothing", "/apiary"]:
        for method in ("GET", "HEAD", "POST", "DELETE", "OPTIONS"):
            answer = stranger.ask(path, method=method)
            assert (path, *code(answer)) == (path, 401, "no-session")
            assert "token" in answer.json()["hint"]


@pytest.mark.parametrize("prefix", ["/session/..", "//", "/./", "/x/.."])
def test_a_detour_to_the_api_meets_the_data_free_page_or_nothing(prefix: str, stranger: Browser) -> None:
    answer = stranger.ask(f"{prefix}/api/meta")
    assert answer.status in (200, 401, 404)
    assert b"roots" not in answer.body


def test_the_token_is_exchanged_for_a_cookie_once(stranger: Browser) -> None:
    token = stranger.session.token
    first = stranger.ask("/", query=f"token={token}")
    assert (first.status, first.header("location")) == (303, "/")
    second = stranger.ask("/", query=f"token={token}")
    assert code(second) == (401, "token-refused")
    assert "newest address" in second.json()["hint"]
    assert second.header("set-cookie") is None


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites_and_names_its_port(stranger: Browser) -> None:
    answer = stranger.ask("/session", query=f"token={stranger.session.token}")
    header = answer.header("set-cookie")
    assert header
    (morsel,) = SimpleCookie(header).values()
    assert morsel.key == f"furu_session_{PORT}"
    assert (morsel["httponly"], morsel["samesite"], morsel["path"], morsel["domain"]) == (True, "Lax", "/", "")
    admitted = Browser(stranger.app, stranger.session, f"{morsel.key}={morsel.value}")
    assert admitted.ask("/api/meta").status == 200
    assert stranger.session.token not in header


def test_a_used_token_is_followed_by_a_new_one_that_is_told() -> None:
    told: list[str] = []
    session = Session(PORT, told.append)
    first = session.token
    assert session.exchange(first)
    assert told == [session.token]
    assert session.token != first
    assert session.exchange(first) is None
    assert session.exchange(told[0])
    assert len(told) == 2


@pytest.mark.parametrize("token", ["", "x", "é", "%00", "\0", "a" * 100_000, "%ff", "token=1"])
def test_a_wrong_token_admits_nobody_and_uses_nothing_up(token: str, stranger: Browser) -> None:
    before = stranger.session.token
    answer = stranger.ask("/", query=f"token={token}".encode())
    assert answer.header("set-cookie") is None
    assert answer.status in (200, 401)
    assert stranger.session.token == before


def test_a_browser_that_has_the_session_does_not_use_the_token_up(browser: Browser) -> None:
    before = browser.session.token
    answer = browser.ask("/", query=f"token={before}")
    assert (answer.status, answer.header("set-cookie")) == (303, None)
    assert browser.session.token == before


@pytest.mark.parametrize("path", ["/api/meta", "/experiments", "/assets/x"])
def test_a_token_counts_only_on_the_page_that_is_printed(path: str, stranger: Browser) -> None:
    before = stranger.session.token
    answer = stranger.ask(path, query=f"token={before}")
    assert answer.header("set-cookie") is None
    assert stranger.session.token == before


def test_a_token_is_not_taken_from_a_form(stranger: Browser) -> None:
    answer = stranger.ask("/", query=f"token={stranger.session.token}", method="POST")
    assert (answer.status, answer.header("set-cookie")) == (405, None)


COOKIES = [
    "",
    "furu_session_1={secret}",
    "{name}=",
    "{name}={secret}x",
    "{name}={upper}",
    "x{name}={secret}",
    "{name}=é",
]


@pytest.mark.parametrize("cookie", COOKIES)
def test_another_cookie_is_no_session(cookie: str, stranger: Browser) -> None:
    session = stranger.session
    secret = session._secret
    sent = cookie.format(name=session.cookie, secret=secret, upper=secret.swapcase())
    assert stranger.ask("/api/meta", {"cookie": sent}).status == 401


@pytest.mark.parametrize("other", ['a={"b": [1, 2]}', "theme=dark; =; ;", 'q="unfinished', "naïve=é"])
def test_malformed_cookies_of_other_servers_on_this_machine_do_no_harm(other: str, browser: Browser) -> None:
    for sent in (f"{other}; {browser.cookie}", f"{browser.cookie}; {other}"):
        assert browser.ask("/api/meta", {"cookie": sent}).status == 200


def test_secrets_are_compared_in_constant_time(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    compare = secrets.compare_digest

    def spy(one: bytes, other: bytes) -> bool:
        compared.append((one, other))
        return compare(one, other)

    monkeypatch.setattr(secrets, "compare_digest", spy)
    browser.ask("/api/meta")
    assert (browser.session._secret.encode(),) * 2 in compared
    browser.session.exchange("wrong")
    assert (b"wrong", browser.session.token.encode()) in compared
    tree = ast.parse(inspect.getsource(session_module.Session))
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Eq | ast.NotEq | ast.In)]


def test_two_servers_have_different_secrets() -> None:
    sessions = [Session(PORT) for _ in range(3)]
    assert len({value for session in sessions for value in (session.token, session._secret)}) == 6
    assert all(len(session.token) >= 43 for session in sessions)


OWN_HOSTS = ["127.0.0.1", "127.0.0.1:8765", "localhost", "LOCALHOST:1", "localhost.", "localhost.:80", "[::1]:8765"]
FOREIGN_HOSTS = [
    "",
    ":",
    ":8765",
    "evil.example",
    "evil.example:8765",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "127.0.0.1@evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1:8765.evil.example",
    "[::1].evil.example",
    "[::1",
    "::1",
    "[::2]",
    "192.168.0.1",
    "0.0.0.0",  # noqa: S104  # a name that a page could be rebound to
    "127.0.0.1, evil.example",
    "localhost evil.example",
    "localhost..",
    "localhost\0",
    "localhost/",
]


def test_the_names_of_this_machine_are_served(browser: Browser) -> None:
    for host in OWN_HOSTS:
        assert (host, browser.ask("/api/meta", {"host": host}).status) == (host, 200)


def test_a_rebound_name_is_refused_for_every_path(browser: Browser) -> None:
    for host in FOREIGN_HOSTS:
        for path in ("/api/meta", "/", "/assets/index-abc123.js", "/session"):
            answer = browser.ask(path, {"host": host}, query=f"token={browser.session.token}")
            assert (host, *code(answer)) == (host, 421, "host-refused")
            assert answer.header("set-cookie") is None


def test_a_server_that_listens_everywhere_is_served_by_its_name_and_every_address(index: Index) -> None:
    session = Session(PORT)
    app = create_app(index, session, version="1", hosts=("Login-1",), any_address=True)
    browser = Browser(app, session).admit()
    for host in ("login-1", "LOGIN-1:8765", "192.168.0.1:8765", "[fe80::1]:8765", "0.0.0.0:8765", "localhost"):
        assert (host, browser.ask("/api/meta", {"host": host}).status) == (host, 200)
    for host in ("evil.example", "login-1.evil.example", "192.168.0.1.evil.example", "999.1.1.1", ""):
        assert (host, browser.ask("/api/meta", {"host": host}).status) == (host, 421)


FOREIGN = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": "anything"},
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "http://localhost:1"},
    {"origin": f"https://127.0.0.1:{PORT}"},
    {"origin": f"http://127.0.0.1:{PORT}.evil.example"},
    {"sec-fetch-site": "same-origin", "origin": "https://evil.example"},
]
OWN = [
    {},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin"},
    {"origin": f"http://127.0.0.1:{PORT}"},
    {"origin": "http://localhost:5173", "sec-fetch-site": "same-origin"},
]


def test_requests_of_other_sites_are_refused_with_any_method(browser: Browser) -> None:
    for headers in FOREIGN:
        for method in ("GET", "POST", "OPTIONS"):
            answer = browser.ask("/api/meta", headers, method=method)
            assert (headers, *code(answer)) == (headers, 403, "foreign-origin")


def test_requests_of_the_own_page_and_of_the_development_server_are_answered(browser: Browser) -> None:
    for headers in OWN:
        assert (headers, browser.ask("/api/meta", headers).status) == (headers, 200)


def test_a_development_server_is_trusted_only_when_it_is_named(index: Index) -> None:
    session = Session(PORT)
    browser = Browser(create_app(index, session, version="1"), session).admit()
    assert browser.ask("/api/meta", {"origin": "http://localhost:5173"}).status == 403


def test_an_address_gives_its_origin() -> None:
    assert origin_of("http://127.0.0.1:5173/path?query#hash") == "http://127.0.0.1:5173"
