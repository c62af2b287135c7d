"""Running the server on a socket, with its address printed once it listens."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from furu.dashboard.app import create_app
from furu.dashboard.session import Session, origin_of
from furu.index.index import Index

_STOP_SECONDS = 2


def serve(
    root: Path,
    *,
    host: str,
    port: int,
    version: str,
    allow_run: bool,
    dev_origin: str | None,
    announce: Callable[[str], None],
) -> None:
    """Serve a root until the process is told to stop.

    ``announce`` is called with the address to open, at once and again whenever its token was used; with a
    ``dev_origin`` that is the development server's.

    Raises:
        OSError: the port is taken.
    """
    listener = _listen(host, port)
    bound_port = listener.getsockname()[1]
    shown_host = f"[{host}]" if ":" in host else host

    def announce_token(token: str) -> None:
        page = f"{origin_of(dev_origin)}/session" if dev_origin else f"http://{shown_host}:{bound_port}/"
        announce(f"{page}?token={token}")

    session = Session(bound_port, announce_token)
    index = Index(root)
    app = create_app(
        index,
        session,
        version=version,
        allow_run=allow_run,
        hosts=() if host in ("0.0.0.0", "::") else (host,),  # noqa: S104  # compared, not bound
        origins=(origin_of(dev_origin),) if dev_origin else (),
    )
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    announce_token(session.token)
    try:
        uvicorn.Server(config).run(sockets=[listener])
    finally:
        index.close()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(128)
    return listener
