"""The overlay: a second root in front of the real one, in which nothing is ever taken for real.

While an overlay is active, artifacts that exist are loaded from where they are, and everything new goes into the
overlay's root. An overlay may also stand in for some artifacts (:func:`furu.testing.override_results`): then
results from outside it that were made with those do not count either. Which overlay is active stands in the
environment, so that every thread and every process started meanwhile sees the same one.

An attempt that runs in the real root sees no overlay, whatever happens around it: its result stays real.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from furu import settings
from furu.config.identity import artifact_id
from furu.config.node import Node
from furu.config.tree import below
from furu.errors import OverlayRefused, SettingError
from furu.runtime import context
from furu.store import fs
from furu.store.codec import unpack
from furu.store.layout import Artifact, overlay_file
from furu.store.lease import read_attempt, read_success
from furu.store.records import OverlayRecord

logger = logging.getLogger("furu")

SWITCH, ROOT, SCRIPT = "FURU_DEBUG", "FURU_DEBUG_ROOT", "FURU_ALLOW_MAIN"


@dataclass(frozen=True)
class Layer:
    """One overlay: its root, and the ids of the artifacts that it stands in for."""

    root: str
    replaced: frozenset[str]


def front() -> str | None:
    """The root of the overlay that is active in this process; None when there is none."""
    if not settings.is_overlaid():
        return None
    wanted = settings.current().debug_root
    return str(wanted) if wanted is not None else _started()


def layers() -> tuple[Layer, ...]:
    """The overlays that the caller looks through, the front one first; none inside a real attempt."""
    root = front()
    if root is None:
        return ()
    found = _stack(root)
    running = context.current()
    if running is not None and all(layer.root != running.lease.artifact.root for layer in found):
        return ()
    return found


@lru_cache(maxsize=64)
def _stack(root: str) -> tuple[Layer, ...]:
    path = overlay_file(root)
    data = fs.read(path)
    if data is None:
        return (Layer(root, frozenset()),)
    record = unpack(OverlayRecord, data, path)
    return (Layer(root, frozenset(record.replaced)), *(() if record.below is None else _stack(record.below)))


def place(node: Node, real: Artifact) -> Artifact:
    """Where a node's artifact is loaded from, or made when it exists nowhere."""
    if not settings.is_overlaid():
        return real
    stack = layers()
    if not stack:
        return real
    _refuse_real(stack[0].root, real)
    made_in = context.made_in(real.id)
    if made_in is not None:
        return replace(real, root=made_in)
    above: frozenset[str] = frozenset()
    for layer in stack:
        found = replace(real, root=layer.root)
        if fs.inode(found.success) is not None and not _made_with(node, found, above):
            return found
        above |= layer.replaced
    if fs.inode(real.success) is not None and not _made_with(node, real, above):
        return real
    return replace(real, root=stack[0].root)


def destination(artifact: Artifact) -> Artifact:
    """Where an artifact is made that is not to be loaded from where it is."""
    if not settings.is_overlaid():
        return artifact
    stack = layers()
    return replace(artifact, root=stack[0].root) if stack else artifact


def stands_in(artifact: Artifact) -> bool:
    """Whether an artifact, as :func:`place` found it, is a result that stands in for the real one."""
    return any(layer.root == artifact.root and artifact.id in layer.replaced for layer in layers())


def _refuse_real(root: str, real: Artifact) -> None:
    if os.path.realpath(root) == os.path.realpath(real.root):
        raise SettingError(
            f"the overlay and the real root are the same folder, {root}",
            hint=settings.hint(ROOT, "to a folder of its own, or unset it for a temporary one"),
        )


def _made_with(node: Node, artifact: Artifact, replaced: frozenset[str]) -> bool:
    """Whether an existing result was made with artifacts that an overlay above it stands in for."""
    if not replaced or artifact.id in replaced:
        return bool(replaced)
    return _depends(node, replaced) or _observed(artifact, replaced, set())


def _depends(node: Node, replaced: frozenset[str]) -> bool:
    known = _known(replaced)
    key = artifact_id(node)
    if key not in known:
        ids = [artifact_id(lower) for lower in below(node)]
        known[key] = not replaced.isdisjoint(ids)
        if not known[key]:
            known.update(dict.fromkeys(ids, False))
    return known[key]


@lru_cache(maxsize=8)
def _known(_replaced: frozenset[str]) -> dict[str, bool]:
    """Which artifacts depend on replaced ones by their fields, as far as anybody asked."""
    return {}


def _observed(artifact: Artifact, replaced: frozenset[str], seen: set[str]) -> bool:
    """Whether a result's attempt used a replaced artifact, or a result that did."""
    pending = [artifact]
    for used in pending:
        success = read_success(used)
        attempt = None if success is None else read_attempt(used, success.attempt)
        for dependency in () if attempt is None else attempt.observed:
            lower = Artifact(used.root, dependency.namespace, dependency.digest)
            if lower.id in replaced:
                return True
            if lower.id not in seen:
                seen.add(lower.id)
                pending.append(lower)
    return False


_lock = threading.Lock()
_entered: list[str] = []
_outside: dict[str, str | None] = {}


@contextmanager
def entered(root: str) -> Iterator[None]:
    """Make an overlay the front one, for all threads and all processes started meanwhile."""
    with _lock:
        if not _entered:
            _outside.update({name: settings.text(name) for name in (SWITCH, ROOT)})
        _entered.append(root)
        _export()
    try:
        yield
    finally:
        with _lock:
            _entered.remove(root)
            _export()


def _export() -> None:
    for name, value in _outside.items():
        settings.change(name, {SWITCH: "1", ROOT: _entered[-1]}[name] if _entered else value)


def refuse_inside_attempt(what: str) -> None:
    """Raise inside an attempt whose result would be real.

    Raises:
        OverlayRefused: the caller is in such an attempt.
    """
    running = context.current()
    if running is not None and not layers():
        raise OverlayRefused(
            f"{what} was called inside the _create of {running.lease.artifact.id}, whose result is real",
            hint=settings.hint(SWITCH, "for the whole process, or call it around the outermost get()"),
        )


@contextmanager
def debug() -> Iterator[Path]:
    """Send everything new to an overlay while the block runs; yields its root.

    Inside another overlay nothing changes.

    Raises:
        OverlayRefused: called inside a ``_create`` whose result is real.
    """
    refuse_inside_attempt("debug()")
    active = front()
    if active is not None:
        yield Path(active)
        return
    wanted = settings.current().debug_root
    root = str(wanted) if wanted is not None else _temporary()
    with entered(root):
        yield Path(root)


def _started() -> str:
    """A temporary overlay for the rest of this process, and for those it starts."""
    with _lock:
        wanted = settings.current().debug_root
        if wanted is not None:
            return str(wanted)
        root = _temporary()
        settings.change(ROOT, root)
    logger.warning(
        "everything new goes to %s, which is deleted when this process ends (%s)",
        root,
        settings.hint(ROOT, "to keep it"),
    )
    return root


def _temporary() -> str:
    root = fs.temporary_directory("furu-debug")
    atexit.register(_remove, root, os.getpid())
    return root


def _remove(root: str, pid: int) -> None:
    """Delete a temporary overlay; a forked child leaves it to the process that made it."""
    if os.getpid() == pid:
        fs.remove_tree(root)


HELD = {"$": "held"}
"""The result in the manifest of an artifact whose stand-in a process holds."""

_held: dict[tuple[str, str], Any] = {}
"""Values that stand in and that no codec keeps: by root and id, in this process alone."""


def hold(artifact: Artifact, value: Any) -> None:
    """Let a value that cannot be kept on disk stand in within this process."""
    _held[artifact.root, artifact.id] = value


def held(artifact: Artifact) -> Any:
    """The value that stands in within this process.

    Raises:
        OverlayRefused: another process holds it.
    """
    try:
        return _held[artifact.root, artifact.id]
    except KeyError:
        raise OverlayRefused(
            f"the value that stands in for {artifact.id} cannot reach this process, because no codec keeps it",
            hint="override with a value that can be saved, or give the class a codec, such as codec=furu.Pickle",
        ) from None


def release(root: str) -> None:
    """Forget what an overlay held."""
    for key in [key for key in _held if key[0] == root]:
        del _held[key]
