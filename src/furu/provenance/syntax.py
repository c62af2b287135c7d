"""What a piece of source means to a fingerprint: a normal form without comments and docstrings, and the names it uses.

Pure functions from syntax trees to data. The normal form names every node and every field that is set, so it is
the same for every version of Python that gives the same tree.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b

_UNSEEN = frozenset({"ctx", "kind", "type_comment", "type_ignores"})
"""Fields that say nothing about what the code does."""

_Function = ast.FunctionDef | ast.AsyncFunctionDef
_Comprehension = ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp


@dataclass(frozen=True)
class Import:
    """What an import binds: ``from .module import name``, or the module itself; ``level`` counts the dots."""

    level: int
    module: str
    name: str | None = None


@dataclass(frozen=True)
class Reference:
    """A name that code uses and does not bind itself, with the attributes taken of it.

    ``start`` is the import that binds it, when that is inside the code; otherwise ``names[0]`` is a name of the
    module.
    """

    names: tuple[str, ...]
    start: Import | None = None


def digest(statements: Iterable[ast.AST]) -> bytes:
    """A hash of what statements do: formatting, comments and docstrings do not count."""
    words: list[str] = []
    for statement in statements:
        _write(statement, words)
    return blake2b("\n".join(words).encode("utf-8", "surrogatepass"), digest_size=16).digest()


def _write(node: ast.AST, words: list[str]) -> None:
    """Append the normal form of a tree."""
    if isinstance(node, ast.Constant):
        words.append(f"{type(node.value).__name__} {node.value!r}")
        return
    words.append(f"({type(node).__name__}")
    for name, value in ast.iter_fields(node):
        if value is None or value == [] or name in _UNSEEN:
            continue
        words.append(f".{name}")
        if isinstance(value, list):
            for item in value:
                if not _is_text(item):
                    _write_value(item, words)
        else:
            _write_value(value, words)
    words.append(")")


def _write_value(value: object, words: list[str]) -> None:
    if isinstance(value, ast.AST):
        _write(value, words)
    else:
        words.append(repr(value))


def _is_text(item: object) -> bool:
    """Whether a statement is a docstring, of a class, a function or an attribute."""
    return isinstance(item, ast.Expr) and isinstance(item.value, ast.Constant) and isinstance(item.value.value, str)


def references(statements: Iterable[ast.AST]) -> frozenset[Reference]:
    """The names that module-level statements use, and the attributes they take of them."""
    reader = _Reader()
    for statement in statements:
        reader.visit(statement)
    return frozenset(reader.found)


def bindings(statements: Sequence[ast.AST]) -> dict[str, Import | None]:
    """The names that statements bind in their own scope, and what the imports among them bind them to."""
    bound: dict[str, Import | None] = {}
    elsewhere: set[str] = set()
    waiting: list[ast.AST] = list(statements)
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Import | ast.ImportFrom):
            bound.update(imports(node))
            continue
        if isinstance(node, ast.Global | ast.Nonlocal):
            elsewhere.update(node.names)
        bound.update((name, bound.get(name)) for name in _bound_by(node))
        if not isinstance(node, _Function | ast.ClassDef | ast.Lambda | _Comprehension):
            waiting.extend(ast.iter_child_nodes(node))
    return {name: start for name, start in bound.items() if name not in elsewhere}


def imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, Import]]:
    """The names that an import binds; ``*`` for all of a module's."""
    for alias in node.names:
        if isinstance(node, ast.ImportFrom):
            yield alias.asname or alias.name, Import(node.level, node.module or "", alias.name)
        elif alias.asname:
            yield alias.asname, Import(0, alias.name)
        else:
            top = alias.name.partition(".")[0]
            yield top, Import(0, top)


def _bound_by(node: ast.AST) -> Iterator[str]:
    """The names that one node binds by itself."""
    match node:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Name(id=name, ctx=ast.Store() | ast.Del()):
            yield name
        case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name
        case ast.MatchMapping(rest=str(name)):
            yield name
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            # Its targets are its own; what := binds inside belongs to the scope around.
            yield from (inner.target.id for inner in ast.walk(node) if isinstance(inner, ast.NamedExpr))
        case _:
            return


def changed_in_place(statement: ast.stmt) -> Iterator[str]:
    """The names whose objects a module-level statement changes: ``TABLE["a"] = 1``, ``TABLE.update(…)``."""
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AugAssign | ast.AnnAssign):
        targets = [statement.target]
    elif isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call):
        targets = [statement.value.func]
    for target in targets:
        inner = target
        while isinstance(inner, ast.Attribute | ast.Subscript):
            inner = inner.value
        if isinstance(inner, ast.Name) and inner is not target:
            yield inner.id


class _Reader(ast.NodeVisitor):
    """Collects references; knows which names are bound around the node it looks at."""

    def __init__(self) -> None:
        self.found: set[Reference] = set()
        self._scopes: list[Mapping[str, Import | None]] = []
        self._of_classes: list[Mapping[str, Import | None]] = []

    def visit_Name(self, node: ast.Name) -> None:
        """A bare name."""
        self._use(node.id, ())

    def visit_Attribute(self, node: ast.Attribute) -> None:
        """``a.b.c`` is one reference."""
        names: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Name):
            self._use(inner.id, tuple(reversed(names)))
        else:
            self.visit(inner)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Names of a class body are seen in the body, and not in its methods."""
        self._visit_all([*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)])
        self._of_classes.append(bindings(node.body))
        self._inside(self._of_classes[-1], node.body)
        self._of_classes.pop()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        """A function."""
        self._definition(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> None:
        """A coroutine."""
        self._definition(node)

    def _definition(self, node: _Function) -> None:
        """Decorators, defaults and annotations belong to the scope around."""
        self._visit_all([*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)])
        for argument in _arguments(node.args):
            self._annotation(argument.annotation)
        self._annotation(node.returns)
        self._function(node.args, node.body)

    def visit_Lambda(self, node: ast.Lambda) -> None:
        """A function of one expression."""
        self._visit_all([*node.args.defaults, *filter(None, node.args.kw_defaults)])
        self._function(node.args, [node.body])

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        """An annotation may be text."""
        self._annotation(node.annotation)
        self._visit_all([node.target, *filter(None, [node.value])])

    def visit_ListComp(self, node: ast.ListComp) -> None:
        """A scope of its own."""
        self._comprehension(node)

    def visit_SetComp(self, node: ast.SetComp) -> None:
        """A scope of its own."""
        self._comprehension(node)

    def visit_DictComp(self, node: ast.DictComp) -> None:
        """A scope of its own."""
        self._comprehension(node)

    def visit_GeneratorExp(self, node: ast.GeneratorExp) -> None:
        """A scope of its own."""
        self._comprehension(node)

    def _comprehension(self, node: _Comprehension) -> None:
        targets = [generator.target for generator in node.generators]
        self._inside(bindings(targets), list(ast.iter_child_nodes(node)))

    def _function(self, arguments: ast.arguments, body: Sequence[ast.AST]) -> None:
        scopes = self._scopes
        self._scopes = [scope for scope in scopes if not any(scope is hidden for hidden in self._of_classes)]
        self._inside({argument.arg: None for argument in _arguments(arguments)} | bindings(body), body)
        self._scopes = scopes

    def _inside(self, scope: Mapping[str, Import | None], nodes: Iterable[ast.AST]) -> None:
        self._scopes.append(scope)
        self._visit_all(nodes)
        self._scopes.pop()

    def _visit_all(self, nodes: Iterable[ast.AST]) -> None:
        for node in nodes:
            self.visit(node)

    def _annotation(self, node: ast.expr | None) -> None:
        if node is None:
            return
        self.visit(node)
        for inner in ast.walk(node):
            if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
                try:
                    self.visit(ast.parse(inner.value, mode="eval"))
                except SyntaxError:  # text that is no type, as in Literal["a b"]
                    continue

    def _use(self, name: str, attributes: tuple[str, ...]) -> None:
        for scope in reversed(self._scopes):
            if name in scope:
                if (start := scope[name]) is not None:
                    self.found.add(Reference(attributes, start))
                return
        self.found.add(Reference((name, *attributes)))


def _arguments(arguments: ast.arguments) -> list[ast.arg]:
    single = [argument for argument in (arguments.vararg, arguments.kwarg) if argument is not None]
    return [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *single]
