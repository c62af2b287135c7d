"""What tells two config objects apart."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from furu.config.children import children
from furu.config.decode import value_of
from furu.config.identity import digest
from furu.config.node import Node
from furu.config.tree import NodeRecord, node_record
from furu.errors import NotImportable, WrongType

if TYPE_CHECKING:
    from furu.config.changes import Change, Difference


def diff(left: Node, right: Node) -> Difference:
    """The changed leaves between two config objects at any depth, causes first.

    Equal parts are not entered, and a part that several paths lead to is compared once, at its shortest path.
    Fields outside the identity do not count, as in ``==``. The values in the changes are those of the objects.

    Raises:
        WrongType: one of them is no config object.
    """
    from furu.config.changes import difference

    for given in (left, right):
        if not isinstance(given, Node):
            raise WrongType(
                f"furu.diff compares config objects, not {given!r} ({type(given).__name__})", where="furu.diff"
            )
    ours, theirs = _Below(left), _Below(right)
    found = difference(node_record(left), node_record(right), ours.record, theirs.record)
    return replace(found, changes=tuple(_with_values(change, ours, theirs) for change in found.changes))


class _Below:
    """The nodes of one object by digest, as far as they were asked for."""

    def __init__(self, node: Node) -> None:
        self._nodes: dict[str, Node] = {digest(node): node}
        self._enter(node)

    def _enter(self, node: Node) -> None:
        self._nodes.update({digest(child.node): child.node for child in children(node)})

    def record(self, key: str) -> NodeRecord:
        """A node as data; those directly below it can be asked for next."""
        node = self._nodes[key]
        self._enter(node)
        return node_record(node)

    def value(self, data: Any) -> Any:
        """The value that tagged JSON stands for; itself when its class cannot be found by name."""
        try:
            return value_of(data, self._nodes.__getitem__)
        except NotImportable:
            return data


def _with_values(change: Change, ours: _Below, theirs: _Below) -> Change:
    if change.kind == "class":
        return change
    return replace(change, left=ours.value(change.left), right=theirs.value(change.right))
