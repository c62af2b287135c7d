"""Names of fields outside a query: lists of them, and the shortest way to write one."""

from __future__ import annotations

from furu.errors import QuerySyntax
from furu.index.filters.lexer import is_plain_word, quote, quoted
from furu.index.filters.operators import KEYWORDS

RESERVED = KEYWORDS | {"has"}


def written(name: str) -> str:
    """A name as it stands in a query."""
    return name if is_plain_word(name) and name.lower() not in RESERVED else quote(name)


def listed(text: str, *, most: int, what: str) -> tuple[str, ...]:
    """The names of a list, separated by commas; one with a comma in it is quoted as in a query. A - may stand before.

    Raises:
        QuerySyntax: there are more than ``most``, or a quotation is not closed.
    """
    found: list[str] = []
    position = 0
    while position < len(text):
        sign = "-" if text.startswith("-", position) else ""
        start = position + len(sign)
        if text.startswith('"', start):
            inside, end = quoted(text, start)
        else:
            comma = text.find(",", start)
            end = len(text) if comma < 0 else comma
            inside = text[start:end].strip()
        if end < len(text) and text[end] != ",":
            raise QuerySyntax(f"{what}: there is {text[end]!r}, where a comma is expected", position=end, length=1)
        if inside:
            found.append(sign + inside)
        position = end + 1
    if len(found) > most:
        raise QuerySyntax(f"{what}: {len(found)} names, where {most} are the most", position=0, length=len(text))
    return tuple(dict.fromkeys(found))
