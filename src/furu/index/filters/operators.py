"""The operators, one table: it drives the parser, the documentation, the completions and the filter builder."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

ORDERED = frozenset({"number", "seconds", "bytes", "time"})
"""Kinds of fields whose values have an order that people ask for."""

EVERY = ORDERED | {"text", "texts", "state", "flag", "any"}


@dataclass(frozen=True, kw_only=True)
class Operator:
    """One operator.

    Attributes:
        symbol: how it is written.
        words: how it is read aloud, between the field and the value.
        kinds: the kinds of fields it makes sense for.
        negates: the operator that it is the opposite of, if it is one.
    """

    symbol: str
    words: str
    kinds: frozenset[str]
    negates: str | None = None


OPERATORS: dict[str, Operator] = {
    operator.symbol: operator
    for operator in (
        Operator(symbol=":", words="is", kinds=EVERY),
        Operator(symbol="=", words="equals", kinds=EVERY),
        Operator(symbol="!=", words="differs from", kinds=EVERY, negates="="),
        Operator(symbol="<", words="is below", kinds=ORDERED | {"any", "text"}),
        Operator(symbol="<=", words="is at most", kinds=ORDERED | {"any", "text"}),
        Operator(symbol=">", words="is above", kinds=ORDERED | {"any", "text"}),
        Operator(symbol=">=", words="is at least", kinds=ORDERED | {"any", "text"}),
        Operator(symbol="~", words="contains", kinds=frozenset({"text", "texts", "state", "any"})),
        Operator(
            symbol="!~", words="does not contain", kinds=frozenset({"text", "texts", "state", "any"}), negates="~"
        ),
        Operator(symbol="in", words="is one of", kinds=EVERY),
    )
}
"""By symbol."""

SYMBOLS = sorted((symbol for symbol in OPERATORS if symbol != "in"), key=len, reverse=True)
"""Those written in punctuation, the longest first, so that ``<=`` is not read as ``<``."""

ORDERS: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}
"""What compares by order, for values and for columns alike."""

KEYWORDS = frozenset({"and", "or", "not", "in"})

FUNCTIONS: dict[str, str] = {
    "upstream": "upstream(id[, depth]): what this experiment uses, directly or through others",
    "downstream": "downstream(id[, depth]): what uses this experiment, directly or through others",
}
"""The functions, by name, with what they mean. No field has one of these names."""
