"""The marker base of config objects, and the hooks a class may define.

Lower layers know a config object only as a :class:`Node`; the public face with its methods is
:class:`furu.Furu`. A hook is declared here with its default, so that nobody looks one up by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

HOOKS = frozenset(
    {
        "_checkpoint",
        "_create",
        "_dependencies",
        "_load",
        "_name",
        "_resources",
        "_slurm",
        "_tags",
        "_validate",
        "_version",
    }
)
"""Every name a config class may define for furu to use."""


class Node:
    """A config object with an identity. Subclass :class:`furu.Furu`, not this."""

    _version: ClassVar[Any] = None

    _checkpoint: ClassVar[bool] = False
    """Whether an attempt goes on from what an earlier one left in ``furu_dir``; part of how, never of what."""

    _furu_codec: ClassVar[Any] = None
    """The codec that the class declares for its results; part of how, never of what."""

    _furu_version_controlled: ClassVar[bool] = False
    """Whether its artifacts live inside the project, for git to keep; part of where, never of what."""

    def _create(self) -> Any:
        """Compute the result. Runs once for each identity."""
        raise NotImplementedError(f"{type(self).__qualname__} defines no _create")

    def _load(self) -> Any:
        """Read the result from ``furu_dir``; without it a codec does."""
        raise NotImplementedError

    def _validate(self) -> bool:
        """Say whether an existing result is still usable; False makes the artifact missing."""
        return True

    def _dependencies(self) -> Any:
        """More nodes this one needs that are not fields: a pure function of the fields."""
        return ()

    def _resources(self) -> Any:
        """Say what computing it takes, as a :class:`furu.Resources`; None is one processor."""
        return None

    def _slurm(self) -> Any:
        """Say which Slurm job computes it, as a :class:`furu.SlurmSpec`; None leaves that to ``furu.Slurm``."""
        return None

    def _name(self) -> str | None:
        """Give the artifact a label people recognise."""
        return None

    def _tags(self) -> Sequence[str]:
        """Give the artifact tags to find it by."""
        return ()


def is_face(cls: type) -> bool:
    """Whether a class is the public face (a direct subclass of Node) and no config class of a user."""
    return Node in cls.__bases__


def config_bases(cls: type[Node]) -> list[type[Node]]:
    """The config classes a class derives from, nearest first, without the face."""
    return [base for base in cls.__mro__[1:] if issubclass(base, Node) and base is not Node and not is_face(base)]
