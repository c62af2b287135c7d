"""The modules of a project as their sources say: what each defines and imports, and where a name leads.

Nothing is imported or run. A module that is loaded is found by its file, another one where Python would look.
"""

from __future__ import annotations

import ast
import importlib.util
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from furu.provenance import syntax
from furu.provenance.syntax import Import, Reference

FOREIGN = frozenset({"site-packages", "dist-packages"})
"""Folders inside a project that hold other people's packages."""

_FURU = os.path.dirname(os.path.dirname(os.path.realpath(__file__))) + os.sep
"""furu's own sources, which are nobody's project, wherever they lie."""


@dataclass(frozen=True)
class Definition:
    """What a module's name stands for: the hash of its statements, and what they use.

    ``bases`` are those references that are the base classes, when it is a class.
    """

    digest: bytes
    uses: frozenset[Reference]
    bases: frozenset[Reference] = frozenset()


class Source:
    """One file, parsed. Only the places of its statements are kept; those that are needed are parsed again."""

    def __init__(self, path: str, status: os.stat_result) -> None:
        self.path = path
        self.status = status
        self.error: str | None = None
        self.spans: dict[str, list[tuple[int, int]]] = {}
        self.imports: dict[str, Import] = {}
        self.stars: list[Import] = []
        self._lines: list[str] = []
        self._definitions: dict[tuple[str, bool], Definition] = {}
        try:
            with open(path, "rb") as file:
                text = importlib.util.decode_source(file.read())
            self._read(_parse(text))
            self._lines = text.split("\n")
        except (OSError, SyntaxError, ValueError) as error:
            self.error = f"{type(error).__name__}: {error}"

    def is_current(self, status: os.stat_result) -> bool:
        """Whether the file is still the one that was read."""
        return (self.status.st_mtime_ns, self.status.st_size) == (status.st_mtime_ns, status.st_size)

    def _read(self, tree: ast.Module) -> None:
        changed = []
        for statement in tree.body:
            if _runs_as_script(statement):
                continue
            first = min([statement.lineno, *(node.lineno for node in _decorators(statement))])
            span = (first - 1, statement.end_lineno or statement.lineno)
            for name, start in syntax.bindings([statement]).items():
                if start is None:
                    self.spans.setdefault(name, []).append(span)
                elif name == "*":
                    self.stars.append(start)
                else:
                    self.imports[name] = start
            changed += [(name, span) for name in syntax.changed_in_place(statement)]
        for name, span in changed:
            if name in self.spans and span not in self.spans[name]:
                self.spans[name].append(span)

    def definition(self, name: str, *, without_create: bool = False) -> Definition:
        """What a name that the module defines stands for.

        Args:
            name: one of ``spans``.
            without_create: leave the ``_create`` of a class out.
        """
        key = (name, without_create)
        if key not in self._definitions:
            text = "\n".join("\n".join(self._lines[first:last]) for first, last in self.spans[name])
            statements = _parse(text).body
            if without_create:
                for statement in statements:
                    if isinstance(statement, ast.ClassDef):
                        statement.body = [inner for inner in statement.body if not _is_create(inner)]
            self._definitions[key] = Definition(
                digest=syntax.digest(statements),
                uses=syntax.references(statements),
                bases=syntax.references(
                    base for statement in statements if isinstance(statement, ast.ClassDef) for base in statement.bases
                ),
            )
        return self._definitions[key]


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # What there is to say about a source was said when it was imported.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _decorators(statement: ast.stmt) -> list[ast.expr]:
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return statement.decorator_list
    return []


def _is_create(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.FunctionDef) and statement.name == "_create"


def _runs_as_script(statement: ast.stmt) -> bool:
    """Whether this is ``if __name__ == "__main__":``."""
    return isinstance(statement, ast.If) and any(
        isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(statement.test)
    )


@dataclass(frozen=True)
class Place:
    """A module of the project under the name it is imported by."""

    name: str
    source: Source

    @property
    def package(self) -> str:
        """What the dots of its relative imports start from."""
        is_package = os.path.basename(self.source.path) == "__init__.py"
        return self.name if is_package else self.name.rpartition(".")[0]


Target = tuple[Place, str]
"""A module and one of the names it defines."""


@dataclass
class Project:
    """The modules below one folder, found as they are needed and read once each."""

    folder: str
    read: dict[str, Place | None] = field(default_factory=dict)
    """Every module that was looked for."""
    _labels: dict[str, str] = field(default_factory=dict)

    def label(self, place: Place) -> str:
        """A file's path inside the project, which does not depend on how it was imported."""
        path = place.source.path
        if path not in self._labels:
            self._labels[path] = os.path.relpath(os.path.realpath(path), self.folder)
        return self._labels[path]

    def place(self, module: str) -> Place | None:
        """A module of the project, or None when it is somebody else's, has no source, or does not exist."""
        if module not in self.read:
            path = _find(self.folder, module)
            self.read[module] = None if path is None else Place(module, source_of(path))
        return self.read[module]

    def targets(self, place: Place, reference: Reference) -> Iterator[Target]:
        """Where a reference leads inside the project; nowhere when it is somebody else's or built in."""
        if reference.start is not None:
            yield from self._imported(place, reference.start, reference.names, frozenset())
        elif reference.names:
            yield from self._named(place, reference.names[0], reference.names[1:], frozenset())

    def _named(self, place: Place, name: str, rest: tuple[str, ...], trail: frozenset[Target]) -> Iterator[Target]:
        """A name of a module: defined there, imported there, or both."""
        if (place, name) in trail:
            return
        trail |= {(place, name)}
        if name in place.source.spans:
            yield place, name
        if name in place.source.imports:
            yield from self._imported(place, place.source.imports[name], rest, trail)
        elif name not in place.source.spans:
            for star in place.source.stars:
                origin = self.place(absolute(place, star))
                if origin is not None:
                    yield from self._named(origin, name, rest, trail)

    def _imported(
        self, place: Place, start: Import, rest: tuple[str, ...], trail: frozenset[Target]
    ) -> Iterator[Target]:
        names = rest if start.name is None else (start.name, *rest)
        yield from self._inside(absolute(place, start), names, trail)

    def _inside(self, module: str, names: tuple[str, ...], trail: frozenset[Target]) -> Iterator[Target]:
        """What attributes of a module lead to: a name of it, or a module below it, or all of it."""
        place = self.place(module)
        if not names:
            if place is not None:
                yield from ((place, name) for name in place.source.spans)
            return
        first, *rest = names
        if place is not None:
            found = list(self._named(place, first, tuple(rest), trail))
            if found or first in place.source.imports:
                yield from found
                return
        if self.place(f"{module}.{first}") is not None or (
            place is None and _is_folder(self.folder, f"{module}.{first}")
        ):
            yield from self._inside(f"{module}.{first}", tuple(rest), trail)
        elif place is not None and "__getattr__" in place.source.spans:
            yield place, "__getattr__"


def absolute(place: Place, start: Import) -> str:
    """The full name of the module that an import names, dots and all."""
    if start.level == 0:
        return start.module
    package = place.package
    for _ in range(start.level - 1):
        package = package.rpartition(".")[0]
    return f"{package}.{start.module}".strip(".")


@lru_cache(maxsize=4096)
def _find(folder: str, module: str) -> str | None:
    return next((path for path in _files(module) if _owns(folder, path)), None)


@lru_cache(maxsize=4096)
def _is_folder(folder: str, module: str) -> bool:
    """Whether a module is a folder of the project; without a file in it, a namespace package."""
    return any(_owns(folder, location) for location in _locations(module))


def _owns(folder: str, path: str) -> bool:
    """Whether something exists inside the project, and is not somebody else's package there."""
    real = os.path.realpath(path)
    if not real.startswith(f"{folder}{os.sep}") or real.startswith(_FURU):
        return False
    return FOREIGN.isdisjoint(real[len(folder) :].split(os.sep)) and os.path.exists(real)


_sources: dict[str, Source] = {}


def source_of(path: str) -> Source:
    """A file as it is now, parsed again only when its time or size is another.

    Raises:
        OSError: it is gone.
    """
    status = os.stat(path)
    known = _sources.get(path)
    if known is None or not known.is_current(status):
        known = _sources[path] = Source(path, status)
    return known


def _files(module: str) -> Iterator[str]:
    """Where a module's source may be: the file it was loaded from, or where Python would look for it."""
    loaded = sys.modules.get(module)
    file = None if loaded is None else loaded.__dict__.get("__file__")
    if isinstance(file, str) and file.endswith(".py"):
        yield os.path.abspath(file)
        return
    package, _, last = module.rpartition(".")
    for location in _locations(package):
        yield f"{location}/{last}/__init__.py"
        yield f"{location}/{last}.py"


def _locations(package: str) -> list[str]:
    """The folders in which the modules of a package are; of no package, those of ``sys.path``."""
    if not package:
        return [entry or os.getcwd() for entry in sys.path]
    loaded = sys.modules.get(package)
    path = None if loaded is None else loaded.__dict__.get("__path__")
    if path is not None:
        return [str(entry) for entry in path]
    parent, _, last = package.rpartition(".")
    return [folder for location in _locations(parent) if os.path.isdir(folder := f"{location}/{last}")]
