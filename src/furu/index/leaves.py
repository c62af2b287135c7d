"""Records flattened to leaves: dotted path to JSON scalar, the columns people filter by."""

from __future__ import annotations

from collections.abc import Mapping
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
            for path, found in _collect(f"{prefix}{name}", value, leaves):
                lower = nodes.get(found)
                if lower is not None and found not in seen:
                    seen.add(found)
                    queue.append((f"{path}.", lower))
        if len(leaves) >= MOST_LEAVES:
            break
    return leaves


def result_leaves(result: Any) -> dict[str, Any]:
    """The JSON scalars of a result; a bare scalar has the empty path."""
    leaves: dict[str, Any] = {}
    _collect("", result, leaves)
    return leaves


def _collect(path: str, value: Any, leaves: dict[str, Any]) -> list[tuple[str, str]]:
    """Add the leaves of one value; returns the nodes it refers to, each with its path."""
    if len(leaves) >= MOST_LEAVES:
        return []
    if isinstance(value, list):
        leaves[path] = _list_text(value)
        return _list_nodes(path, value)
    if not isinstance(value, dict):
        leaves[path] = value[:LONGEST_TEXT] if isinstance(value, str) else value
        return []
    tag = value.get(TAG)
    if tag is None:
        return [node for key, item in value.items() for node in _collect(_join(path, key), item, leaves)]
    if tag == "node":
        return [(path, str(value.get("digest")))]
    if isinstance(value.get("fields"), dict):
        return [node for key, item in value["fields"].items() for node in _collect(_join(path, key), item, leaves)]
    if isinstance(value.get("items"), list):
        leaves[path] = _list_text(value["items"])
        return _list_nodes(path, value["items"])
    leaves[path] = _tagged_text(value)
    return []


def _join(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _list_nodes(path: str, items: list[Any]) -> list[tuple[str, str]]:
    return [
        (f"{path}[{index}]", str(item.get("digest")))
        for index, item in enumerate(items)
        if isinstance(item, dict) and item.get(TAG) == "node"
    ]


def _list_text(items: list[Any]) -> str:
    """Short lists of scalars as they are, anything else by its length."""
    if len(items) <= SHOWN_ITEMS and not any(isinstance(item, dict | list) for item in items):
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
