"""The identity of a node: its namespace and a digest of what it is.

The digest is a 128-bit BLAKE2b (RFC 7693) over the canonical encoding of the algorithm's version, the
namespace, ``_version``, the fields by name, and the identities of ``_dependencies``. A nested node enters as
its digest, so a shared node is encoded once, however many paths lead to it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from operator import is_
from typing import Any

from furu.config.canonical import Unencodable, Writer, encode, sized, text_bytes
from furu.config.children import Child, children, declared, find_path
from furu.config.fields import FieldSpec, field_specs, identity_fields, is_omitted
from furu.config.kinds import reader
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.errors import ConfigCycle, ConfigMutated, UnsupportedValue

ALGORITHM = b"furu-1"
"""The version of the encoding; part of every digest."""

_DIGEST = "_furu_digest"
_ENCODED = "_furu_encoded"
_PLAN = "_furu_plan"
_SIZE = 16

_UNCHANGING = frozenset({str, int, float, bool, bytes, type(None)})
"""Types whose values cannot change: the same objects have the same encoding."""


@lru_cache(maxsize=4096)
def _opening(namespace: str) -> bytes:
    """What the encoding of every object of a class begins with."""
    return sized(ALGORITHM) + text_bytes(namespace)


@dataclass(frozen=True)
class _Plan:
    """What of the objects of a class is encoded: ``read`` gives ``_version`` and the fields' values, by name."""

    fields: tuple[tuple[bytes, FieldSpec], ...]
    read: Callable[[Node], tuple[Any, ...]]


def _plan_of(cls: type[Node]) -> _Plan:
    plan: _Plan | None = cls.__dict__.get(_PLAN)
    if plan is None:
        specs = sorted((spec for spec in field_specs(cls).values() if spec.identity), key=lambda spec: spec.name)
        plan = _Plan(
            fields=tuple((text_bytes(spec.name), spec) for spec in specs),
            read=reader("_version", *(spec.attribute for spec in specs)),
        )
        type.__setattr__(cls, _PLAN, plan)
    return plan


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
    if not _inside(root):
        root.__dict__[_DIGEST] = found = _digest_of(root)
        return found
    stack: list[tuple[Node, str, Iterator[Child]]] = [(root, "", iter(_inside(root)))]
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
            stack.append((pending.node, pending.path, iter(_inside(pending.node))))


def _inside(node: Node) -> tuple[Child, ...]:
    try:
        return children(node)
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
    plan = _plan_of(cls)
    values = plan.read(node)
    hasher = blake2b(_opening(namespace_of(cls)), digest_size=_SIZE)
    to = Writer(_known_digest, hasher.update)
    try:
        encode(values[0], to)
        for (name, spec), value in zip(plan.fields, values[1:], strict=True):
            if not (spec.omittable and is_omitted(spec, value)):
                to.out += name
                encode(value, to)
    except Unencodable as error:
        raise _unsupported(node, error.value) from None
    except RecursionError:
        raise _too_deep(node) from None
    for child in declared(node):
        to.out += b"D" + _known_digest(child.node)
    hasher.update(to.out)
    if _UNCHANGING.issuperset(map(type, values)):
        node.__dict__[_ENCODED] = values
    return hasher.digest()


def _unsupported(node: Node, culprit: object) -> UnsupportedValue:
    where = find_path(iter(sorted(identity_fields(node))), culprit)
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
    encoded = node.__dict__.get(_ENCODED)
    if encoded is not None and all(map(is_, _plan_of(type(node)).read(node), encoded)):
        return
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
