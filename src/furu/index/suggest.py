"""What can stand at a place of an unfinished query: fields, operators, values, functions and keywords."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from furu.errors import FuruError, QuerySyntax
from furu.index.answers import QueryProblem, Suggestion, SuggestionKind, SuggestionList
from furu.index.clauses import value_text
from furu.index.discovery import present
from furu.index.facets import facets
from furu.index.filters.fields import BY_NAME, Field
from furu.index.filters.names import written
from furu.index.filters.operators import FUNCTIONS, OPERATORS
from furu.index.filters.parser import HAS, LONGEST
from furu.index.filters.place import Place, place_in
from furu.index.search import Question
from furu.store.records import STATE_MEANINGS, State

MOST_SUGGESTED = 50
MOST_FIELDS = 30
MOST_IDS = 10
KEYWORDS_SHOWN = (("not", "what does not match"), ("or", "either"), ("has:", "whether there is such a field"))

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


def suggestions(text: str, position: int, ask: Callable[[str], Question]) -> SuggestionList:
    """What can replace the piece of a query that a position is in or at the end of.

    Args:
        text: the query, finished or not.
        position: in characters.
        ask: gives the question that a query is; raises what is wrong with it.
    """
    text = text[:LONGEST]
    place = place_in(text, max(0, min(position, len(text))))
    rest = _rest(text, place, ask)
    if place.function is not None:
        found = _ids(place, rest)
    else:
        found = _values(place, rest) if place.field is not None else _beginnings(place, rest)
    once: dict[str, Suggestion] = {}
    for item in found:
        once.setdefault(item.text, item)
    items = tuple(once.values())[:MOST_SUGGESTED]
    return SuggestionList(start=place.start, end=place.end, items=items, problem=_problem(text, ask))


def _problem(text: str, ask: Callable[[str], Question]) -> QueryProblem | None:
    try:
        ask(text)
    except QuerySyntax as error:
        return QueryProblem(detail=error.message, hint=error.hint, position=error.position, length=error.length)
    except FuruError as error:
        return QueryProblem(detail=error.message, hint=error.hint, position=0, length=max(len(text), 1))
    return None


def _rest(text: str, place: Place, ask: Callable[[str], Question]) -> Question:
    """The query without the condition that is being written, as far as it can be understood."""
    after = text[place.end :]
    if place.inside or place.function is not None:
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


def _beginnings(place: Place, rest: Question) -> Iterator[Suggestion]:
    """What a condition can begin with: fields of what the rest selects, operators, functions, classes and tags."""
    prefix = place.prefix.lower()
    if place.before is not None:
        yield from _operators(place.before, "", rest)
    if place.prefix:
        yield from _operators(place.prefix, written(place.prefix), rest)
    named = [(_name(field, rest), field.name, field.about, count) for field, count in present(rest)]
    fields = [item for item in named if prefix in item[0].lower() or prefix in item[1].lower()]
    fields.sort(key=lambda item: (not item[0].lower().startswith(prefix), item[1] not in BY_NAME, -item[3], item[0]))
    for name, path, about, count in fields[:MOST_FIELDS]:
        yield Suggestion(text=name, label=name, kind="field", detail=about or path, count=count)
    for name, about in FUNCTIONS.items():
        if name.startswith(prefix):
            yield Suggestion(text=f"{name}(", label=name, kind="function", detail=about, count=None)
    for keyword, about in KEYWORDS_SHOWN:
        if keyword.startswith(prefix):
            yield Suggestion(text=keyword, label=keyword, kind="keyword", detail=about, count=None)
    if prefix:
        yield from _searched(prefix, rest)


def _operators(name: str, shown: str, rest: Question) -> Iterator[Suggestion]:
    """What can stand behind the name of a field."""
    try:
        field = rest.asked(name)
    except FuruError:
        return
    for symbol, operator in OPERATORS.items():
        if field.kind in operator.kinds:
            text = f"{shown} in (" if symbol == "in" else f"{shown}{symbol}"
            yield Suggestion(text=text.strip(), label=symbol, kind="operator", detail=operator.words, count=None)


def _searched(prefix: str, rest: Question) -> Iterator[Suggestion]:
    """Classes and tags that a bare word may mean."""
    kinds: tuple[SuggestionKind, ...] = ("class", "tag")
    for kind, facet in zip(kinds, facets(rest, kinds), strict=True):
        for value in facet.values:
            if prefix in str(value.value).lower():
                text = f"{kind}:{value.text}"
                yield Suggestion(text=text, label=str(value.value), kind=kind, detail=kind, count=value.count)


def _values(place: Place, rest: Question) -> Iterator[Suggestion]:
    """The values of a field, by how often they occur among what the rest of the query selects."""
    assert place.field is not None
    prefix = place.prefix.lower()
    if place.field == HAS and place.operator == ":":
        for known, count in present(rest):
            if prefix in known.name.lower():
                name = _name(known, rest)
                yield Suggestion(text=name, label=name, kind="field", detail=known.about or known.name, count=count)
        return
    try:
        field = rest.asked(place.field)
        (facet,) = facets(rest, [field.name])
    except FuruError:
        return
    kinds: dict[str, SuggestionKind] = {"class": "class", "isa": "class", "tag": "tag"}
    kind = kinds.get(field.name, "value")
    for value in facet.values:
        if prefix in str(value.value).lower():
            text = value_text(field, value.value, inside=True) if place.inside else value.text
            yield Suggestion(text=text, label=str(value.value), kind=kind, detail="", count=value.count)
    if field.kind == "state":
        for state in State:
            if prefix in str(state):
                meaning = STATE_MEANINGS[state]
                yield Suggestion(text=str(state), label=str(state), kind="value", detail=meaning, count=0)
    for text, about in EXAMPLES.get(field.kind, ()):
        if text.startswith(prefix):
            yield Suggestion(text=text, label=text, kind="value", detail=about, count=None)


def _ids(place: Place, rest: Question) -> Iterator[Suggestion]:
    """Experiments by the first digits of their digests."""
    frame = rest.table.frame(()).filter(rest.mask)
    found = frame.filter(pl.col("digest").str.starts_with(place.prefix.lower())).head(MOST_IDS)
    for digest, name, state in found.select("digest", "class_name", "state").iter_rows():
        yield Suggestion(text=digest[:12], label=f"{name}@{digest[:8]}", kind="value", detail=state, count=None)
