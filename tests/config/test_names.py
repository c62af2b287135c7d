"""A class is known by its module and name, so it must be one that another process can find."""

from __future__ import annotations

import enum
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

import furu
from furu.config.names import namespace_of
from furu.config.resolve import resolve
from furu.errors import NotImportable
from tests.contract.processes import CHECKOUT
from tests.nodes import Leaf, Value

MODULE = """
from __future__ import annotations
import furu

class Square(furu.Furu[int]):
    side: int = 3

    class Inner(furu.Furu[int]):
        size: int = 1

        def _create(self) -> int:
            return self.size

    def _create(self) -> int:
        return self.side ** 2

if __name__ == "__main__":
    print(Square().furu_hash, Square().get(), Square().furu_dir)
"""


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Python in the current folder, with the tests importable."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([os.getcwd(), str(CHECKOUT)])}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def shapes() -> Path:
    path = Path("shapes") / "square.py"
    path.parent.mkdir()
    path.write_text(MODULE)
    return path


def test_a_class_of_a_script_is_refused_with_what_to_do(shapes: Path) -> None:
    done = python(str(shapes))
    assert done.returncode != 0
    assert "NotImportable: Square is defined in the script that is being run" in done.stderr
    assert "hint: move the class into a module and import it, or run the script as a module: python -m" in done.stderr


def test_a_module_that_is_run_counts_as_the_module(shapes: Path) -> None:
    ran = python("-m", "shapes.square")
    imported = python("-c", "from shapes.square import Square as S; print(S().furu_hash, S().load(), S().furu_dir)")
    assert (ran.returncode, imported.returncode) == (0, 0), ran.stderr + imported.stderr
    assert ran.stdout == imported.stdout
    assert "/data/shapes/square/Square/" in ran.stdout


def test_a_nested_class_is_found_by_its_qualified_name(shapes: Path) -> None:
    code = "from shapes.square import Square as S; print(S.Inner().get(), S.Inner.from_dict(S.Inner().to_dict()))"
    assert python("-c", code).stdout == "1 Square.Inner(size=1)\n"


def local_class() -> type[furu.Furu[int]]:
    class Local(furu.Furu[int]):
        def _create(self) -> int:
            return 5

    return Local


def test_a_class_inside_a_function_is_refused_and_the_setting_is_named() -> None:
    with pytest.raises(NotImportable, match=r"local_class.<locals>.Local is defined inside a function") as caught:
        local_class()().get()
    assert "set FURU_ALLOW_LOCALS (0 or 1) to use it in this process alone" in str(caught.value)
    assert caught.value.where.endswith("test_names.local_class.<locals>.Local")


def test_the_setting_allows_a_class_inside_a_function(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FURU_ALLOW_LOCALS", "1")
    cls = local_class()
    assert cls().get() == 5
    assert cls().load() == 5


def test_forbidding_local_classes_again_takes_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    cls = local_class()
    monkeypatch.setenv("FURU_ALLOW_LOCALS", "1")
    assert namespace_of(cls)
    monkeypatch.delenv("FURU_ALLOW_LOCALS")
    with pytest.raises(NotImportable):
        namespace_of(cls)


def local_values() -> list[Any]:
    @dataclass
    class Point:
        x: int = 1

    class Colour(enum.Enum):
        RED = 1

    return [Point(), Colour.RED]


@pytest.mark.parametrize("index", [0, 1])
def test_a_value_of_a_class_that_nobody_else_can_find_is_refused(index: int) -> None:
    with pytest.raises(NotImportable, match=r"is defined inside a function, so no other process can find it"):
        _ = Value(value=[local_values()[index]]).furu_hash


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("no_such_module:Leaf", r"the module no_such_module cannot be imported: No module named 'no_such_module'"),
        ("tests.nodes:NoSuchClass", r"the module tests.nodes has no NoSuchClass\nhint: it was moved or renamed"),
        ("tests.nodes:Leaf.missing", r"the module tests.nodes has no Leaf.missing"),
    ],
)
def test_a_class_that_is_gone_is_reported(text: str, message: str) -> None:
    with pytest.raises(NotImportable, match=message) as caught:
        resolve(text)
    assert caught.value.where == text


def test_a_class_is_found_by_its_text() -> None:
    assert resolve("tests.nodes:Leaf") is Leaf
