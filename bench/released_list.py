"""The released furu 0.0.12's list and graph over artifacts of its own, asked of its server as its description says.

Runs in an environment of its own; prints seconds as JSON.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from http.client import HTTPConnection, HTTPException

ROUNDS = 7
PATHS = {"list": "/api/experiments", "filtered list": "/api/experiments?result_status=success", "DAG": "/api/dag"}
PATIENCE = 60.0


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def seconds(port: int, path: str) -> float:
    """How long one answer takes."""
    began = time.monotonic()
    connection = HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    connection.request("GET", path)
    connection.getresponse().read()
    connection.close()
    return time.monotonic() - began


def wait(port: int, path: str) -> None:
    """Waits until the server answers."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            seconds(port, path)
        except (OSError, HTTPException):
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(path)


def main() -> None:
    """Makes the artifacts, and asks the server for them."""
    make = f"from bench.released import get\nfor number in range({int(sys.argv[1])}): get(number)"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([sys.executable, "-c", make], check=True, **quiet)  # type: ignore[call-overload]  # two streams
    port = free_port()
    serve = [f"{os.path.dirname(sys.executable)}/furu-dashboard", "api", "--host", "127.0.0.1", "--port", str(port)]
    server = subprocess.Popen(serve, **quiet)  # type: ignore[call-overload]  # two streams
    try:
        wait(port, PATHS["list"])
        found = {name: statistics.median(seconds(port, path) for _ in range(ROUNDS)) for name, path in PATHS.items()}
    finally:
        server.terminate()
        server.wait()
    print(json.dumps(found))


if __name__ == "__main__":
    main()
