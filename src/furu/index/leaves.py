"""Records flattened to leaves: dotted path to JSON scalar, the columns people filter by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from furu.config.tree import TAG, NodeRecord

LONGEST_TEXT = 200
SHOWN_ITEMS = 8
MOST_LEAVES = 500
"""Leaves of one experiment beyond this are left out of the index; its own page reads all of them from disk."""


def config_leaves(root: NodeRecord, nodes: Mapping[str, NodeRecord]) -> dict[str, Any]:
    """The leaves of a config and of each distinct node below it, by its shortest path."""
    leaves: dict[str, Any] = {}
    seen = {root.digest}
    queue: list[tuple[str, NodeRecord]] = [("", root)]
    for prefix, record in queue:
        for name, value in record.fields.items():
            found: _Nodes = []
            _collect(f"{prefix}{name}", value, leaves, found)
            for path, digest in found:
                lower = nodes.get(digest)
                if lower is not None and digest not in seen:
                    seen.add(digest)
                    queue.append((f"{path}.", lower))
        if len(leaves) >= MOST_LEAVES:
            break
    return leaves


def result_leaves(result: Any) -> dict[str, Any]:
    """The JSON scalars of a result; a bare scalar has the empty path."""
    leaves: dict[str, Any] = {}
    _collect("", result, leaves, None)
    return leaves


_Nodes = list[tuple[str, str]]
"""Nodes that a value refers to: path and digest. None where a value can hold no nodes, so none are looked for."""


def _collect(path: str, value: Any, leaves: dict[str, Any], nodes: _Nodes | None) -> None:
    """Add the leaves of one value, and the nodes it refers to."""
    if len(leaves) >= MOST_LEAVES:
        return
    cls = type(value)
    if cls is str:
        leaves[path] = value[:LONGEST_TEXT]
    elif cls is list:
        _collect_items(path, enumerate(value), nodes)
        leaves[path] = _list_text(value)
    elif cls is dict:
        _collect_object(path, value, leaves, nodes)
    else:
        leaves[path] = value


def _collect_object(path: str, value: dict[str, Any], leaves: dict[str, Any], nodes: _Nodes | None) -> None:
    tag = value.get(TAG)
    fields = value if tag is None else value.get("fields")
    items = value.get("items")
    if tag == "node":
        if nodes is not None:
            nodes.append((path, str(value.get("digest"))))
    elif isinstance(fields, dict):
        for key, item in fields.items():
            _collect(f"{path}.{key}" if path else key, item, leaves, nodes)
    elif isinstance(items, list):
        _collect_items(path, items if tag == "dict" else enumerate(items), nodes)
        leaves[path] = _list_text(items)
    else:
        leaves[path] = _tagged_text(value)


def _collect_items(path: str, items: Iterable[Any], nodes: _Nodes | None) -> None:
    """The nodes that are anywhere inside a list; it is one leaf itself, however long it is."""
    if nodes is None:
        return
    for position, item in items:
        if type(item) in (dict, list):
            _collect(f"{path}[{position}]", item, {}, nodes)


def _list_text(items: list[Any]) -> str:
    """Short lists of scalars as they are, anything else by its length."""
    if len(items) <= SHOWN_ITEMS and not any(type(item) in (dict, list) for item in items):
        return f"[{', '.join('null' if item is None else str(item)[:40] for item in items)}]"
    return f"{len(items)} items"


def _tagged_text(value: dict[str, Any]) -> Any:
    """The most telling part of a tagged value."""
    if "shape" in value:
        return f"array {value.get('dtype')} {value['shape']}"
    for key in ("name", "text", "value", "path", "file"):
        if key in value:
            return str(value[key])[:LONGEST_TEXT]
    return str(value.get(TAG))
