"""Tables, arrays of every kind and less common values come back as they were, in another process too."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest

import furu
from furu.errors import ResultError
from tests.contract.processes import finish, start
from tests.nodes import Value
from tests.results.kept import VALUES, Fitted, Keeps, Legacy, Scores, difference


@pytest.mark.parametrize("name", VALUES)
def test_a_result_is_loaded_as_it_was_returned(name: str) -> None:
    assert Keeps(name=name).get() is VALUES[name], "the get() that creates returns what _create returned"
    assert difference(VALUES[name], Keeps(name=name).get()) == ""


CREATE = "from tests.results.kept import *\nfor name in VALUES: Keeps(name=name).get()"
LOAD = """
from tests.results.kept import *
print([(name, why) for name in VALUES if (why := difference(VALUES[name], Keeps(name=name).load()))])
"""


def test_a_second_process_loads_every_kind_of_result() -> None:
    finish(start(CREATE))
    assert finish(start(LOAD)) == "[]\n"


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("pandas: numbers", "parquet"), ("polars: numbers", "parquet"), ("polars: lazy", "parquet")],
)
def test_a_table_is_a_parquet_file_that_others_can_read(name: str, suffix: str) -> None:
    node = Keeps(name=name)
    node.get()
    (path,) = (node.furu_dir / ".furu").glob("result-*/*")
    assert path.suffix == f".{suffix}"
    assert "a" in pl.read_parquet(path).columns


def test_the_manifest_says_what_a_table_is() -> None:
    node = Keeps(name="pandas: numbers")
    node.get()
    manifest = json.loads((node.furu_dir / ".furu" / "success").read_bytes())
    assert (manifest["result"]["$"], manifest["result"]["text"]) == ("pandas", "table of 2 × 3")


def test_a_dataclass_is_not_computed_again() -> None:
    Keeps(name="other: dataclass that computes").get()
    loaded = Keeps(name="other: dataclass that computes").load()
    assert isinstance(loaded, Fitted)
    assert (loaded.rate, loaded.steps) == (1.0, 7)


def test_named_tuples_keep_their_class() -> None:
    Keeps(name="other: named tuple").get()
    assert isinstance(Keeps(name="other: named tuple").load(), Scores)
    Keeps(name="other: named tuple of old").get()
    assert Keeps(name="other: named tuple of old").load() == Legacy(1, (2, "x"))


class Day(dt.date):
    """A subclass, which would come back as its base."""


def circle() -> list[Any]:
    """A list that contains itself."""
    value: list[Any] = []
    value.append(value)
    return value


REFUSED: dict[str, tuple[Any, str, str]] = {
    "objects of different types": (pd.DataFrame({"a": ["x", 1]}), "['a']", "a column of Python objects"),
    "lists in a column": ([pd.DataFrame({"a": [[1], [2]]})], "[0]['a']", "a column of Python objects"),
    "numbers as objects": (pd.DataFrame({"a": pd.Series([1, None], dtype=object)}), "['a']", r"objects \(integer\)"),
    "complex numbers": ({"t": pd.DataFrame({"a": [1j]})}, "['t']", "complex"),
    "two columns of one name": (pd.DataFrame([[1, 2]], columns=["a", "a"]), "", "Duplicate column names"),
    "names of different types": (pd.DataFrame({"a": [1], 1: [2]}), "", "names of different types"),
    "sparse columns": (pd.DataFrame({"a": pd.arrays.SparseArray([0, 1])}), "", "[Ss]parse"),
    "objects in an index": (pd.DataFrame({"a": [1, 2]}, index=["a", 1]), "", "Python objects"),
    "objects in a polars table": ([pl.DataFrame({"a": pl.Series([object()], dtype=pl.Object)})], "[0]", "Object"),
    "an index": (pd.Index([1]), "", r"is a pandas\..*Index, which no codec keeps"),
    "nothing of pandas": ([pd.NA], "[0]", "which no codec keeps"),
    "a record array": (np.recarray((1,), dtype=[("a", "i4")]), "", "which no codec keeps"),
    "strings of any length": (np.array(["a"], np.dtypes.StringDType()), "", "array of Python objects"),
    "a list that contains itself": (circle(), "", "nested too deeply or contains itself"),
    "a kind of date": ([Day(2024, 1, 1)], "[0]", r"Day, which no codec keeps"),
    "an iterator": ({"a": iter([])}, "['a']", "which no codec keeps"),
}


class Refused(furu.Furu[Any]):
    """Returns what no codec keeps."""

    name: str

    def _create(self) -> Any:
        return REFUSED[self.name][0]


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_that_would_not_come_back_is_refused_with_its_path(name: str) -> None:
    _, where, reason = REFUSED[name]
    with pytest.raises(ResultError, match=reason) as caught:
        Refused(name=name).get()
    assert caught.value.where == where
    assert caught.value.hint
    assert not Refused(name=name).exists()


@pytest.mark.parametrize("name", ["pandas: numbers", "polars: numbers", "polars: lazy", "numpy: bools"])
@pytest.mark.parametrize("content", [b"", b"PAR1 but not really", None])
def test_a_damaged_table_is_reported_and_stays(name: str, content: bytes | None) -> None:
    node = Keeps(name=name)
    node.get()
    (path,) = (node.furu_dir / ".furu").glob("result-*/*")
    path.unlink() if content is None else path.write_bytes(content)
    with pytest.raises(ResultError, match="cannot be read"):
        node.load()
    assert node.exists()


class Wrong(furu.Furu[Any]):
    """Returns a query with an error."""

    def _create(self) -> Any:
        return pl.LazyFrame({"a": [1]}).select("b")


def test_an_error_in_a_lazy_query_is_the_users_own() -> None:
    with pytest.raises(pl.exceptions.ColumnNotFoundError):
        Wrong().get()


def test_every_get_loads_a_value_of_its_own() -> None:
    node = Value(value=None)
    created = node.get()
    assert created is None
    table = Keeps(name="pandas: numbers")
    table.get()
    loaded = table.get()
    loaded["a"] = 0
    assert table.get()["a"].tolist() == [1, 2]
    listed = Keeps(name="other: tables inside")
    listed.get()
    listed.get()["a"].clear()
    assert len(listed.get()["a"]) == 1


LIGHT = """
import sys, furu
from tests.nodes import Value
Value(value={"a": [1, 2.0, "x", (1,), {1}, b"x"]}).get()
Value(value={"a": [1, 2.0, "x", (1,), {1}, b"x"]}).get()
print(sorted({"numpy", "pandas", "polars", "pyarrow", "pydantic", "torch"} & set(sys.modules)))
"""


def test_saving_plain_values_imports_no_library() -> None:
    assert finish(start(LIGHT)) == "[]\n"


NO_OTHER = """
import sys
from tests.nodes import Value
Value(value=VALUE).get()
print(Value(value=VALUE).get(), sorted({"numpy", "pandas", "polars", "pyarrow"} & set(sys.modules)))
"""


def test_a_library_is_imported_only_for_its_own_values() -> None:
    code = NO_OTHER.replace("\nValue(", "\nimport numpy\nValue(", 1).replace("VALUE", "numpy.ones(1)")
    assert finish(start(code)) == "[1.] ['numpy']\n"
    code = NO_OTHER.replace("\nValue(", "\nimport pandas\nValue(", 1).replace("VALUE", "1")
    assert "polars" not in finish(start(code))
