"""The settings: one table of environment variables, and the only reader and writer of ``os.environ``.

A row of :data:`SETTINGS` is a variable with its default, its parser and its one explanation, which the docs
and the error hints repeat. :func:`current` reads them all into one frozen :class:`Settings`; the parsed value
is kept until a variable changes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from furu.errors import RootMissing, SettingError

RecordGit = Literal["ignore", "cached", "uncached"]
Durability = Literal["process", "power"]

ALL = "ALL"
"""Stands for every class in FURU_ALWAYS_RERUN."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """All settings, parsed. One attribute a row of :data:`SETTINGS`."""

    path: Path | None
    cache_dir: Path | None
    allow_locals: bool
    lease_secs: float
    max_wait_secs: float | None
    retry_failed: bool
    max_compute_retries: int | None
    record_git: RecordGit
    allow_no_git_origin: bool
    always_rerun: frozenset[str]
    durability: Durability
    version_controlled_path: Path | None
    debug: bool
    debug_root: Path | None
    allow_main: bool


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One environment variable: which attribute of :class:`Settings` it fills, and how."""

    variable: str
    attribute: str
    default: str
    parse: Callable[[str], Any]
    accepts: str
    meaning: str


def _boolean(text: str) -> bool:
    values = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    return values[text.strip().lower()]


def _positive(text: str) -> float:
    value = float(text)
    if not value > 0:
        raise ValueError(text)
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _optional(parse: Callable[[str], Any]) -> Callable[[str], Any]:
    return lambda text: parse(text) if text else None


def _choice(*words: str) -> Callable[[str], str]:
    return lambda text: {word: word for word in words}[text]


def _names(text: str) -> frozenset[str]:
    return frozenset(name.strip() for name in text.split(",") if name.strip())


def _path(text: str) -> Path:
    return Path(text).expanduser().absolute()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        variable="FURU_PATH",
        attribute="path",
        default="",
        parse=_optional(_path),
        accepts="a folder",
        meaning="Where artifacts live. Default: `furu-data` beside the nearest `pyproject.toml`, else in the git root.",
    ),
    Setting(
        variable="FURU_CACHE_DIR",
        attribute="cache_dir",
        default="",
        parse=_optional(_path),
        accepts="a folder",
        meaning="Where the index is kept. It can be deleted at any time. Default: the user's cache folder.",
    ),
    Setting(
        variable="FURU_ALLOW_LOCALS",
        attribute="allow_locals",
        default="0",
        parse=_boolean,
        accepts="0 or 1",
        meaning="Allow classes defined inside functions. Their results can be loaded only while such a class exists.",
    ),
    Setting(
        variable="FURU_LEASE_SECS",
        attribute="lease_secs",
        default="120",
        parse=_positive,
        accepts="seconds above 0",
        meaning="How long a holder on another machine may show no sign of life before its attempt is taken over.",
    ),
    Setting(
        variable="FURU_MAX_WAIT_SECS",
        attribute="max_wait_secs",
        default="",
        parse=_optional(_positive),
        accepts="seconds above 0, or empty",
        meaning="How long `get()` waits for another process that computes the same artifact. Default: while it lives.",
    ),
    Setting(
        variable="FURU_RETRY_FAILED",
        attribute="retry_failed",
        default="1",
        parse=_boolean,
        accepts="0 or 1",
        meaning="Whether `get()` computes an artifact again that failed before; with 0 it raises the recorded error.",
    ),
    Setting(
        variable="FURU_MAX_COMPUTE_RETRIES",
        attribute="max_compute_retries",
        default="",
        parse=_optional(_count),
        accepts="a count, or empty",
        meaning="How often an artifact that keeps failing is computed again. Default: no limit.",
    ),
    Setting(
        variable="FURU_RECORD_GIT",
        attribute="record_git",
        default="cached",
        parse=_choice(*get_args(RecordGit)),
        accepts="ignore, cached or uncached",
        meaning="Whether git is asked for the commit: never, once a process, or at every attempt.",
    ),
    Setting(
        variable="FURU_ALLOW_NO_GIT_ORIGIN",
        attribute="allow_no_git_origin",
        default="0",
        parse=_boolean,
        accepts="0 or 1",
        meaning="Allow computing in a git repository that has no remote named `origin`.",
    ),
    Setting(
        variable="FURU_ALWAYS_RERUN",
        attribute="always_rerun",
        default="",
        parse=_names,
        accepts="class names with their modules, separated by commas, or ALL",
        meaning="Classes whose artifacts are computed again, each artifact once in a run.",
    ),
    Setting(
        variable="FURU_DURABILITY",
        attribute="durability",
        default="process",
        parse=_choice(*get_args(Durability)),
        accepts="process or power",
        meaning="What a published result survives: the end of any process, or also the loss of power (slower).",
    ),
    Setting(
        variable="FURU_VERSION_CONTROLLED_PATH",
        attribute="version_controlled_path",
        default="",
        parse=_optional(_path),
        accepts="a folder",
        meaning="Where artifacts of classes with `version_controlled=True` live. Default: `furu-data/artifacts` beside "
        "the nearest `pyproject.toml`, else beside the nearest `.gitignore`.",
    ),
    Setting(
        variable="FURU_DEBUG",
        attribute="debug",
        default="0",
        parse=_boolean,
        accepts="0 or 1",
        meaning="Send everything new to the debug overlay; what exists is loaded from where it is.",
    ),
    Setting(
        variable="FURU_DEBUG_ROOT",
        attribute="debug_root",
        default="",
        parse=_optional(_path),
        accepts="a folder",
        meaning="The folder of the debug overlay. Default: a temporary one, deleted when the process ends.",
    ),
    Setting(
        variable="FURU_ALLOW_MAIN",
        attribute="allow_main",
        default="0",
        parse=_boolean,
        accepts="0 or 1",
        meaning="Allow classes of the script that is being run; everything new goes to the debug overlay.",
    ),
)


def current() -> Settings:
    """The settings as the environment has them now.

    Raises:
        SettingError: a variable has a value that cannot be used.
    """
    return _parse(tuple(map(_raw().get, _NAMES)))


# Asked at every step of a get() or a write, so a variable that is not set must cost a look into a dict and no more.


def survives_power() -> bool:
    """Whether FURU_DURABILITY asks for ``power``."""
    return b"FURU_DURABILITY" in _raw() and current().durability == "power"


def is_overlaid() -> bool:
    """Whether FURU_DEBUG or FURU_ALLOW_MAIN send what is new to an overlay."""
    raw = _raw()
    return (b"FURU_DEBUG" in raw or b"FURU_ALLOW_MAIN" in raw) and (current().debug or current().allow_main)


def always_rerun() -> frozenset[str]:
    """The classes that FURU_ALWAYS_RERUN names."""
    return current().always_rerun if b"FURU_ALWAYS_RERUN" in _raw() else frozenset()


_NAMES = tuple(row.variable.encode() for row in SETTINGS)


def _raw() -> Mapping[bytes, bytes]:
    """The environment as bytes.

    ``os.environ`` raises and catches an exception for each variable that is not set, which made up half of a
    ``get()`` that loads; the dict behind it does not.
    """
    try:
        known: Mapping[bytes, bytes] = os.environ._data  # type: ignore[attr-defined]  # noqa: SLF001  # see above
    except AttributeError:
        return os.environb
    return known


@lru_cache(maxsize=16)
def _parse(texts: tuple[bytes | None, ...]) -> Settings:
    values: dict[str, Any] = {}
    for row, raw in zip(SETTINGS, texts, strict=True):
        text = row.default if raw is None else os.fsdecode(raw)
        try:
            values[row.attribute] = row.parse(text)
        except (ValueError, KeyError):
            raise SettingError(
                f"{row.variable} is {text!r}, which cannot be used", hint=f"set {row.variable} to {row.accepts}"
            ) from None
    return Settings(**values)


def hint(variable: str, effect: str) -> str:
    """A hint that names a setting; the name must be a row of the table."""
    row = next(row for row in SETTINGS if row.variable == variable)
    return f"set {row.variable} ({row.accepts}) {effect}"


@lru_cache(maxsize=1)
def project() -> Path | None:
    """The nearest folder upward with a ``pyproject.toml``, else the git root. Looked up once a process."""
    here = Path.cwd()
    for marker in ("pyproject.toml", ".git"):
        for folder in (here, *here.parents):
            if (folder / marker).exists():
                return folder
    return None


def root() -> Path:
    """The folder that holds all artifacts: FURU_PATH, else ``furu-data`` in the project.

    Raises:
        RootMissing: FURU_PATH is not set and the current folder is in no project.
    """
    configured = current().path
    if configured is not None:
        return configured
    found = project()
    if found is None:
        raise RootMissing(
            f"no place for artifacts: {Path.cwd()} is in no project (no pyproject.toml and no git repository)",
            path=str(Path.cwd()),
            hint=hint("FURU_PATH", "to the folder that should hold the artifacts"),
        )
    return found / "furu-data"


@lru_cache(maxsize=1)
def _versioned_project() -> Path | None:
    """The nearest folder upward with a ``pyproject.toml``, else with a ``.gitignore``. Looked up once a process."""
    here = Path.cwd()
    for marker in ("pyproject.toml", ".gitignore"):
        for folder in (here, *here.parents):
            if (folder / marker).is_file():
                return folder
    return None


def version_controlled_root() -> Path:
    """The folder that holds the artifacts of version-controlled classes, inside the project wherever FURU_PATH is.

    Raises:
        RootMissing: FURU_VERSION_CONTROLLED_PATH is not set and the current folder is in no project.
    """
    configured = current().version_controlled_path
    if configured is not None:
        return configured
    found = _versioned_project()
    if found is None:
        raise RootMissing(
            f"no place for version-controlled artifacts: {Path.cwd()} is in no project "
            "(no pyproject.toml and no .gitignore in it or above)",
            path=str(Path.cwd()),
            hint=hint("FURU_VERSION_CONTROLLED_PATH", "to a folder inside the repository"),
        )
    return found / "furu-data" / "artifacts"


def cache_root() -> Path:
    """The folder that holds the index; never inside the artifacts."""
    configured = current().cache_dir
    if configured is not None:
        return configured
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "furu"


def inherited(name: str) -> str | None:
    """A variable that belongs to somebody else, such as the scheduler; None when it is not set."""
    raw = _raw().get(name.encode())
    return None if raw is None else os.fsdecode(raw)


def text(variable: str) -> str | None:
    """A setting as it stands in the environment; None when it is not set."""
    return os.environ.get(variable)


def change(variable: str, value: str | None) -> None:
    """Set a variable for this process and those it starts from now on, or unset it."""
    if value is None:
        os.environ.pop(variable, None)
    else:
        os.environ[variable] = value


def all_set() -> list[str]:
    """The names of all FURU_* variables that are set, known or not."""
    return [name for name in os.environ if name.startswith("FURU_")]
