"""Columns, facets, groups and pages say what a slow count over the rows says, whatever the rows and the query."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from furu import clock
from furu.errors import CursorInvalid, QueryError
from furu.index import ordering
from furu.index.clauses import described
from furu.index.database import encode
from furu.index.entries import Entry
from furu.index.filters.bind import Catalogue, bind
from furu.index.filters.evaluate import matches
from furu.index.filters.fields import LeafNames
from furu.index.filters.parser import parse
from furu.index.filters.printer import show
from furu.index.filters.syntax import And, Query
from furu.index.index import Index
from furu.index.rows import Experiment
from furu.index.writing import write
from furu.store.records import State
from tests.index.filters.queries import LEAVES, queries
from tests.index.filters.queries import rows as drawn_rows

CALM = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
Row = dict[str, Any]
NUMBERED = ("attempts", "result.accuracy")
GROUPED = ("class", "state", "tag", "config.lr", "dirty", "error")


def experiment(number: int, row: Row) -> Experiment:
    """A drawn row with an identity of its own."""
    digest = f"{number:032x}"
    own = {part.name for part in fields(Experiment)} - {"id", "digest", "config", "result"}
    known: dict[str, Any] = {name: value for name, value in row.items() if name in own}
    known["tags"] = tuple(dict.fromkeys(known["tags"]))
    known["state"] = State(known["state"])
    for prefix in ("config", "result"):
        known[prefix] = {
            name.removeprefix(f"{prefix}."): value for name, value in row.items() if name.startswith(f"{prefix}.")
        }
    return Experiment(id=f"{row['namespace']}@{digest}", digest=digest, schema="s", **known)


@st.composite
def stores(draw: st.DrawFn) -> list[Experiment]:
    """Experiments, the first of which has every leaf."""
    found = draw(st.lists(drawn_rows(), min_size=2, max_size=12))
    found[0] = dict.fromkeys(LEAVES, 1.5) | found[0]
    return [experiment(number, row) for number, row in enumerate(found)]


def put(index: Index, experiments: Sequence[Experiment]) -> None:
    entries = [Entry(item.namespace, item.digest, values=encode(item), search="") for item in experiments]
    with index._db.writing() as connection:
        write(connection, entries)


@contextmanager
def filled(experiments: Sequence[Experiment]) -> Iterator[Index]:
    """An index with a segment of half of the rows, and the others changed since."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder, "data"), Path(folder, "cache"))
        index.refresh()  # while a first look through all folders goes on, answers may be of a moment before
        half = (len(experiments) + 1) // 2
        put(index, experiments[:half])
        index.find("")
        put(index, experiments[half:])
        yield index
        index.close()


def as_row(item: Experiment) -> Row:
    row = {part.name: getattr(item, part.name) for part in fields(item)}
    row["state"] = str(item.state)
    for prefix, leaves in (("config", item.config), ("result", item.result)):
        row |= {f"{prefix}.{path}": value for path, value in leaves.items()}
    return row


def expected(experiments: Sequence[Experiment], query: Query) -> list[Row]:
    catalogue = Catalogue(leaves=LeafNames(LEAVES), now=clock.now(), related=lambda *_: frozenset())
    bound = bind(query, catalogue)
    return [row for row in map(as_row, experiments) if matches(bound, row)]


COLUMNS = {"class": "namespace", "tag": "tags", "dirty": "git_dirty", "error": "error_type"}


def values_of(row: Row, name: str) -> list[tuple[str, Any]]:
    """The values of a field with their types, of a list each item; none where it is missing."""
    if name == "isa":
        return [typed(value) for value in (row["namespace"], *row["bases"])]
    found = row.get(COLUMNS.get(name, name))
    listed = found if isinstance(found, tuple) else () if found is None else (found,)
    return [typed(value) for value in listed]


def typed(value: Any) -> tuple[str, Any]:
    """A value that is equal only to those of its type."""
    return ("flag" if isinstance(value, bool) else "text" if isinstance(value, str) else "number", value)


@CALM
@given(stores(), queries)
def test_the_columns_are_those_that_the_rows_have(experiments: list[Experiment], query: Query) -> None:
    with filled(experiments) as index:
        found = index.columns(show(query), limit=500)
    rows = expected(experiments, query)
    assert found.total == len(rows)
    columns = {column.path: column for column in found.items}
    assert {path for path in columns if path.startswith(("config.", "result."))} == {
        name for row in rows for name in row if name in LEAVES
    }
    for name in (*LEAVES, "state", "attempts", "tag", "error"):
        counts = Counter(value for row in rows for value in values_of(row, name))
        has = sum(name in row if name in LEAVES else bool(values_of(row, name)) for row in rows)
        assert (name in columns) == bool(has)
        if has:
            column = columns[name]
            assert column.present == has
            assert column.distinct == len(counts)
            assert {typed(item.value): item.count for item in column.top} == counts
            numbers = [value for kind, value in counts if kind == "number"]
            assert (column.low, column.high) == ((min(numbers), max(numbers)) if numbers else (None, None))


@CALM
@given(stores(), queries)
def test_the_facets_count_what_the_rest_of_the_query_selects(experiments: list[Experiment], query: Query) -> None:
    names = ("state", "tag", "dirty", "error", "config.lr", "isa", "class")
    with filled(experiments) as index:
        found = index.facets(show(query), names)
    parts = query.items if isinstance(query, And) else (query,)
    for facet in found.items:
        others = [part for part in parts if not about(part, facet.field)]
        rows = expected(experiments, And(tuple(others)))
        counts = Counter(value for row in rows for value in values_of(row, facet.field))
        assert facet.distinct == len(counts)
        if facet.field != "config.lr":
            assert facet.missing == sum(not values_of(row, facet.field) for row in rows)
        if facet.field in ("isa", "class"):
            assert sorted(item.count for item in facet.values) == sorted(counts.values())
        else:
            assert {typed(item.value): item.count for item in facet.values} == counts
    assert found.total == len(expected(experiments, query))


def about(part: Query, name: str) -> bool:
    inner = getattr(part, "item", part)
    own = {"config.lr": ("lr", "config.lr")}.get(name, (name,))
    return getattr(inner, "field", None) in own


@CALM
@given(stores(), queries, st.lists(st.sampled_from(GROUPED), min_size=1, max_size=2, unique=True))
def test_groups_count_and_measure_what_shares_values(
    experiments: list[Experiment], query: Query, by: list[str]
) -> None:
    with filled(experiments) as index:
        text = show(query)
        found = index.groups(text, by, columns=NUMBERED)
        for group in found.items[:3]:
            page = index.find(f"({text}) {group.query}" if text else group.query)
            assert page.total == group.count
    rows = expected(experiments, query)
    assert found.total == len(rows)
    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        for key in keys_of(row, by):
            groups.setdefault(key, []).append(row)
    assert found.distinct == len(groups)
    assert sorted(group.count for group in found.items) == sorted(map(len, groups.values()))
    assert sum((Counter(group.states) for group in found.items), Counter()) == Counter(
        row["state"] for members in groups.values() for row in members
    )
    for place, name in enumerate(NUMBERED):
        measured = sorted((group.aggregates[place].count, group.aggregates[place].high) for group in found.items
                          if group.aggregates[place].count)  # fmt: skip
        slow = [numbers(members, name) for members in groups.values()]
        assert measured == sorted((len(values), max(values)) for values in slow if values)


def numbers(rows: Sequence[Row], name: str) -> list[float]:
    return [value for row in rows for kind, value in values_of(row, name) if kind == "number"]


def keys_of(row: Row, by: Sequence[str]) -> list[tuple[Any, ...]]:
    """The groups that a row is in: one for each item of a list; null is another group than missing."""
    found: list[tuple[Any, ...]] = [()]
    for name in by:
        values = values_of(row, name) or [("null" if name in row else "missing", None)]
        found = [(*key, value) for key in found for value in values]
    return found


SORTS = st.lists(
    st.sampled_from(("state", "name", "tag", "class", "attempts", "created", "dirty", "config.lr", "result.accuracy")),
    min_size=1,
    max_size=3,
    unique=True,
)


@CALM
@given(stores(), SORTS, st.booleans(), st.integers(1, 4))
def test_cursors_go_through_the_whole_list_in_order(
    experiments: list[Experiment],
    names: list[str],
    descending: bool,  # noqa: FBT001  # drawn
    size: int,
) -> None:
    sort = ",".join(f"-{name}" if descending else name for name in names)
    with filled(experiments) as index:
        whole = [item.id for item in index.find("", sort=sort, limit=500).items]
        assert sorted(whole) == sorted(item.id for item in experiments)
        by_offset = [index.find("", sort=sort, offset=at, limit=size).items for at in range(0, len(whole), size)]
        assert [item.id for page in by_offset for item in page] == whole
        seen: list[str] = []
        page = index.find("", sort=sort, limit=size)
        while len(seen) < len(whole):
            seen += [item.id for item in page.items]
            if page.cursor is None:
                break
            page = index.find("", sort=sort, limit=size, cursor=page.cursor)
        assert seen == whole


def test_a_cursor_holds_its_place_while_rows_come_and_go() -> None:
    rows = [experiment(number, {**BASE, "attempts": number // 2}) for number in range(20)]
    with filled(rows[::2]) as index:
        first = index.find("", sort="-attempts", limit=5)
        put(index, rows[1::2])
        second = index.find("", sort="-attempts", limit=100, cursor=first.cursor)
        attempts = [item.attempts for item in second.items]
        assert attempts == sorted(attempts, reverse=True)
        known = {item.id for item in rows[::2]}
        assert known == {item.id for page in (first, second) for item in page.items} & known
        assert not {item.id for item in first.items} & {item.id for item in second.items}


BASE: Row = {"namespace": "pkg.A", "module": "pkg", "class_name": "A", "state": "success", "tags": ()}
"""The least that a row has."""


@pytest.mark.parametrize("text", ["", "x", "AAAA", "é", "a" * 4000, ordering.cursor("name", ("a", "b")), "\0"])
def test_a_cursor_that_is_none_is_explained(text: str) -> None:
    with filled([experiment(1, BASE)]) as index, pytest.raises(CursorInvalid, match="cannot be used"):
        index.find("", sort="attempts", cursor=text)


def test_a_cursor_with_a_value_of_another_type_is_explained() -> None:
    with filled([experiment(1, BASE)]) as index, pytest.raises(CursorInvalid, match="other values by now"):
        index.find("", sort="attempts", cursor=ordering.cursor("attempts", ("text", "pkg.A@1")))


PARTS = [
    ("lr>1 a", [("compare", "lr", ">", ("1",), False), ("word", None, None, ("a",), False)]),
    ("not has:lr", [("has", "lr", None, (), True)]),
    ("lr in 1..", [("between", "lr", "in", ("1", ""), False)]),
    ("state not in (failed, crashed)", [("compare", "state", "in", ("failed", "crashed"), True)]),
    ("(a or b) c", [("group", None, None, (), False), ("word", None, None, ("c",), False)]),
    ("(a b) c", [("group", None, None, (), False), ("word", None, None, ("c",), False)]),
    ("a or b", [("group", None, None, (), False)]),
    ("upstream(ab12, 2)", [("call", None, "upstream", ("ab12", "2"), False)]),
    ("", []),
]


@pytest.mark.parametrize(("text", "parts"), PARTS)
def test_the_parts_of_a_query_are_told_with_their_places(text: str, parts: list[Any]) -> None:
    found = described(parse(text), text)
    assert [(item.kind, item.field, item.operator, item.values, item.negated) for item in found] == parts
    assert all(text[item.start : item.end] == item.text for item in found)


@given(queries)
def test_the_parts_of_a_query_put_together_mean_the_same(query: Query) -> None:
    text = show(query)
    parts = [item.text for item in described(parse(text), text)]
    assert parse(" ".join(parts)) == query


def test_columns_of_a_page_are_values_in_the_order_asked_for() -> None:
    item = experiment(7, {**BASE, "tags": ("a", "b"), "config.lr": 0.5, "config.name it": "x, y", "result.ok": True})
    with filled([item]) as index:
        page = index.find("", columns=["config.lr", "tag", "config.name it", "result.ok", "config.gone", "error"])
    assert page.cells == ((0.5, "a, b", "x, y", True, None, None),)


def test_a_page_that_would_be_too_large_ends_early_and_is_continued() -> None:
    leaves = {f"config.{n}": "x" * 200 for n in range(450)}
    items = [experiment(n, {**BASE, **leaves}) for n in range(50)]
    with filled(items) as index:
        seen: list[str] = []
        page = index.find("", limit=500, leaves=True)
        assert page.truncated
        while page.items:
            seen += [item.id for item in page.items]
            if page.cursor is None:
                break
            page = index.find("", limit=500, leaves=True, cursor=page.cursor)
        assert seen == [item.id for item in items]
        assert not index.find("", limit=500).truncated


def test_groups_are_sorted_by_what_they_measure() -> None:
    rows = [experiment(n, {**BASE, "attempts": n, "config.lr": n % 3}) for n in range(9)]
    with filled(rows) as index:
        by_high = index.groups("", ["lr"], columns=["attempts"], sort="-attempts:high")
        assert [group.values for group in by_high.items] == [(2,), (1,), (0,)]
        by_value = index.groups("", ["lr"], sort="-lr", limit=1)
        assert [group.values for group in by_value.items] == [(2,)]
        assert by_value.distinct == 3
        with pytest.raises(QueryError, match="cannot be sorted by 'duration'"):
            index.groups("", ["lr"], sort="duration")
