"""A recorded config as a Python expression that builds it; works on records, so it imports no user code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from furu.config.tree import TAG, NodeRecord

_LIMIT = 200
_WIDTH = 88


def snippet(root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> str:
    """Imports and an expression that build the object; shared nodes become variables.

    Beyond 200 nodes the expression refers to the rest by digest in a comment.
    """
    return _Writer(root, nodes).module()


class _Writer:
    """Collects imports and shared nodes while the expression is written."""

    def __init__(self, root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> None:
        self.root = root
        self.nodes = nodes
        self.imports: dict[str, set[str]] = {}
        self.uses: dict[str, int] = {}
        self.variables: dict[str, str] = {}
        self.statements: list[str] = []
        self._count(root.fields)

    def module(self) -> str:
        """The whole text."""
        expression = self.node(self.root)
        imports = [
            f"from {module} import {', '.join(sorted(names))}" if names else f"import {module}"
            for module, names in sorted(self.imports.items())
        ]
        return "\n".join([*imports, "", *self.statements, expression])

    def _count(self, data: Any) -> None:
        """How often each node is used; each is entered once."""
        stack = [data]
        while stack:
            item = stack.pop()
            if isinstance(item, list):
                stack.extend(item)
            elif isinstance(item, dict):
                if item.get(TAG) == "node":
                    digest = item["digest"]
                    self.uses[digest] = self.uses.get(digest, 0) + 1
                    if self.uses[digest] == 1 and digest in self.nodes and len(self.uses) <= _LIMIT:
                        stack.append(self.nodes[digest].fields)
                else:
                    stack.extend(item.values())

    def name(self, text: str) -> str:
        """Import ``module:Qualified.name`` and say how to write it."""
        module, _, qualname = text.partition(":")
        self.imports.setdefault(module, set()).add(qualname.split(".")[0])
        return qualname

    def node(self, record: NodeRecord) -> str:
        """The constructor call of one node."""
        return self.call(self.name(record.type), record.fields)

    def call(self, name: str, fields: Mapping[str, Any]) -> str:
        """A constructor call, on one line when it fits."""
        parts = [f"{field}={self.value(value)}" for field, value in fields.items()]
        line = f"{name}({', '.join(parts)})"
        if len(line) <= _WIDTH and "\n" not in line:
            return line
        body = "".join(f"    {part.replace(chr(10), chr(10) + '    ')},\n" for part in parts)
        return f"{name}(\n{body})"

    def reference(self, data: Mapping[str, Any]) -> str:
        """A nested node: inline, or a variable when it is used more than once."""
        digest = data["digest"]
        record = self.nodes.get(digest)
        if record is None or digest not in self.uses:
            return f"...  # {data['namespace']}@{digest[:8]}"
        if self.uses[digest] == 1:
            return self.node(record)
        if digest not in self.variables:
            expression = self.node(record)
            variable = _variable(record, self.variables)
            self.variables[digest] = variable
            self.statements.append(f"{variable} = {expression}")
        return self.variables[digest]

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
        return f"...  # {tag}" if write is None else write(self, data)

    def need(self, module: str, name: str) -> str:
        """Import a name of the standard library."""
        self.imports.setdefault(module, set()).add(name)
        return name


def _variable(record: NodeRecord, taken: Mapping[str, str]) -> str:
    stem = record.type.rpartition(".")[2].rpartition(":")[2]
    base = "".join(f"_{char.lower()}" if char.isupper() else char for char in stem).strip("_") or "node"
    names = set(taken.values())
    return next(
        name for number in range(1, 10**6) if (name := base if number == 1 else f"{base}_{number}") not in names
    )


def _tuple(writer: _Writer, data: dict[str, Any]) -> str:
    items = [writer.value(item) for item in data["items"]]
    return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"


def _set(writer: _Writer, data: dict[str, Any]) -> str:
    items = ", ".join(writer.value(item) for item in data["items"])
    literal = f"{{{items}}}" if items else "set()"
    return literal if data[TAG] == "set" else f"frozenset({literal if items else ''})"


def _array(writer: _Writer, data: dict[str, Any]) -> str:
    base64, numpy = writer.need("base64", "b64decode"), "numpy"
    writer.imports.setdefault(numpy, set())
    flat = f"numpy.frombuffer({base64}({data['value']!r}), dtype={data['dtype']!r})"
    return f"{flat}.reshape({tuple(data['shape'])})" if data[TAG] == "ndarray" else f"{flat}[0]"


_TAGS: dict[str, Callable[[_Writer, dict[str, Any]], str]] = {
    "tuple": _tuple,
    "set": _set,
    "frozenset": _set,
    "dict": lambda w, d: "{" + ", ".join(f"{w.value(key)}: {w.value(item)}" for key, item in d["items"]) + "}",
    "int": lambda _w, d: d["value"],
    "str": lambda _w, d: d["value"],
    "float": lambda _w, d: f"float({d['value']!r})",
    "complex": lambda _w, d: f"complex({', '.join(d['value'])})",
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
