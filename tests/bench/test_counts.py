"""What a get() asks of the disk, counted from outside: budgets that hold on every machine, whatever its speed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import pytest

from bench.calls import Call, can_trace, sections
from tests.contract.processes import finish, start

SECTIONS = """
from tests.nodes import Features, Dataset

def features(components):
    return Features(dataset=Dataset(), kind="raw", components=components)

mark("import")
import furu.runtime.create
mark("")
Dataset().get()
features(1).get()
mark("create")
features(2).get()
mark("hit")
features(2).get()
mark("directory")
features(3).furu_dir
mark("state")
features(2).exists()
mark("")
"""

CREATE = """
from tests.nodes import Leaf
Leaf(value=1).get()
mark("create")
Leaf(value=2).get()
mark("")
"""


@pytest.fixture(autouse=True)
def _no_git(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_RECORD_GIT", "ignore")


def names(calls: list[Call]) -> list[tuple[str, str]]:
    return [(call.name, call.path.rpartition("/")[2]) for call in calls]


@pytest.fixture(params=["strace", "audit"])
def counted(request: pytest.FixtureRequest) -> Mapping[str, list[Call]]:
    traced = request.param == "strace"
    if traced and not can_trace():
        pytest.skip("strace is not there, or may not follow processes here")
    return sections(SECTIONS, traced=traced) | {"bare create": sections(CREATE, traced=traced)["create"]}


def test_a_get_names_no_more_paths_than_its_budget(counted: Mapping[str, list[Call]]) -> None:
    """One test for all sections, because counting takes a process of its own."""
    ((name, path),) = names(counted["hit"])
    assert name in {"open", "openat"}
    assert path == "success"
    assert counted["hit"][0].sort == "read"
    assert counted["directory"] == []
    assert names(counted["state"]) == [(counted["state"][0].name, "success")]
    create = counted["bare create"]
    assert len(create) <= 16, names(create)
    tried = Counter(call.path for call in create if call.name == "mkdir")
    assert sorted(path.rpartition("/")[2] for path in tried if path.endswith("/.furu")) == [".furu"]
    assert len(tried) == 2, "the artifact's folder and furu's inside it"
    assert set(tried.values()) == {1}
    written = [call.path for call in create if call.sort == "write" and call.name.startswith("open")]
    assert len(written) == 7, "claim, attempt, config, claim filled, attempt ended, and two lines of the journal"


BARE = """
import os
from bench.measures import bare_creation
from bench.nodes import Noop
bare = bare_creation(os.environ["FURU_PATH"] + "-bare")
def get(number):
    return Noop(number=number, rate=0.5, name="bench").get()
get(-2); get(-1); bare(-1)
mark("ours"); get(0); mark("bare"); bare(0); mark("")
"""


def shape(calls: list[Call]) -> list[tuple[str, str, str]]:
    """Each call with the path it names below the root, without what differs between any two artifacts."""
    parts = [(call.name, call.sort, call.path.partition("/data/bench/nodes/Noop/")[2]) for call in calls]
    return [(name, sort, re.sub("[0-9a-f]{16,}", "*", path)) for name, sort, path in parts]


def test_the_bare_file_operations_are_those_of_a_creation_one_for_one() -> None:
    found = sections(BARE, traced=can_trace())
    assert shape(found["ours"]) == shape(found["bare"])


LOADS = """
import sys, threading
from tests.nodes import Features, Dataset
node = Features(dataset=Dataset(), components=7)
if sys.stdin.read() == "create":
    node.get()
else:
    assert node.get() == {"sum": 1.5, "components": 7.0}
    late = {"furu.runtime.create", "furu.provenance.git", "furu.provenance.code", "subprocess", "psutil", "pickle"}
    print(sorted(late & set(sys.modules)), threading.active_count())
"""


def test_a_hit_asks_no_program_starts_no_thread_and_loads_no_module_of_a_creation() -> None:
    for word, expected in (("create", ""), ("load", "[] 1\n")):
        process = start(LOADS)
        output, errors = process.communicate(word, timeout=60)
        assert process.returncode == 0, errors
        assert output == expected


HEAVY = ("pydantic", "submitit", "fastapi", "starlette", "uvicorn", "numpy", "pandas", "polars", "pyarrow", "dask")
LATE = (*HEAVY, "distributed", "psutil", "pynvml", "subprocess", "socket", "shutil", "tempfile", "pickle", "difflib")


def test_importing_furu_imports_nothing_heavy() -> None:
    output = finish(start(f"import sys, furu; print(sorted({set(LATE)!r} & set(sys.modules)))"))
    assert output == "[]\n"
