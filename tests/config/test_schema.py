"""The schema fingerprint changes with what decides whether old artifacts still fit, and with nothing else."""

from __future__ import annotations

import itertools
import linecache
import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any, ClassVar, Literal, Optional

import pytest

import furu
from furu.config.node import Node
from furu.config.schema import fingerprint, schema_of, type_text
from tests.config.plain import FloatBox, SameFields
from tests.nodes import Colour, Ensemble, Leaf, Train

_files = itertools.count()

BASE = """
import enum, furu
from typing import Any, ClassVar, Literal, Optional

class Kind(enum.Enum):
    A = 1
    B = 2

class Above(furu.Furu[int]):
    pass

class Model(furu.Furu[int]):
    lr: float = 0.1
    kind: Kind = Kind.A
    workers: int = furu.field(default=1, identity=False, doc="How many.")
    drop: float = furu.field(default=0.0, omit=0.0)
    made: list[int] = furu.field(default_factory=list)

    def _dependencies(self):
        return []

    def _create(self):
        return 1
"""


def defined(source: str) -> type[Node]:
    """The class Model of a module with this source; its code can be asked for."""
    path = f"<schema {next(_files)}>"
    module = ModuleType("made_up")
    linecache.cache[path] = (len(source), None, source.splitlines(keepends=True), path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "made_up", module)
        exec(compile(source, path, "exec"), vars(module))  # noqa: S102  # our own text
        found: type[Node] = vars(module)["Model"]
        fingerprint(found)  # types are resolved on first use, which needs the module
    return found


CHANGES: dict[str, tuple[str, str]] = {
    "a field is added": ("lr: float = 0.1", "lr: float = 0.1\n    new: int = 0"),
    "a field is removed": ("    lr: float = 0.1\n", ""),
    "a field is renamed": ("lr: float", "rate: float"),
    "a type changes": ("lr: float", "lr: float | None"),
    "a default changes": ("= 0.1", "= 0.2"),
    "a default goes": ("lr: float = 0.1", "lr: float"),
    "a factory makes something else": ("default_factory=list", "default_factory=lambda: [1]"),
    "a field leaves the identity": ("lr: float = 0.1", "lr: float = furu.field(default=0.1, identity=False)"),
    "a field enters the identity": (", identity=False", ""),
    "an omit literal is added": ("lr: float = 0.1", "lr: float = furu.field(default=0.1, omit=0.1)"),
    "an omit literal changes": ("omit=0.0", "omit=0.5"),
    "an enum gains a member": ("    B = 2", "    B = 2\n    C = 3"),
    "an enum member is renamed": ("    B = 2", "    C = 2"),
    "a base is added": ("class Model(furu.Furu[int])", "class Model(Above)"),
    "the version changes": ("    lr: float", "    _version = 2\n    lr: float"),
    "the dependencies change": ("return []", "return [Above()]"),
}
SAME: dict[str, tuple[str, str]] = {
    "nothing changes": ("", ""),
    "the code of _create changes": ("return 1", "return 2"),
    "a doc changes": ("How many.", "How many processes."),
    "a comment is added": ("class Model", "# why\nclass Model"),
    "a type is spelt in another way": ("workers: int", 'workers: "int"'),
    "a default is spelt in another way": ("= 0.1", "= 1e-1"),
    "a method is added": ("    def _create", "    def helper(self):\n        return 1\n\n    def _create"),
    "a class attribute is added": ("    lr: float", "    shared: ClassVar[int] = 1\n    lr: float"),
    "annotations are postponed": ("\nimport enum", "\nfrom __future__ import annotations\nimport enum"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_fingerprint_changes_when(change: str) -> None:
    assert CHANGES[change][0] in BASE
    assert fingerprint(defined(BASE.replace(*CHANGES[change]))) != fingerprint(defined(BASE))


@pytest.mark.parametrize("change", SAME)
def test_the_fingerprint_stays_when(change: str) -> None:
    assert SAME[change][0] in BASE
    assert fingerprint(defined(BASE.replace(*SAME[change], 1))) == fingerprint(defined(BASE))


def test_the_fingerprint_is_pinned_for_a_sample() -> None:
    assert fingerprint(Leaf) == "26ad88e9bc6925b5"


def test_the_fingerprint_is_no_part_of_the_identity() -> None:
    old, new = defined(BASE), defined(BASE.replace("lr: float = 0.1", "lr: float | None = 0.1"))
    assert fingerprint(old) != fingerprint(new)
    assert old().furu_hash == new().furu_hash  # type: ignore[attr-defined]  # a Furu, made at run time


def test_a_schema_says_what_a_class_looks_like() -> None:
    schema = schema_of(Train)
    assert (schema.namespace, schema.type, schema.version) == ("tests.nodes.Train", "tests.nodes:Train", None)
    assert schema.fields["features"].required
    assert schema.fields["lr"].default == 0.001
    assert schema.fields["layers"].default == {"$": "tuple", "items": [8, 4]}
    assert schema.fields["schedule"].type == "collections.abc.Mapping[str, float]"
    assert schema.fields["colour"].members == ("RED", "BLUE")
    assert schema.fields["dropout"].omit == 0.0
    assert schema.dependencies_source is None


def test_a_schema_names_bases_and_the_code_of_dependencies() -> None:
    assert schema_of(SameFields).bases == ("tests.config.plain.After",)
    assert schema_of(FloatBox).bases == ("tests.config.plain.Box",)
    assert schema_of(FloatBox).fields["content"].type == "float"
    assert "rate in self.rates" in (schema_of(Ensemble).dependencies_source or "")


def test_a_default_without_canonical_form_is_known_by_its_type() -> None:
    class Odd(furu.Furu[int]):
        handle: Any = furu.field(default_factory=object, identity=False)

    assert (schema_field := fields_of(Odd)["handle"])["factory"] == "object"
    assert schema_field["default"] is None


def fields_of(cls: type[Node]) -> dict[str, dict[str, Any]]:
    """The fields of a class defined inside a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FURU_ALLOW_LOCALS", "1")
        return {name: vars(part) for name, part in schema_of(cls).fields.items()}


TYPES: list[tuple[Any, str]] = [
    (int, "int"),
    (None, "None"),
    (Any, "Any"),
    (Leaf, "tests.nodes.Leaf"),
    (list[int], "list[int]"),
    (dict[str, list[float]], "dict[str, list[float]]"),
    (tuple[int, ...], "tuple[int, ...]"),
    (int | None, "int | None"),
    (Optional[int], "int | None"),  # noqa: UP045  # the old spelling
    (Literal["a", 1], "Literal['a', 1]"),
    (Callable[[int], str], "collections.abc.Callable[[int], str]"),
    (ClassVar[int], "ClassVar[int]"),
    (Colour, "tests.nodes.Colour"),
]


@pytest.mark.parametrize(("tp", "text"), TYPES)
def test_a_type_has_one_text(tp: Any, text: str) -> None:
    assert type_text(tp) == text
