"""Where a node's artifact is: in the root, in the project for git to keep, or in the overlay."""

from __future__ import annotations

from furu import settings
from furu.config.identity import digest
from furu.config.names import namespace_of
from furu.config.node import Node
from furu.runtime import overlay
from furu.store.layout import Artifact


def locate(node: Node) -> Artifact:
    """The place of a node's artifact; touches no disk once the root is known and no overlay is active."""
    return overlay.place(node, real_place(node))


def real_place(node: Node) -> Artifact:
    """The place of a node's artifact as if there were no overlay."""
    cls = type(node)
    return Artifact(_real_root(cls), namespace_of(cls), digest(node))


def writable_root(cls: type[Node]) -> str:
    """The root that takes what a class writes now."""
    return overlay.front() or _real_root(cls)


def contents_root() -> str:
    """The root that takes what many artifacts share, such as patches; never the one that git keeps."""
    return overlay.front() or str(settings.root())


def _real_root(cls: type[Node]) -> str:
    return str(settings.version_controlled_root() if cls._furu_version_controlled else settings.root())
