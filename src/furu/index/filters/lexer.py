"""The text of a query cut into tokens, every character of it accounted for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal as OneOf

from furu.errors import QuerySyntax
from furu.index.filters.operators import SYMBOLS
from furu.index.filters.syntax import Span

Kind = OneOf["word", "quoted", "operator", "open", "close", "comma", "end", "unfinished"]
"""``unfinished`` is a quoted text without its closing quote."""

_ESCAPES = {"n": "\n", "t": "\t"}
_SPACE = re.compile(r"\s+")
_WORD = re.compile(r"""[^\s()",=<>~!:]+""")
_VALUE = re.compile(r"""[^\s()",]+""")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)"', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text: ``text`` is what it means, which for a quoted one is what stands inside."""

    kind: Kind
    text: str
    span: Span


def tokens(text: str) -> list[Token]:
    """Every token, and last one of kind ``end``. Never fails: what nothing begins with is a word of its own."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        if space := _SPACE.match(text, position):
            position = space.end()
            continue
        token = _next(text, position, after_operator=bool(found) and found[-1].kind == "operator")
        found.append(token)
        position = token.span.end
    found.append(Token("end", "", Span(len(text), len(text))))
    return found


def _next(text: str, position: int, *, after_operator: bool) -> Token:
    simple: dict[str, Kind] = {"(": "open", ")": "close", ",": "comma"}
    character = text[position]
    if character in simple:
        return Token(simple[character], character, Span(position, position + 1))
    if character == '"':
        return _quoted(text, position)
    if not after_operator:
        for symbol in SYMBOLS:
            if text.startswith(symbol, position):
                return Token("operator", symbol, Span(position, position + len(symbol)))
    # After an operator a value follows, which may hold what elsewhere is an operator: 2026-11-01T10:00, a=b.
    pattern = _VALUE if after_operator else _WORD
    found = pattern.match(text, position)
    if found is None:  # a lone ! is no operator; it stands for itself, as if it were quoted
        return Token("quoted", character, Span(position, position + 1))
    return Token("word", found[0], Span(position, found.end()))


def _quoted(text: str, position: int) -> Token:
    found = _QUOTED.match(text, position)
    if found is None:
        return Token("unfinished", text[position + 1 :], Span(position, len(text)))
    inside = re.sub(r"\\(.)", lambda match: _ESCAPES.get(match[1], match[1]), found[1], flags=re.DOTALL)
    return Token("quoted", inside, Span(position, found.end()))


def quoted(text: str, position: int) -> tuple[str, int]:
    """What stands in a quotation that begins at a position, and where it ends.

    Raises:
        QuerySyntax: it is not closed.
    """
    token = _quoted(text, position)
    if token.kind == "unfinished":
        raise QuerySyntax("this quotation is not closed", position=position, length=1, hint='close it with "')
    return token.text, token.span.end


def quote(text: str) -> str:
    """A text as a quoted token."""
    inside = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return f'"{inside}"'


def is_plain_word(text: str) -> bool:
    """Whether a text can stand for itself where a word or a field is expected."""
    return _WORD.fullmatch(text) is not None


def is_plain_value(text: str) -> bool:
    """Whether a text can stand for itself after an operator."""
    return _VALUE.fullmatch(text) is not None
