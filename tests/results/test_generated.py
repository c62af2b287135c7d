"""Any result made of what codecs keep comes back as it was, however it is nested."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from furu.results.save import load, save
from tests.results.returned import Access, Colour, Metrics
from tests.results.test_codecs import same


class Folder:
    """A place for the files of one result."""

    def __init__(self, path: Path) -> None:
        self.artifact = path
        self._count = 0

    def new(self, suffix: str) -> Path:
        self._count += 1
        return self.artifact / f"{self._count}{suffix}"

    def existing(self, name: str) -> Path:
        return self.artifact / name

    def relative(self, path: Path) -> str | None:
        return path.relative_to(self.artifact).as_posix()


FLOATS = st.floats(allow_nan=False)
LEAVES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    FLOATS,
    st.text(),
    st.text(st.characters(categories=["Cs"])),
    st.binary(),
    st.datetimes(timezones=st.just(dt.UTC)),
    st.timedeltas(),
    st.uuids(),
    st.sampled_from([Colour.RED, Access.READ, Access.READ | Access.WRITE]),
    arrays.arrays(st.sampled_from([np.float64, np.int8, np.bool_]), arrays.array_shapes(min_dims=0, min_side=0)),
)
KEYS = st.one_of(st.text(), st.integers(), st.tuples(st.integers(), st.text()))
RESULTS = st.recursive(
    LEAVES,
    lambda items: st.one_of(
        st.lists(items, max_size=4),
        st.lists(items, max_size=4).map(tuple),
        st.dictionaries(KEYS, items, max_size=4),
        st.frozensets(st.integers(), max_size=4),
        st.builds(Metrics, accuracy=FLOATS, weights=items),
    ),
    max_leaves=10,
)


@settings(max_examples=150, deadline=None, report_multiple_bugs=False)
@given(RESULTS)
def test_any_result_comes_back_as_it_was(value: Any) -> None:
    path = Path("files")
    path.mkdir(exist_ok=True)
    for leftover in path.iterdir():
        leftover.unlink()
    kept = json.loads(json.dumps(save(value, Folder(path)), allow_nan=False))
    assert same(load(kept, Folder(path)), value)
