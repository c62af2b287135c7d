"""Running the server on a socket, with its address printed once it listens."""

from __future__ import annotations

import contextlib
import resource
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from furu.dashboard.app import create_app
from furu.dashboard.live import Live
from furu.dashboard.session import Session, origin_of
from furu.index.index import Index, own_index

_STOP_SECONDS = 2
_MOST_FILES = 65_536
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  # compared, not bound


class _Server(uvicorn.Server):
    """Ends the open streams when it is told to stop, since it waits for them."""

    def __init__(self, config: uvicorn.Config, live: Live) -> None:
        super().__init__(config)
        self._live = live

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Stop: what SIGINT and SIGTERM do."""
        self._live.end_streams()
        super().handle_exit(sig, frame)


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections.

    Raises:
        OSError: the port is taken, or there is no such address.
    """
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError:
        listener.close()
        raise
    listener.listen(128)
    return listener


def _allow_connections() -> None:
    """Raise the limit of open files, often 1,024, as far as this process may: each connection is one."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, _MOST_FILES)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):  # then it serves as many as it could before
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def serve(
    root: Path | None,
    listener: socket.socket,
    *,
    host: str,
    version: str,
    allow_run: bool,
    dev_origin: str | None,
    announce: Callable[[str], None],
) -> None:
    """Serve a root, or else those that this process uses, until it is told to stop, by SIGINT or SIGTERM.

    ``announce`` is called with the address to open, at once and again whenever its token was used; with a
    ``dev_origin`` that is the development server's.

    Raises:
        StoreError: the index cannot be kept in the cache folder.
    """
    port = listener.getsockname()[1]
    everywhere = host in _EVERYWHERE
    name = socket.gethostname() if everywhere else host

    def announce_token(token: str) -> None:
        shown = f"[{name}]" if ":" in name else name
        page = f"{origin_of(dev_origin)}/session" if dev_origin else f"http://{shown}:{port}/"
        announce(f"{page}?token={token}")

    session = Session(port, announce_token)
    # The server ends by itself at either signal, and then lets it do what it does elsewhere: end the process.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    _allow_connections()
    with contextlib.suppress(KeyboardInterrupt), contextlib.closing(Index(root) if root else own_index()) as index:
        app = create_app(
            index,
            session,
            version=version,
            allow_run=allow_run,
            hosts=(name,),
            any_address=everywhere,
            origins=(origin_of(dev_origin),) if dev_origin else (),
        )
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, timeout_graceful_shutdown=_STOP_SECONDS
        )
        announce_token(session.token)
        _Server(config, app.state.context.live).run(sockets=[listener])
