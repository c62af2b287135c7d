"""A query's text to its tree. Anything that is no query gives an error that points at the character."""

from __future__ import annotations

from dataclasses import replace

from furu.errors import QuerySyntax
from furu.index.filters.lexer import Token, tokens
from furu.index.filters.operators import FUNCTIONS, KEYWORDS, OPERATORS
from furu.index.filters.syntax import And, Between, Call, Clause, Everything, Has, Literal, Not, Or, Query, Span, Word

LONGEST = 10_000
"""Characters of a query at most."""

DEEPEST = 50
"""Parentheses and ``not`` inside one another at most."""

HAS = "has"
RANGE = ".."


def parse(text: str) -> Query:
    """The tree of a query; an empty text is the query that everything matches.

    Raises:
        QuerySyntax: the text is no query, too long or too deep; the error has the position.
    """
    if len(text) > LONGEST:
        raise QuerySyntax(f"a query has at most {LONGEST} characters, not {len(text)}", position=LONGEST, length=1)
    return _Parser(tokens(text)).whole()


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    def whole(self) -> Query:
        query = Everything() if self._ends() else self._any()
        if not self._ends():
            raise _unexpected(self._now, "the query to end here, or another condition")
        return query

    def _ends(self) -> bool:
        return self._now.kind == "end"

    @property
    def _now(self) -> Token:
        return self._tokens[self._at]

    @property
    def _following(self) -> Token:
        return self._tokens[min(self._at + 1, len(self._tokens) - 1)]

    def _take(self) -> Token:
        token = self._now
        if token.kind != "end":
            self._at += 1
        return token

    def _is(self, keyword: str) -> bool:
        """Whether a keyword stands here, and not a field or a value that is called like one."""
        return self._now.kind == "word" and self._now.text.lower() == keyword

    def _any(self) -> Query:
        start = self._now.span.start
        items = [self._all()]
        while self._is("or"):
            self._take()
            items.append(self._all())
        return items[0] if len(items) == 1 else Or(tuple(items), self._span_from(start))

    def _all(self) -> Query:
        start = self._now.span.start
        items = [self._one()]
        while self._now.kind not in ("end", "close") and not self._is("or"):
            if self._is("and"):
                self._take()
            items.append(self._one())
        return items[0] if len(items) == 1 else And(tuple(items), self._span_from(start))

    def _one(self) -> Query:
        start = self._now.span.start
        self._depth += 1
        if self._depth > DEEPEST:
            raise QuerySyntax(f"a query is at most {DEEPEST} levels deep", position=start, length=1)
        try:
            if self._is("not") and self._following.kind != "operator":
                self._take()
                return Not(self._one(), self._span_from(start))
            if self._now.kind == "open":
                return self._group()
            return self._condition()
        finally:
            self._depth -= 1

    def _group(self) -> Query:
        opened = self._take()
        query = self._any()
        if self._now.kind != "close":
            message = "this parenthesis is not closed"
            raise QuerySyntax(message, position=opened.span.start, length=1, hint="close it with )")
        closed = self._take()
        return replace(query, span=Span(opened.span.start, closed.span.end))

    def _condition(self) -> Query:
        token = self._now
        if token.kind not in ("word", "quoted"):
            raise _unexpected(token, "a word, or a field with an operator and a value")
        following = self._following
        if following.kind == "operator":
            return self._clause()
        if token.kind == "word" and following.kind == "open" and following.span.start == token.span.end:
            return self._call()
        if self._begins_membership():
            return self._membership()
        if token.kind == "word" and token.text.lower() in KEYWORDS:
            raise _unexpected(token, "a condition", hint=f'to search for the word, write "{token.text}"')
        self._take()
        return Word(_literal(token), token.span)

    def _begins_membership(self) -> bool:
        following = self._following
        if following.kind != "word":
            return False
        word = following.text.lower()
        after = self._tokens[min(self._at + 2, len(self._tokens) - 1)]
        if word == "not":
            return after.kind == "word" and after.text.lower() == "in"
        return word == "in"

    def _clause(self) -> Query:
        name = self._take()
        operator = self._take()
        value = self._value(f"a value after {name.text}{operator.text}")
        span = Span(name.span.start, value.span.end)
        if name.kind == "word" and name.text == HAS and operator.text == ":":
            return Has(value.text, span, value.span)
        return Clause(name.text, operator.text, (value,), span, name.span)

    def _value(self, what: str) -> Literal:
        if self._now.kind not in ("word", "quoted"):
            raise _unexpected(self._now, what)
        return _literal(self._take())

    def _membership(self) -> Query:
        name = self._take()
        negated = self._is("not")
        if negated:
            self._take()
        keyword = self._take()
        start = name.span.start
        found: Query
        if self._now.kind == "open":
            values = self._list()
            found = Clause(name.text, "in", values, self._span_from(start), name.span)
        elif self._now.kind == "word" and RANGE in self._now.text:
            found = self._range(name)
        else:
            raise _unexpected(self._now, "a list such as (a, b), or a range such as 1..5", after=keyword)
        return Not(found, found.span) if negated else found

    def _range(self, name: Token) -> Query:
        token = self._take()
        low, _, high = token.text.partition(RANGE)
        if not low and not high:
            raise QuerySyntax("a range has at least one end", position=token.span.start, length=len(token.text))
        span = Span(name.span.start, token.span.end)
        start, middle = token.span.start, token.span.start + len(low)
        return Between(
            name.text,
            Literal(low, span=Span(start, middle)) if low else None,
            Literal(high, span=Span(middle + len(RANGE), token.span.end)) if high else None,
            span,
            name.span,
        )

    def _call(self) -> Query:
        name = self._take()
        if name.text not in FUNCTIONS:
            known = ", ".join(FUNCTIONS)
            raise QuerySyntax(
                f"there is no function {name.text!r}",
                position=name.span.start,
                length=len(name.text),
                hint=f"the functions are {known}; to search for the word, put a space before the parenthesis",
            )
        arguments = self._list()
        return Call(name.text, arguments, self._span_from(name.span.start))

    def _list(self) -> tuple[Literal, ...]:
        opened = self._take()
        values = [self._value("a value")]
        while self._now.kind == "comma":
            self._take()
            values.append(self._value("another value after the comma"))
        if self._now.kind != "close":
            if self._now.kind == "end":
                message = "this list is not closed"
                raise QuerySyntax(message, position=opened.span.start, length=1, hint="close it with )")
            raise _unexpected(self._now, "a comma, or ) to close the list")
        self._take()
        return tuple(values)

    def _span_from(self, start: int) -> Span:
        return Span(start, self._tokens[max(self._at - 1, 0)].span.end)


def _literal(token: Token) -> Literal:
    return Literal(token.text, token.kind == "quoted", token.span)


def _unexpected(token: Token, wanted: str, *, after: Token | None = None, hint: str | None = None) -> QuerySyntax:
    where = "" if after is None else f" after {after.text!r}"
    if token.kind == "unfinished":
        return QuerySyntax("this quotation is not closed", position=token.span.start, length=1, hint='close it with "')
    found = "the query ends" if token.kind == "end" else f"there is {token.text!r}"
    length = max(token.span.end - token.span.start, 1)
    symbols = " ".join(OPERATORS)
    hint = hint or (f"the operators are {symbols}" if token.kind == "operator" else None)
    return QuerySyntax(
        f"{found}{where}, where {wanted} is expected", position=token.span.start, length=length, hint=hint
    )
