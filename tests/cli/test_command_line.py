"""The ``furu`` command: its help, its errors and its exit statuses."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from furu.cli import COMMANDS
from furu.provenance.environment import furu_version


def furu(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What the command did, from a folder that is in no project."""
    return subprocess.run(
        [sys.executable, "-m", "furu.cli", *arguments],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def explained(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines of an error that was explained: ``error:`` and ``hint:``, and nothing else."""
    assert done.returncode == 1, done
    assert done.stdout == ""
    return done.stderr.splitlines()


@pytest.mark.parametrize("option", ["--help", "-h"])
def test_the_help_lists_every_command_with_what_it_does(option: str) -> None:
    done = furu(option)
    assert (done.returncode, done.stderr) == (0, "")
    for name, about in COMMANDS.items():
        assert re.search(rf"^  {name} +{re.escape(about)}$", done.stdout, re.MULTILINE)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_help(name: str) -> None:
    done = furu(name, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Usage: python -m furu.cli {name} ")


def test_the_version_is_the_package_s() -> None:
    done = furu("--version")
    assert (done.returncode, done.stdout) == (0, f"furu, version {furu_version()}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("nothing",),
        ("--nothing",),
        ("dashboard", "--nothing"),
        ("dashboard", "--port", "65536"),
        ("dashboard", "--port", "many"),
        ("dashboard", __file__),
        ("dashboard", "one", "two"),
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2_and_shows_the_usage(arguments: tuple[str, ...]) -> None:
    done = furu(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Usage: ")
    assert "Traceback" not in done.stderr


def test_the_help_imports_no_command() -> None:
    code = "import sys, furu.cli; print([name for name in sys.modules if name.startswith(('furu.cli.d', 'fastapi'))])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_no_project_and_no_setting_say_which_setting_helps() -> None:
    environment = {name: value for name, value in os.environ.items() if name != "FURU_PATH"}
    done = subprocess.run(
        [sys.executable, "-m", "furu.cli", "dashboard"],
        env=environment,
        cwd="/",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    error, hint = explained(done)
    assert error.startswith("error: no place for artifacts: ")
    assert hint.startswith("hint: set FURU_PATH ")


def test_a_setting_that_cannot_be_used_is_an_explained_error() -> None:
    error, hint = explained(furu("dashboard", "--port", "0", FURU_LEASE_SECS="soon"))
    assert error == "error: FURU_LEASE_SECS is 'soon', which cannot be used"
    assert hint.startswith("hint: set FURU_LEASE_SECS to ")


def test_a_port_that_is_taken_says_how_to_get_a_free_one() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert explained(furu("dashboard", "--port", str(port))) == [
            f"error: cannot listen on 127.0.0.1 port {port}: Address already in use",
            "hint: --port 0 takes a free port",
        ]


def test_an_address_of_another_machine_says_what_an_address_is() -> None:
    error, hint = explained(furu("dashboard", "--port", "0", "--host", "192.0.2.1"))
    assert error.startswith("error: cannot listen on 192.0.2.1 port 0: ")
    assert hint == "hint: --host takes an address of this machine"


def test_a_cache_folder_that_cannot_be_used_names_its_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    error, hint = explained(furu("dashboard", "--port", "0", FURU_CACHE_DIR=str(tmp_path / "file")))
    assert error.startswith("error: the index cannot be kept at ")
    assert hint.startswith("hint: set FURU_CACHE_DIR ")


@pytest.mark.parametrize("package", ["fastapi", "uvicorn", "starlette"])
def test_missing_extras_say_what_to_install(package: str, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(f"import sys\nsys.modules[{package!r}] = None\n")
    assert explained(furu("dashboard", PYTHONPATH=str(tmp_path))) == [
        f"error: the dashboard's packages are not installed ({package} is missing)",
        "hint: pip install 'furu[dashboard]'",
    ]
