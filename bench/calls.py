"""Counts the calls that name a path, section by section, in a process of its own.

strace(1) counts them where it may; elsewhere Python's own audit events do, with ``os.stat`` beside them, which
raises none. The code that is counted says ``mark("name")`` where a section begins.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

CHECKOUT = Path(__file__).resolve().parent.parent
MARK = "/furu-mark/"

Sort = Literal["read", "write", "metadata"]


@dataclass(frozen=True)
class Call:
    """One call: its name, the first path it names, and whether it changes, reads or only looks."""

    name: str
    path: str
    sort: Sort


PREAMBLE = f"""
import os
def mark(name):
    try:
        os.stat({MARK!r} + name)
    except OSError:
        pass
"""

AUDIT = f"""
import atexit, json, os, sys
heard = []
def look(path, *arguments, stat=os.stat, **options):
    heard.append(["stat", str(path), ""])
    return stat(path, *arguments, **options)
os.stat = look
def hear(event, arguments):
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.link", "os.listdir", "os.scandir", "os.utime",
                 "os.rmdir", "os.symlink", "os.truncate") and not isinstance(arguments[0], int):
        changes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_CREAT)
        heard.append([event.removeprefix("os."), os.fsdecode(arguments[0]), "O_WRONLY" if changes else ""])
sys.addaudithook(hear)
def told(path=os.environ["CALLS"]):
    text = json.dumps(heard)
    with open(path, "w") as file:
        file.write(text)
atexit.register(told)
{PREAMBLE}
"""

_LINE = re.compile(r'^\d+ +(\w+)\((?:AT_FDCWD, |\d+, )?"([^"]*)"(.*)$')


@lru_cache(maxsize=1)
def can_trace() -> bool:
    """Whether strace is there and may follow a process."""
    if shutil.which("strace") is None:
        return False
    return subprocess.run(["strace", "-o", os.devnull, "true"], capture_output=True, check=False).returncode == 0


def sections(code: str, *, python: str = sys.executable, traced: bool = True) -> dict[str, list[Call]]:
    """The calls of each section of the code, in order; a section without a name does not count."""
    with tempfile.TemporaryDirectory(prefix="furu-calls-") as folder:
        told = f"{folder}/calls"
        traced = traced and can_trace()
        tracer = ["strace", "-f", "-qq", "-e", "trace=%file", "-e", "signal=none", "-s", "4096", "-o", told]
        subprocess.run(
            [*(tracer if traced else ()), python, "-c", (PREAMBLE if traced else AUDIT) + code],
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "CALLS": told},
            check=True,
        )
        text = Path(told).read_text(encoding="utf-8", errors="replace")
    heard = _traced(text) if traced else json.loads(text)
    return _split([(name, path, rest) for name, path, rest in heard])


def _traced(text: str) -> list[tuple[str, str, str]]:
    return [(match[1], match[2], match[3]) for line in text.splitlines() if (match := _LINE.match(line))]


def _split(heard: list[tuple[str, str, str]]) -> dict[str, list[Call]]:
    found: dict[str, list[Call]] = {}
    section = ""
    for name, path, rest in heard:
        if path.startswith(MARK):
            section = path.removeprefix(MARK)
            found.setdefault(section, [])
        elif section:
            found[section].append(Call(name, path, _sort(name, rest)))
    return found


def _sort(name: str, rest: str) -> Sort:
    if name in {"open", "openat"}:
        return "write" if "O_WRONLY" in rest or "O_RDWR" in rest else "read"
    if name in {"listdir", "scandir"}:
        return "read"
    return "metadata" if re.fullmatch(r"\w*stat\w*|readlink\w*|access|faccessat\w*|getcwd", name) else "write"
