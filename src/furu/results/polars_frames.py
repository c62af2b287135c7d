"""polars frames and series as parquet files, with every dtype that parquet and polars agree on."""

from __future__ import annotations

from typing import Any

from furu.config.kinds import loaded
from furu.errors import ResultError
from furu.results.codec import Codec, Folder

_CLASSES = ("DataFrame", "LazyFrame", "Series")


def _accepts(cls: type) -> bool:
    return cls.__module__.startswith("polars.") and any(cls is loaded("polars", name) for name in _CLASSES)


def _save(value: Any, folder: Folder, where: str) -> dict[str, Any]:
    import polars as pl

    path = folder.new(".parquet")
    if isinstance(value, pl.LazyFrame):
        value.sink_parquet(path)  # an error in the query is the user's own, and reaches them as it is
        return {"file": path.name, "is": "LazyFrame", "text": "lazy table"}
    frame = value.to_frame() if isinstance(value, pl.Series) else value
    try:
        frame.write_parquet(path)
    except pl.exceptions.PolarsError as error:
        raise _refused(where, str(error)) from error
    kept = pl.read_parquet_schema(path)
    for name, dtype in frame.schema.items():
        if kept.get(name) != dtype:
            raise _refused(where, f"its column {name!r} would come back as {kept.get(name)} instead of {dtype}")
    rows, columns = frame.shape
    return {"file": path.name, "is": type(value).__name__, "text": f"table of {rows} × {columns}"}


def _refused(where: str, why: str) -> ResultError:
    return ResultError(
        f"the result{where} is a polars table that parquet cannot keep: {why}",
        where=where,
        hint="convert the column to a dtype that parquet has, or write files in _create and define _load",
    )


def _load(data: dict[str, Any], folder: Folder) -> Any:
    import polars as pl

    path = folder.existing(data["file"])
    try:
        if data["is"] == "LazyFrame":
            frame = pl.scan_parquet(path, glob=False)
            frame.collect_schema()
            return frame
        read = pl.read_parquet(path, glob=False)
    except pl.exceptions.PolarsError as error:
        raise ValueError(f"{path}: {error}") from error
    return read.to_series() if data["is"] == "Series" else read


POLARS = Codec(name="polars", accepts=_accepts, save=_save, load=_load)
