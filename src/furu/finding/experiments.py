"""What a query finds, as a collection that asks when it is asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar, cast

from furu.errors import ExtraMissing, FuruError, QueryError, QuerySyntax
from furu.finding.nodes import node_at
from furu.index.answers import GroupRow
from furu.index.filters.parser import parse
from furu.index.index import Index, own_index
from furu.index.query import MOST_ROWS

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Node_co = TypeVar("Node_co", covariant=True)
Result_co = TypeVar("Result_co", covariant=True)

SHOWN = ("class", "state", "name")
"""The fields of a row that every table begins with, behind its id."""

REPR_ROWS = 10
"""Rows that a repr shows at most."""

MOST = 2**31
"""More experiments than there are."""

MOST_LEAVES = 500
"""Leaves that a table has at most, when nobody says which."""


class Loads(Protocol[Result_co]):
    """A config object whose result can be loaded."""

    def load(self) -> Result_co:
        """Return the result of an artifact that exists."""


@dataclass(frozen=True, eq=False, repr=False)
class Experiments(Generic[Node_co]):
    """The experiments that a query finds: config objects, results or a table of them, as they are at that moment.

    Nothing is looked up before it is needed, and every question looks anew. Each method that narrows or orders
    returns another collection. What cannot be made an object again raises where it is met; its id is in ``ids``.
    """

    _parts: tuple[str, ...] = ()
    _order: str = "-created"
    _most: int | None = None

    def where(self, query: str) -> Experiments[Node_co]:
        """Those of them that another query finds too.

        Raises:
            QuerySyntax: the text is no query; the error has the position.
        """
        parse(query)
        return replace(self, _parts=(*self._parts, query)) if query.strip() else self

    def sort(self, order: str) -> Experiments[Node_co]:
        """The same in another order: a field, with ``-`` before it for descending; several, separated by commas."""
        return replace(self, _order=order)

    def limit(self, most: int) -> Experiments[Node_co]:
        """The first of them, so many at most.

        Raises:
            QueryError: the number is negative.
        """
        if most < 0:
            raise QueryError(f"a limit is not negative, and this is {most}")
        return replace(self, _most=most if self._most is None else min(most, self._most))

    @property
    def ids(self) -> tuple[str, ...]:
        """Their ids, ``namespace@digest``, in order."""
        return self._ids()[0]

    def count(self) -> int:
        """How many there are."""
        with self._asked() as index:
            total = index.cells(self._text, (), limit=1).total
        return total if self._most is None else min(total, self._most)

    def __len__(self) -> int:
        return self.count()

    def __iter__(self) -> Iterator[Node_co]:
        """The config objects, each built when its turn comes.

        Raises:
            NodeUnavailable: one cannot be made again; the error names it.
        """
        ids, roots = self._ids()
        for key in ids:
            yield cast("Node_co", node_at(roots, key))

    def first(self) -> Node_co | None:
        """The first of them; None when there are none.

        Raises:
            NodeUnavailable: it cannot be made an object again.
        """
        return next(iter(self.limit(1)), None)

    def load(self: Experiments[Loads[Result_co]]) -> Iterator[Result_co]:
        """Their results, each loaded when its turn comes.

        Raises:
            ArtifactMissing: one has none; ask for ``state:success``.
            NodeUnavailable: one cannot be made an object again.
        """
        for node in self:
            yield node.load()

    def group(self, *by: str, columns: Sequence[str] = ()) -> tuple[GroupRow, ...]:
        """How many of all that match have each value of some fields, the most frequent first.

        Args:
            by: the fields.
            columns: fields whose least, mean and greatest value each group tells.

        Raises:
            QueryError: there is no such field.
        """
        rows: list[GroupRow] = []
        with self._asked() as index:
            while True:
                found = index.groups(self._text, by, columns=columns, offset=len(rows), limit=MOST_ROWS)
                rows += found.items
                if not found.items or len(rows) >= found.distinct:
                    return tuple(rows)

    def to_polars(self, columns: Sequence[str] | None = None) -> pl.DataFrame:
        """A table with a row an experiment.

        Args:
            columns: fields; unless given, id, class, state, name, and the leaves of configs and results that some
                have. Numbers of leaves are floats; where a leaf has texts as well, all of it is text.

        Raises:
            QueryError: there is no such field.
        """
        import polars as pl

        names, rows = self._table(columns)
        data = {name: [row[place] for row in rows] for place, name in enumerate(names)}
        return pl.DataFrame({name: _of_one_type(values) for name, values in data.items()})

    def to_pandas(self, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """The same table for pandas.

        Raises:
            ExtraMissing: pandas is not installed.
            QueryError: there is no such field.
        """
        try:
            import pandas as pd
        except ImportError as error:
            raise ExtraMissing("pandas is not installed", hint="pip install pandas, or use to_polars()") from error
        names, rows = self._table(columns)
        return pd.DataFrame(
            {name: _of_one_type([row[place] for row in rows]) for place, name in enumerate(names)}, columns=names
        )

    def __repr__(self) -> str:
        try:
            names, rows = self._table(SHOWN, most=REPR_ROWS)
            total = self.count()
        except FuruError as error:
            return f"<experiments {self._text!r}: {error.message}>"
        about = f"{total} experiment{'s' * (total != 1)}{f' for {self._text}' if self._text else ''}"
        lines = [about, *(_line(names, row) for row in rows)]
        return "\n".join(lines if total <= len(rows) else [*lines, "  …"])

    @property
    def _text(self) -> str:
        if len(self._parts) == 1:
            return self._parts[0]
        return " ".join(f"({part})" for part in self._parts)

    def _ids(self) -> tuple[tuple[str, ...], tuple[Path, ...]]:
        with self._asked() as index:
            found = index.cells(self._text, (), sort=self._order, limit=MOST if self._most is None else self._most)
            return tuple(row[0] for row in found.rows), index.roots

    def _table(
        self, columns: Sequence[str] | None, *, most: int = MOST
    ) -> tuple[list[str], tuple[tuple[Any, ...], ...]]:
        most = most if self._most is None else min(most, self._most)
        with self._asked() as index:
            names = [*SHOWN, *_leaves(index, self._text)] if columns is None else [*columns]
            wanted = [name for name in names if name != "id"]
            rows = index.cells(self._text, wanted, sort=self._order, limit=most).rows
        head = names if "id" in names else ["id", *names]
        places = [0 if name == "id" else wanted.index(name) + 1 for name in head]
        return head, tuple(tuple(row[place] for place in places) for row in rows)

    @contextmanager
    def _asked(self) -> Iterator[Index]:
        """The index of this process's roots, as new as the journals; closed again afterwards."""
        with closing(own_index()) as index:
            index.refresh(walk="never")
            try:
                yield index
            except QuerySyntax as error:
                raise self._of_its_part(error) from None

    def _of_its_part(self, error: QuerySyntax) -> QuerySyntax:
        """An error with its position in the part of the query that somebody wrote."""
        if len(self._parts) <= 1:
            return error
        start = 0
        for part in self._parts:
            begins = start + 1
            if begins <= error.position <= begins + len(part):
                position = error.position - begins
                return QuerySyntax(error.message, position=position, length=error.length, hint=error.hint)
            start = begins + len(part) + 2
        return error


def _leaves(index: Index, text: str) -> list[str]:
    found = index.columns(text, limit=MOST_LEAVES).items
    return [column.path for column in found if column.source != "common"]


def _of_one_type(values: list[Any]) -> list[Any]:
    """Values as a column can hold them: as they are, or as texts where some are texts and others are not."""
    kinds = {type(value) for value in values if value is not None}
    if len(kinds) <= 1 or kinds <= {int, float}:
        return values
    return [None if value is None else str(value) for value in values]


def _line(names: list[str], row: tuple[Any, ...]) -> str:
    cells = dict(zip(names, row, strict=True))
    namespace, _, digest = str(cells["id"]).partition("@")
    called = f"  {cells['name']}" if cells["name"] else ""
    return f"  {namespace.rpartition('.')[2]}@{digest[:8]}  {cells['state']}{called}"[:160]
