"""pandas frames and series as parquet files, with index and dtypes.

Parquet and the notes that pyarrow adds keep most dtypes. What they do not keep is noted in the manifest and
restored: columns of Python objects, categories that are no text, coarse times, the frequency of an index. What
would still come back changed is refused when it is saved: the file's own schema says so, and no value is read.
"""

from __future__ import annotations

from typing import Any

from furu.config.canonical import Unencodable
from furu.config.decode import value_of
from furu.config.kinds import loaded
from furu.config.tree import to_json
from furu.errors import ResultError
from furu.results.codec import Codec, Folder

_OBJECTS = frozenset({"boolean", "bytes", "date", "decimal", "empty", "string", "time"})
"""Columns of Python objects that parquet has a type for, in pandas' own words."""

Notes = dict[str, Any]


def _accepts(cls: type) -> bool:
    return cls in (loaded("pandas", "DataFrame"), loaded("pandas", "Series"))


def _save(value: Any, folder: Folder, where: str) -> dict[str, Any]:
    import pandas as pd

    if isinstance(value, pd.DataFrame):
        rows, columns = value.shape
        return {"is": "DataFrame", "text": f"table of {rows} × {columns}", **_write(value, folder, where)}
    try:
        name = to_json(value.name)
    except Unencodable:
        raise _refused(where, f"its name is {value.name!r}") from None
    frame = value.to_frame(name=value.name if isinstance(value.name, str) else "value")
    text = f"series of {len(value)}"
    return {"is": "Series", "name": name, "text": text, **_write(frame, folder, where)}


def _write(frame: Any, folder: Folder, where: str) -> dict[str, Any]:
    """Write one frame; returns its file and what has to be restored."""
    if frame.columns.nlevels == 1 and frame.columns.inferred_type.startswith("mixed"):
        raise _refused(where, "its columns have names of different types")
    stored = frame.copy(deep=False)
    columns: list[tuple[int, Notes]] = []
    for position in range(frame.shape[1]):
        column = frame.iloc[:, position]
        notes = _notes(column, folder, f"{where}[{frame.columns[position]!r}]")
        if notes:
            columns.append((position, notes))
        if "categories" in notes:
            stored.isetitem(position, column.cat.codes)
    index = _index_notes(frame.index, where)
    path = folder.new(".parquet")
    kept = _write_file(stored, path, where)
    # The series of the categories are files of their own and were checked when they were written.
    plain = [(position, notes) for position, notes in columns if "categories" not in notes]
    _restore(kept, plain, index, folder)
    _compare(stored, kept, where)
    return {"file": path.name, "columns": columns, "index": index}


def _write_file(stored: Any, path: Any, where: str) -> Any:
    """Write a frame, and return what its file says the frame will look like, without rows."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise ResultError(
            f"the result{where} is a pandas table, and pyarrow, which writes it, is not installed",
            where=where,
            hint="install pyarrow, or write files in _create and define _load",
        ) from error
    try:
        pq.write_table(pa.Table.from_pandas(stored), path)
    except (pa.ArrowException, TypeError, ValueError) as error:
        raise _refused(where, " ".join(map(str, error.args))) from error
    return pq.read_schema(path).empty_table().to_pandas()


def _refused(where: str, why: str) -> ResultError:
    return ResultError(
        f"the result{where} is a pandas table that parquet cannot keep: {why}",
        where=where,
        hint="convert it to dtypes that parquet has, or write files in _create and define _load",
    )


def _notes(column: Any, folder: Folder, where: str) -> Notes:
    """What parquet does not keep of a column's dtype."""
    import pandas as pd

    dtype = column.dtype
    if isinstance(dtype, pd.CategoricalDtype):
        if str(dtype.categories.dtype) == "str":
            return {}
        return {"categories": _save(pd.Series(dtype.categories), folder, where), "ordered": dtype.ordered}
    if str(dtype) == "object":
        return _object_notes(column, where)
    return {"dtype": str(dtype)} if _is_coarse(dtype) else {}


def _object_notes(column: Any, where: str) -> Notes:
    import pandas as pd

    found = pd.api.types.infer_dtype(column, skipna=True)
    if found not in _OBJECTS:
        raise _refused(where, f"it is a column of Python objects ({found})")
    missing = column[column.isna()]
    return {"dtype": "object", "none": bool(len(missing)) and all(item is None for item in missing)}


def _is_coarse(dtype: Any) -> bool:
    """Whether a dtype is one of times in whole seconds, which parquet keeps as milliseconds."""
    return str(dtype).startswith(("datetime64[s", "timedelta64[s"))


def _index_notes(index: Any, where: str) -> Notes:
    import pandas as pd

    notes: Notes = {}
    if isinstance(index, pd.MultiIndex):
        return notes
    if str(index.dtype) == "object":
        notes = _object_notes(index.to_series(), where)
    elif _is_coarse(index.dtype):
        notes["dtype"] = str(index.dtype)
    if isinstance(index, pd.DatetimeIndex | pd.TimedeltaIndex) and index.freqstr is not None:
        notes["freq"] = index.freqstr
    return notes


def _restored(values: Any, notes: Notes) -> Any:
    """A column or an index with its own dtype; missing objects are None where they all were."""
    typed = values.astype(notes["dtype"])
    return typed.where(typed.notna(), None) if notes.get("none") else typed


def _restore(frame: Any, columns: Any, index: Notes, folder: Folder) -> None:
    """Give a frame that was read back what parquet did not keep."""
    import pandas as pd

    for position, notes in columns:
        column = frame.iloc[:, position]
        if "categories" in notes:
            dtype = pd.CategoricalDtype(_load(notes["categories"], folder), ordered=notes["ordered"])
            categorical = pd.Categorical.from_codes(column.to_numpy(), dtype=dtype)
            frame.isetitem(position, pd.Series(categorical, index=frame.index))
        else:
            frame.isetitem(position, _restored(column, notes))
    if "dtype" in index:
        frame.index = _restored(frame.index, index)
    if "freq" in index and len(frame):
        frame.index.freq = index["freq"]


def _compare(stored: Any, kept: Any, where: str) -> None:
    """Refuse a frame whose file says that it would come back with other names or dtypes."""
    if not (kept.columns.equals(stored.columns) and kept.columns.dtype == stored.columns.dtype):
        raise _refused(where, "the names of its columns would come back changed")
    for name, before, after in zip(stored.columns, stored.dtypes, kept.dtypes, strict=True):
        if not _same_dtype(before, after):
            raise _refused(where, f"its column {name!r} would come back as {after} instead of {before}")
    before, after = _index_dtypes(stored.index), _index_dtypes(kept.index)
    if kept.index.names != stored.index.names or before != after:
        raise _refused(where, f"its index would come back as {after} instead of {before}")


def _same_dtype(before: Any, after: Any) -> bool:
    import pandas as pd

    if isinstance(before, pd.CategoricalDtype) and isinstance(after, pd.CategoricalDtype):
        return before.ordered is after.ordered  # a file without rows has no categories
    return bool(before == after)


def _index_dtypes(index: Any) -> list[str]:
    import pandas as pd

    return list(map(str, index.dtypes)) if isinstance(index, pd.MultiIndex) else [str(index.dtype)]


def _load(data: dict[str, Any], folder: Folder) -> Any:
    import pyarrow.parquet as pq

    with folder.existing(data["file"]).open("rb") as file:
        frame = pq.read_table(file).to_pandas()
    _restore(frame, data["columns"], data["index"], folder)
    if data["is"] == "DataFrame":
        return frame
    return frame.iloc[:, 0].rename(value_of(data["name"], _no_nodes))


def _no_nodes(digest: str) -> Any:
    raise ResultError(f"the name of a series refers to the config object {digest}")


PANDAS = Codec(name="pandas", accepts=_accepts, save=_save, load=_load)
