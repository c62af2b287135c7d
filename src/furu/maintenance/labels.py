"""Labels for many experiments at once."""

from __future__ import annotations

from dataclasses import dataclass

from furu.errors import FuruError
from furu.index.index import Index
from furu.maintenance.selection import Selected, Trouble, chosen, place
from furu.store.labels import Edit, change, checked
from furu.store.records import LabelsRecord

MOST_TROUBLES = 100
"""Experiments that could not be changed which are told one by one."""


@dataclass(frozen=True, kw_only=True)
class Labelled:
    """How many experiments were meant and how many differ now; ``problems`` are the first that could not be changed."""

    changed: int
    total: int
    failed: int
    problems: tuple[Trouble, ...]


def label(index: Index, selected: Selected, edit: Edit) -> Labelled:
    """Change the labels of some experiments, one after the other; one that cannot be changed leaves the others.

    Nothing is held in between, so that others can work on the same ones. Done again, it changes nothing more.

    Raises:
        LabelRefused: a part of the edit cannot be kept; nothing was changed.
        SelectionChanged: the query finds another number than was expected; nothing was changed.
    """
    edit = checked(edit)
    ids = chosen(index, selected)
    changed, failed = 0, 0
    problems: list[Trouble] = []
    for key in ids:
        try:
            changed += change(place(index, key), edit)[1]
        except FuruError as error:
            failed += 1
            if len(problems) < MOST_TROUBLES:
                problems.append(Trouble(id=key, detail=error.message, hint=error.hint))
    return Labelled(changed=changed, total=len(ids), failed=failed, problems=tuple(problems))


def label_one(index: Index, id: str, edit: Edit) -> LabelsRecord:
    """Change the labels of one experiment, and return them.

    Raises:
        LabelRefused: a part of the edit cannot be kept.
        ArtifactMissing: there is no artifact.
        UnreadableRecord: what is there cannot be read, and is left as it is.
    """
    return change(place(index, id), edit)[0]
