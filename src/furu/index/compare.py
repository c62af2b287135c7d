"""Several experiments side by side: every leaf of their configs and results in which they differ, or all of them.

Pure: records in, rows out. Parts that are equal are one row and not entered, nested nodes by their digests; a part
that several paths lead to is entered once. Without recursion, so configs may be as deep as they like.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from furu.config.changes import Change, difference
from furu.config.leaf_text import leaf_text
from furu.config.tree import TAG, NodeRecord
from furu.errors import QueryError
from furu.index.rows import Experiment, ExperimentDetail

MOST_COMPARED = 50
MOST_ROWS = 2000
"""Rows of a comparison; with more, the first are returned."""
_LONGEST_LIST = 64
"""Longer lists are one row."""
_CAUSES = 3

CellKind = Literal["missing", "null", "value", "node"]
"""Nothing is there; null is; a value is; a nested experiment is."""
Part = Literal["config", "result", "resources"]


@dataclass(frozen=True, kw_only=True)
class CompareCell:
    """What one experiment has at a path. ``number`` is there for what can be ranked, ``id`` for a nested experiment."""

    kind: CellKind
    text: str = ""
    number: float | None = None
    id: str | None = None


@dataclass(frozen=True, kw_only=True)
class CompareRow:
    """One path, with a cell for each experiment. ``plain`` is not part of the digest; ``unit`` is s, bytes or empty."""

    part: Part
    path: str
    differs: bool
    cells: tuple[CompareCell, ...]
    plain: bool = False
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Why:
    """Why an experiment's digest is not the baseline's, in one sentence; root causes first."""

    id: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Experiments side by side; ``baseline`` is the id of the one that the others are held against."""

    experiments: tuple[Experiment, ...]
    baseline: str
    rows: tuple[CompareRow, ...]
    why: tuple[Why, ...]
    truncated: bool = False


def compare(details: Sequence[ExperimentDetail], baseline: str | None = None) -> Comparison:
    """Compare experiments that were read.

    Raises:
        QueryError: there are none or too many, or the baseline is not among them.
    """
    if not 1 <= len(details) <= MOST_COMPARED:
        raise QueryError(
            f"{len(details)} experiments cannot be compared", hint=f"choose at least one and at most {MOST_COMPARED}"
        )
    base = details[0] if baseline is None else _named(details, baseline)
    rows = [*_config_rows(details), *_result_rows(details), *_resource_rows(details)]
    return Comparison(
        experiments=tuple(detail.experiment for detail in details),
        baseline=base.experiment.id,
        rows=tuple(rows[:MOST_ROWS]),
        why=tuple(Why(id=detail.experiment.id, sentence=why(base, detail)) for detail in details if detail is not base),
        truncated=len(rows) > MOST_ROWS,
    )


def _named(details: Sequence[ExperimentDetail], key: str) -> ExperimentDetail:
    for detail in details:
        if key == detail.experiment.id or detail.experiment.digest.startswith(key):
            return detail
    raise QueryError(f"the baseline {key!r} is not among the compared experiments", hint="add it to them")


def why(base: ExperimentDetail, other: ExperimentDetail) -> str:
    """Why the digest of one is not that of the other, in one sentence."""
    if base.config is None or other.config is None:
        return "The config of one of them cannot be read."
    left, right = base.config, other.config
    if left.node.namespace == right.node.namespace and left.node.digest == right.node.digest:
        return "It is the same experiment."
    changes = difference(left.node, right.node, left.nodes.get, right.nodes.get).changes
    if not changes:
        return "Nothing that is recorded tells them apart."
    said = [_said(change) for change in changes[:_CAUSES]]
    more = len(changes) - len(said)
    return f"Its digest is another because {'; '.join(said)}{f'; and {more} more' if more else ''}."


def _said(change: Change) -> str:
    if change.kind == "class":
        where = change.path or "it"
        return f"{where} is of the class {change.right_text} instead of {change.left_text}"
    if change.kind == "added":
        return f"it has {change.path} = {change.right_text}"
    if change.kind == "removed":
        return f"it has no {change.path} (there {change.left_text})"
    return f"{change.path} is {change.right_text} instead of {change.left_text}"


class _Missing:
    """Stands where an experiment has nothing."""


_MISSING = _Missing()
_Values = list[Any]


def _config_rows(details: Sequence[ExperimentDetail]) -> Iterator[CompareRow]:
    nodes: dict[str, NodeRecord] = {}
    roots: _Values = []
    for detail in details:
        if detail.config is None:
            roots.append(_MISSING)
            continue
        root = detail.config.node
        nodes.update(detail.config.nodes)
        nodes[root.digest] = root
        roots.append({TAG: "node", "namespace": root.namespace, "digest": root.digest})
    seen: set[tuple[str, ...]] = set()
    plain = {(name,) for detail in details if detail.config is not None for name in detail.config.node.plain}
    for path, values in _leaves(roots, nodes, seen):
        outside = tuple(path.split(".")[:1]) in plain
        yield _row("config", path, values, plain=outside)


def _result_rows(details: Sequence[ExperimentDetail]) -> Iterator[CompareRow]:
    values = [
        detail.success.result if detail.success is not None and detail.success.loads == "codec" else _MISSING
        for detail in details
    ]
    if any(value is not _MISSING for value in values):
        for path, found in _leaves(values, {}, set()):
            yield _row("result", path, found)


_RESOURCES: tuple[tuple[str, str, Callable[[Experiment], float | None]], ...] = (
    ("duration_s", "s", lambda row: row.duration_s),
    ("cpu_s", "s", lambda row: row.cpu_s),
    ("peak_rss_bytes", "bytes", lambda row: row.peak_rss_bytes),
    ("gpu_memory_bytes", "bytes", lambda row: row.gpu_memory_bytes),
    ("gpu_utilisation_percent", "", lambda row: row.gpu_utilisation_percent),
    ("size_bytes", "bytes", lambda row: row.size_bytes),
    ("attempts", "", lambda row: row.attempts),
)


def _resource_rows(details: Sequence[ExperimentDetail]) -> Iterator[CompareRow]:
    for name, unit, measured in _RESOURCES:
        values = [measured(detail.experiment) for detail in details]
        if any(value is not None for value in values):
            yield _row("resources", name, [_MISSING if value is None else value for value in values], unit=unit)


def _leaves(
    roots: _Values, nodes: Mapping[str, NodeRecord], seen: set[tuple[str, ...]]
) -> Iterator[tuple[str, _Values]]:
    """The parts that are rows of their own, in the order of the fields."""
    stack: list[tuple[str, _Values]] = [("", roots)]
    while stack:
        path, values = stack.pop()
        parts = None if path and _equal(values) else _parts(values, nodes, seen)
        if parts is None:
            yield path, values
            continue
        classes, inner = parts
        if len({name for name in classes if name is not None}) > 1:
            yield f"{path} (class)" if path else "(class)", [_MISSING if name is None else name for name in classes]
        stack.extend(reversed([(f"{path}{name}".lstrip("."), found) for name, found in inner]))


_Inner = tuple[list[str | None], list[tuple[str, _Values]]]


def _parts(values: _Values, nodes: Mapping[str, NodeRecord], seen: set[tuple[str, ...]]) -> _Inner | None:
    """The classes, and the parts by name, when what is there can be entered; None when it is a row of its own."""
    there = [value for value in values if value is not _MISSING]
    shapes = {_shape(value) for value in there}
    if len(shapes) != 1:
        return None
    (shape,) = shapes
    if shape == "node":
        key = tuple("" if value is _MISSING else str(value.get("digest")) for value in values)
        if key in seen or any(value.get("digest") not in nodes for value in there):
            return None
        seen.add(key)
        records = [None if value is _MISSING else nodes[value["digest"]] for value in values]
        classes = [None if record is None else record.namespace for record in records]
        return classes, _aligned([None if record is None else _fields_of(record) for record in records])
    if shape == "leaf" or (shape == "list" and any(len(_items(value)) > _LONGEST_LIST for value in there)):
        return None
    named = [None if value is _MISSING else dict(_named_parts(shape, value)) for value in values]
    if not any(named):
        return None
    owners = [None if value is _MISSING or shape != "record" else str(value.get("class")) for value in values]
    return owners, _aligned(named)


def _fields_of(record: NodeRecord) -> dict[str, Any]:
    fields = {f".{name}": value for name, value in record.fields.items()}
    if record.version is not None:
        fields["._version"] = record.version
    if record.declared:
        fields["._dependencies"] = [
            {TAG: "node", "namespace": node.namespace, "digest": node.digest} for node in record.declared
        ]
    return fields


def _aligned(named: list[dict[str, Any] | None]) -> list[tuple[str, _Values]]:
    names = dict.fromkeys(name for one in named if one is not None for name in one)
    return [(name, [_MISSING if one is None else one.get(name, _MISSING) for one in named]) for name in names]


_SHAPES = {
    "tuple": "list",
    "node": "node",
    "dict": "pairs",
    "dataclass": "record",
    "chz": "record",
    "pydantic": "record",
}


def _shape(value: Any) -> str:
    if isinstance(value, list):
        return "list"
    if not isinstance(value, dict):
        return "leaf"
    tag = value.get(TAG)
    return "mapping" if tag is None else _SHAPES.get(tag, "leaf")


def _items(value: Any) -> list[Any]:
    return value if isinstance(value, list) else list(value.get("items", ()))


def _named_parts(shape: str, value: Any) -> Iterator[tuple[str, Any]]:
    if shape == "list":
        yield from ((f"[{place}]", item) for place, item in enumerate(_items(value)))
    elif shape == "pairs":
        yield from ((f"[{leaf_text(key)}]", item) for key, item in value.get("items", ()))
    elif shape == "record":
        yield from ((f".{name}", item) for name, item in value.get("fields", {}).items())
    else:
        yield from ((f".{name}" if name.isidentifier() else f"[{name!r}]", item) for name, item in value.items())


def _equal(values: _Values) -> bool:
    if any(value is _MISSING for value in values):
        return False
    first = _key(values[0])
    return all(_key(value) == first for value in values[1:])


def _key(value: Any) -> str:
    return "" if value is _MISSING else json.dumps(value, sort_keys=True)


def _row(part: Part, path: str, values: _Values, *, plain: bool = False, unit: str = "") -> CompareRow:
    cells = tuple(_cell(value) for value in values)
    return CompareRow(part=part, path=path, differs=not _equal(values), cells=cells, plain=plain, unit=unit)


def _cell(value: Any) -> CompareCell:
    if value is _MISSING:
        return CompareCell(kind="missing")
    if value is None:
        return CompareCell(kind="null", text="None")
    if isinstance(value, dict) and value.get(TAG) == "node":
        namespace, digest = str(value.get("namespace")), str(value.get("digest"))
        return CompareCell(kind="node", text=f"{namespace.rpartition('.')[2]} {digest[:8]}", id=f"{namespace}@{digest}")
    number = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    return CompareCell(kind="value", text=leaf_text(value), number=number)
