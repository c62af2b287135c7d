"""Who holds an attempt, and whether they are provably gone."""

from __future__ import annotations

import os
from functools import lru_cache
from typing import Literal

from furu import settings
from furu.store.records import Owner

Holder = Literal["alive", "gone", "unknown"]
"""``unknown`` means: on another machine, so only the heartbeat can tell."""


@lru_cache(maxsize=1)
def host() -> str:
    """This machine's name."""
    return os.uname().nodename


@lru_cache(maxsize=1)
def user() -> str:
    """Who runs this process."""
    import getpass

    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def owner_of(path: str) -> str:
    """Whom a file belongs to: a name, or a number that has none."""
    import pwd

    try:
        number = os.stat(path).st_uid
    except OSError:
        return "somebody else"
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


@lru_cache(maxsize=1)
def boot_id() -> str:
    """Changes at every boot; empty where the system has none."""
    return _first_line("/proc/sys/kernel/random/boot_id")


def pid_namespace() -> str:
    """Tells containers apart that share a host name."""
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


def process_started(pid: int) -> str:
    """When a process started, in clock ticks since boot; empty when it is gone or cannot be asked."""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            after_name = file.read().rpartition(")")[2].split()
    except OSError:
        return ""
    # proc(5): fields after the name start at 3 (state); 22 is starttime. A zombie (Z) or dead (X) has ended.
    return "" if after_name[0] in "ZX" else after_name[19]


@lru_cache(maxsize=1)
def _own_life(pid: int) -> tuple[str, str]:
    """The pid namespace and the start time of this process, which stay as they are."""
    return pid_namespace(), process_started(pid)


os.register_at_fork(after_in_child=_own_life.cache_clear)


def _first_line(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:
            return file.readline().strip()
    except OSError:
        return ""


def this_process(token: str) -> Owner:
    """The owner record of the calling process for one attempt."""
    pid = os.getpid()
    namespace, started = _own_life(pid)
    job = settings.inherited("SLURM_JOB_ID")
    return Owner(
        host=host(),
        boot_id=boot_id(),
        pid_namespace=namespace,
        pid=pid,
        process_started=started,
        user=user(),
        token=token,
        slurm_job=job,
        slurm_restarts=None if job is None else int(settings.inherited("SLURM_RESTART_COUNT") or 0),
    )


def holder(owner: Owner) -> Holder:
    """Whether the process that holds an attempt lives, as far as this machine can prove.

    Host names are not unique, so only the same boot of the same machine and the same pid namespace prove
    anything; everything else is left to the heartbeat. A Slurm job that was requeued knows that its former
    self is over.
    """
    if owner.slurm_job is not None and owner.slurm_job == settings.inherited("SLURM_JOB_ID"):
        restarts = int(settings.inherited("SLURM_RESTART_COUNT") or 0)
        if restarts > (owner.slurm_restarts or 0):
            return "gone"
    if not owner.boot_id or owner.boot_id != boot_id() or owner.pid_namespace != pid_namespace():
        here = owner.host == host() and not boot_id() and not owner.boot_id
        return _exists(owner.pid) if here else "unknown"
    return "alive" if process_started(owner.pid) == owner.process_started != "" else "gone"


def _exists(pid: int) -> Holder:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return "gone"
    except PermissionError:
        return "alive"
    return "alive"
