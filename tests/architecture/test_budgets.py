"""Sizes that keep a part small enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.source import CHECKOUT, Function, Module, package, python, written

FILE_LINES = 400
FUNCTION_LINES = 50
CLASS_NAMES = 15
FACES = {
    # Its names are the documented surface, and each is a few lines that delegate.
    "api.py:Furu": 22,
}
"""Classes that may have more public names, with how many."""
VAGUE = {"utils", "util", "helpers", "helper", "common", "misc"}
IMPORTS_INSIDE = ("api.py", "cli/")
"""Where our own modules may be imported inside functions: there it is start-up time."""
LATE = {
    "config/diff.py": {"furu.config.changes"},
    "provenance/resources.py": {"furu.provenance.gpu", "furu.provenance.processes"},
}
"""What else is imported where it is first needed, because `import furu` and a get() that loads do without it."""


def test_no_file_is_longer_than_its_budget() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in written("*.py", "*.ts", "*.tsx", "*.css", "*.mjs")}
    long = [f"{path.relative_to(CHECKOUT)}: {lines}" for path, lines in lengths.items() if lines > FILE_LINES]
    assert not long, f"split these files, a file has at most {FILE_LINES} lines"


def test_no_function_is_longer_than_its_budget() -> None:
    long = [
        f"{module.place(node)} {node.name}: {length} lines"
        for module in python()
        for node in ast.walk(module.tree)
        if isinstance(node, Function)
        and (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    ]
    assert not long, f"split these functions, a function has at most {FUNCTION_LINES} lines"


def test_no_class_has_more_public_names_than_its_budget() -> None:
    wide = [
        f"{module.place(node)} {node.name}: {len(names)} names, {' '.join(sorted(names))}"
        for module in package()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ClassDef)
        and len(names := set(public_names(node))) > FACES.get(f"{module.name}:{node.name}", CLASS_NAMES)
    ]
    assert not wide, f"split these classes, a class has at most {CLASS_NAMES} public names"


def public_names(node: ast.ClassDef) -> Iterator[str]:
    """Yields what a class offers. The fields of a dataclass and the members of an enumeration are data, not counted."""
    decorators = [ast.unparse(decorator) for decorator in node.decorator_list]
    bases = [ast.unparse(base) for base in node.bases]
    is_data = any("dataclass" in text for text in decorators) or any("Enum" in text for text in bases)
    for statement in node.body:
        if isinstance(statement, Function) and not statement.name.startswith("_"):
            yield statement.name
        elif isinstance(statement, ast.AnnAssign | ast.Assign) and not is_data:
            targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
            yield from (t.id for t in targets if isinstance(t, ast.Name) and not t.id.startswith("_"))


def test_our_own_modules_are_imported_at_the_top() -> None:
    hidden = [
        f"{module.place(statement)} {name}"
        for module in package()
        if not module.name.startswith(IMPORTS_INSIDE)
        for function in ast.walk(module.tree)
        if isinstance(function, Function)
        for statement, name in inside(module, function)
        if name not in LATE.get(module.name, ())
    ]
    assert not hidden, "import these at the top; an import inside a function hides an arrow between packages"


def inside(module: Module, function: Function) -> Iterator[tuple[ast.stmt, str]]:
    """Yields the imports of our own package inside a function."""
    within = {id(node) for node in ast.walk(function)}
    for statement, name in module.imported():
        if id(statement) in within and name.startswith(("furu", ".")):
            yield statement, name


def test_names_say_what_a_module_is_for() -> None:
    vague = [path for path in written("*.py", "*.ts", "*.tsx") if VAGUE & {path.stem, path.parent.name}]
    assert not vague, "name these after what they do"
