"""Who may ask: the one-time token, the session cookie, and the checks on every request.

Every ``/api`` request needs the session, also on loopback, because login nodes are shared; only the app shell,
which holds no data, is served without. The ``Host`` header must name this machine, which defeats DNS
rebinding; requests that another site's page makes are refused by ``Sec-Fetch-Site`` and ``Origin``. What changes
something needs a header besides that no other site's page can send.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
from collections.abc import Callable, Collection, Iterable
from ipaddress import ip_address
from urllib.parse import parse_qs, urlsplit

import msgspec
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from furu.dashboard.wire import Problem

logger = logging.getLogger("furu.dashboard")

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_HOST = re.compile(r"(?:\[(?P<bracketed>[0-9A-Fa-f:.]+)\]|(?P<name>[^\s:\[\]@/\\]+))(?::[0-9]*)?")
_OPEN_PREFIX, _CLOSED_PREFIX = "/session", "/api"
_TOKEN_BYTES = 32

ACTION_HEADER = "x-furu-action"
"""Every request that changes something carries it; a page of another origin would have to ask for that first."""

_READING = frozenset({"GET", "HEAD", "OPTIONS"})

_SECURITY_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-frame-options": "DENY",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


class Session:
    """The secrets of one server: a session secret, and a token that is exchanged for it once."""

    def __init__(self, port: int, on_new_token: Callable[[str], None] = lambda _token: None) -> None:
        self.cookie = f"furu_session_{port}"
        self.token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._secret = secrets.token_urlsafe(_TOKEN_BYTES)
        self._on_new_token = on_new_token
        self._lock = threading.Lock()

    def exchange(self, token: str) -> str | None:
        """The session secret for a valid token, which is used up; None for any other."""
        with self._lock:
            if not secrets.compare_digest(token.encode(), self.token.encode()):
                return None
            self.token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._on_new_token(self.token)
        return self._secret

    def admits(self, cookie_header: str | None) -> bool:
        """Whether a request's cookies carry the session."""
        # Other servers on this machine set cookies for the same name, some of them malformed; those are passed over.
        carried = cookie_parser(cookie_header or "").get(self.cookie, "")
        return secrets.compare_digest(carried.encode(), self._secret.encode())


class Hosts:
    """The names under which the server may be addressed.

    With ``any_address`` every IP address is one of them: a page that was rebound to this server still sends the
    name its browser looked up, never an address.
    """

    def __init__(self, names: Iterable[str], *, any_address: bool) -> None:
        self._names = frozenset(map(_canonical, names))
        self._any_address = any_address

    def admit(self, header: str) -> bool:
        """Whether a Host header names this server."""
        match = _HOST.fullmatch(header)
        if match is None:
            return False
        name = _canonical(match["bracketed"] or match["name"])
        return name in self._names or (self._any_address and _is_address(name))


class Guard:
    """The ASGI layer in front of everything."""

    def __init__(self, app: ASGIApp, session: Session, hosts: Hosts, origins: Collection[str]) -> None:
        self._app = app
        self._session = session
        self._hosts = hosts
        self._origins = frozenset(origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse, exchange the token, or pass the request on with the security headers added."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        guarded = _with_security_headers(send)
        headers = Headers(scope=scope)
        problem = self._refusal(scope["method"], scope["path"], headers)
        token = _token(scope) if problem is None else None
        if token is not None and not self._session.admits(headers.get("cookie")):
            await self._admit(token, guarded)
        elif token is not None:
            await _redirect(guarded, cookie=None)
        elif problem is not None:
            await reply_problem(guarded, problem)
        else:
            await self._pass_on(scope, receive, guarded)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the application answer; a mistake of its own becomes a problem like any other."""
        started = False

        async def noticed(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive, noticed)
        except Exception:
            logger.exception("%s %r could not be answered", scope["method"], scope["path"])
            if started:
                raise
            await reply_problem(send, _FAILED)

    def _refusal(self, method: str, path: str, headers: Headers) -> Problem | None:
        host = headers.get("host", "")
        if not self._hosts.admit(host):
            return Problem(
                status=421,
                code="host-refused",
                title="This host name is not served",
                detail=f"the request names the host {host!r}",
                hint="open the address that the server printed",
            )
        if not path.startswith(_CLOSED_PREFIX):
            return None
        if headers.get("sec-fetch-site", "none") not in ("same-origin", "none") or not self._is_own(
            headers.get("origin"), host
        ):
            return Problem(
                status=403,
                code="foreign-origin",
                title="Requests of other sites are refused",
                detail="the request comes from a page of another origin",
            )
        if not self._session.admits(headers.get("cookie")):
            return _NO_SESSION
        return None if method in _READING or headers.get(ACTION_HEADER) else _NO_ACTION

    def _is_own(self, origin: str | None, host: str) -> bool:
        return origin is None or origin == f"http://{host}" or origin in self._origins

    async def _admit(self, token: str, send: Send) -> None:
        secret = self._session.exchange(token)
        if secret is None:
            problem = Problem(
                status=401,
                code="token-refused",
                title="This address was used already",
                detail="its token is wrong, or another browser has used it",
                hint="open the newest address that the server printed in its terminal",
            )
            await reply_problem(send, problem)
        else:
            await _redirect(send, f"{self._session.cookie}={secret}; HttpOnly; SameSite=Lax; Path=/")


_NO_SESSION = Problem(
    status=401,
    code="no-session",
    title="No session",
    detail="this browser has not been admitted",
    hint="open the address with the token that the server printed in its terminal",
)
_NO_ACTION = Problem(
    status=403,
    code="action-header",
    title="This request is refused",
    detail=f"it would change something and has no header {ACTION_HEADER}",
    hint=f"send {ACTION_HEADER}: 1",
)
_FAILED = Problem(
    status=500,
    code="failed",
    title="The server could not answer",
    detail="the request met a mistake in the server",
    hint="the server's terminal shows what happened",
)


def _canonical(name: str) -> str:
    return name.lower().removesuffix(".")


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _token(scope: Scope) -> str | None:
    """The token a page address carries: ``/?token=…`` or ``/session?token=…``."""
    if scope["path"] not in ("/", _OPEN_PREFIX) or scope["method"] != "GET":
        return None
    values = parse_qs(scope["query_string"].decode("latin-1")).get("token")
    return values[0] if values else None


def _with_security_headers(send: Send) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _SECURITY_HEADERS.items():
                headers.setdefault(name, value)
            headers.setdefault("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
            headers.setdefault("cache-control", "no-store")
        await send(message)

    return guarded


async def reply_problem(send: Send, problem: Problem) -> None:
    """Answer with a problem."""
    body = msgspec.json.encode(problem)
    headers = [(b"content-type", b"application/problem+json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": problem.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _redirect(send: Send, cookie: str | None) -> None:
    """Send the browser to the app, without the token in its address."""
    headers = [(b"location", b"/"), (b"content-length", b"0")]
    if cookie is not None:
        headers.append((b"set-cookie", cookie.encode()))
    await send({"type": "http.response.start", "status": 303, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def origin_of(address: str) -> str:
    """The origin of an address: scheme, name and port."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
