"""What somebody gets who installs the wheel: the library, the command and the dashboard with its app."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import httpx
import pytest

import furu

BIN = Path(sys.prefix) / "bin"
PROJECT = '''
import sys

import furu


class Square(furu.Furu[int]):
    """The square of a number."""

    number: int

    def _create(self) -> int:
        print(f"computing {self.number}")
        return self.number**2


def main() -> None:
    print("result", Square(number=7).get())


if __name__ == "__main__":
    sys.exit("run it as a module that imports this one")
'''


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "squares.py").write_text(PROJECT)
    (tmp_path / "home").mkdir()
    return tmp_path


def environment(project: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FURU_")}
    return kept | {
        "HOME": str(project / "home"),
        "XDG_CACHE_HOME": str(project / "home" / ".cache"),
        "FURU_PATH": str(project / "data"),
        "PYTHONPATH": str(project),
    }


def compute(project: Path) -> list[str]:
    command = [sys.executable, "-c", "import squares; squares.main()"]
    done = subprocess.run(
        command, cwd=project, env=environment(project), capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_the_library_is_the_installed_one() -> None:
    assert Path(furu.__file__).is_relative_to(sys.prefix)


def test_the_command_tells_its_version() -> None:
    done = subprocess.run([BIN / "furu", "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert re.search(r"\d+\.\d+\.\d+", done.stdout)


def test_a_result_is_computed_once(project: Path) -> None:
    assert compute(project) == ["computing 7", "result 49"]
    assert compute(project) == ["result 49"]


@pytest.fixture
def dashboard(project: Path) -> Iterator[str]:
    """The address that ``furu dashboard`` prints, token and all, over one computed artifact."""
    compute(project)
    with subprocess.Popen(
        [BIN / "furu", "dashboard", str(project / "data"), "--port", "0"],
        cwd=project,
        env=environment(project),
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        assert server.stdout is not None
        yield next(found[0] for line in server.stdout if (found := re.search(r"http://\S+", line)))
        server.send_signal(signal.SIGINT)


def test_the_dashboard_serves_its_app_and_data(dashboard: str) -> None:
    with httpx.Client(base_url=dashboard.partition("?")[0], timeout=30) as client:
        assert client.get("/api/meta").status_code == httpx.codes.UNAUTHORIZED
        page = client.get(dashboard, follow_redirects=True)
        assert page.status_code == httpx.codes.OK
        assert '<div id="root"' in page.text
        for asset in re.findall(r'(?:src|href)="(/[^"]+\.(?:js|css))"', page.text):
            assert client.get(asset).status_code == httpx.codes.OK
        assert client.get("/api/meta").json()["furu_version"] == version("furu")
        assert [row["class_name"] for row in first_page(client)] == ["Square"]


def first_page(client: httpx.Client) -> list[dict[str, object]]:
    """The first page, once the first scan is done."""
    until = time.monotonic() + 30
    while client.get("/api/meta").json()["scanning"] and time.monotonic() < until:
        time.sleep(0.05)
    items: list[dict[str, object]] = client.get("/api/experiments").json()["items"]
    return items
