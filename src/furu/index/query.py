"""Questions about many experiments: pages, counts, the class graph, and neighbours."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from furu.errors import ExperimentAmbiguous, ExperimentUnknown, QueryError
from furu.index import database
from furu.index.rows import (
    ClassCount,
    ClassEdge,
    ClassNode,
    Experiment,
    Neighbour,
)
from furu.store.records import State

MOST_ROWS = 500
SHORTEST_PREFIX = 4

STATE_ORDER = {state: position for position, state in enumerate(State)}
_STATE_RANK = "CASE state " + " ".join(f"WHEN '{state}' THEN {rank}" for state, rank in STATE_ORDER.items()) + " END"

SORTS: dict[str, str] = {
    **{
        name: name
        for name in (
            "created_at",
            "updated_at",
            "started_at",
            "duration_s",
            "class_name",
            "namespace",
            "name",
            "attempts",
            "dependencies",
            "digest",
        )
    },
    "state": _STATE_RANK,
    "dependents": database.COMPUTED["dependents"],
}
"""What a list can be sorted by, and the expression that does it."""


@dataclass(frozen=True, kw_only=True)
class Selection:
    """Which experiments: all that are in one of the states, of one of the classes, and contain every word."""

    states: Sequence[State] = ()
    namespaces: Sequence[str] = ()
    text: str = ""

    def where(self) -> tuple[str, list[Any]]:
        """The SQL condition with its parameters."""
        clauses, values = ["1"], list[Any]()
        for column, wanted in (("state", [str(state) for state in self.states]), ("namespace", list(self.namespaces))):
            if wanted:
                clauses.append(f"{column} IN ({', '.join('?' * len(wanted))})")
                values.extend(wanted)
        for word in self.text.lower().split():
            clauses.append("instr(search, ?) > 0")
            values.append(word)
        return " AND ".join(clauses), values


def page(
    connection: sqlite3.Connection, selection: Selection, *, sort: str, offset: int, limit: int, leaves: bool
) -> tuple[tuple[Experiment, ...], int]:
    """One page of the experiments that match, and how many match in all.

    Raises:
        QueryError: there is no such sort, or the page is out of bounds.
    """
    column = sort.removeprefix("-")
    if column not in SORTS:
        raise QueryError(f"cannot sort by {column!r}", hint=f"sort by one of {', '.join(SORTS)}, with - for descending")
    if not 0 < limit <= MOST_ROWS or offset < 0:
        raise QueryError(f"a page has 1 to {MOST_ROWS} rows from row 0 on, not {limit} from {offset}")
    where, values = selection.where()
    total = connection.execute(f"SELECT count(*) FROM experiments WHERE {where}", values).fetchone()[0]
    direction = "DESC" if sort.startswith("-") else "ASC"
    names, select = _columns(leaves=leaves)
    rows = connection.execute(
        f"SELECT {select} FROM experiments WHERE {where} "
        f"ORDER BY {SORTS[column]} {direction} NULLS LAST, id LIMIT ? OFFSET ?",
        [*values, limit, offset],
    )
    return tuple(database.decode(names, values) for values in rows), total


def _columns(*, leaves: bool) -> tuple[tuple[str, ...], str]:
    names = tuple(name for name in database.COLUMNS if leaves or name not in ("config", "result"))
    computed = ", ".join(f"{expression} AS {name}" for name, expression in database.COMPUTED.items())
    return (*names, *database.COMPUTED), f"{', '.join(names)}, {computed}"


def one(connection: sqlite3.Connection, key: str) -> Experiment:
    """The experiment with this id, or the only one whose digest starts with this prefix.

    Raises:
        ExperimentUnknown: there is none.
        ExperimentAmbiguous: there are several.
    """
    names, select = _columns(leaves=True)
    rows = connection.execute(f"SELECT {select} FROM experiments WHERE id = ?", (key,)).fetchall()
    if not rows and key.isalnum() and len(key) >= SHORTEST_PREFIX:
        upper = key + "g"  # the first text after every one that starts with the prefix: digits of a digest end at f
        rows = connection.execute(
            f"SELECT {select} FROM experiments WHERE digest >= ? AND digest < ? LIMIT 6", (key, upper)
        ).fetchall()
    if len(rows) == 1:
        return database.decode(names, rows[0])
    if rows:
        matches = tuple(database.decode(names, values).id for values in rows)
        raise ExperimentAmbiguous(
            f"{key!r} is the start of {len(matches)} or more digests: {', '.join(matches)}",
            matches=matches,
            hint="give more digits, or the whole namespace@digest",
        )
    raise ExperimentUnknown(
        f"no experiment has the id {key!r}",
        hint=f"an id is namespace@digest, or at least {SHORTEST_PREFIX} first digits of a digest",
    )


def neighbours(
    connection: sqlite3.Connection, key: str, *, up: bool, offset: int = 0, limit: int = MOST_ROWS
) -> tuple[tuple[Neighbour, ...], int]:
    """The direct dependencies (``up``) or dependents of an experiment, and how many there are."""
    near, far = ("dependent", "dependency") if up else ("dependency", "dependent")
    total = connection.execute(f"SELECT count(*) FROM edges WHERE {near} = ?", (key,)).fetchone()[0]
    rows = connection.execute(
        f"SELECT edges.{far}, state, name, class_name, path, kind FROM edges "
        f"LEFT JOIN experiments ON experiments.id = edges.{far} WHERE edges.{near} = ? "
        f"ORDER BY kind = 'observed', path, edges.{far} LIMIT ? OFFSET ?",
        (key, limit, offset),
    )
    return tuple(map(_neighbour, rows)), total


def _neighbour(row: tuple[Any, ...]) -> Neighbour:
    key, state, name, class_name, path, kind = row
    namespace, _, digest = key.partition("@")
    return Neighbour(
        id=key,
        namespace=namespace,
        class_name=class_name or namespace.rpartition(".")[2],
        digest=digest,
        state=State(state) if state else State.MISSING,
        name=name,
        path=path,
        kind=kind,
    )


def states_of(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, State]:
    """The states of some experiments by digest; those without an artifact are missing."""
    found = {key.partition("@")[2]: State.MISSING for key in keys}
    for start in range(0, len(keys), MOST_ROWS):
        part = list(keys[start : start + MOST_ROWS])
        marks = ", ".join("?" * len(part))
        rows = connection.execute(f"SELECT digest, state FROM experiments WHERE id IN ({marks})", part)
        found.update((digest, State(state)) for digest, state in rows)
    return found


def class_counts(connection: sqlite3.Connection) -> tuple[ClassCount, ...]:
    """Every class with its experiments by state, most first."""
    counts: dict[str, tuple[str, dict[State, int]]] = {}
    rows = connection.execute(
        "SELECT namespace, min(class_name), state, count(*) FROM experiments GROUP BY namespace, state"
    )
    for namespace, class_name, state, count in rows:
        counts.setdefault(namespace, (class_name, {}))[1][State(state)] = count
    found = [
        ClassCount(namespace=namespace, class_name=class_name, total=sum(states.values()), states=states)
        for namespace, (class_name, states) in counts.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.total, item.namespace)))


def class_graph(connection: sqlite3.Connection) -> tuple[tuple[ClassNode, ...], tuple[ClassEdge, ...]]:
    """Every class, and which class uses which through which fields."""
    latest = dict(
        connection.execute(
            "SELECT namespace, bases FROM experiments WHERE bases IS NOT NULL GROUP BY namespace"
        ).fetchall()
    )
    nodes = tuple(
        ClassNode(
            namespace=count.namespace,
            module=count.namespace.rpartition(".")[0],
            class_name=count.class_name,
            bases=database.json_tuple(latest.get(count.namespace)),
            total=count.total,
            states=count.states,
        )
        for count in class_counts(connection)
    )
    return nodes, _class_edges(connection)


def _class_edges(connection: sqlite3.Connection) -> tuple[ClassEdge, ...]:
    """Edges between classes; list positions are dropped from the paths, so ``models[0]`` is ``models[]``."""
    rows = connection.execute(
        "SELECT substr(dependent, 1, instr(dependent, '@') - 1), substr(dependency, 1, instr(dependency, '@') - 1), "
        "path, count(*) FROM edges GROUP BY 1, 2, 3"
    )
    merged: dict[tuple[str, str], dict[str, int]] = {}
    for dependent, dependency, path, count in rows:
        paths = merged.setdefault((dependent, dependency), {})
        short = _without_positions(path)
        paths[short] = paths.get(short, 0) + count
    return tuple(
        ClassEdge(dependent=dependent, dependency=dependency, paths=tuple(sorted(paths)), count=sum(paths.values()))
        for (dependent, dependency), paths in sorted(merged.items())
    )


def _without_positions(path: str) -> str:
    head, bracket, _ = path.partition("[")
    return f"{head}[]" if bracket else head
