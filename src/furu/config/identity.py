"""The identity of a node: its namespace and a digest of what it is.

The digest is a 128-bit BLAKE2b (RFC 7693) over the canonical encoding of the algorithm's version, the
namespace, ``_version``, the fields by name, and the identities of ``_dependencies``. A nested node enters as
its digest, so a shared node is encoded once, however many paths lead to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from furu.config.canonical import Unencodable, Writer, encode, sized, text_bytes
from furu.config.children import Child, children, declared, find_path
from furu.config.fields import identity_fields
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.errors import ConfigCycle, ConfigMutated, UnsupportedValue

ALGORITHM = b"furu-1"
"""The version of the encoding; part of every digest."""

_DIGEST = "_furu_digest"
_SIZE = 16
_ALGORITHM = sized(ALGORITHM)
_name_bytes = lru_cache(maxsize=4096)(text_bytes)
"""The encoded names of classes and fields, which are few and come again with every object."""


def digest(node: Node) -> str:
    """The digest of a node, 32 hexadecimal digits; computed once per object.

    Raises:
        UnsupportedValue: a field holds a value without a canonical form.
        ConfigCycle: the node contains itself.
        NotImportable: its class, or one below it, cannot be found by name.
    """
    known: bytes | None = node.__dict__.get(_DIGEST)
    return (known or _digest_below(node)).hex()


def _digest_below(root: Node) -> bytes:
    """Digest a whole graph, children first, without recursion."""
    stack: list[tuple[Node, str, Iterator[Child]]] = [(root, "", _inside(root))]
    open_nodes = {id(root)}
    while True:
        node, _path, rest = stack[-1]
        pending = next((child for child in rest if _DIGEST not in child.node.__dict__), None)
        if pending is None:
            node.__dict__[_DIGEST] = _digest_of(node)
            open_nodes.discard(id(node))
            stack.pop()
            if not stack:
                return bytes(node.__dict__[_DIGEST])
        elif id(pending.node) in open_nodes:
            trail = ".".join([*(path for _, path, _ in stack[1:]), pending.path])
            raise ConfigCycle(
                f"{type(root).__qualname__} contains itself",
                where=trail,
                hint=f"{trail} leads back to a node it is part of; a list must have been changed after it was used",
            )
        else:
            open_nodes.add(id(pending.node))
            stack.append((pending.node, pending.path, _inside(pending.node)))


def _inside(node: Node) -> Iterator[Child]:
    try:
        return iter(children(node))
    except RecursionError:
        raise _too_deep(node) from None


def _too_deep(node: Node) -> UnsupportedValue:
    name = type(node).__qualname__
    return UnsupportedValue(
        f"{name} holds a container that is nested too deeply or contains itself",
        where=name,
        hint="use config objects or a flat container for deep structures",
    )


def _known_digest(node: Node) -> bytes:
    """The digest of a node inside another one; missing only when the node was put there afterwards."""
    known: bytes | None = node.__dict__.get(_DIGEST)
    return known or _digest_below(node)


def _digest_of(node: Node) -> bytes:
    """Digest one node whose children have theirs."""
    cls = type(node)
    hasher = blake2b(_ALGORITHM + _name_bytes(namespace_of(cls)), digest_size=_SIZE)
    fields = sorted(identity_fields(node))
    to = Writer(_known_digest, hasher.update)
    try:
        encode(cls._version, to)
        for name, value in fields:
            to.out += _name_bytes(name)
            encode(value, to)
    except Unencodable as error:
        raise _unsupported(node, fields, error.value) from None
    except RecursionError:
        raise _too_deep(node) from None
    for child in declared(node):
        to.out += b"D" + _known_digest(child.node)
    hasher.update(to.out)
    return hasher.digest()


def _unsupported(node: Node, fields: list[tuple[str, Any]], culprit: object) -> UnsupportedValue:
    where = find_path(iter(fields), culprit)
    owner = type(node).__qualname__
    return UnsupportedValue(
        f"{owner}.{where} is a {type(culprit).__module__}.{type(culprit).__qualname__}, which has no canonical form",
        where=f"{owner}.{where}",
        hint="use plain values, dataclasses, pydantic models, arrays or config objects; "
        "or furu.field(identity=False) if it must not be part of the identity",
    )


def verify(node: Node) -> None:
    """Check that a node still is what its digest says.

    Raises:
        ConfigMutated: a list, dict or array inside it changed after its identity was first used.
    """
    before = digest(node)
    now = _digest_of(node).hex()
    if now != before:
        raise ConfigMutated(
            f"{type(node).__qualname__} changed after its identity was first used ({before[:8]} became {now[:8]})",
            where=namespace_of(type(node)),
            hint="config objects are values: use tuples, or build a new object instead of changing a list inside one",
        )


def artifact_id(node: Node) -> str:
    """``namespace@digest``, the id of a node's artifact everywhere."""
    return f"{namespace_of(type(node))}@{digest(node)}"
