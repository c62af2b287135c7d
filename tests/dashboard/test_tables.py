"""Rows of tables and arrays: paged, filtered, and harmless whatever the file says."""

from __future__ import annotations

import io
import os
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from tests.dashboard.file_client import Files


def test_a_table_is_paged_filtered_and_sorted(files: Files, folder: Path) -> None:
    pl.DataFrame(
        {"step": range(1000), "loss": [1 / (n + 1) for n in range(1000)], "name": [f"Run {n % 3}" for n in range(1000)]}
    ).write_parquet(folder / "t.parquet")
    pl.read_parquet(folder / "t.parquet").write_csv(folder / "t.csv")
    for name in ("t.parquet", "t.csv"):
        page = files.json("/table", path=name, offset=10, limit=2)
        assert [row[0] for row in page["rows"]] == [10, 11]
        assert (page["total"], page["rows_in_file"]) == (1000, 1000)
        assert [(one["name"], one["kind"]) for one in page["columns"]] == [
            ("step", "number"),
            ("loss", "number"),
            ("name", "text"),
        ]
        some = files.json("/table", path=name, sort="-step", column=["step", "name"], wanted=["<30", "run 1"])
        assert [row[0] for row in some["rows"]] == [28, 25, 22, 19, 16, 13, 10, 7, 4, 1]
        assert some["total"] == 10
        assert files.json("/table", path=name, column="step", wanted="5..7")["total"] == 3
        answer = files.ask("/table", path=name, column="step", wanted="many")
        assert answer.status_code == 422
        assert "is no number" in answer.json()["detail"]
        assert files.ask("/table", path=name, sort="nothing").status_code == 422


def test_lines_of_json_are_rows(files: Files, folder: Path) -> None:
    (folder / "log.jsonl").write_text('{"a": 1, "b": "x"}\n{"a": 2.5, "c": [1, 2]}\nnothing\n7\n')
    page = files.json("/table", path="log.jsonl")
    assert [column["name"] for column in page["columns"]] == ["a", "b", "c", "value"]
    assert page["rows"] == [[1.0, "x", None, None], [2.5, None, "[1,2]", None], [None, None, None, 7]]
    assert "1 lines are no JSON" in page["note"]


def test_an_array_shows_its_header_and_rows(files: Files, folder: Path) -> None:
    grid = np.arange(24, dtype=np.float32).reshape(2, 3, 4)
    np.save(folder / "c.npy", grid)
    np.save(folder / "f.npy", np.asfortranarray(grid))
    np.save(folder / "flat.npy", np.arange(5))
    np.save(folder / "one.npy", np.array(7))
    np.save(folder / "records.npy", np.array([(1, "x")], dtype=[("n", "i4"), ("t", "U3")]))
    np.savez_compressed(folder / "many.npz", first=grid, second=np.array([True, False]))
    for name in ("c.npy", "f.npy", "many.npz"):
        page = files.json("/table", path=name, offset=4, limit=9)
        assert page["about"].startswith("float32 2×3×4")
        assert page["rows"] == [[16, 17, 18, 19], [20, 21, 22, 23]]
        assert page["total"] == 6
    assert files.json("/table", path="flat.npy")["rows"] == [[0], [1], [2], [3], [4]]
    assert files.json("/table", path="one.npy")["rows"] == [[7]]
    assert files.json("/table", path="records.npy")["rows"] == [[1, "x"]]
    second = files.json("/table", path="many.npz", member="second")
    assert second["members"] == ["first", "second"]
    assert second["rows"] == [[True], [False]]
    assert files.ask("/table", path="many.npz", member="third").status_code == 422


class Boom:
    """Leaves a file behind when somebody unpickles it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def test_python_objects_in_an_array_are_never_made(files: Files, folder: Path, tmp_path: Path) -> None:
    np.save(folder / "boom.npy", np.array([Boom(tmp_path / "boom")], dtype=object), allow_pickle=True)
    page = files.json("/table", path="boom.npy")
    assert page["rows"] == []
    assert "Python objects" in page["note"]
    assert not (tmp_path / "boom").exists()


def test_hostile_arrays_and_archives_end_in_words(files: Files, folder: Path) -> None:
    header = str({"descr": "<f8", "fortran_order": False, "shape": (2**40, 2**40)}).encode().ljust(117) + b"\n"
    (folder / "promise.npy").write_bytes(b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header)
    (folder / "torn.npy").write_bytes(b"\x93NUMPY\1\0\xff")
    (folder / "no.npz").write_bytes(b"PK\3\4 nothing")
    flood = io.BytesIO()
    np.save(flood, np.zeros(1))
    with zipfile.ZipFile(folder / "bomb.npz", "w", zipfile.ZIP_DEFLATED) as archive:
        zeros = str({"descr": "|u1", "fortran_order": False, "shape": (1 << 40,)}).encode().ljust(117) + b"\n"
        with archive.open("a.npy", "w", force_zip64=True) as member:
            member.write(b"\x93NUMPY\1\0" + struct.pack("<H", len(zeros)) + zeros)
            for _ in range(300):
                member.write(bytes(1 << 20))
    page = files.json("/table", path="promise.npy", limit=1)
    assert page["rows"] == []
    assert page["note"]
    for name in ("torn.npy", "no.npz"):
        assert files.ask("/table", path=name).status_code == 422
    assert files.json("/table", path="bomb.npz", limit=3)["rows"] == [[0], [0], [0]]
    far = files.json("/table", path="bomb.npz", offset=200 << 20, limit=3)
    assert far["rows"] == []
    assert "128 MB" in far["note"]


def test_what_is_no_table_says_so(files: Files, folder: Path) -> None:
    (folder / "fake.parquet").write_bytes(b"PAR1 nothing of it is true PAR1")
    (folder / "empty.csv").write_text("")
    for name in ("fake.parquet", "empty.csv", "notes.txt"):
        answer = files.ask("/table", path=name)
        assert answer.status_code == 422
        assert answer.json()["code"] == "file-unreadable"
    assert files.ask("/table", path="plots").status_code == 422
