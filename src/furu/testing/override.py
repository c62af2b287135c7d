"""Results that stand in for computed ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any, overload

from furu import clock
from furu.config.children import children
from furu.config.node import Node
from furu.config.suggest import did_you_mean
from furu.errors import ConfigError, ResultError, WrongType
from furu.results.save import save
from furu.runtime import overlay
from furu.runtime.context import run_id
from furu.runtime.folder import ResultFolder
from furu.runtime.locate import real_place
from furu.store import fs
from furu.store.codec import pack
from furu.store.layout import Artifact, overlay_file, result_folder
from furu.store.records import OverlayRecord, SuccessRecord


@overload
def override_results(results: Mapping[Any, Any], /) -> AbstractContextManager[None]: ...


@overload
def override_results(node: Node, by_path: Mapping[str, Any], /) -> AbstractContextManager[None]: ...


def override_results(results: Any, by_path: Mapping[str, Any] | None = None, /) -> AbstractContextManager[None]:
    """Let values stand in for the results of some artifacts while the block runs.

    ``override_results({node: value})`` names the artifacts by their config objects, and
    ``override_results(train, {"features.dataset": value})`` by their paths below one. Each ``get()`` and ``load()``
    of them returns the value, in every thread and in every process started meanwhile; nothing of theirs is
    computed or validated. Whatever depends on them is computed anew. All of it lies in a temporary overlay, and
    the real root is only read. Overrides nest: an inner one adds to an outer one.

    Values are saved as results are, so each ``get()`` returns a copy. One that no codec keeps is handed out as it
    is, and only within this process.

    Raises:
        ConfigError: nothing is at a path.
        WrongType: a key is no config object.
        OverlayRefused: called inside a ``_create`` whose result is real.
    """
    return _overridden(_checked(results) if by_path is None else resolve(results, by_path))


def _checked(results: Any) -> Mapping[Node, Any]:
    if isinstance(results, Mapping) and all(isinstance(node, Node) for node in results):
        return results
    raise WrongType(
        f"override_results takes config objects with their values, not {results!r}",
        where="override_results",
        hint="write override_results({node: value}), or override_results(node, {'path.to.part': value})",
    )


@contextmanager
def _overridden(nodes: Mapping[Node, Any]) -> Iterator[None]:
    overlay.refuse_inside_attempt("override_results()")
    root = fs.temporary_directory("furu-override")
    places = {Artifact(root, real.namespace, real.digest): node for node in nodes for real in [real_place(node)]}
    record = OverlayRecord(below=overlay.front(), replaced=tuple(place.id for place in places))
    try:
        fs.write(overlay_file(root), pack(record))
        for place, node in places.items():
            _publish(place, node, nodes[node])
        with overlay.entered(root):
            yield
    finally:
        overlay.release(root)
        fs.remove_tree(root)


def resolve(node: Node, by_path: Mapping[str, Any]) -> dict[Node, Any]:
    """The nodes at the given paths below a node.

    Raises:
        ConfigError: nothing is at a path.
    """
    return {at(node, path): value for path, value in by_path.items()}


def at(node: Node, path: str) -> Node:
    """The node at a path such as ``features.dataset`` or ``models[2].dataset``.

    Raises:
        ConfigError: there is none.
    """
    here, rest, done = node, path, ""
    while rest:
        fitting = [child for child in children(here) if f"{rest}.".startswith(f"{child.path}.")]
        if not fitting:
            known = [f"{done}{child.path}" for child in children(here)]
            raise ConfigError(
                f"{type(node).__qualname__} has no config object at {path}{did_you_mean(path, known)}",
                where=f"{type(node).__qualname__}.{path}",
                hint=f"there are {', '.join(known)}" if known else f"{type(here).__qualname__} holds none",
            )
        child = max(fitting, key=lambda found: len(found.path))
        done += f"{child.path}."
        here, rest = child.node, rest[len(child.path) :].removeprefix(".")
    return here


def _publish(place: Artifact, node: Node, value: Any) -> None:
    """Make a value the result of an artifact in the overlay."""
    token = fs.token()
    folder = ResultFolder(place, result_folder(token))
    fs.make_directories(place.meta)
    try:
        result = save(value, folder, type(node)._furu_codec)
    except ResultError:
        overlay.hold(place, value)
        result = overlay.HELD
    manifest = SuccessRecord(
        attempt=0,
        token=token,
        run=run_id(),
        succeeded_at=clock.now(),
        duration_s=0.0,
        result=result,
        files=folder.name if folder.count else None,
    )
    fs.write(place.success, pack(manifest))
