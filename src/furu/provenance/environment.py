"""The environment of this process as a record, captured once."""

from __future__ import annotations

import os
import platform
import sys
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from furu import settings
from furu.provenance import packages
from furu.provenance.git import git_record
from furu.provenance.withheld import shown, without_credentials
from furu.store import objects
from furu.store.records import EnvironmentRecord

LOCKS = (
    "uv.lock",
    "pylock.toml",
    "poetry.lock",
    "pdm.lock",
    "pixi.lock",
    "Pipfile.lock",
    "conda-lock.yml",
    "requirements.lock",
    "requirements.lock.txt",
    "requirements.txt",
    "environment.yml",
)
"""Files in a project's folder that say which packages it runs with."""

LOCK_BYTES = 16 << 20

SLURM = (
    "JOB_ID",
    "JOB_NAME",
    "ARRAY_JOB_ID",
    "ARRAY_TASK_ID",
    "RESTART_COUNT",
    "CLUSTER_NAME",
    "JOB_PARTITION",
    "JOB_ACCOUNT",
    "JOB_QOS",
    "JOB_NODELIST",
    "JOB_NUM_NODES",
    "NODEID",
    "NTASKS",
    "PROCID",
    "CPUS_PER_TASK",
    "CPUS_ON_NODE",
    "MEM_PER_NODE",
    "MEM_PER_CPU",
    "JOB_GPUS",
    "GPUS_ON_NODE",
    "SUBMIT_HOST",
    "SUBMIT_DIR",
)
"""The variables of a Slurm job that are recorded, without their prefix (see sbatch(1), output environment)."""


@lru_cache(maxsize=1)
def furu_version() -> str:
    """The installed version of furu."""
    return _packages().get("furu", "unknown").partition(" ")[0]


@lru_cache(maxsize=1)
def _packages() -> dict[str, str]:
    return packages.installed()


@lru_cache(maxsize=8)
def _fixed(root: str | None) -> EnvironmentRecord:
    """What does not change while the process lives; with a store, what is kept there."""
    return EnvironmentRecord(
        furu=furu_version(),
        python=platform.python_version(),
        platform=platform.platform(),
        command=shown(sys.orig_argv),
        directory=str(Path.cwd()),
        packages=None if root is None else objects.keep(root, "packages", packages.listing(_packages())),
        locks={} if root is None else _keep_locks(root, str(settings.project() or Path.cwd())),
        slurm={name.lower(): value for name in SLURM if (value := settings.inherited(f"SLURM_{name}")) is not None},
    )


def _keep_locks(root: str, project: str) -> dict[str, str]:
    kept = {}
    for name in LOCKS:
        try:
            if os.stat(f"{project}/{name}").st_size > LOCK_BYTES:
                continue
            with open(f"{project}/{name}", encoding="utf-8", newline="") as file:
                text = file.read()
        except (OSError, ValueError):  # not there, not readable, or no text
            continue
        kept[name] = objects.keep(root, "locks", without_credentials(text).encode())
    return kept


def environment_record(root: str | None = None) -> EnvironmentRecord:
    """Where and from what this process runs.

    Args:
        root: the store that keeps what many artifacts share; without one that is left out.

    Raises:
        ProvenanceError: what git must know is not there (see :func:`furu.provenance.git.git_record`).
    """
    git = git_record(root)
    last = _last.get(root)
    if last is None or last.git is not git:
        last = _last[root] = replace(_fixed(root), git=git)
    return last


_last: dict[str | None, EnvironmentRecord] = {}
"""The last record of each store, which is the next one's too while git says the same."""
