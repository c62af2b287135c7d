"""A recorded config as a Python expression that builds it; works on records, so it imports no user code."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Callable, Mapping
from typing import Any

from furu.config.tree import TAG, NodeRecord, references

_NODES = 200
"""How many nodes are written out."""
_NESTED = 6
"""How many constructor calls stand inside each other before one becomes a variable."""
_WIDTH = 88
_TAKEN = frozenset({*keyword.kwlist, *dir(builtins)})


def snippet(root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> str:
    """Imports and an expression that build the object; shared nodes and deep ones become variables.

    Beyond 200 nodes a variable stands for each of the rest, with its identity in a comment.
    """
    return _Writer(root, nodes).module()


class _Writer:
    """Collects imports and variables while the nodes are written, each after those inside it."""

    def __init__(self, root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> None:
        self.root = root
        self.nodes = {**nodes, root.digest: root}
        self.imports: dict[str, set[str]] = {}
        self.modules: set[str] = set()
        self.owners = {record.type.partition(":")[0].partition(".")[0]: "" for record in self.nodes.values()}
        self.uses: dict[str, int] = {}
        self.depths: dict[str, int] = {}
        self.expressions: dict[str, str] = {}
        self.statements: list[str] = []

    def module(self) -> str:
        """The whole text."""
        order = self._inside_out()
        for digest in order:
            self.write(self.nodes[digest])
        names = [f"from {module} import {', '.join(sorted(names))}" for module, names in sorted(self.imports.items())]
        imports = [*(f"import {module}" for module in sorted(self.modules)), *names]
        return "\n".join([*imports, "", *self.statements, self.expressions[self.root.digest]])

    def _inside_out(self) -> list[str]:
        """The nodes to write, each after those inside it, and how often each is used; the nearest 200."""
        nearest = [self.root.digest]
        for digest in nearest:
            for inner in references(self.nodes[digest].fields):
                self.uses[inner] = self.uses.get(inner, 0) + 1
                if self.uses[inner] == 1 and inner in self.nodes and len(nearest) < _NODES:
                    nearest.append(inner)
        order: dict[str, None] = {}
        wanted, stack = set(nearest), [self.root.digest]
        while stack:
            inside = [d for d in references(self.nodes[stack[-1]].fields) if d in wanted and d not in order]
            if inside:
                stack.append(inside[0])
            else:
                order[stack.pop()] = None
        return list(order)

    def write(self, record: NodeRecord) -> None:
        """The expression of one node, and a variable for it when it is used often or stands deep."""
        self.depths[record.digest] = 1 + max((self.depths.get(d, 0) for d in references(record.fields)), default=0)
        expression = self.call(self.name(record.type), record.fields)
        deep = self.depths[record.digest] >= _NESTED
        if record is self.root or (self.uses[record.digest] == 1 and not deep):
            self.expressions[record.digest] = expression
        else:
            self.depths[record.digest] = 0
            self.assign(record.digest, record.type, expression)

    def assign(self, digest: str, type_text: str, expression: str) -> None:
        """A variable that stands for a node from here on."""
        stem = type_text.rpartition(".")[2].rpartition(":")[2]
        base = "".join(f"_{char.lower()}" if char.isupper() else char for char in stem).strip("_") or "node"
        number, name = 1, base
        while name in self.owners or name in _TAKEN:
            number += 1
            name = f"{base}_{number}"
        self.owners[name] = ""
        self.expressions[digest] = name
        self.statements.append(f"{name} = {expression}")

    def name(self, text: str) -> str:
        """Import ``module:Qualified.name`` and say how to write it."""
        module, _, qualname = text.partition(":")
        if module == "builtins":
            return qualname
        return self.need(module, qualname.partition(".")[0]) + qualname[len(qualname.partition(".")[0]) :]

    def need(self, module: str, name: str) -> str:
        """Import a name and say how to write it: with its module when the name stands for something else."""
        if name in _TAKEN or self.owners.setdefault(name, module) != module:
            self.modules.add(module)
            return f"{module}.{name}"
        self.imports.setdefault(module, set()).add(name)
        return name

    def call(self, name: str, fields: Mapping[str, Any]) -> str:
        """A constructor call, on one line when it fits."""
        parts = [f"{field}={self.value(value)}" for field, value in fields.items()]
        line = f"{name}({', '.join(parts)})"
        if len(line) <= _WIDTH and "\n" not in line:
            return line
        body = "".join(f"    {part.replace(chr(10), chr(10) + '    ')},\n" for part in parts)
        return f"{name}(\n{body})"

    def reference(self, data: Mapping[str, Any]) -> str:
        """A nested node: inline, or the variable that stands for it."""
        digest = data["digest"]
        if digest not in self.expressions:
            record = self.nodes.get(digest)
            type_text = data["namespace"] if record is None else record.type
            self.assign(digest, type_text, f"...  # {data['namespace']}@{digest}")
        return self.expressions[digest]

    def value(self, data: Any) -> str:
        """Any tagged JSON as an expression."""
        if isinstance(data, list):
            return f"[{', '.join(map(self.value, data))}]"
        if not isinstance(data, dict):
            return repr(data)
        tag = data.get(TAG)
        if tag is None:
            return "{" + ", ".join(f"{key!r}: {self.value(item)}" for key, item in data.items()) + "}"
        if tag == "node":
            return self.reference(data)
        write = _TAGS.get(tag)
        return "..." if write is None else write(self, data)


def _float(text: str) -> str:
    return text if text[-1].isdigit() else f"float({text!r})"


def _tuple(writer: _Writer, data: dict[str, Any]) -> str:
    items = [writer.value(item) for item in data["items"]]
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _set(writer: _Writer, data: dict[str, Any]) -> str:
    items = ", ".join(writer.value(item) for item in data["items"])
    literal = f"{{{items}}}" if items else "set()"
    return literal if data[TAG] == "set" else f"frozenset({literal if items else ''})"


def _array(writer: _Writer, data: dict[str, Any]) -> str:
    decode, frombuffer = writer.need("base64", "b64decode"), writer.need("numpy", "frombuffer")
    flat = f"{frombuffer}({decode}({data['value']!r}), dtype={data['dtype']!r})"
    return f"{flat}.reshape({tuple(data['shape'])})" if data[TAG] == "ndarray" else f"{flat}[0]"


_TAGS: dict[str, Callable[[_Writer, dict[str, Any]], str]] = {
    "tuple": _tuple,
    "set": _set,
    "frozenset": _set,
    "dict": lambda w, d: "{" + ", ".join(f"{w.value(key)}: {w.value(item)}" for key, item in d["items"]) + "}",
    "int": lambda _w, d: d["value"],
    "str": lambda _w, d: d["value"],
    "float": lambda _w, d: f"float({d['value']!r})",
    "complex": lambda _w, d: f"complex({', '.join(map(_float, d['value']))})",
    "bytes": lambda w, d: f"{w.need('base64', 'b64decode')}({d['value']!r})",
    "path": lambda w, d: f"{w.need('pathlib', 'Path')}({d['value'] if 'bytes' in d else repr(d['value'])})",
    "uuid": lambda w, d: f"{w.need('uuid', 'UUID')}({d['value']!r})",
    "decimal": lambda w, d: f"{w.need('decimal', 'Decimal')}({d['value']!r})",
    "datetime": lambda w, d: f"{w.need('datetime', 'datetime')}.fromisoformat({d['value']!r})",
    "date": lambda w, d: f"{w.need('datetime', 'date')}.fromisoformat({d['value']!r})",
    "time": lambda w, d: f"{w.need('datetime', 'time')}.fromisoformat({d['value']!r})",
    "timedelta": lambda w, d: f"{w.need('datetime', 'timedelta')}(microseconds={d['value']})",
    "enum": lambda w, d: f"{w.name(d['class'])}.{d['name']}",
    "flag": lambda w, d: f"{w.name(d['class'])}({d['value']})",
    "type": lambda w, d: w.name(d["value"]),
    "dataclass": lambda w, d: w.call(w.name(d["class"]), d["fields"]),
    "chz": lambda w, d: w.call(w.name(d["class"]), d["fields"]),
    "pydantic": lambda w, d: w.call(w.name(d["class"]), d["fields"]),
    "ndarray": _array,
    "scalar": _array,
}
