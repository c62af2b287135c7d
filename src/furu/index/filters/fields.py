"""The fields that every experiment has, one table; config and result leaves come on top of these."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from furu.store.records import State

Kind = Literal["text", "texts", "number", "seconds", "bytes", "time", "state", "flag", "any"]
"""What a field holds: ``texts`` several texts, ``any`` whatever JSON scalar the leaf has."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field.

    Attributes:
        name: how it is written.
        column: the attribute of a row that holds it.
        kind: what it holds.
        about: what it says, in a few words.
        aliases: other ways to write it.
    """

    name: str
    column: str
    kind: Kind
    about: str
    aliases: tuple[str, ...] = ()


FIELDS: tuple[Field, ...] = (
    Field(name="class", column="class_name", kind="text", about="the class's name, or its whole namespace"),
    Field(name="isa", column="bases", kind="texts", about="the class or one of its base classes, by name"),
    Field(name="module", column="module", kind="text", about="the module of the class"),
    Field(name="state", column="state", kind="state", about="what the artifact is now"),
    Field(name="name", column="name", kind="text", about="what people call it"),
    Field(name="tag", column="tags", kind="texts", about="its tags", aliases=("tags",)),
    Field(name="id", column="id", kind="text", about="namespace@digest"),
    Field(name="digest", column="digest", kind="text", about="the digest", aliases=("hash",)),
    Field(name="created", column="created_at", kind="time", about="when it was first described"),
    Field(name="updated", column="updated_at", kind="time", about="when something about it last changed"),
    Field(name="started", column="started_at", kind="time", about="when its last attempt began"),
    Field(name="duration", column="duration_s", kind="seconds", about="how long its last attempt took"),
    Field(name="attempts", column="attempts", kind="number", about="how many attempts it has had"),
    Field(name="host", column="host", kind="text", about="the machine of its last attempt"),
    Field(name="user", column="user", kind="text", about="who ran its last attempt"),
    Field(name="backend", column="backend", kind="text", about="what ran its last attempt: inline, local, slurm"),
    Field(name="commit", column="git_commit", kind="text", about="the git commit of its last attempt"),
    Field(name="dirty", column="git_dirty", kind="flag", about="whether the repository had changes"),
    Field(name="error", column="error_type", kind="text", about="the type of its last attempt's error"),
    Field(name="message", column="error_message", kind="text", about="the message of that error"),
    Field(name="dependencies", column="dependencies", kind="number", about="how many artifacts it uses directly"),
    Field(name="dependents", column="dependents", kind="number", about="how many artifacts use it directly"),
    Field(name="schema", column="schema", kind="text", about="the fingerprint of its class's schema"),
    Field(
        name="versioned",
        column="version_controlled",
        kind="flag",
        about="whether git keeps it",
        aliases=("version_controlled",),
    ),
    Field(name="run", column="run", kind="text", about="the run that its last attempt was part of"),
    Field(name="job", column="slurm_job", kind="text", about="the Slurm job of its last attempt"),
    Field(name="code", column="code", kind="text", about="the fingerprint of the code of its last attempt"),
    Field(name="cpu", column="cpu_s", kind="seconds", about="processor time of its last attempt"),
    Field(name="memory", column="peak_rss_bytes", kind="bytes", about="the most memory its last attempt took"),
    Field(name="gpu_memory", column="gpu_memory_bytes", kind="bytes", about="the most GPU memory of its last attempt"),
    Field(name="gpu_use", column="gpu_utilisation_percent", kind="number", about="how busy its GPUs were, in percent"),
    Field(name="size", column="size_bytes", kind="bytes", about="how much its folder holds"),
    Field(name="files", column="files", kind="number", about="how many files its folder holds"),
    Field(name="depth", column="depth", kind="number", about="the longest chain of dependencies below it"),
    Field(name="stale", column="stale_reason", kind="text", about="why its class would now make something else"),
    Field(name="unreadable", column="unreadable", kind="text", about="why its records cannot be read"),
)

COLLECTION = Field(name="collection", column="id", kind="texts", about="the hand-picked collections it is in, by name")

LOOKED_UP: tuple[Field, ...] = (COLLECTION,)
"""What can be asked for and is no column: which experiments have it is looked up when a query is understood."""

BY_NAME: dict[str, Field] = {name: field for field in (*FIELDS, *LOOKED_UP) for name in (field.name, *field.aliases)}

CONFIG, RESULT = "config.", "result."
"""What the paths of leaves begin with; it may be left out where the rest is unambiguous."""

WORD_COLUMNS = ("name", "class_name", "digest", "tags", "namespace")
"""Where a bare word is looked for."""

STATES = tuple(map(str, State))


def leaf_field(path: str) -> Field:
    """The field of a leaf, by its whole path."""
    return Field(name=path, column=path, kind="any", about="")


class LeafNames(Collection[str]):
    """The whole paths of all leaves, such as ``config.optimizer.lr``, and what shorter names mean among them."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = dict.fromkeys(paths)
        self._ends: dict[str, list[str]] = {}
        for path in self._paths:
            dot = path.find(".")
            while dot >= 0:
                self._ends.setdefault(path[dot + 1 :], []).append(path)
                dot = path.find(".", dot + 1)

    def __contains__(self, path: object) -> bool:
        return path in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def candidates(self, name: str) -> list[str]:
        """The leaves that a name can mean: the whole path, or that without its first part, or its end."""
        if name in self._paths:
            return [name]
        exact = [path for path in (CONFIG + name, RESULT + name) if path in self._paths]
        return exact or self._ends.get(name, [])

    def shortest(self, path: str) -> str:
        """The shortest end of a leaf's path that means this leaf and nothing else."""
        dot = path.rfind(".")
        while dot >= 0:
            name = path[dot + 1 :]
            if name and name not in BY_NAME and self.candidates(name) == [path]:
                return name
            dot = path.rfind(".", 0, dot)
        return path
