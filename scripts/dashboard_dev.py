"""Shows real experiments in the browser, with hot reload: what ``make dashboard-dev`` runs.

Computes the pipeline of examples/digits in the background, serves its artifacts and starts the Vite dev server
on top. Everything lies in a temporary folder that is removed at the end; FURU_DASHBOARD_DEV_DATA_DIR names one
that is kept. Ctrl-C or SIGTERM ends all of it.
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import httpx

import prepare
from furu.store import walk

EXAMPLE = prepare.ROOT / "examples" / "digits"
WEB_PORT = 5173
START_SECONDS = 180
GRACE_SECONDS = 5
ADDRESS = re.compile(r"http://\S+token=\S+(?=\s)")


Found = TypeVar("Found")


class Stopped(Exception):
    """The user, or whoever started this, wants it to end."""


class DidNotStart(Exception):
    """A part ended or stayed silent; the message says which, and shows the end of its output."""


class Part:
    """A child process with a name, a log file and a process group of its own."""

    def __init__(self, name: str, command: Sequence[str], log: Path, cwd: Path, environment: dict[str, str]) -> None:
        self.name = name
        self._log = log
        with log.open("wb") as output:
            self._process = subprocess.Popen(
                command,
                cwd=cwd,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def status(self) -> int | None:
        """The exit status, or None while it runs."""
        return self._process.poll()

    def output(self) -> str:
        """Returns what it printed so far."""
        return self._log.read_text(errors="replace")

    def failure(self, what: str) -> DidNotStart:
        """Returns an error that says what went wrong and shows the end of the output."""
        tail = "\n".join(self.output().splitlines()[-30:])
        return DidNotStart(f"the {self.name} {what}; the end of its output:\n{tail}")

    def signal(self, number: signal.Signals) -> None:
        """Sends a signal to the whole process group."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)

    def lives(self) -> bool:
        """Returns whether a process of the group is left."""
        self._process.poll()
        try:
            os.killpg(self._process.pid, 0)
        except ProcessLookupError:
            return False
        return True


class Stage:
    """The folders and the running parts."""

    def __init__(self, data: Path, scratch: Path) -> None:
        self.data = data
        self.logs = scratch / "logs"
        self.parts: list[Part] = []
        self.environment = prepare.environment() | {
            "FURU_PATH": str(data),
            "FURU_CACHE_DIR": str(scratch / "index"),
            "FURU_ALLOW_NO_GIT_ORIGIN": "1",
            "XDG_CACHE_HOME": str(scratch / "cache"),
            "MPLCONFIGDIR": str(scratch / "cache"),
            "TMPDIR": str(scratch / "tmp"),
            "npm_config_logs_dir": str(scratch / "logs" / "npm"),
            "PYTHONUNBUFFERED": "1",
        }
        for folder in (data, self.logs, scratch / "tmp", scratch / "cache"):
            folder.mkdir(parents=True, exist_ok=True)

    def start(self, name: str, *command: str, cwd: Path = prepare.ROOT, **extra: str) -> Part:
        """Starts a part, with its output in a log file of its name."""
        log = self.logs / f"{name.replace(' ', '-')}.log"
        part = Part(name, command, log, cwd, self.environment | extra)
        self.parts.append(part)
        return part

    def end(self) -> None:
        """Asks every part to end, and kills what has not after a while."""
        for part in self.parts:
            part.signal(signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while any(part.lives() for part in self.parts) and time.monotonic() < until:
            time.sleep(0.02)
        for part in self.parts:
            part.signal(signal.SIGKILL)


@contextlib.contextmanager
def stage() -> Iterator[Stage]:
    """The folders, removed at the end but for a named data folder, and an end for every part that was started."""
    named = os.environ.get("FURU_DASHBOARD_DEV_DATA_DIR")
    with tempfile.TemporaryDirectory(prefix="furu-dev-", ignore_cleanup_errors=True) as scratch:
        opened = Stage(Path(named).expanduser().absolute() if named else Path(scratch) / "data", Path(scratch))
        try:
            yield opened
        finally:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            opened.end()


def start(stage: Stage) -> str:
    """Starts everything, waits until each part can be used, and returns the address to open."""
    web_port = free_port(int(os.environ.get("FURU_DASHBOARD_DEV_PORT", WEB_PORT)))
    api_port = free_port(web_port + 1)
    web_address = f"http://127.0.0.1:{web_port}"
    sweep = stage.start("sweep", sys.executable, "-m", "digits.sweep", cwd=EXAMPLE)
    options = ("--port", str(api_port), "--allow-run", "--dev-origin", web_address)
    server = stage.start("server", "furu", "dashboard", str(stage.data), *options)
    address = wait_for(server, lambda: ADDRESS.search(server.output()))
    web = stage.start(
        *("web app", "npm", "run", "dev", "-w", "dashboard-frontend/web"),
        FURU_DASHBOARD_API=f"http://127.0.0.1:{api_port}",
        FURU_DASHBOARD_DEV_PORT=str(web_port),
    )
    wait_for(web, lambda: answers(web_address))
    wait_for(sweep, lambda: any(True for _ in walk.artifacts(str(stage.data))))
    return address[0]


def watch(stage: Stage, address: str) -> None:
    """Returns never; says what is new, and raises when a part ends that should not.

    An address admits one browser; when it was used, the server prints another.
    """
    sweep, server, web = stage.parts
    told = False
    while True:
        if not told and sweep.status is not None:
            say(f"the sweep has ended: {(sweep.output().splitlines() or ['without a word'])[-1]}")
            told = True
        if (latest := ADDRESS.findall(server.output())[-1]) != address:
            say(f"for another browser: {latest}")
            address = latest
        for part in (server, web):
            if part.status is not None:
                raise part.failure(f"ended with status {part.status}")
        time.sleep(0.2)


def say(text: str) -> None:
    """Prints at once, also into a pipe."""
    print(text, flush=True)


def wait_for(part: Part, look: Callable[[], Found | None]) -> Found:
    """Looks until there is something to see; fails when the part has ended in failure or the time is up."""
    until = time.monotonic() + START_SECONDS
    while not (found := look()):
        if part.status:
            raise part.failure(f"ended with status {part.status}")
        if time.monotonic() > until:
            raise part.failure(f"was not ready after {START_SECONDS} s")
        time.sleep(0.05)
    return found


def answers(address: str) -> bool:
    """Returns whether a server answers there, whatever it says."""
    try:
        httpx.get(address, timeout=5)
    except httpx.TransportError:
        return False
    return True


def free_port(first: int) -> int:
    """Returns the first port from here on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with contextlib.suppress(OSError):
                probe.bind(("127.0.0.1", port))
                return port
    message = f"no port is free from {first} to {first + 99}; set FURU_DASHBOARD_DEV_PORT"
    raise SystemExit(message)


def stop(*_: object) -> None:
    """Ends the main program at whatever it does."""
    raise Stopped


def main() -> int:
    """Runs until it is stopped."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    try:
        with stage() as opened:
            say("starting the pipeline, the server and the web app")
            address = start(opened)
            say(f"\n  {address}\n\n  artifacts in {opened.data}, logs in {opened.logs}; Ctrl-C ends it all\n")
            watch(opened, address)
    except Stopped:
        say("\nstopped")
        return 0
    except DidNotStart as failure:
        print(f"error: {failure}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
