"""The fingerprint of a class changes with the code it reaches, and with nothing else."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from furu.provenance.code import fingerprinted
from furu.store.records import CodeRecord
from tests.contract.processes import finish, start
from tests.provenance.sources import PROJECT, write

CHANGES = [
    # what is no code
    ("lab/train.py", "# a comment", "# another\n\n", False),
    ("lab/train.py", "'''Trains.'''", "'''Trains well.'''", False),
    ("lab/train.py", "'''Does it.'''", "", False),
    ("lab/train.py", "self.rate) + inside()", "self.rate)  +  (inside(\n        ))", False),
    ("lab/train.py", "'''Training.'''", "'''Training.'''\nimport os", False),
    # what it does not reach
    ("lab/train.py", "return 1\n", "return 9\n", False),
    ("lab/train.py", "return 2\n", "return 9\n", False),
    ("lab/models.py", "return helper(0)", "return helper(9)", False),
    ("lab/deep.py", "return LIMIT", "return 9", False),
    ("lab/work.py", "1.0", "9.0", False),
    # what it reaches
    ("lab/train.py", "rate: float = RATE", "rate: float = 2 * RATE", True),
    ("lab/train.py", "RATE = 0.1", "RATE = 0.9", True),
    ("lab/train.py", 'TABLE["a"] = 1', 'TABLE["a"] = 9', True),
    ("lab/train.py", "@traced", "", True),
    ("lab/models.py", "return helper(rate)", "return helper(9)", True),
    ("lab/deep.py", "LIMIT: int = 3", "LIMIT: int = 9", True),
    ("lab/deep.py", "BOUND = 2", "BOUND = 9", True),
    ("lab/deep.py", "return rate\n", "return 9\n", True),
    ("lab/reading.py", "1.0", "9.0", True),
    ("lab/decorating.py", "function(*args)", "function(*args) + 9", True),
    ("lab/base.py", "return 1\n", "return 9\n", True),
    ("lab/base.py", "return starred()", "return 9", True),
    ("lab/stars.py", "1.0", "9.0", True),
    ("lab/late.py", "return value", "return 9", True),
    ("lab/names/space.py", "return 0", "return 9", True),
]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that can be imported from; what is imported from it is forgotten."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.syspath_prepend(str(folder))
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if Path(getattr(sys.modules[name], "__file__", None) or "/").is_relative_to(folder) or name.startswith("lab"):
            del sys.modules[name]


def taken(project: Path, module: str, name: str) -> CodeRecord:
    cls: type = getattr(importlib.import_module(module), name)
    return fingerprinted(cls, project)


@pytest.mark.parametrize(("file", "old", "new", "changes"), CHANGES)
def test_the_fingerprint_follows_the_code(project: Path, file: str, old: str, new: str, *, changes: bool) -> None:
    write(project, PROJECT)
    before = taken(project, "lab.train", "Train")
    assert before.fingerprint is not None
    assert before.note is None
    path = project / file
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))
    after = fingerprinted(sys.modules["lab.train"].Train, project)
    assert (after.fingerprint != before.fingerprint) is changes


def test_where_the_project_lies_and_how_often_it_is_asked_do_not_matter(project: Path, tmp_path: Path) -> None:
    write(project, PROJECT)
    first = taken(project, "lab.train", "Train")
    assert fingerprinted(sys.modules["lab.train"].Train, project) == first
    assert taken(project, "lab.train", "Other").fingerprint != first.fingerprint
    moved = tmp_path / "moved" / "src"
    write(moved, PROJECT)
    print_it = f"""
from pathlib import Path
from furu.provenance.code import fingerprinted
from lab.train import Train
print(fingerprinted(Train, Path({str(moved)!r})).fingerprint)
"""
    assert finish(start(print_it, PYTHONPATH=str(moved))).strip() == first.fingerprint


FORMS = {
    "import_as": ("import lab.tool as t", "t.work()"),
    "import_dotted": ("import lab.tool", "lab.tool.work()"),
    "from_package": ("from lab import tool", "tool.work()"),
    "from_as": ("from lab.tool import work as w", "w()"),
    "relative": ("from . import tool", "tool.work()"),
    "through_init": ("from lab.again import work", "work()"),
    "as_value": ("from lab import tool", "vars(tool)['work']()"),
    "class_attribute": ("from lab.tool import Tool", "Tool.nested.work()"),
    "in_lambda": ("from lab.tool import work", "(lambda value=work: value())()"),
    "in_comprehension": ("from lab.tool import work", "[work() for _ in range(1)][0]"),
    "fallback": ("try:\n    from lab.tool import work\nexcept ImportError:\n    work = None", "work()"),
    "partial": ("from functools import partial\nfrom lab.tool import work\nready = partial(work)", "ready()"),
    "global_changed": ("import lab.tool\nstate = []\nstate.append(lab.tool.work)", "state[0]()"),
}


@pytest.mark.parametrize(("imports", "use"), FORMS.values(), ids=FORMS)
def test_names_are_followed_however_they_are_imported(project: Path, imports: str, use: str) -> None:
    tool = "def work():\n    return {}\nclass Tool:\n    class nested:\n        work = staticmethod(lambda: {})\n"
    body = f"{imports}\nimport furu\nclass Uses(furu.Furu[int]):\n    def _create(self):\n        return {use}\n"
    again = {"lab/again/__init__.py": "from .inner import *\n", "lab/again/inner.py": "from lab.tool import work\n"}
    write(project, {"lab/__init__.py": "", "lab/tool.py": tool.format(1, 1), "lab/uses.py": body} | again)
    before = taken(project, "lab.uses", "Uses")
    write(project, {"lab/tool.py": tool.format(22, 22)})
    after = fingerprinted(sys.modules["lab.uses"].Uses, project)
    assert after.fingerprint != before.fingerprint


LOCAL = {
    "parameter": "def _create(self, work=1):\n        return work",
    "assigned": "def _create(self):\n        work = 1\n        return work",
    "loop": "def _create(self):\n        for work in (1,):\n            return work",
    "comprehension": "def _create(self):\n        return [work for work in (1,)]",
    "caught": "def _create(self):\n        try:\n            1\n        except OSError as work:\n            work",
    "matched": "def _create(self):\n        match self:\n            case work:\n                return work",
    "walrus": "def _create(self):\n        return [(work := 1) for _ in (1,)] and work",
    "nested": "def _create(self):\n        def work():\n            return 1\n        return work()",
    "attribute": "def _create(self):\n        return self.work",
    "keyword": "def _create(self):\n        return dict(work=1)",
}


@pytest.mark.parametrize("body", LOCAL.values(), ids=LOCAL)
def test_names_of_its_own_lead_nowhere(project: Path, body: str) -> None:
    text = "import furu\ndef work():\n    return {}\nclass Uses(furu.Furu[int]):\n    {}\n"
    write(project, {"lab/__init__.py": "", "lab/uses.py": text.format(1, body)})
    before = taken(project, "lab.uses", "Uses")
    write(project, {"lab/uses.py": text.format(22, body)})
    assert fingerprinted(sys.modules["lab.uses"].Uses, project).fingerprint == before.fingerprint


def test_a_nested_class_and_one_inside_a_function_are_found(project: Path) -> None:
    text = """
        import furu

        class Outer:
            class Inner(furu.Furu[int]):
                def _create(self):
                    return {}

        def make():
            class Local(furu.Furu[int]):
                def _create(self):
                    return {}
            return Local
        """
    write(project, {"lab/nested.py": text.format(1, 1)})
    module = importlib.import_module("lab.nested")
    classes = [module.Outer.Inner, module.make()]
    before = [fingerprinted(cls, project).fingerprint for cls in classes]
    write(project, {"lab/nested.py": text.format(22, 22)})
    after = [fingerprinted(cls, project).fingerprint for cls in classes]
    assert None not in before
    assert all(old != new for old, new in zip(before, after, strict=True))


def test_packages_of_others_are_not_followed(project: Path) -> None:
    body = "import furu\nfrom vendor import work\nclass Uses(furu.Furu[int]):\n    def _create(self): return work()\n"
    site = project / ".venv" / "lib" / "site-packages"
    write(project, {"lab/uses.py": body})
    write(site, {"vendor.py": "def work():\n    return 1\n"})
    sys.path.insert(1, str(site))
    try:
        before = taken(project, "lab.uses", "Uses")
        write(site, {"vendor.py": "def work():\n    return 22\n"})
        assert fingerprinted(sys.modules["lab.uses"].Uses, project).fingerprint == before.fingerprint
    finally:
        sys.path.remove(str(site))
        del sys.modules["vendor"]


def test_a_class_from_outside_the_project_is_followed_in_its_own_package(project: Path, tmp_path: Path) -> None:
    write(project, PROJECT)
    before = taken(tmp_path / "elsewhere", "lab.train", "Train")
    (project / "lab" / "deep.py").write_text((project / "lab" / "deep.py").read_text().replace("int = 3", "int = 9"))
    after = fingerprinted(sys.modules["lab.train"].Train, None)
    assert None not in {before.fingerprint, after.fingerprint}
    assert before.fingerprint != after.fingerprint


def test_a_file_changed_since_the_process_started_is_uncertain(project: Path) -> None:
    write(project, PROJECT)
    for path in project.rglob("*.py"):
        os.utime(path, (0, 0))
    assert not taken(project, "lab.train", "Train").uncertain
    os.utime(project / "lab" / "work.py")
    assert not fingerprinted(sys.modules["lab.train"].Train, project).uncertain
    os.utime(project / "lab" / "deep.py")
    assert fingerprinted(sys.modules["lab.train"].Train, project).uncertain


def test_a_source_that_cannot_be_parsed_is_a_note(project: Path) -> None:
    write(project, PROJECT)
    before = taken(project, "lab.train", "Train")
    (project / "lab" / "deep.py").write_text("def helper(:\n")
    broken = fingerprinted(sys.modules["lab.train"].Train, project)
    assert broken.uncertain
    assert (broken.note or "").startswith("lab/deep.py: SyntaxError: ")
    assert broken.fingerprint not in {None, before.fingerprint}
    (project / "lab" / "train.py").write_bytes(b"\xff\xfe\x00")
    own = fingerprinted(sys.modules["lab.train"].Train, project)
    assert own.fingerprint is None
    assert (own.note or "").startswith("lab/train.py: ")


def test_a_class_without_a_source_is_a_note(project: Path) -> None:
    write(project, {"lab/empty.py": "import furu\n"})
    module = importlib.import_module("lab.empty")
    made = type("Made", (), {"__module__": "lab.empty"})
    assert fingerprinted(made, project) == CodeRecord(note="lab/empty.py does not define Made")
    exec("class Executed(furu.Furu[int]): pass", vars(module))  # noqa: S102  # what this test is about
    assert fingerprinted(module.Executed, project) == CodeRecord(note="lab/empty.py does not define Executed")
    homeless = type("Homeless", (), {"__module__": "nowhere"})
    assert fingerprinted(homeless, project) == CodeRecord(note="nowhere has no source file")
    assert fingerprinted(int, project).fingerprint is None


def test_code_that_is_too_deep_to_read_is_a_note(project: Path) -> None:
    write(project, {"lab/deep.py": "import furu\nVALUE = 1\nclass Deep(furu.Furu[int]):\n    x: int = VALUE\n"})
    cls = importlib.import_module("lab.deep").Deep
    (project / "lab" / "deep.py").write_text(
        f"import furu\nclass Deep(furu.Furu[int]):\n    x = {'+'.join('1' * 5000)}\n"
    )
    record = fingerprinted(cls, project)
    assert record.fingerprint is None
    assert "RecursionError" in (record.note or "")


SCRIPT = """
from pathlib import Path
import furu
from furu.provenance.code import fingerprinted


class Main(furu.Furu[int]):
    def _create(self) -> int:
        return 1


if __name__ == "__main__":
    print(fingerprinted(Main, Path.cwd()).fingerprint)
"""


def test_a_script_has_the_fingerprint_it_would_have_as_a_module(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(project, {"lab/script.py": SCRIPT})
    monkeypatch.chdir(project)
    expected = taken(project, "lab.script", "Main").fingerprint
    assert expected is not None
    for command in (["lab/script.py"], ["-m", "lab.script"]):
        done = subprocess.run([sys.executable, *command], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == expected


def test_every_attempt_records_the_code_and_reads_it_once(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = """
        import furu
        class Counts(furu.Furu[int]):
            number: int
            def _create(self):
                return self.number
        """
    write(project, {"pyproject.toml": "", "lab/counts.py": text})
    monkeypatch.chdir(project)
    code = """
from pathlib import Path
from lab.counts import Counts
Counts(number=1).get()
Path("lab/counts.py").write_text("import furu")
Counts(number=2).get()
for number in (1, 2):
    print((Counts(number=number).furu_dir / ".furu" / "attempt-0001.json").read_text())
"""
    checkout = os.pathsep.join([str(project), *sys.path])
    first, second = map(json.loads, finish(start(code, PYTHONPATH=checkout)).splitlines())
    assert first["code"] == second["code"]
    assert first["code"]["fingerprint"] is not None
    assert (first["code"]["uncertain"], first["code"]["note"]) == (False, None)
