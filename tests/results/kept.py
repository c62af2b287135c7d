"""Results of optional libraries and of less common types, with a way to compare them: for two processes to share."""

from __future__ import annotations

import collections
import dataclasses
import datetime as dt
import enum
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
from pandas.testing import assert_frame_equal, assert_series_equal
from polars.testing import assert_frame_equal as assert_polars_equal

import furu


class Scores(NamedTuple):
    """Named parts in an order."""

    accuracy: float
    weights: Any = None


Legacy = collections.namedtuple("Legacy", ["a", "b"])  # noqa: PYI024  # what older code returns


@dataclass
class Fitted:
    """Computes a part of itself, once."""

    rate: float
    table: Any = None
    steps: int = field(init=False, default=0)

    def __post_init__(self) -> None:
        self.rate *= 2


@dataclass(frozen=True, slots=True)
class Slotted:
    """Has no __dict__ and cannot be assigned to."""

    x: int
    y: Any = ()


class Level(enum.IntEnum):
    LOW = 1


def fitted() -> Fitted:
    """Holds what its constructor would change."""
    value = Fitted(rate=0.5, table=pl.DataFrame({"a": [1]}))
    value.steps = 7
    return value


ARRAYS: dict[str, Any] = {
    "structured": np.array([(1, 2.0, "x")], dtype=[("a", ">i4"), ("b", "f8"), ("c", "U3")]),
    "aligned": np.zeros(2, np.dtype([("a", "i1"), ("b", "f8")], align=True)),
    "nested structured": np.zeros(2, np.dtype([("a", [("x", "f4", (2,))])])),
    "row of a structured array": np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])[0],
    "datetimes": np.array(["2024-02-29", "NaT"], "datetime64[ns]"),
    "durations": np.array([1, 2], "timedelta64[m]"),
    "datetime scalar": np.datetime64("2024-02-29T01", "h"),
    "bools": np.array([[True, False]]),
    "bool scalar": np.True_,
    "of no dimension": np.array(2.5),
    "empty": np.zeros((3, 0, 2), np.int16),
    "Fortran": np.asfortranarray(np.arange(6.0).reshape(2, 3)),
    "strided": np.arange(10)[::3],
    "big endian": np.arange(3, dtype=">u2"),
    "complex": np.array([1j, complex("nan")]),
    "bytes": np.array([b"ab", b""]),
    "half": np.array([1, np.inf], np.float16),
    "long": np.array([1], np.longdouble),
}

PANDAS: dict[str, Any] = {
    "numbers": pd.DataFrame({"a": [1, 2], "b": [1.0, np.nan], "c": np.array([1, 2], np.int8)}),
    "text": pd.DataFrame({"a": ["x", None], "b": pd.array(["y", None], "string")}),
    "objects of text": pd.DataFrame({"a": pd.Series(["x", None, "z"], dtype=object)}),
    "objects of text with NaN": pd.DataFrame({"a": pd.Series(["x", np.nan], dtype=object)}),
    "objects": pd.DataFrame({"d": [dt.date(2024, 1, 1)], "n": [Decimal("1.50")], "b": [b"\0"]}, dtype=object),
    "nullable": pd.DataFrame({"a": pd.array([1, None], "Int8"), "b": pd.array([True, None], "boolean")}),
    "arrow": pd.DataFrame({"a": pd.array([1, None], "int64[pyarrow]")}),
    "categories": pd.DataFrame({"a": pd.Categorical(["x", None], ["y", "x"], ordered=True)}),
    "categories of numbers": pd.DataFrame({"a": pd.Categorical([2**60 + 1, None, 1], [2**60 + 1, 1])}),
    "categories of dates": pd.DataFrame({"a": pd.Categorical(pd.to_datetime(["2024-01-01"]))}),
    "categories of objects": pd.DataFrame({"a": pd.Categorical(["x"], pd.Index(["x", "y"], dtype=object))}),
    "times": pd.DataFrame({
        "s": np.array(["2024-01-01"], "datetime64[s]"),
        "ns": np.array(["2024-01-01"], "datetime64[ns]"),
        "zone": pd.to_datetime(["2024-01-01"]).tz_localize("Europe/Berlin").as_unit("s"),
        "duration": np.array([1], "timedelta64[s]"),
        "period": pd.period_range("2024-01", periods=1, freq="M"),
        "interval": pd.interval_range(0, 1),
    }),
    "index of text": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], name="key")),
    "index of objects": pd.DataFrame({"a": [1, 2]}, index=pd.Index(["x", "y"], dtype=object)),
    "index of dates": pd.DataFrame({"a": [1, 2]}, index=pd.date_range("2024", periods=2, freq="D", unit="s")),
    "range index": pd.DataFrame({"a": [1, 2]}, index=pd.RangeIndex(5, 9, 2)),
    "several indexes": pd.DataFrame({"a": [1]}, index=pd.MultiIndex.from_tuples([("x", 1)], names=["k", None])),
    "several headers": pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("a", "x"), ("a", "y")])),
    "numbered columns": pd.DataFrame(np.zeros((2, 2))),
    "named columns": pd.DataFrame({"a": [1]}).rename_axis(columns="what"),
    "no rows": pd.DataFrame({"a": pd.Series([], dtype="float32"), "b": pd.Series([], dtype=object)}),
    "no columns": pd.DataFrame(index=[1, 2, 3]),
    "nothing": pd.DataFrame(),
    "series": pd.Series([1.0, 2.0], name="loss", index=["a", "b"]),
    "series without a name": pd.Series([1, 2]),
    "series named by a tuple": pd.Series([1], name=("a", 1)),
    "series of categories": pd.Series(pd.Categorical([1, 2])),
    "timestamp": pd.Timestamp("2024-02-29T12:00:00.123456789"),
    "timestamp with a zone": pd.Timestamp("2024-02-29", tz="Europe/Berlin"),
    "timestamp with an offset": pd.Timestamp("2024-02-29T00:00+05:30"),
    "timedelta": pd.Timedelta(days=-1, nanoseconds=3),
}  # fmt: skip

POLARS: dict[str, Any] = {
    "numbers": pl.DataFrame({"a": [1, None], "b": [1.0, float("nan")], "c": ["x", None], "d": [True, None]}),
    "narrow": pl.DataFrame({"a": pl.Series([1], dtype=pl.Int8), "b": pl.Series([1], dtype=pl.UInt64)}),
    "categories": pl.DataFrame({"a": pl.Series(["x", "y"], dtype=pl.Categorical)}),
    "enumeration": pl.DataFrame({"a": pl.Series(["x"], dtype=pl.Enum(["y", "x"]))}),
    "decimals": pl.DataFrame({"a": [Decimal("1.50")]}),
    "times": pl.DataFrame({
        "zone": pl.Series([dt.datetime(2024, 1, 1)], dtype=pl.Datetime("ms", "Europe/Berlin")),  # noqa: DTZ001
        "duration": [dt.timedelta(days=1)],
        "time": [dt.time(1)],
        "date": [dt.date(2024, 1, 1)],
    }),
    "nested": pl.DataFrame({"a": [[1, 2], [3]], "s": [{"x": 1}, {"x": None}]}),
    "arrays": pl.DataFrame({"a": pl.Series([[1, 2]], dtype=pl.Array(pl.Int8, 2))}),
    "nulls": pl.DataFrame({"a": [None, None]}),
    "no rows": pl.DataFrame(schema={"a": pl.Int8}),
    "nothing": pl.DataFrame(),
    "series": pl.Series("loss", [1.0, 2.0]),
    "series without a name": pl.Series([1, 2]),
    "lazy": pl.LazyFrame({"a": [1, 2, 3]}).filter(pl.col("a") > 1),
}  # fmt: skip

OTHERS: dict[str, Any] = {
    "named tuple": Scores(accuracy=0.5, weights=np.ones(2)),
    "named tuple of old": Legacy(1, (2, "x")),
    "dataclass that computes": fitted(),
    "dataclass with slots": Slotted(x=1, y=(Slotted(x=2),)),
    "enumeration of numbers": [Level.LOW, {"level": Level.LOW}],
    "number as an enumeration's key": {Level.LOW: 1, True: 2},
    "times": (dt.datetime(2024, 1, 1, 1), dt.date(2024, 1, 1), dt.time(1, 2, 3, 4), dt.timedelta(-1)),  # noqa: DTZ001
    "tables inside": {"a": [pd.DataFrame({"x": [1]})], "b": Scores(accuracy=1.0, weights=(pl.Series([1]), np.eye(2)))},
    "not a number": [float("nan"), float("inf"), -0.0],
}

VALUES = {
    f"{group}: {name}": value
    for group, values in (("numpy", ARRAYS), ("pandas", PANDAS), ("polars", POLARS), ("other", OTHERS))
    for name, value in values.items()
}


class Keeps(furu.Furu[Any]):
    """Its result is the value of this name."""

    name: str

    def _create(self) -> Any:
        return VALUES[self.name]


def difference(left: Any, right: Any) -> str:
    """What tells two results apart, in value, type and dtype; empty when nothing does."""
    if type(left) is not type(right):
        return f"{type(left)} became {type(right)}"
    try:
        _compare(left, right)
    except AssertionError as error:
        return str(error) or repr((left, right))
    return ""


def _compare(left: Any, right: Any) -> None:
    if isinstance(left, np.ndarray | np.void):
        assert (left.dtype, left.shape) == (right.dtype, right.shape)
        assert left.tobytes() == right.tobytes() or left.dtype == np.longdouble  # whose padding is anything
        assert left.dtype != np.longdouble or (left == right).all()
        assert left.flags.f_contiguous == right.flags.f_contiguous or not left.flags.c_contiguous
    elif isinstance(left, pd.DataFrame):
        assert_frame_equal(left, right, check_exact=True, check_freq=True, check_index_type="equiv")
        assert [list(map(type, left[name])) for name in left] == [list(map(type, right[name])) for name in right]
    elif isinstance(left, pd.Series):
        assert_series_equal(left, right, check_exact=True, check_freq=True)
    elif isinstance(left, pl.LazyFrame):
        assert_polars_equal(left.collect(), right.collect())
    elif isinstance(left, pl.DataFrame):
        assert_polars_equal(left, right)
    elif isinstance(left, pl.Series):
        assert_polars_equal(left.to_frame(), right.to_frame())
    elif dataclasses.is_dataclass(left):
        for part in dataclasses.fields(left):
            assert not difference(getattr(left, part.name), getattr(right, part.name))
    elif isinstance(left, dict):
        assert list(map(type, left)) == list(map(type, right))
        assert not any(difference(left[key], right[key]) for key in left)
    elif isinstance(left, list | tuple):
        assert len(left) == len(right)
        assert not "".join(map(difference, left, right))
    else:
        assert repr(left) == repr(right)
