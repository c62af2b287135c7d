"""The environment of this process as a record, captured once."""

from __future__ import annotations

import platform
import sys
from dataclasses import replace
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from furu.provenance.git import git_record
from furu.store.records import EnvironmentRecord


@lru_cache(maxsize=1)
def furu_version() -> str:
    """The installed version of furu."""
    try:
        return version("furu")
    except PackageNotFoundError:
        return "unknown"


@lru_cache(maxsize=1)
def _fixed() -> EnvironmentRecord:
    return EnvironmentRecord(
        furu=furu_version(),
        python=platform.python_version(),
        platform=platform.platform(),
        command=tuple(sys.orig_argv),
        directory=str(Path.cwd()),
    )


def environment_record() -> EnvironmentRecord:
    """Where and from what this process runs.

    Raises:
        ProvenanceError: what git must know is not there (see :func:`furu.provenance.git.git_record`).
    """
    return replace(_fixed(), git=git_record())
