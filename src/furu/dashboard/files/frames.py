"""Some rows of a CSV, JSON Lines or parquet file, filtered and sorted by polars.

Runs in a process of its own (see :mod:`furu.dashboard.files.reading`).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import msgspec
import polars as pl

from furu.dashboard.files.cells import cell
from furu.dashboard.files.kinds import ending
from furu.dashboard.files.place import Opened
from furu.dashboard.files.reading import MOST_ROWS, Refused, Request
from furu.dashboard.files.rows import CellKind, TableColumn, TablePage

MOST_COLUMNS = 500
LINES_BYTES = 16 << 20
"""Bytes of a JSON Lines file that are read."""

GUESSED_FROM = 1000
"""Rows that the types of a CSV file are guessed from."""

_COMPARISON = re.compile(r"\s*(>=|<=|!=|>|<|=)\s*(.*?)\s*")
_RANGE = re.compile(r"\s*(-?[\d.eE+-]+)\s*\.\.\s*(-?[\d.eE+-]+)\s*")


def csv(file: Opened, request: Request) -> TablePage:
    """Some rows of a file with separated values; what does not fit the guessed type is empty."""
    separator = "\t" if ending(file.name) == "tsv" else ","
    return _guarded(
        lambda: _page(
            pl.scan_csv(
                file.path,
                separator=separator,
                infer_schema_length=GUESSED_FROM,
                ignore_errors=True,
                try_parse_dates=True,
                truncate_ragged_lines=True,
                n_rows=MOST_ROWS + 1,
                encoding="utf8-lossy",
            ),
            request,
        )
    )


def parquet(file: Opened, request: Request) -> TablePage:
    """Some rows of a parquet file."""
    return _guarded(lambda: _page(pl.scan_parquet(file.path, n_rows=MOST_ROWS + 1, glob=False), request))


def jsonl(file: Opened, request: Request) -> TablePage:
    """Some rows of a file with one JSON value a line; what is no object is a row with one value."""
    data = file.read(0, LINES_BYTES)
    is_part = len(data) < file.size
    lines = data.splitlines()[: -1 if is_part else None]
    rows: list[dict[str, Any]] = []
    broken = 0
    for line in lines[:MOST_ROWS]:
        if not line.strip():
            continue
        try:
            value = msgspec.json.decode(line)
        except (ValueError, RecursionError):
            broken += 1
            continue
        rows.append(value if isinstance(value, dict) else {"value": value})
    names = list(dict.fromkeys(name for row in rows for name in row))[:MOST_COLUMNS]
    frame = pl.DataFrame({name: _series(name, [row.get(name) for row in rows]) for name in names})
    page = _guarded(lambda: _page(frame.lazy(), request))
    notes = [
        *([page.note] if page.note else []),
        *([f"Only its first {LINES_BYTES >> 20} MB are read."] if is_part else []),
        *([f"{broken} lines are no JSON and left out."] if broken else []),
    ]
    return msgspec.convert({**msgspec.to_builtins(page), "note": " ".join(notes) or None}, TablePage)


def _series(name: str, values: list[Any]) -> pl.Series:
    """A column of JSON values: of one type where they have one, else as text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds <= {int, float} and not any(isinstance(value, int) and abs(value) >= 2**63 for value in values):
        return pl.Series(name, values, dtype=pl.Float64 if float in kinds else pl.Int64, strict=False)
    if kinds in ({str}, {bool}):
        return pl.Series(name, values)
    texts = [
        value if isinstance(value, str) or value is None else msgspec.json.encode(value).decode() for value in values
    ]
    return pl.Series(name, texts, dtype=pl.String)


def _guarded(page: Callable[[], TablePage]) -> TablePage:
    """What polars cannot read is a refusal with its reason, also where it panics."""
    try:
        return page()
    except (pl.exceptions.PolarsError, OSError, ValueError, OverflowError) as error:
        raise Refused(f"it cannot be read as a table: {_first_line(error)}") from None
    except pl.exceptions.PanicException as error:
        raise Refused(f"it cannot be read as a table: {_first_line(error)}") from None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:300]


def _page(rows: pl.LazyFrame, request: Request) -> TablePage:
    schema = rows.collect_schema()
    names = schema.names()[:MOST_COLUMNS]
    more_columns = len(schema) - len(names)
    in_file = int(rows.select(pl.len()).collect(engine="streaming").item())
    looked_at = rows.head(MOST_ROWS).select(names)
    for name, wanted in request.filters:
        if name not in schema:
            raise Refused(f"there is no column {name!r}")
        looked_at = looked_at.filter(condition(name, schema[name], wanted))
    total = (
        int(looked_at.select(pl.len()).collect(engine="streaming").item())
        if request.filters
        else min(in_file, MOST_ROWS)
    )
    if request.sort is not None:
        column = request.sort.removeprefix("-")
        if column not in schema:
            raise Refused(f"there is no column {column!r}")
        looked_at = looked_at.sort(column, descending=request.sort.startswith("-"), nulls_last=True)
    found = looked_at.slice(request.offset, request.limit).collect(engine="streaming")
    return TablePage(
        columns=tuple(TableColumn(name=name, type=str(schema[name]), kind=_kind(schema[name])) for name in names),
        rows=tuple(tuple(cell(value) for value in row) for row in found.iter_rows()),
        offset=request.offset,
        total=total,
        rows_in_file=min(in_file, MOST_ROWS),
        note=_note(in_file > MOST_ROWS, more_columns),
    )


def _note(more_rows: bool, more_columns: int) -> str | None:  # noqa: FBT001
    notes = [
        *([f"Only the first {MOST_ROWS:,} rows are looked at; download the file for all."] if more_rows else []),
        *([f"{more_columns:,} more columns are not shown."] if more_columns else []),
    ]
    return " ".join(notes) or None


def condition(name: str, dtype: pl.DataType, wanted: str) -> pl.Expr:
    """What a filter says: a comparison, a range of numbers, or words that the value contains.

    Raises:
        Refused: a number is compared with what is none.
    """
    column = pl.col(name)
    comparison, span = _COMPARISON.fullmatch(wanted), _RANGE.fullmatch(wanted)
    if dtype.is_numeric():
        if span:
            return column.is_between(_number(span[1]), _number(span[2]))
        operator, text = (comparison[1], comparison[2]) if comparison else ("=", wanted.strip())
        return _compare(column, operator, _number(text))
    if dtype.is_nested() or dtype == pl.Binary:
        raise Refused(f"{name!r} holds {dtype}, which cannot be filtered here")
    words = column.cast(pl.String, strict=False)
    if comparison:
        return _compare(words, comparison[1], comparison[2])
    return words.str.to_lowercase().str.contains(wanted.lower(), literal=True)


def _compare(column: pl.Expr, operator: str, value: float | str) -> pl.Expr:
    found: pl.Expr = {
        ">=": column >= value,
        "<=": column <= value,
        ">": column > value,
        "<": column < value,
        "!=": column != value,
        "=": column == value,
    }[operator]
    return found


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise Refused(f"{text!r} is no number; write for example 0.5, >=0.5 or 0.1..0.5") from None


def _kind(dtype: pl.DataType) -> CellKind:
    if dtype.is_numeric():
        return "number"
    if dtype.is_temporal():
        return "time"
    if dtype == pl.Boolean:
        return "truth"
    return "text" if dtype in (pl.String, pl.Categorical) or isinstance(dtype, pl.Enum) else "other"
