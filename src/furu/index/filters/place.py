"""Where in an unfinished query somebody writes, told by the tokens around."""

from __future__ import annotations

from dataclasses import dataclass

from furu.index.filters.lexer import Token, tokens
from furu.index.filters.operators import FUNCTIONS


@dataclass(frozen=True, kw_only=True)
class Place:
    """What is being written.

    Attributes:
        start: where what is replaced begins, in characters.
        end: where it ends.
        prefix: the part of it before the position.
        begins: where the whole condition begins.
        field: the field whose value is being written, if one is.
        operator: the operator before that value.
        inside: whether the value stands in a list.
        function: the function whose argument is being written, if one is.
        before: a word that stands before, with space between, and may be a field without its operator.
    """

    start: int
    end: int
    prefix: str
    begins: int
    field: str | None = None
    operator: str | None = None
    inside: bool = False
    function: str | None = None
    before: str | None = None


def place_in(text: str, position: int) -> Place:
    """What is being written at a position."""
    found = [token for token in tokens(text) if token.kind != "end"]
    before = [token for token in found if token.span.start < position]
    current = next((token for token in found if _is_here(token, position)), None)
    if current is None:
        return _place(before, position, position, "")
    end = position if current.kind == "unfinished" else current.span.end
    earlier = [token for token in before if token is not current]
    return _place(earlier, current.span.start, end, text[current.span.start : position].lstrip('"'))


def _is_here(token: Token, position: int) -> bool:
    """Whether a token is what a position is in, at the end of or, failing that, at the start of."""
    return token.kind in ("word", "quoted", "unfinished") and token.span.start <= position <= token.span.end


def _place(earlier: list[Token], start: int, end: int, prefix: str) -> Place:
    match earlier:
        case [*_, Token("word" | "quoted") as name, Token("operator") as operator]:
            begins = name.span.start
            return Place(start=start, end=end, prefix=prefix, begins=begins, field=name.text, operator=operator.text)
    match earlier[: _opened(earlier)]:
        case [*before, Token("word") as keyword, Token("open")] if keyword.text.lower() == "in":
            named = [token for token in before[-2:] if not (token.kind == "word" and token.text.lower() == "not")]
            if named and named[-1].kind in ("word", "quoted"):
                begins = named[-1].span.start
                return Place(
                    start=start,
                    end=end,
                    prefix=prefix,
                    begins=begins,
                    field=named[-1].text,
                    operator="in",
                    inside=True,
                )
        case [*_, Token("word") as name, Token("open")] if name.text in FUNCTIONS:
            return Place(start=start, end=end, prefix=prefix, begins=name.span.start, function=name.text)
    match earlier:
        case [*_, Token("word") as word] if not prefix and word.span.end < start:
            return Place(start=start, end=end, prefix=prefix, begins=word.span.start, before=word.text)
    return Place(start=start, end=end, prefix=prefix, begins=start)


def _opened(earlier: list[Token]) -> int:
    """How many tokens there are up to the parenthesis of the list that goes on, if one does."""
    count = len(earlier)
    while count and earlier[count - 1].kind in ("word", "quoted", "comma"):
        count -= 1
    return count
