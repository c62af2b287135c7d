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
MOST_TEXT = 2_000_000
"""Characters of leaves and messages that one page has about, beyond which it ends early."""

SHORTEST_PREFIX = 4
MOST_MATCHES = 5
_DIGITS = frozenset("0123456789abcdefABCDEF")

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
            "name",
            "attempts",
            "dependencies",
            "dependents",
            "digest",
        )
    },
    "namespace": "+namespace",  # read in the order of its index, a class with many rows would be fetched as a whole
    "state": _STATE_RANK,
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
        for column, wanted in (
            ("state", list(dict.fromkeys(map(str, self.states)))),
            ("namespace", list(dict.fromkeys(self.namespaces))),
        ):
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
    check_page(offset, limit)
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


def fitting(items: Sequence[Experiment]) -> int:
    """How many of the first rows make an answer that is not too large; one at least, if there is any."""
    room = MOST_TEXT
    for place, item in enumerate(items):
        room -= len(item.error_message or "") + len(item.unreadable or "")
        for leaves in (item.config, item.result):
            room -= sum(len(path) + (len(value) if isinstance(value, str) else 20) for path, value in leaves.items())
        if room < 0:
            return max(place, 1)
    return len(items)


def check_page(offset: int, limit: int) -> None:
    """Refuse a page that is out of bounds.

    Raises:
        QueryError: it is.
    """
    if not 0 < limit <= MOST_ROWS or offset < 0:
        raise QueryError(f"a page has 1 to {MOST_ROWS} rows from row 0 on, not {limit} from {offset}")


def by_ids(connection: sqlite3.Connection, ids: Sequence[str], *, leaves: bool) -> tuple[Experiment, ...]:
    """The experiments with these ids, in this order; at most a page of them."""
    names, select = _columns(leaves=leaves)
    marks = ", ".join("?" * len(ids))
    rows = connection.execute(f"SELECT {select} FROM experiments WHERE id IN ({marks})", list(ids))
    found = {row.id: row for row in (database.decode(names, values) for values in rows)}
    return tuple(found[key] for key in ids)


def _columns(*, leaves: bool) -> tuple[tuple[str, ...], str]:
    names = tuple(name for name in database.COLUMNS if leaves or name not in ("config", "result"))
    return names, ", ".join(names)


def one(connection: sqlite3.Connection, key: str) -> Experiment:
    """The experiment with this id, or the only one whose digest starts with this prefix.

    Raises:
        ExperimentUnknown: there is none.
        ExperimentAmbiguous: there are several.
    """
    names, select = _columns(leaves=True)
    rows = connection.execute(f"SELECT {select} FROM experiments WHERE id = ?", (key,)).fetchall()
    if not rows and len(key) >= SHORTEST_PREFIX and set(key) <= _DIGITS:
        first = key.lower()
        upper = first + "g"  # the first text after every one that starts with the prefix: digits of a digest end at f
        rows = connection.execute(
            f"SELECT {select} FROM experiments WHERE digest >= ? AND digest < ? ORDER BY id LIMIT {MOST_MATCHES + 1}",
            (first, upper),
        ).fetchall()
    if len(rows) == 1:
        return database.decode(names, rows[0])
    if rows:
        matches = tuple(database.decode(names, values).id for values in rows[:MOST_MATCHES])
        more = " and more" if len(rows) > MOST_MATCHES else ""
        raise ExperimentAmbiguous(
            f"{key!r} is the start of several digests: {', '.join(matches)}{more}",
            matches=matches,
            hint="give more digits, or the whole namespace@digest",
        )
    raise ExperimentUnknown(
        f"no experiment has the id {key!r}",
        hint=f"an id is namespace@digest, or at least {SHORTEST_PREFIX} first digits of a digest",
    )


def place_of(connection: sqlite3.Connection, key: str) -> int:
    """In which of the roots an experiment is."""
    found: int = connection.execute("SELECT place FROM experiments WHERE id = ?", (key,)).fetchone()[0]
    return found


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
    return _counts(connection, _newest(connection))


def _counts(connection: sqlite3.Connection, newest: dict[str, tuple[str, str, str]]) -> tuple[ClassCount, ...]:
    counts: dict[str, dict[State, int]] = {}
    for namespace, state, count in connection.execute(
        "SELECT namespace, state, count(*) FROM experiments GROUP BY namespace, state"
    ):
        counts.setdefault(namespace, {})[State(state)] = count
    found = [
        ClassCount(
            namespace=namespace,
            class_name=newest[namespace][1],
            total=sum(states.values()),
            states=states,
        )
        for namespace, states in counts.items()
    ]
    return tuple(sorted(found, key=lambda item: (-item.total, item.namespace)))


def _newest(connection: sqlite3.Connection) -> dict[str, tuple[str, str, str]]:
    """Module, name and bases of every class, as its newest artifact that says when it was made has them."""
    rows = connection.execute(
        "SELECT own.namespace, module, class_name, bases FROM (SELECT DISTINCT namespace FROM experiments) AS own "
        "JOIN experiments ON experiments.rowid = (SELECT rowid FROM experiments AS one "
        "WHERE one.namespace = own.namespace ORDER BY created_at DESC LIMIT 1)"
    )
    return {namespace: (module, class_name, bases) for namespace, module, class_name, bases in rows}


def unreadable(connection: sqlite3.Connection) -> int:
    """How many experiments have a record that could not be read."""
    found: int = connection.execute("SELECT count(*) FROM experiments WHERE unreadable IS NOT NULL").fetchone()[0]
    return found


def class_graph(connection: sqlite3.Connection) -> tuple[tuple[ClassNode, ...], tuple[ClassEdge, ...]]:
    """Every class, and which class uses which through which fields; one that is only used has no experiments."""
    nodes, newest = [], _newest(connection)
    for count in _counts(connection, newest):
        module, class_name, bases = newest[count.namespace]
        nodes.append(
            ClassNode(
                namespace=count.namespace,
                module=module,
                class_name=class_name,
                bases=database.json_tuple(bases),
                total=count.total,
                states=count.states,
            )
        )
    edges = _class_edges(connection)
    for namespace in sorted({edge.dependency for edge in edges} - {node.namespace for node in nodes}):
        module, _, class_name = namespace.rpartition(".")
        nodes.append(ClassNode(namespace=namespace, module=module, class_name=class_name, bases=(), total=0, states={}))
    return tuple(nodes), edges


def _class_edges(connection: sqlite3.Connection) -> tuple[ClassEdge, ...]:
    rows = connection.execute(
        "SELECT dependent_class, dependency_class, field, count(*) FROM edges GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
    )
    paths: dict[tuple[str, str], dict[str, int]] = {}
    for dependent, dependency, field, count in rows:
        paths.setdefault((dependent, dependency), {})[field] = count
    return tuple(
        ClassEdge(dependent=dependent, dependency=dependency, paths=tuple(fields), count=sum(fields.values()))
        for (dependent, dependency), fields in paths.items()
    )
