"""Records that people name, one file each in a folder of the root: what their files are called, and who wrote them."""

from __future__ import annotations

import unicodedata

from furu.errors import LabelRefused
from furu.store.labels import checked_name

LONGEST_SLUG = 60


def slug_of(name: str) -> str:
    """A name as a file and an address may be called: small letters and digits of any script, joined by ``-``.

    Raises:
        LabelRefused: nothing of it is left.
    """
    shown = checked_name(name)
    letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold()).casefold()
    spaced = "".join(sign if sign.isalnum() else " " for sign in letters)
    slug = "-".join(spaced.split())[:LONGEST_SLUG].strip("-")
    if not slug:
        raise LabelRefused(
            f"the name {shown!r} has no letter and no digit", where="a name", hint="its file is called by them"
        )
    return slug


def is_slug(text: str) -> bool:
    """Whether a text is what :func:`slug_of` makes, so that it can be taken for a part of a path."""
    try:
        return slug_of(text) == text
    except LabelRefused:
        return False
