"""The header and some rows of a numpy file; Python objects in it are never made.

Runs in a process of its own (see :mod:`furu.dashboard.files.reading`). The header is read by numpy's own reader.
"""

from __future__ import annotations

import math
import os
import zipfile
from typing import IO, Any

from furu.dashboard.files.cells import cell
from furu.dashboard.files.place import Opened
from furu.dashboard.files.reading import Refused, Request
from furu.dashboard.files.rows import CellKind, TableColumn, TablePage

MOST_COLUMNS = 200
MOST_MEMBERS = 1000
UNPACKED_BYTES = 128 << 20
"""Bytes of a packed array that are unpacked to reach the rows that are asked for."""

_KINDS: dict[str, CellKind] = {
    "b": "truth",
    "i": "number",
    "u": "number",
    "f": "number",
    "M": "time",
    "S": "text",
    "U": "text",
}


def npy(file: Opened, request: Request) -> TablePage:
    """Some rows of the array in an ``.npy`` file."""
    with open(os.dup(file.descriptor), "rb") as stream:
        return _page(stream, request, packed=False)


def npz(file: Opened, request: Request) -> TablePage:
    """Some rows of one of the arrays in an ``.npz`` file, the first when none is named."""
    with open(os.dup(file.descriptor), "rb") as stream, _archive(stream) as archive:
        entries = [entry for entry in archive.infolist() if entry.filename.endswith(".npy")]
        names = tuple(entry.filename.removesuffix(".npy") for entry in entries)
        if not entries:
            return TablePage(about="an archive without arrays")
        name = names[0] if request.member is None else request.member
        if name not in names:
            raise Refused(f"the archive has no array {name!r}")
        with archive.open(entries[names.index(name)]) as member:
            page = _page(member, request, packed=True)
    return TablePage(
        columns=page.columns,
        rows=page.rows,
        offset=page.offset,
        total=page.total,
        rows_in_file=page.rows_in_file,
        about=page.about,
        members=names[:MOST_MEMBERS],
        member=name,
        note=page.note,
    )


def _archive(stream: IO[bytes]) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError) as error:
        raise Refused(f"it is no archive of arrays: {error}") from None


def _page(stream: IO[bytes], request: Request, *, packed: bool) -> TablePage:
    try:
        from numpy.lib import format as npy_format
    except ImportError:
        raise Refused("numpy is not installed beside this dashboard, so arrays cannot be shown") from None
    try:
        version = npy_format.read_magic(stream)
        read = npy_format.read_array_header_1_0 if version == (1, 0) else npy_format.read_array_header_2_0
        shape, is_fortran, dtype = read(stream)
    except (ValueError, OSError, EOFError, zipfile.BadZipFile, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise Refused(f"it has no header of an array: {error}") from None
    about = f"{dtype} {_shape_text(shape)}" + (", columns first" if is_fortran and len(shape) > 1 else "")
    if dtype.hasobject:
        return TablePage(about=about, note="It holds Python objects, which the dashboard never makes.")
    if any(length < 0 for length in shape) or dtype.itemsize == 0:
        return TablePage(about=about, note="It holds no values.")
    return _rows(stream, request, shape, dtype, about, columns_first=is_fortran and len(shape) > 1, packed=packed)


def _rows(
    stream: IO[bytes],
    request: Request,
    shape: tuple[int, ...],
    dtype: Any,
    about: str,
    *,
    columns_first: bool,
    packed: bool,
) -> TablePage:
    """Some rows of an array, whose last axis are the columns; rows count all the other axes through."""
    import numpy as np

    width = shape[-1] if len(shape) > 1 else 1
    height = math.prod(shape[:-1]) if len(shape) > 1 else (shape[0] if shape else 1)
    names = dtype.names or tuple(str(place) for place in range(min(width, MOST_COLUMNS)))
    kinds: list[CellKind] = [_KINDS.get((dtype[name] if dtype.names else dtype).kind, "other") for name in names]
    columns = tuple(
        TableColumn(name=name, type=str(dtype[name] if dtype.names else dtype), kind=kind)
        for name, kind in zip(names, kinds, strict=True)
    )
    if dtype.names and len(shape) > 1:
        return TablePage(about=about, note="It holds records in several dimensions, which are not shown.")
    count = max(0, min(request.offset + request.limit, height) - request.offset)
    if count * width == 0:
        return TablePage(columns=columns, offset=request.offset, total=height, rows_in_file=height, about=about)
    note = f"The first {MOST_COLUMNS} of {width} columns are shown." if width > MOST_COLUMNS else None
    row_bytes = width * dtype.itemsize
    if columns_first:
        found, problem = _columns_first(stream, request, shape, dtype, count)
    else:
        found, problem = _rows_first(stream, request, row_bytes, count, packed=packed)
    if problem is not None:
        return TablePage(columns=columns, about=about, total=height, rows_in_file=height, note=problem)
    values = found if columns_first else np.frombuffer(found, dtype=dtype, count=count * width).reshape(count, width)
    lists = values[:, :MOST_COLUMNS].tolist() if not dtype.names else values[:, 0].tolist()
    rows = tuple(tuple(cell(value) for value in row) for row in lists)
    return TablePage(
        columns=columns,
        rows=rows,
        offset=request.offset,
        total=height,
        rows_in_file=height,
        about=about,
        note=note,
    )


def _rows_first(
    stream: IO[bytes], request: Request, row_bytes: int, count: int, *, packed: bool
) -> tuple[bytes, str | None]:
    before = request.offset * row_bytes
    if count * row_bytes > UNPACKED_BYTES or (packed and before + count * row_bytes > UNPACKED_BYTES):
        return b"", f"These rows lie beyond the first {UNPACKED_BYTES >> 20} MB, which are not unpacked here."
    if packed:
        _skip(stream, before)
    else:
        stream.seek(before, os.SEEK_CUR)
    data = stream.read(count * row_bytes)
    if len(data) < count * row_bytes:
        return b"", "The file ends before the values that its header promises."
    return data, None


def _skip(stream: IO[bytes], count: int) -> None:
    while count > 0 and (piece := stream.read(min(count, 1 << 20))):
        count -= len(piece)


def _columns_first(
    stream: IO[bytes], request: Request, shape: tuple[int, ...], dtype: Any, count: int
) -> tuple[Any, str | None]:
    """The rows of an array that is written column by column, all of which must be read."""
    import numpy as np

    whole = math.prod(shape) * dtype.itemsize
    if whole > UNPACKED_BYTES:
        return None, f"It is written column by column and larger than {UNPACKED_BYTES >> 20} MB, so no rows are shown."
    data = stream.read(whole)
    if len(data) < whole:
        return None, "The file ends before the values that its header promises."
    array = np.frombuffer(data, dtype=dtype).reshape(shape, order="F")
    height = math.prod(shape[:-1])
    places = [np.unravel_index(row, shape[:-1]) for row in range(request.offset, min(request.offset + count, height))]
    return np.array([array[place] for place in places], dtype=dtype).reshape(count, shape[-1]), None


def _shape_text(shape: tuple[int, ...]) -> str:
    return "×".join(map(str, shape)) if shape else "scalar"
