"""What the commit does not hold: the dirty patch, the commits that are on no remote, the untracked files.

Each is kept once per content in the store. What is too large, looks like a secret, or takes too long is left
out, and said so.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass, field

from furu.provenance import withheld
from furu.provenance.program import Answer, Deadline, ask
from furu.store import objects
from furu.store.codec import pack
from furu.store.records import UntrackedFile, UntrackedRecord

MIB = 1 << 20
PATCH_BYTES = 16 * MIB
BUNDLE_BYTES = 64 * MIB
BUNDLE_COMMITS = 10_000
FILE_BYTES = MIB
FILES_BYTES = 16 * MIB
FILES = 1000
TEXT_BYTES = 16 * MIB

_SHOWN = 5
_PLAIN_PATCH = (
    *("--binary", "--full-index", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--ignore-submodules=dirty"),
)
"""A patch that ``git apply`` understands whatever the user's configuration says."""


@dataclass
class Asked:
    """Questions to git about one folder, all within one deadline, and what could not be answered."""

    folder: str
    deadline: Deadline
    left_out: list[str] = field(default_factory=list)
    """Sentences for the record."""
    surprising: bool = False
    """Whether a person should hear of them."""

    def git(self, *arguments: str, limit: int = TEXT_BYTES) -> Answer:
        """What git says; it is never allowed to change the repository or to ask anybody.

        Raises:
            FileNotFoundError: git is not installed.
        """
        # Without this option, a look at the repository may refresh its index.
        return ask(["git", "--no-optional-locks", "-C", self.folder, *arguments], self.deadline, limit=limit)

    def omit(self, sentence: str) -> None:
        """Note that something is missing which the user would expect to be recorded."""
        self.left_out.append(sentence)
        self.surprising = True

    def refused(self, answer: Answer, what: str, limit: int) -> None:
        """Note why git did not give something."""
        if answer.cut == "late":
            self.omit(f"{what}: git did not answer within {self.deadline.seconds:.0f} seconds")
        elif answer.cut == "large":
            self.omit(f"{what}: larger than {limit // MIB} MiB")
        else:
            self.omit(f"{what}: {answer.errors or f'git ended with status {answer.status}'}")


def keep_patch(asked: Asked, root: str, changed: list[str], besides: list[str]) -> str | None:
    """Keep the difference between the commit and the tracked files.

    Args:
        asked: git.
        root: the store.
        changed: the tracked files that differ.
        besides: pathspecs of what is no code.
    """
    if secret := [path for path in changed if withheld.is_secret(path)]:
        asked.left_out.append(f"changes not recorded, since the names look like secrets: {_some(secret)}")
    pathspecs = [":/", *besides, *withheld.pathspecs()]
    answer = asked.git("diff", "HEAD", *_PLAIN_PATCH, "--", *pathspecs, limit=PATCH_BYTES)
    if not answer.good:
        asked.refused(answer, "changes not recorded", PATCH_BYTES)
        return None
    return objects.keep(root, "patches", answer.output) if answer.output else None


def keep_bundle(asked: Asked, root: str) -> str | None:
    """Keep the commits that are on no remote, under a key that follows from which they are.

    The bytes of a bundle vary with how git packs; the list of its commits does not.
    """
    answer = asked.git("rev-list", f"--max-count={BUNDLE_COMMITS + 1}", "HEAD", "--not", "--remotes")
    if not answer.good:
        asked.refused(answer, "commits on no remote not recorded", TEXT_BYTES)
        return None
    commits = answer.output.split()
    if not commits:
        return None
    if len(commits) > BUNDLE_COMMITS:
        asked.omit(f"commits on no remote not recorded: more than {BUNDLE_COMMITS}")
        return None
    key = objects.key_of(b"\n".join(commits))
    if not objects.is_kept(root, "bundles", key):
        answer = _bundled(asked)
        if not answer.good:
            asked.refused(answer, "commits on no remote not recorded", BUNDLE_BYTES)
            return None
        objects.keep(root, "bundles", answer.output, key=key)
    return key


def _bundled(asked: Asked) -> Answer:
    """The bundle as git's output.

    From a folder below the top, git before 2.40 takes the dash for a file's name, and leaves that file there.
    """
    top = asked.git("rev-parse", "--show-toplevel")
    if not top.good:
        return top
    folder = os.fsdecode(top.output).removesuffix("\n")
    create = ("bundle", "create", "--quiet", "-", "HEAD", "--not", "--remotes")
    return asked.git("-C", folder, *create, limit=BUNDLE_BYTES)


def keep_untracked(asked: Asked, root: str, besides: list[str]) -> str | None:
    """Keep the list of the files that git neither tracks nor ignores, and the contents of the small ones."""
    top = asked.git("rev-parse", "--show-toplevel")
    listed = asked.git("ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ":/", *besides)
    if not listed.good or not top.good:
        asked.refused(listed if top.good else top, "untracked files not recorded", TEXT_BYTES)
        return None
    names = sorted(os.fsdecode(name) for name in listed.output.split(b"\0") if name)
    folder = os.fsdecode(top.output).removesuffix("\n")
    record = UntrackedRecord(files=tuple(_files(root, folder, names[:FILES])), complete=len(names) <= FILES)
    if not record.complete:
        asked.omit(f"untracked files: {FILES} of {len(names)} recorded")
    elif missing := [file.path for file in record.files if file.content is None]:
        asked.left_out.append(f"untracked files without their contents: {_some(missing)}")
    return objects.keep(root, "untracked", pack(record)) if record.files else None


def _files(root: str, folder: str, names: list[str]) -> list[UntrackedFile]:
    """The files as records; contents are kept until there are too many bytes."""
    result = []
    left = FILES_BYTES
    for name in names:
        data, status = _read(f"{folder}/{name}", min(FILE_BYTES, left), secret=withheld.is_secret(name))
        if status is None:
            continue
        kept = data is not None and not withheld.holds_key(data)
        left -= len(data or b"")
        result.append(
            UntrackedFile(
                path=_text(name),
                bytes=status.st_size,
                executable=bool(status.st_mode & stat.S_IXUSR),
                content=objects.keep(root, "files", data) if data is not None and kept else None,
            )
        )
    return result


def _read(path: str, most: int, *, secret: bool) -> tuple[bytes | None, os.stat_result | None]:
    """A regular file's bytes, if it is no secret and not too large; links are not followed. None when it is gone."""
    try:
        status = os.lstat(path)
    except OSError:
        return None, None
    try:
        if secret or not stat.S_ISREG(status.st_mode) or status.st_size > most:
            return None, status
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return None, status
    with open(descriptor, "rb") as file:
        data = file.read(most + 1)
    return (data, status) if len(data) <= most else (None, status)


def _some(names: list[str]) -> str:
    """A few names, and how many there are besides."""
    shown = ", ".join(map(_text, names[:_SHOWN]))
    return shown if len(names) <= _SHOWN else f"{shown} and {len(names) - _SHOWN} more"


def _text(name: str) -> str:
    """A name that JSON can hold, whatever its bytes are."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
