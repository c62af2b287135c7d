"""The project's source, parsed once, and the names it uses, whatever they were imported as."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PACKAGE = CHECKOUT / "src" / "furu"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Module:
    """A Python file; ``name`` is its path below ``src/furu``, or below the checkout for all others."""

    path: Path
    name: str

    @cached_property
    def text(self) -> str:
        return self.path.read_text()

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @cached_property
    def aliases(self) -> dict[str, str]:
        """What each imported name stands for: ``dt`` for ``datetime.datetime``."""
        found: dict[str, str] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for name in node.names:
                    found[name.asname or name.name.partition(".")[0]] = (
                        name.name if name.asname else name.name.partition(".")[0]
                    )
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {name.asname or name.name: f"{node.module}.{name.name}" for name in node.names}
        return found

    def place(self, node: ast.AST) -> str:
        """Returns where a node is, as an editor understands it."""
        return f"{self.path.relative_to(CHECKOUT)}:{getattr(node, 'lineno', 1)}"

    def dotted(self, node: ast.expr) -> str | None:
        """Returns the full name of an expression, ``os.environ.get``, or None when it does not start at an import."""
        if isinstance(node, ast.Name):
            return self.aliases.get(node.id)
        if isinstance(node, ast.Attribute) and (base := self.dotted(node.value)):
            return f"{base}.{node.attr}"
        return None

    def imported(self) -> Iterator[tuple[ast.stmt, str]]:
        """Yields every module that is imported, with the statement."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from ((node, name.name) for name in node.names)
            elif isinstance(node, ast.ImportFrom):
                yield node, "." * node.level + (node.module or "")

    def strings(self) -> Iterator[ast.Constant]:
        """Yields the string constants that are not docstrings."""
        documentation = {
            id(node.value)
            for node in ast.walk(self.tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
                yield node


@cache
def package() -> tuple[Module, ...]:
    """Returns the modules of furu itself."""
    return tuple(Module(path, str(path.relative_to(PACKAGE))) for path in sorted(PACKAGE.rglob("*.py")))


@cache
def python() -> tuple[Module, ...]:
    """Returns every Python file of the project: the package, its tests, examples and scripts."""
    return tuple(Module(path, str(path.relative_to(CHECKOUT))) for path in written("*.py"))


@cache
def written(*patterns: str) -> tuple[Path, ...]:
    """Returns the files that people write: tracked or new, not ignored, not generated."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=True).stdout
    paths = (CHECKOUT / line for line in sorted(set(listed.splitlines())))
    return tuple(path for path in paths if path.is_file() and ".gen." not in path.name)
