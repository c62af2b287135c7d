"""The index of one root: the scanner that fills it and the questions it answers."""

from __future__ import annotations

from pathlib import Path

from furu import clock, settings
from furu.errors import ExperimentUnknown
from furu.index import query, reader
from furu.index.database import Database, database_path
from furu.index.query import Selection
from furu.index.rows import (
    ClassGraph,
    ExperimentDetail,
    ExperimentPage,
    Neighbour,
    Progress,
    Stats,
)
from furu.index.scanner import Scanner
from furu.store.layout import Artifact
from furu.store.records import State


class Index:
    """Rows about every artifact under one root. Safe to use from many threads and several processes."""

    def __init__(self, root: Path, cache: Path | None = None) -> None:
        self.root = root
        self._lease_secs = settings.current().lease_secs
        self._db = Database(database_path(cache or settings.cache_root(), str(root)))
        self._scanner = Scanner(str(root), self._db, self._lease_secs)

    def refresh(self) -> Progress:
        """Bring the rows up to date with the disk."""
        return self._scanner.refresh()

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
        version = self._db.fact("version")
        items, total = query.page(
            self._db.connection(), selection, sort=sort, offset=offset, limit=limit, leaves=leaves
        )
        return ExperimentPage(items=items, total=total, offset=offset, limit=limit, version=version)

    def detail(self, key: str) -> ExperimentDetail:
        """One experiment with all its records, read from disk now.

        Raises:
            ExperimentUnknown: nothing has this id.
            ExperimentAmbiguous: several experiments start with this prefix.
        """
        row = query.one(self._db.connection(), key)
        reading = reader.read(Artifact(str(self.root), row.namespace, row.digest), self._lease_secs)
        if reading is None:
            raise ExperimentUnknown(
                f"{row.id} was deleted a moment ago", hint="the list is brought up to date by itself"
            )
        nodes = reader.all_nodes(reading)
        keys = [f"{record.namespace}@{record.digest}" for record in nodes.values()]
        return ExperimentDetail(
            experiment=row,
            directory=reading.artifact.directory,
            python=reader.python(reading),
            config=reader.with_nodes(reading, nodes),
            success=reading.success,
            labels=reading.labels,
            attempts=reader.attempts(reading),
            node_states=query.states_of(self._db.connection(), keys),
        )

    def dependencies(self, key: str) -> tuple[tuple[Neighbour, ...], int]:
        """What an experiment uses directly, and how much there is."""
        row = query.one(self._db.connection(), key)
        return query.neighbours(self._db.connection(), row.id, up=True)

    def dependents(self, key: str, *, offset: int = 0, limit: int = 100) -> tuple[tuple[Neighbour, ...], int]:
        """What uses an experiment directly, and how much there is."""
        row = query.one(self._db.connection(), key)
        return query.neighbours(self._db.connection(), row.id, up=False, offset=offset, limit=limit)

    def class_graph(self) -> ClassGraph:
        """Which class uses which, with counts by state."""
        version = self._db.fact("version")
        nodes, edges = query.class_graph(self._db.connection())
        return ClassGraph(nodes=nodes, edges=edges, version=version)

    def stats(self) -> Stats:
        """Counts by state and class."""
        version = self._db.fact("version")
        connection = self._db.connection()
        classes = query.class_counts(connection)
        states = {state: sum(item.states.get(state, 0) for item in classes) for state in State}
        unreadable = connection.execute("SELECT count(*) FROM experiments WHERE unreadable IS NOT NULL").fetchone()[0]
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
