"""Browsing never runs user code: artifacts outlive the modules that made them."""

from __future__ import annotations

from pathlib import Path

import pytest

from furu import settings
from furu.index import readers, scanner
from furu.index.index import Index
from tests.contract.processes import finish, start
from tests.nodes import pipeline

MAKE = """
import sys
sys.path.insert(0, {folder!r})
import short_lived
short_lived.Model(size=short_lived.Size.BIG).get()
"""
MODULE = """
import enum, furu
class Size(enum.Enum):
    BIG = 3
class Model(furu.Furu[int]):
    size: Size
    def _create(self):
        return self.size.value
"""
BROWSE = """
import sys
from pathlib import Path
from furu.index.index import Index
from furu.index.query import Selection
from furu import settings
index = Index(settings.root())
index.refresh()
(row,) = index.page(Selection(), leaves=True).items
detail = index.detail(row.digest)
print(row.class_name, row.config, row.result, sep="|")
print(detail.python)
index.class_graph(), index.stats(), index.neighbours(row.id, up=False), index.neighbours(row.id, up=True)
print(sorted({name.partition(".")[0] for name in sys.modules} & {"short_lived", "chz", "numpy", "pickle"}))
"""


def test_an_artifact_is_shown_whose_module_does_not_exist_any_more(tmp_path: Path) -> None:
    module = tmp_path / "short_lived.py"
    module.write_text(MODULE)
    finish(start(MAKE.format(folder=str(tmp_path))))
    module.unlink()
    lines = finish(start(BROWSE)).splitlines()
    assert lines[0] == "Model|{'size': 'BIG'}|{'': 3}"
    assert "Model(size=Size.BIG)" in lines
    assert "short_lived" not in lines[-1]


def test_a_module_that_exists_is_not_imported(tmp_path: Path) -> None:
    (tmp_path / "short_lived.py").write_text(MODULE)
    finish(start(MAKE.format(folder=str(tmp_path))))
    (tmp_path / "short_lived.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')")
    finish(start(f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{BROWSE}"))
    assert not (tmp_path / "imported").exists()


def test_reading_a_store_leaves_it_as_it_was() -> None:
    train = pipeline()
    train.get()
    root = settings.root()
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    index = Index(root)
    index.refresh()
    index.detail(train.furu_hash)
    index.close()
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


def test_processes_that_help_to_read_import_nothing_of_the_folder_they_are_started_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("msgspec", "types", "sitecustomize", "tests"):
        (tmp_path / f"{name}.py").write_text(f"open({str(tmp_path / 'imported')!r}, 'w')")
    monkeypatch.setattr(scanner, "MANY", 1)
    monkeypatch.setattr(readers, "HERE", 1)
    train = pipeline()
    train.get()
    root = settings.root()
    monkeypatch.chdir(tmp_path)
    index = Index(root)
    assert index.refresh().total == 3
    index.close()
    assert not (tmp_path / "imported").exists()
