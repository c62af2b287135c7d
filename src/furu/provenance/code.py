"""The code of a class as a fingerprint: advisory, never part of an identity, never an error.

It covers the syntax of the class and of every name of the project that it reaches, resolved statically: base
classes, decorators, functions, classes and constants, through imports and attributes of modules. Of another
config class that is used, ``_create`` does not count: how its result is made is told by its own fingerprint.
Formatting, comments and docstrings do not count, and other people's packages are not followed.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path
from weakref import WeakKeyDictionary

from furu import clock, settings
from furu.config.names import module_of
from furu.provenance.modules import Definition, Place, Project, Target, absolute
from furu.provenance.syntax import Reference
from furu.store.owner import process_started
from furu.store.records import CodeRecord

_FACE = ("furu", "Furu")
_NOTES = 5

_records: WeakKeyDictionary[type, CodeRecord] = WeakKeyDictionary()


def code_record(cls: type) -> CodeRecord:
    """The fingerprint of a class and of what it reaches; computed once per class and process."""
    record = _records.get(cls)
    if record is None:
        record = _records[cls] = fingerprinted(cls, settings.project())
    return record


def fingerprinted(cls: type, project: Path | None) -> CodeRecord:
    """The fingerprint of a class, from the sources as they are now.

    Args:
        cls: the class.
        project: the folder whose modules are followed; a class from elsewhere is followed inside its own
            top-level package.
    """
    try:
        return _fingerprint(cls, project)
    except Exception as error:  # noqa: BLE001  # whatever a source holds, what is advisory stops no computation
        return CodeRecord(note=f"the source could not be read: {type(error).__name__}: {error}")


def _fingerprint(cls: type, folder: Path | None) -> CodeRecord:
    module = module_of(cls)
    found = _home(cls, module, folder)
    if found is None:
        return CodeRecord(note=f"{module} has no source file")
    project, place = found
    name = cls.__qualname__.partition(".")[0]
    if place.source.error is not None:
        return CodeRecord(note=f"{project.label(place)}: {place.source.error}")
    if name not in place.source.spans:
        return CodeRecord(note=f"{project.label(place)} does not define {name}")
    reached = sorted(set(_reached(project, (place, name))))
    text = "\n".join(f"{where} {digest}" for where, digest in reached)
    places = sorted({place.source.path: place for place in project.read.values() if place is not None}.items())
    notes = [f"{project.label(place)}: {place.source.error}" for _, place in places if place.source.error is not None]
    return CodeRecord(
        fingerprint=blake2b(text.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest(),
        uncertain=bool(notes) or any(_is_newer(place) for _, place in places),
        note="; ".join(notes[:_NOTES]) or None,
    )


def _is_newer(place: Place) -> bool:
    """Whether a file was changed since the process started, so that what was imported may have been another."""
    return place.source.status.st_mtime > _STARTED + _TICKS


def _home(cls: type, module: str, folder: Path | None) -> tuple[Project, Place] | None:
    """The project that holds a class, and its module there."""
    if folder is not None:
        project = Project(os.path.realpath(folder))
        place = project.place(module)
        if place is not None:
            return project, place
    loaded = sys.modules.get(str(cls.__module__))
    file = None if loaded is None else loaded.__dict__.get("__file__")
    if not isinstance(file, str):
        return None
    above = module.count(".") + (os.path.basename(file) == "__init__.py")
    project = Project(str(Path(os.path.realpath(file)).parents[max(0, above - 1)]))
    place = project.place(module)
    return None if place is None else (project, place)


def _reached(project: Project, start: Target) -> Iterator[tuple[str, str]]:
    """Every definition that a class reaches, by its place in the project, and its digest."""
    waiting: list[tuple[Target, bool]] = [(start, True)]
    seen = set(waiting)
    while waiting:
        (place, name), whole = waiting.pop()
        shortened = not whole and _is_config(project, (place, name), frozenset())
        definition = place.source.definition(name, without_create=shortened)
        yield f"{project.label(place)}:{name}{' but _create' if shortened else ''}", definition.digest.hex()
        for target in _next(project, place, definition):
            if target not in seen:
                seen.add(target)
                waiting.append(target)


def _next(project: Project, place: Place, definition: Definition) -> Iterator[tuple[Target, bool]]:
    """Where a definition leads; what a class inherits counts as a whole."""
    for reference in definition.uses - definition.bases:
        yield from ((target, False) for target in project.targets(place, reference))
    for reference in definition.bases:
        yield from ((target, True) for target in project.targets(place, reference))


def _is_config(project: Project, target: Target, trail: frozenset[Target]) -> bool:
    """Whether a name stands for a config class, as far as the sources tell."""
    place, name = target
    if target in trail:
        return False
    return any(
        _is_face(place, base)
        or any(_is_config(project, further, trail | {target}) for further in project.targets(place, base))
        for base in place.source.definition(name).bases
    )


def _is_face(place: Place, base: Reference) -> bool:
    """Whether a base class is :class:`furu.Furu`, however it was imported."""
    if not base.names:
        return False
    first, *rest = base.names
    start = place.source.imports.get(first)
    if start is None:
        return False
    names = [absolute(place, start), *filter(None, [start.name]), *rest]
    return tuple(names) == _FACE


def _process_started() -> float:
    """When this process started, in seconds since the epoch; where the system does not tell, now."""
    now = clock.now().timestamp()
    try:
        with open("/proc/uptime", encoding="ascii") as file:
            uptime = float(file.read().split()[0])
        ticks = int(process_started(os.getpid()))
    except (OSError, ValueError):
        return now
    return now - max(0.0, uptime - ticks / os.sysconf("SC_CLK_TCK"))


_STARTED = _process_started()
"""Taken when this module is imported, so that a forked child, which has its parent's modules, has its parent's."""

_TICKS = 0.05
"""How exactly that is known, in seconds."""
