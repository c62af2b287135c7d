"""What can stand at a place of an unfinished query: fields, operators, values, functions and keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from furu.errors import FuruError, QuerySyntax
from furu.index.answers import QueryProblem, Suggestion, SuggestionKind, SuggestionList
from furu.index.clauses import LONGEST_VALUE
from furu.index.discovery import present
from furu.index.facets import facets
from furu.index.filters.fields import BY_NAME, Field
from furu.index.filters.lexer import Token, tokens
from furu.index.filters.names import written
from furu.index.filters.operators import FUNCTIONS
from furu.index.filters.parser import LONGEST
from furu.index.search import Question
from furu.store.records import STATE_MEANINGS, State

MOST_SUGGESTED = 50

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "time": (
        ("1h", "an hour ago"),
        ("1d", "a day ago"),
        ("7d", "a week ago"),
        ("today", "since midnight"),
        ("yesterday", "the day before today"),
    ),
    "seconds": (("30s", "seconds"), ("10min", "minutes"), ("2h", "hours"), ("1h30m", "both")),
    "bytes": (("10MB", "millions of bytes"), ("1GB", "billions"), ("512MiB", "powers of 1024")),
    "flag": (("true", "yes"), ("false", "no")),
}
"""Values to begin with, by kind of field."""


@dataclass(frozen=True)
class _Place:
    """Where in a query somebody writes: what is replaced, the field whose value it is, if any, and what is around."""

    start: int
    end: int
    prefix: str
    field: str | None
    operator: str | None
    inside: bool
    begins: int


def suggestions(text: str, position: int, ask: Callable[[str], Question]) -> SuggestionList:
    """What can replace the piece of a query that a position is in or at the end of.

    Args:
        text: the query, finished or not.
        position: in characters.
        ask: gives the question that a query is; raises what is wrong with it.
    """
    text = text[:LONGEST]
    position = max(0, min(position, len(text)))
    problem = _problem(text, ask)
    place = _place(text, position)
    rest = _rest(text, place, ask)
    found = _values(place, rest) if place.field is not None else _beginnings(place, rest)
    return SuggestionList(start=place.start, end=place.end, items=tuple(list(found)[:MOST_SUGGESTED]), problem=problem)


def _problem(text: str, ask: Callable[[str], Question]) -> QueryProblem | None:
    try:
        ask(text)
    except QuerySyntax as error:
        return QueryProblem(detail=error.message, hint=error.hint, position=error.position, length=error.length)
    except FuruError as error:
        return QueryProblem(detail=error.message, hint=error.hint, position=0, length=max(len(text), 1))
    return None


def _place(text: str, position: int) -> _Place:
    """What is written at a position, from the tokens before it."""
    before = [token for token in tokens(text) if token.span.start < position and token.kind != "end"]
    current = before[-1] if before and before[-1].span.end >= position else None
    if current is not None and current.kind not in ("word", "quoted", "unfinished"):
        current = None
    earlier = before[:-1] if current is not None else before
    start = current.span.start if current else position
    end = position if current is None or current.kind == "unfinished" else current.span.end
    prefix = text[start:position].lstrip('"')
    field, operator, begins, inside = _asked(earlier, start)
    return _Place(start, end, prefix, field, operator, inside, begins)


def _asked(earlier: list[Token], start: int) -> tuple[str | None, str | None, int, bool]:
    """The field and the operator whose value comes next, where that condition begins, and whether it is in a list."""
    match earlier:
        case [*_, Token("word" | "quoted") as name, Token("operator") as operator]:
            return name.text, operator.text, name.span.start, False
    back = len(earlier) - 1
    while back >= 0 and earlier[back].kind in ("word", "quoted", "comma"):
        back -= 1
    match earlier[: back + 1]:
        case [*before, Token("word") as keyword, Token("open")] if keyword.text.lower() == "in":
            named = [token for token in before[-2:] if not _is_keyword(token, "not")]
            if named:
                return named[-1].text, "in", named[-1].span.start, True
    return None, None, start, False


def _is_keyword(token: Token, keyword: str) -> bool:
    return token.kind == "word" and token.text.lower() == keyword


def _rest(text: str, place: _Place, ask: Callable[[str], Question]) -> Question:
    """The query without the condition that is being written, as far as it can be understood."""
    after = text[place.end :]
    if place.inside:
        after = after.partition(")")[2]
    for part in (f"{text[: place.begins]} {after}", text[: place.begins], after):
        try:
            return ask(_trimmed(part))
        except FuruError:
            continue
    return ask("")


def _trimmed(text: str) -> str:
    """A query without the words at its ends that need something beside them."""
    words = text.split()
    while words and words[-1].lower() in ("and", "or", "not", "("):
        words.pop()
    while words and words[0].lower() in ("and", "or"):
        words.pop(0)
    return " ".join(words) if words != text.split() else text


def _name(field: Field, question: Question) -> str:
    """The shortest way to write a field."""
    return written(field.name if field.name in BY_NAME else question.catalogue.leaves.shortest(field.name))


def _beginnings(place: _Place, rest: Question) -> Iterator[Suggestion]:
    """What a condition can begin with: fields of what the rest selects, functions, and what is searched for."""
    prefix = place.prefix.lower()
    named = [(_name(field, rest), field.name, field.about, count) for field, count in present(rest)]
    fields = [item for item in named if prefix in item[0].lower() or prefix in item[1].lower()]
    fields.sort(key=lambda item: (not item[0].lower().startswith(prefix), item[1] not in BY_NAME, -item[3], item[0]))
    for name, path, about, count in fields[:30]:
        yield Suggestion(text=name, label=name, kind="field", detail=about or path, count=count)
    for name, about in FUNCTIONS.items():
        if name.startswith(prefix):
            yield Suggestion(text=f"{name}(", label=name, kind="function", detail=about, count=None)
    for keyword, about in (("not", "what does not match"), ("or", "either"), ("has:", "there is such a field")):
        if keyword.startswith(prefix):
            yield Suggestion(text=keyword, label=keyword, kind="keyword", detail=about, count=None)


def _values(place: _Place, rest: Question) -> Iterator[Suggestion]:
    """The values of a field, by how often they occur among what the rest of the query selects."""
    assert place.field is not None
    prefix = place.prefix.lower()
    if place.field == "has" and place.operator == ":":
        for known, count in present(rest):
            if prefix in known.name.lower():
                name = _name(known, rest)
                yield Suggestion(text=name, label=name, kind="field", detail=known.about or known.name, count=count)
        return
    try:
        field = rest.field(place.field)
        (facet,) = facets(rest, [place.field])
    except FuruError:
        return
    seen = set()
    kinds: dict[str, SuggestionKind] = {"class": "class", "isa": "class", "tag": "tag"}
    for value in facet.values:
        text = value.text
        if prefix in str(value.value).lower() and len(text) <= LONGEST_VALUE:
            seen.add(text)
            yield Suggestion(
                text=text, label=str(value.value), kind=kinds.get(field.name, "value"), detail="", count=value.count
            )
    if field.kind == "state":
        for state in State:
            if str(state) not in seen and prefix in str(state):
                yield Suggestion(text=str(state), label=str(state), kind="value", detail=STATE_MEANINGS[state], count=0)
    for text, about in EXAMPLES.get(field.kind, ()):
        if text.startswith(prefix) and text not in seen:
            yield Suggestion(text=text, label=text, kind="value", detail=about, count=None)
