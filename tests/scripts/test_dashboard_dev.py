"""``make dashboard-dev`` shows real experiments, stops cleanly and leaves nothing behind."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import prepare

pytestmark = [
    pytest.mark.skipif(not (prepare.ROOT / "node_modules" / ".prepared").exists(), reason="needs: make setup"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for left-over processes in /proc"),
    pytest.mark.timeout(400),
]


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    """A temporary folder for everything that is started, short enough for the paths of sockets."""
    return tmp_path


@pytest.fixture
def started(temporary: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, str(prepare.ROOT / "scripts" / "dashboard_dev.py")],
        env=os.environ | {"TMPDIR": str(temporary)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        yield process
        process.send_signal(signal.SIGTERM)


def started_from(folder: Path) -> list[str]:
    """Returns the commands of the live processes whose environment names the folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def test_it_shows_experiments_and_leaves_nothing(
    surroundings: Path, temporary: Path, started: subprocess.Popen[str]
) -> None:
    assert started.stdout is not None
    printed: list[str] = []
    address = None
    for line in started.stdout:
        printed.append(line)
        if address := re.search(r"http://\S+", line):
            break
    assert address, "".join(printed)
    with httpx.Client(base_url=address[0].partition("/session")[0], timeout=120) as client:
        assert client.get("/api/meta").status_code == httpx.codes.UNAUTHORIZED
        page = client.get(address[0], follow_redirects=True)
        assert page.status_code == httpx.codes.OK
        assert "/@vite/client" in page.text
        assert client.get("/api/meta").json()["allow_run"] is True
    started.send_signal(signal.SIGINT)
    output, _ = started.communicate(timeout=120)
    assert started.returncode == 0, output
    assert started_from(temporary) == []
    left = [place for folder in (temporary, surroundings) for place in folder.rglob("*") if place.is_file()]
    assert left == []
