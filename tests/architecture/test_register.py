"""The single-source register: what only one place may touch, so that it can be found, changed and tested there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.architecture.source import CHECKOUT, Module, package, written

Find = Callable[[Module], Iterator[tuple[ast.AST, str]]]


def names(*wanted: str) -> Find:
    """Finds uses of these dotted names, and of what is below them."""

    def find(module: Module) -> Iterator[tuple[ast.AST, str]]:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Attribute | ast.Name) and module.dotted(node) in wanted:
                yield node, ast.unparse(node)

    return find


def imports(*wanted: str) -> Find:
    """Finds imports of these packages."""

    def find(module: Module) -> Iterator[tuple[ast.AST, str]]:
        for statement, name in module.imported():
            if name.partition(".")[0] in wanted:
                yield statement, ast.unparse(statement)

    return find


def strings(*exact: str, starts: tuple[str, ...] = ()) -> Find:
    """Finds string constants with, or starting with, these words."""

    def find(module: Module) -> Iterator[tuple[ast.AST, str]]:
        for constant in module.strings():
            if constant.value in exact or (starts and str(constant.value).startswith(starts)):
                yield constant, repr(constant.value)

    return find


DISK_CALLS = names(
    *(f"os.{call}" for call in ("link", "mkdir", "makedirs", "remove", "removedirs", "rename", "renames")),
    *(f"os.{call}" for call in ("replace", "rmdir", "symlink", "truncate", "unlink", "utime", "chmod", "fsync")),
    *(f"shutil.{call}" for call in ("copy", "copy2", "copyfile", "copytree", "move", "rmtree")),
    *(f"os.{flag}" for flag in ("O_WRONLY", "O_RDWR", "O_CREAT", "O_APPEND")),
)
PATH_METHODS = {"write_text", "write_bytes", "mkdir", "unlink", "touch", "rmdir", "symlink_to", "hardlink_to"}


def disk_writes(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Finds what changes the disk: calls of os and shutil, methods of Path, files opened for writing."""
    yield from DISK_CALLS(module)
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Call):
            continue
        method = node.func.attr if isinstance(node.func, ast.Attribute) else None
        qualified = module.dotted(node.func) or ""
        if method in PATH_METHODS and not qualified.startswith("os.") and "fs." not in ast.unparse(node.func):
            yield node, ast.unparse(node)
        is_open = method == "open" or (isinstance(node.func, ast.Name) and node.func.id == "open")
        if is_open and set(open_mode(node)) & set("wax+"):
            yield node, ast.unparse(node)


def open_mode(call: ast.Call) -> str:
    """Returns the mode of a call: the second argument of ``open(path, mode)``, the first of ``path.open(mode)``."""
    position = 0 if isinstance(call.func, ast.Attribute) else 1
    named = [keyword.value for keyword in call.keywords if keyword.arg == "mode"]
    candidates = [*named, *call.args[position : position + 1]]
    return next((str(node.value) for node in candidates if isinstance(node, ast.Constant)), "r")


@dataclass(frozen=True)
class Row:
    """What may be touched only in the homes; a home that ends with a slash is a folder."""

    what: str
    homes: tuple[str, ...]
    find: Find


REGISTER = (
    Row("the environment", ("settings.py",), names("os.environ", "os.environb", "os.getenv", "os.putenv")),
    Row(
        "a clock",
        ("clock.py",),
        names(
            *(f"datetime.datetime.{call}" for call in ("now", "utcnow", "today")),
            "datetime.date.today",
            *(
                f"time.{call}"
                for call in ("time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "thread_time", "sleep")
            ),
        ),
    ),
    Row(
        "the names of records",
        ("store/layout.py",),
        strings(
            *(".furu", ".schemas", "config.json", "labels.json", "ticket.json", "alias.json"),
            starts=("attempt-", "claim-", "result-", "previous-"),
        ),
    ),
    # Codecs do not see the store: they fill the folder that they are handed, which the store publishes.
    # The heartbeat's process needs nothing but the standard library, so that it starts at once.
    Row("writing to disk", ("store/fs.py", "results/", "runtime/beat.py"), disk_writes),
    Row(
        "other programs",
        ("provenance/program.py", "runtime/heartbeat.py", "executors/local/process.py", "index/readers.py"),
        imports("subprocess", "pty", "multiprocessing"),
    ),
    Row("the process tree", ("provenance/processes.py",), imports("psutil")),
    Row("the GPUs", ("provenance/gpu.py",), imports("pynvml")),
    Row("chz", ("config/fields.py",), imports("chz")),
    Row("SQLite", ("index/",), imports("sqlite3")),
    Row("the web server", ("dashboard/",), imports("fastapi", "starlette", "uvicorn")),
    # Only a class that says so is loaded from a pickle; and an exception travels from a worker to its driver in one.
    Row(
        "unpickling and evaluating",
        ("results/pickled.py", "executors/carry.py"),
        names("pickle.load", "pickle.loads", "builtins.eval", "marshal.loads"),
    ),
    # The command line imports its own commands by name, when they are called; the package its own heavy names.
    Row(
        "importing by name",
        ("config/resolve.py", "cli/__init__.py", "__init__.py"),
        names("importlib.import_module", "runpy.run_module"),
    ),
)


@pytest.mark.parametrize("row", REGISTER, ids=lambda row: row.what.replace(" ", "-"))
def test_only_its_home_touches(row: Row) -> None:
    elsewhere = [
        f"{module.place(node)} {text}"
        for module in package()
        if not module.name.startswith(row.homes or ("/",))
        for node, text in row.find(module)
    ]
    assert not elsewhere, f"{row.what}: only {' and '.join(row.homes) or 'nobody'} may; use what it offers"


@pytest.mark.parametrize("row", REGISTER, ids=lambda row: row.what.replace(" ", "-"))
def test_its_home_exists(row: Row) -> None:
    present = {module.name for module in package()}
    assert all(any(name.startswith(home) for name in present) for home in row.homes)


def test_only_the_api_of_core_talks_to_the_server() -> None:
    home = CHECKOUT / "dashboard-frontend" / "core" / "src" / "api"
    sources = [path for path in written("dashboard-frontend/*.ts", "dashboard-frontend/*.tsx") if "src" in path.parts]
    elsewhere = [
        f"{path.relative_to(CHECKOUT)}:{number} {line.strip()}"
        for path in sources
        if home not in path.parents and ".test." not in path.name
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if any(word in line for word in (" fetch(", "(fetch(", "queryKey:"))
    ]
    assert not elsewhere, "describe the request in dashboard-frontend/core/src/api and use that"


SAMPLE = """
import os
from os import environ as surroundings
from datetime import datetime as dt
from pathlib import Path

surroundings["X"]
dt.now()
Path("x").write_text("y")
open("x", mode="ab")
Path("x").open("w")
open("x")
os.path.join("a", "b")
"""


@pytest.mark.parametrize(
    ("find", "expected"),
    [
        (names("os.environ"), ["surroundings"]),
        (names("datetime.datetime.now"), ["dt.now"]),
        (disk_writes, ["Path('x').write_text('y')", "open('x', mode='ab')", "Path('x').open('w')"]),
        (imports("datetime"), ["from datetime import datetime as dt"]),
    ],
)
def test_the_register_sees_through_aliases(find: Find, expected: list[str]) -> None:
    path = Path("sample.py")
    path.write_text(SAMPLE)
    assert [text for _, text in find(Module(path, "sample.py"))] == expected
