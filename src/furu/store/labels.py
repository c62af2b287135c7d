"""Labels: what people call an artifact, on top of what its class's code says; read, checked and changed safely."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from furu.errors import ArtifactMissing, LabelRefused, StoreUnwritable, UnreadableRecord
from furu.store import fs, journal
from furu.store.amend import amend
from furu.store.codec import pack, unpack
from furu.store.explain import explained
from furu.store.layout import Artifact
from furu.store.owner import owner_of
from furu.store.plain import contents
from furu.store.records import ConfigRecord, LabelsRecord

LONGEST_NAME = 200
LONGEST_TAG = 100
LONGEST_NOTES = 100_000
MOST_TAGS = 1_000
"""Tags of one artifact at most."""

EVENT = "labels"
"""What the journal calls a change of labels."""

_APART = ",\"'`"
"""What separates tags, or a text from a query."""


@dataclass(frozen=True, kw_only=True)
class Edit:
    """What is to be different; None leaves a part as it is.

    Attributes:
        name: the new name; an empty one goes back to what the class's code says.
        notes: the new notes.
        add: tags to add.
        remove: tags to take away, those that the class's code gives included.
        tags: all tags that it shall have; instead of the other two.
    """

    name: str | None = None
    notes: str | None = None
    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    tags: tuple[str, ...] | None = None


def checked_name(text: str, what: str = "a name") -> str:
    """A name as it is kept: without space around it.

    Raises:
        LabelRefused: it has several lines, or more than 200 characters.
    """
    name = text.strip()
    if not name.isprintable():
        raise LabelRefused(f"{what} is one line of text that can be printed, and not {text[:50]!r}", where=what)
    if len(name) > LONGEST_NAME:
        raise LabelRefused(
            f"{what} has at most {LONGEST_NAME} characters, and {name[:30]!r}… has {len(name)}",
            where=what,
            hint="say the rest in the notes",
        )
    return name


def checked_tag(text: str) -> str:
    """A tag as it is kept.

    Raises:
        LabelRefused: it is empty or too long, or has a character that separates tags or belongs to the query language.
    """
    where = f"the tag {text[:LONGEST_TAG]!r}"
    if not text:
        raise LabelRefused("a tag is empty", where=where, hint="a tag has at least one character")
    if len(text) > LONGEST_TAG:
        raise LabelRefused(f"{where}… has {len(text)} characters; a tag has at most {LONGEST_TAG}", where=where)
    bad = next((sign for sign in text if sign.isspace() or sign in _APART or not sign.isprintable()), "")
    if bad:
        raise LabelRefused(
            f"{where} has {bad!r} in it",
            where=where,
            hint="a tag has no spaces, commas or quotes; write a-b for two words, or two tags",
        )
    return text


def checked(edit: Edit) -> Edit:
    """An edit whose parts can all be kept.

    Raises:
        LabelRefused: one cannot.
    """
    if edit.notes is not None and len(edit.notes) > LONGEST_NOTES:
        raise LabelRefused(
            f"notes have at most {LONGEST_NOTES} characters, and these have {len(edit.notes)}", where="notes"
        )
    both = [tag for tag in edit.add if tag in edit.remove]
    if both:
        raise LabelRefused(f"the tag {both[0]!r} is both added and taken away", where=f"the tag {both[0]!r}")
    return replace(
        edit,
        name=None if edit.name is None else checked_name(edit.name),
        add=_unique(map(checked_tag, edit.add)),
        remove=_unique(map(checked_tag, edit.remove)),
        tags=None if edit.tags is None else _unique(map(checked_tag, edit.tags)),
    )


def shown_name(given: str | None, labels: LabelsRecord | None) -> str | None:
    """What an artifact is called: as people named it, else as the class's code does."""
    return (labels and labels.name) or given


def shown_tags(given: Iterable[str], labels: LabelsRecord | None) -> tuple[str, ...]:
    """The tags that an artifact has: the code's without those taken away, then what people added."""
    if labels is None:
        return _unique(given)
    return _unique((*(tag for tag in given if tag not in labels.removed), *labels.tags))


def read(artifact: Artifact) -> LabelsRecord:
    """What people wrote about an artifact; nothing, when nobody has.

    Raises:
        UnreadableRecord: the file does not hold it.
    """
    return _unpacked(artifact, contents(artifact.labels))


def change(artifact: Artifact, edit: Edit) -> tuple[LabelsRecord, bool]:
    """Change an artifact's labels, and return them and whether anything differs; what others do meanwhile stays.

    Raises:
        LabelRefused: a part of the edit cannot be kept.
        ArtifactMissing: there is no artifact.
        UnreadableRecord: what is there cannot be read, and is left as it is.
        StoreUnwritable: the disk refuses.
    """
    edit = checked(edit)
    given = _given_tags(artifact, needed=edit.tags is not None)
    found: list[tuple[LabelsRecord, bool]] = []

    def merged(data: bytes | None) -> bytes | None:
        before = _unpacked(artifact, data)
        after = apply(before, edit, given)
        found[:] = [(after, after != before)]
        if after == before:
            return data
        journal.record(artifact, EVENT, "before")
        return pack(after)

    with explained(artifact.meta):
        if fs.inode(artifact.meta) is None:
            raise ArtifactMissing(
                f"{artifact.id} is not there, so it cannot be labelled",
                artifact=artifact.id,
                hint="furu ls lists what is there",
            )
        try:
            amend(artifact.labels, merged)
        except PermissionError as error:
            raise _foreign(artifact, error) from error
    if found[0][1]:
        journal.record(artifact, EVENT, "after")
    return found[0]


def apply(before: LabelsRecord, edit: Edit, given: tuple[str, ...]) -> LabelsRecord:
    """The labels after an edit; ``given`` are the tags of the class's code.

    Raises:
        LabelRefused: there would be too many tags.
    """
    if edit.tags is not None:
        tags = tuple(tag for tag in edit.tags if tag not in given)
        removed = tuple(tag for tag in _unique(given) if tag not in edit.tags)
    else:
        added = (tag for tag in edit.add if tag not in given)
        tags = tuple(tag for tag in _unique((*before.tags, *added)) if tag not in edit.remove)
        taken = (tag for tag in edit.remove if tag in given)
        removed = tuple(tag for tag in _unique((*before.removed, *taken)) if tag not in edit.add)
    if len(tags) > MOST_TAGS:
        raise LabelRefused(
            f"an artifact has at most {MOST_TAGS} tags, and this one would have {len(tags)}", where="tags"
        )
    name = before.name if edit.name is None else edit.name or None
    return replace(
        before, name=name, tags=tags, removed=removed, notes=before.notes if edit.notes is None else edit.notes
    )


def _foreign(artifact: Artifact, error: PermissionError) -> StoreUnwritable:
    """What to do about an artifact that somebody else made, and that only they may write to."""
    found = StoreUnwritable(
        f"{artifact.id} cannot be labelled: {error.strerror} ({artifact.meta})",
        path=artifact.meta,
        hint=f"it belongs to {owner_of(artifact.meta)}; ask for write access to its folder",
    )
    found.errno, found.strerror = error.errno, error.strerror
    return found


def _given_tags(artifact: Artifact, *, needed: bool) -> tuple[str, ...]:
    """The tags that the class's code gives; none where its record is missing or, unless needed, cannot be read."""
    try:
        data = contents(artifact.config)
        return () if data is None else unpack(ConfigRecord, data, artifact.config).tags
    except UnreadableRecord:
        if needed:
            raise
        return ()


def _unpacked(artifact: Artifact, data: bytes | None) -> LabelsRecord:
    if data is None:
        return LabelsRecord()
    try:
        return unpack(LabelsRecord, data, artifact.labels)
    except UnreadableRecord as error:
        raise UnreadableRecord(
            error.message,
            path=error.path,
            hint="mend the file, or delete it to begin anew; the result has nothing to do with it",
        ) from None


def _unique(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
