"""What tells two configs apart, leaf by leaf, on recorded nodes: data in, data out, and no user's code.

Two nodes with one digest are equal and not entered. Two that differ are compared field by field; nodes inside
them make further pairs, each compared once however many paths lead to it. The changes of a pair come after those
of the pairs inside it, so what is computed first, and with it the cause, stands first.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from furu.config.leaf_text import TEXT_WIDTH, leaf_text
from furu.config.tree import TAG, NodeRecord

ChangeKind = Literal["changed", "added", "removed", "class"]
"""A value differs; only the right side has it; only the left side has it; a node or record is of another class."""

Lookup = Callable[[str], NodeRecord | None]
"""The node with a digest, or None when it is not recorded."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference: where, what kind, and the two values, also as short texts.

    ``path`` leads from the compared object to the leaf, such as ``features.dataset.size``; it is empty for the
    object itself. A side that has no value is None and its text empty; a value of None has the text ``None``.
    """

    path: str
    kind: ChangeKind
    left: Any = None
    right: Any = None
    left_text: str = ""
    right_text: str = ""

    def __str__(self) -> str:
        path = self.path if len(self.path) <= TEXT_WIDTH else f"{self.path[:20]}…{self.path[20 - TEXT_WIDTH :]}"
        name = {"class": f"{path} (class)" if path else "(class)"}.get(self.kind, path)
        both = {"added": f"+ {self.right_text}", "removed": f"- {self.left_text}"}
        return f"{name}: {both.get(self.kind, f'{self.left_text} → {self.right_text}')}"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Everything that tells two configs apart, causes first; false when they are equal."""

    left: str
    right: str
    changes: tuple[Change, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.changes)

    def __len__(self) -> int:
        return len(self.changes)

    def __iter__(self) -> Iterator[Change]:
        return iter(self.changes)

    def __str__(self) -> str:
        if not self.changes:
            return f"{self.left}: no difference"
        shown = [f"  {change}" for change in self.changes[:_SHOWN]]
        more = [f"  … and {len(self.changes) - _SHOWN} more"] if len(self.changes) > _SHOWN else []
        return "\n".join([f"{self.left} → {self.right}", *shown, *more])


_SHOWN = 100


def difference(left: NodeRecord, right: NodeRecord, left_node: Lookup, right_node: Lookup) -> Difference:
    """Compare two recorded nodes; values in the changes are tagged JSON. Works without recursion."""
    found: list[_Pair] = [_Pair(left, right, None, "")]
    numbers = {(left.digest, right.digest): 0}
    for pair in found if left.digest != right.digest else []:
        for path, one, other in _compare_nodes(pair):
            key = (one["digest"], other["digest"])
            if key not in numbers:
                lower = left_node(key[0]), right_node(key[1])
                if lower[0] is None or lower[1] is None:
                    pair.changes.append(_change(path, "changed", one, other))
                    continue
                numbers[key] = len(found)
                found.append(_Pair(lower[0], lower[1], pair, path))
            pair.inside.append(numbers[key])
    changes = tuple(change for number in _inside_out(found) for change in found[number].finished())
    return Difference(left=_title(left), right=_title(right), changes=changes)


def _title(record: NodeRecord) -> str:
    return f"{record.namespace}@{record.digest[:8]}"


@dataclass(eq=False)
class _Pair:
    """Two nodes at one place: what differs between them, and the numbers of the pairs inside."""

    left: NodeRecord
    right: NodeRecord
    above: _Pair | None
    part: str
    changes: list[Change] = field(default_factory=list)
    inside: list[int] = field(default_factory=list)

    def finished(self) -> Iterator[Change]:
        """The changes with their whole paths."""
        if self.changes:
            parts: list[str] = []
            pair: _Pair | None = self
            while pair is not None and pair.part:
                parts.append(pair.part)
                pair = pair.above
            prefix = ".".join(reversed(parts))
            for change in self.changes:
                path = f"{prefix}.{change.path}" if prefix and change.path else prefix or change.path
                yield Change(**{**vars(change), "path": path})


def _inside_out(pairs: Sequence[_Pair]) -> Iterator[int]:
    """The numbers of the pairs, each after those inside it."""
    stack = [(0, iter(pairs[0].inside))]
    opened = {0}
    while stack:
        number, rest = stack[-1]
        lower = next((inner for inner in rest if inner not in opened), None)
        if lower is None:
            yield number
            stack.pop()
        else:
            opened.add(lower)
            stack.append((lower, iter(pairs[lower].inside)))


_Nodes = Iterator[tuple[str, dict[str, Any], dict[str, Any]]]
"""Pairs of references to nodes with different digests, with their path inside the node."""


def _compare_nodes(pair: _Pair) -> _Nodes:
    """Note what differs between two nodes themselves, and yield the pairs of nodes inside."""
    left, right = pair.left, pair.right
    if left.namespace != right.namespace:
        pair.changes.append(_change("", "class", left.namespace, right.namespace, plain=True))
    yield from _compare(pair, "_version", left.version, right.version)
    yield from _compare_parts(pair, "", _identity_fields(left, right), _identity_fields(right, left))
    yield from _compare(pair, "_dependencies", _declared(left), _declared(right))


def _identity_fields(record: NodeRecord, other: NodeRecord) -> dict[str, Any]:
    """The fields that count: those outside the identity do not, unless the other side has them inside."""
    outside = {name for name in record.plain if name in other.plain or name not in other.fields}
    return {f".{name}": value for name, value in record.fields.items() if name not in outside}


def _declared(record: NodeRecord) -> list[dict[str, Any]]:
    return [{TAG: "node", "namespace": node.namespace, "digest": node.digest} for node in record.declared]


def _compare(pair: _Pair, path: str, left: Any, right: Any) -> _Nodes:
    """Compare two values at a path, whatever is inside them."""
    stack = [(path, left, right)]
    while stack:
        path, left, right = stack.pop()
        shape = _shape(left)
        if shape != _shape(right):
            pair.changes.append(_change(path, "changed", left, right))
        elif shape == "node":
            if left["digest"] != right["digest"]:
                yield path, left, right
        elif shape == "leaf":
            if _key(left) != _key(right):
                pair.changes.append(_change(path, "changed", left, right))
        else:
            if shape == "record" and left["class"] != right["class"]:
                pair.changes.append(_change(path, "class", left["class"], right["class"], plain=True))
            both = _one_sided(pair, path, *_PARTS[shape](left, right))
            stack.extend(reversed(both))


def _compare_parts(pair: _Pair, path: str, left: dict[str, Any], right: dict[str, Any]) -> _Nodes:
    for part, one, other in _one_sided(pair, path, left, right):
        yield from _compare(pair, part, one, other)


def _one_sided(pair: _Pair, path: str, left: dict[str, Any], right: dict[str, Any]) -> list[tuple[str, Any, Any]]:
    """Note the parts that one side lacks, and return those that both have."""
    for part, value in left.items():
        if part not in right:
            pair.changes.append(_change(f"{path}{part}".lstrip("."), "removed", value, None))
    for part, value in right.items():
        if part not in left:
            pair.changes.append(_change(f"{path}{part}".lstrip("."), "added", None, value))
    return [(f"{path}{part}".lstrip("."), value, right[part]) for part, value in left.items() if part in right]


_SHAPES = {
    "tuple": "tuple",
    "set": "set",
    "frozenset": "frozenset",
    "dict": "mapping",
    "node": "node",
    "dataclass": "record",
    "chz": "record",
    "pydantic": "record",
}


def _shape(value: Any) -> str:
    if isinstance(value, list):
        return "list"
    if not isinstance(value, dict):
        return "leaf"
    tag = value.get(TAG)
    return "mapping" if tag is None else _SHAPES.get(tag, "leaf")


_Parts = tuple[dict[str, Any], dict[str, Any]]


def _items(left: Any, right: Any) -> _Parts:
    """Items by position. When one side has more, what both have at the start and the end is paired first."""
    one = left if isinstance(left, list) else left["items"]
    other = right if isinstance(right, list) else right["items"]
    if len(one) == len(other):
        return _numbered(enumerate(one)), _numbered(enumerate(other))
    keys, others = list(map(_key, one)), list(map(_key, other))
    start = next((i for i, (a, b) in enumerate(zip(keys, others, strict=False)) if a != b), min(len(one), len(other)))
    shorter = min(len(one), len(other)) - start
    end = next((i for i in range(shorter) if keys[-1 - i] != others[-1 - i]), shorter)
    middle = slice(start, len(one) - end), slice(start, len(other) - end)
    return _numbered(enumerate(one[middle[0]], start)), _numbered(enumerate(other[middle[1]], start))


def _numbered(items: Iterator[tuple[int, Any]]) -> dict[str, Any]:
    return {f"[{index}]": item for index, item in items}


def _members(left: Any, right: Any) -> _Parts:
    """The members that only one side has; nodes among them are named by their digest."""
    one, other = ({_key(item): item for item in side["items"]} for side in (left, right))
    alone = [
        {key: item for key, item in side.items() if key not in (one.keys() & other.keys())} for side in (one, other)
    ]
    return _named(alone[0]), _named(alone[1])


def _named(members: dict[str, Any]) -> dict[str, Any]:
    return {f"{{{leaf_text(item)}}}": item for item in members.values()}


def _entries(left: Any, right: Any) -> _Parts:
    return _keyed(left), _keyed(right)


def _keyed(mapping: dict[str, Any]) -> dict[str, Any]:
    if mapping.get(TAG) == "dict":
        return {f"[{leaf_text(key)}]": item for key, item in mapping["items"]}
    return {f"[{key!r}]": item for key, item in mapping.items()}


def _fields(left: Any, right: Any) -> _Parts:
    one, other = ({f".{name}": item for name, item in side["fields"].items()} for side in (left, right))
    return one, other


_PARTS: dict[str, Callable[[Any, Any], _Parts]] = {
    "list": _items,
    "tuple": _items,
    "set": _members,
    "frozenset": _members,
    "mapping": _entries,
    "record": _fields,
}


def _key(value: Any) -> str:
    """Text that equal leaves share: 1, 1.0 and True are three values, and one instant in two zones is one."""
    if isinstance(value, dict) and value.get(TAG) == "datetime":
        instant = dt.datetime.fromisoformat(value["value"])
        if instant.utcoffset() is not None:
            value = {TAG: "datetime", "value": instant.astimezone(dt.UTC).isoformat()}
    return json.dumps(value, sort_keys=True)


def _change(path: str, kind: ChangeKind, left: Any, right: Any, *, plain: bool = False) -> Change:
    write = str if plain else leaf_text
    return Change(
        path=path,
        kind=kind,
        left=left,
        right=right,
        left_text="" if kind == "added" else write(left),
        right_text="" if kind == "removed" else write(right),
    )
