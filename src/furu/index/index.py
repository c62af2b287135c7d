"""The index of one root: the scanner that fills it and the questions it answers."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from furu import clock, settings
from furu.errors import ExperimentUnknown, RootMissing, StoreError
from furu.index import discovery, query, reader
from furu.index.answers import ColumnList, FacetList, GroupList, SuggestionList
from furu.index.clauses import described
from furu.index.columns import Columns
from furu.index.database import Database, database_path
from furu.index.facets import facets
from furu.index.filters.parser import parse
from furu.index.filters.syntax import Query
from furu.index.groups import groups
from furu.index.memory import Memory
from furu.index.query import Selection
from furu.index.rows import (
    ClassGraph,
    ExperimentDetail,
    ExperimentPage,
    Neighbour,
    Progress,
    Stats,
)
from furu.index.scanner import Scanner, Walk
from furu.index.search import Cells, Ground, Question, narrowed
from furu.index.suggest import suggestions
from furu.index.values import plain
from furu.store import fs
from furu.store.collections import memberships
from furu.store.layout import Artifact
from furu.store.records import State


@dataclass(frozen=True)
class _Asked:
    """A query as it was written and as a question, and the version of the index that it is asked of."""

    query: Query
    question: Question
    connection: sqlite3.Connection
    version: int


class Index:
    """Rows about every artifact under a root, and under the project's version-controlled root where one is given.

    Safe to use from many threads and several processes. An artifact that both have is the first root's.
    """

    def __init__(self, root: Path, cache: Path | None = None, *, versioned: Path | None = None) -> None:
        self.root = root
        self.roots = (root,) if versioned in (None, root) else (root, versioned)
        lease_secs = settings.current().lease_secs
        self._db = Database(database_path(cache or settings.cache_root(), *self.roots))
        self._scanner = Scanner([*map(str, self.roots)], self._db, lease_secs)
        self._columns = Columns(self._db)
        self._memory = Memory()
        self._judges = [reader.Judge(str(found), lease_secs) for found in self.roots]

    def refresh(self, tell: Callable[[], None] = lambda: None, *, walk: Walk = "due") -> Progress:
        """Bring the rows up to date with the disk; ``tell`` is called now and then while rows change.

        What the journals name is looked at, and all folders where no process has looked through them yet. A ``walk``
        through all folders also finds what people copied or deleted by hand: ``never``, ``some`` of it for a moment,
        all when that is ``due``, or all ``now``.
        """
        progress = self._scanner.refresh(tell, walk=walk)
        with suppress(StoreError):  # only what makes questions faster
            self._columns.fold()
        return progress

    def stop(self) -> None:
        """End a refresh that is under way in another thread, soon, and all later ones."""
        self._scanner.stop()

    def progress(self) -> Progress:
        """How far the index is, without looking at the disk."""
        return self._scanner.progress()

    def page(
        self,
        selection: Selection,
        *,
        sort: str = "-created_at",
        offset: int = 0,
        limit: int = 100,
        leaves: bool = False,
    ) -> ExperimentPage:
        """One page of the experiments that match.

        Raises:
            QueryError: there is no such sort, or the page is out of bounds.
        """
        with self._db.reading() as connection:
            items, total = query.page(connection, selection, sort=sort, offset=offset, limit=limit, leaves=leaves)
            version = self._db.version(connection)
        return ExperimentPage(items=items, total=total, offset=offset, limit=limit, version=version)

    def find(
        self,
        text: str,
        among: Selection | None = None,
        *,
        sort: str = "-created",
        group: str = "",
        columns: Sequence[str] = (),
        offset: int = 0,
        cursor: str | None = None,
        limit: int = 100,
        leaves: bool = False,
    ) -> ExperimentPage:
        """One page of the experiments that a query finds, among those of some states and classes.

        Rows of one ``group`` stand together. ``cursor`` is where the page before ended.

        Raises:
            QueryError: the text is no query, there is no such sort, or the page is out of bounds.
        """
        query.check_page(offset, limit)
        with self._asked(text, among) as asked:
            order = f"{group},{sort}" if group else sort
            found = asked.question.page(order, offset=offset, after=cursor, limit=limit)
            items = query.by_ids(asked.connection, found.ids, leaves=leaves)
            kept = query.fitting(items)
            if kept < len(items):
                found = asked.question.page(order, offset=offset, after=cursor, limit=kept)
            cells = asked.question.cells(found.ids, columns)
        return ExperimentPage(
            items=items[:kept],
            total=found.total,
            offset=offset,
            limit=limit,
            version=asked.version,
            truncated=kept < len(items),
            clauses=described(asked.query, text),
            columns=tuple(columns),
            cells=tuple(tuple(plain(value) for value in row) for row in cells),
            cursor=found.cursor,
        )

    def cells(self, text: str, names: Sequence[str], *, sort: str = "-created", limit: int = 100) -> Cells:
        """The values of some fields of the experiments that a query finds, the first of a sorted list.

        Raises:
            QueryError: the text is no query, or there is no such sort or field.
        """
        with self._asked(text) as asked:
            found = asked.question.page(sort, limit=limit)
            rows = asked.question.cells(found.ids, names)
        return Cells(tuple((key, *row) for key, row in zip(found.ids, rows, strict=True)), found.total)

    def columns(self, text: str, *, search: str = "", limit: int = 100) -> ColumnList:
        """The fields and leaves that the experiments that a query finds have, those with a text in their name.

        Raises:
            QueryError: the text is no query.
        """
        with self._asked(text) as asked:
            items, distinct = asked.question.once(
                ("columns", search, limit), lambda: discovery.columns(asked.question, search, limit)
            )
            return ColumnList(items=items, total=asked.question.total, distinct=distinct, version=asked.version)

    def facets(self, text: str, names: Sequence[str] = ()) -> FacetList:
        """How many experiments have each value of some fields, each without what the query says of it.

        Raises:
            QueryError: the text is no query, or there is no such field.
        """
        with self._asked(text) as asked:
            items = facets(asked.question, names)
            return FacetList(items=items, total=asked.question.total, version=asked.version)

    def groups(
        self,
        text: str,
        by: Sequence[str],
        *,
        columns: Sequence[str] = (),
        sort: str = "-count",
        offset: int = 0,
        limit: int = 100,
    ) -> GroupList:
        """The experiments that a query finds, grouped by the values of some fields; of a list each item counts.

        Raises:
            QueryError: the text is no query, or there is no such field.
        """
        query.check_page(offset, limit)
        with self._asked(text) as asked:
            items, distinct = groups(asked.question, by, columns, sort=sort, offset=offset, limit=limit)
            total = asked.question.total
        return GroupList(by=tuple(by), items=items, distinct=distinct, total=total, version=asked.version)

    def suggest(self, text: str, position: int) -> SuggestionList:
        """What can stand at a place of a query that somebody writes."""
        with self._asked("") as asked:
            return suggestions(text, position, lambda other: asked.question.other(parse(other)))

    @contextmanager
    def _asked(self, text: str, among: Selection | None = None) -> Iterator[_Asked]:
        """A query with all it is asked of, at one moment of the index."""
        found = parse(text)
        with self._db.reading() as connection:
            picked = partial(memberships, str(self.root))
            table = self._columns.table(connection)
            ground = Ground(connection, table, self._memory, clock.now(), picked)
            question = Question(narrowed(found, among), ground)
            yield _Asked(found, question, connection, self._db.version(connection))

    def detail(self, key: str) -> ExperimentDetail:
        """One experiment with all its records, read from disk now.

        Raises:
            ExperimentUnknown: nothing has this id.
            ExperimentAmbiguous: several experiments start with this prefix.
        """
        with self._db.reading() as connection:
            stored = query.one(connection, key)
            place = query.place_of(connection, stored.id)
            artifact = Artifact(str(self.roots[place]), stored.namespace, stored.digest)
            reading = reader.read(artifact, self._judges[place])
            if reading is None:
                raise ExperimentUnknown(
                    f"{stored.id} was deleted a moment ago", hint="the list is brought up to date by itself"
                )
            nodes = reader.all_nodes(reading)
            states = query.states_of(connection, [f"{node.namespace}@{node.digest}" for node in nodes.values()])
        row, _ = reader.entry(reading)
        return ExperimentDetail(
            experiment=replace(
                row, dependents=stored.dependents, version_controlled=row.version_controlled or place > 0
            ),
            directory=reading.artifact.directory,
            python=reader.python(reading, nodes),
            config=reader.with_nodes(reading, nodes),
            success=reading.success,
            labels=reading.labels,
            attempts=reader.attempts(reading),
            node_states=states,
        )

    def neighbours(
        self, key: str, *, up: bool, offset: int = 0, limit: int = query.MOST_ROWS
    ) -> tuple[tuple[Neighbour, ...], int]:
        """What an experiment uses directly (``up``), or what uses it, and how much there is."""
        with self._db.reading() as connection:
            found = query.one(connection, key).id
            return query.neighbours(connection, found, up=up, offset=offset, limit=limit)

    def class_graph(self) -> ClassGraph:
        """Which class uses which, with counts by state."""
        with self._db.reading() as connection:
            nodes, edges = query.class_graph(connection)
            return ClassGraph(nodes=nodes, edges=edges, version=self._db.version(connection))

    def stats(self) -> Stats:
        """Counts by state and class."""
        with self._db.reading() as connection:
            classes = query.class_counts(connection)
            unreadable = query.unreadable(connection)
            version = self._db.version(connection)
        states = {state: sum(item.states.get(state, 0) for item in classes) for state in State}
        return Stats(
            total=sum(states.values()),
            states=states,
            classes=classes,
            unreadable=unreadable,
            version=version,
            as_of=clock.now(),
        )

    def close(self) -> None:
        """Close the file."""
        self._db.close()


def own_index(*, anew: bool = False) -> Index:
    """The index of the roots that this process uses: its own, and the project's version-controlled one.

    Args:
        anew: forget what was known of them; whoever uses the index meanwhile turns to the new one.

    Raises:
        RootMissing: there is no root.
    """
    try:
        versioned = settings.version_controlled_root()
    except RootMissing:  # outside a project there is none
        versioned = None
    index = Index(settings.root(), versioned=versioned)
    if anew:
        index.close()
        fs.remove_tree(str(database_path(settings.cache_root(), *index.roots).parent))
    return index
