"""How classes are named on disk: a module and a qualified name."""

from __future__ import annotations

import sys
from typing import Any

from furu import settings
from furu.errors import NotImportable


def module_of(cls: Any) -> str:
    """The importable module of a class or function; ``python -m pkg.mod`` counts as ``pkg.mod``."""
    module = str(cls.__module__)
    if module == "__main__":
        spec = sys.modules["__main__"].__spec__
        if spec is not None:
            return spec.name
    return module


def class_text(cls: Any) -> str:
    """``module:Qualified.name``, the form in which classes stand inside records."""
    return f"{module_of(cls)}:{cls.__qualname__}"


def importable_text(cls: Any) -> str:
    """``module:Qualified.name`` of a class or function that another process can find.

    Raises:
        NotImportable: it lives in ``__main__`` or inside a function.
    """
    text = class_text(cls)
    _require_importable(cls, text)
    return text


def namespace_of(cls: type) -> str:
    """``module.Qualified.name``, the namespace of a config class.

    Raises:
        NotImportable: the class lives in ``__main__`` or inside a function.
    """
    cached = cls.__dict__.get("_furu_namespace")
    if cached is None:
        cached = f"{module_of(cls)}.{cls.__qualname__}"
        _require_importable(cls, cached)
        if "<locals>" not in cached and not cached.startswith("__main__."):
            type.__setattr__(cls, "_furu_namespace", cached)
    return str(cached)


def _require_importable(cls: Any, namespace: str) -> None:
    if namespace.startswith(("__main__.", "__main__:")) and not settings.current().allow_main:
        raise NotImportable(
            f"{cls.__qualname__} is defined in the script that is being run, so no other process can find it",
            where=namespace,
            hint="move the class into a module and import it, or run the script as a module: python -m package.module; "
            + settings.hint("FURU_ALLOW_MAIN", "to try it out, with results that nobody takes for real"),
        )
    if "<locals>" in namespace and not settings.current().allow_locals:
        raise NotImportable(
            f"{cls.__qualname__} is defined inside a function, so no other process can find it",
            where=namespace,
            hint=settings.hint("FURU_ALLOW_LOCALS", "to use it in this process alone, or move it to the module's top"),
        )
