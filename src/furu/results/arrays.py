"""numpy arrays as ``.npy`` files: dtype, shape, byte order and memory layout as they were."""

from __future__ import annotations

from typing import Any

from furu.config.kinds import loaded
from furu.errors import ResultError
from furu.results.codec import Codec, Folder


def _accepts(cls: type) -> bool:
    """Plain and memory-mapped arrays, and rows of structured ones; others, such as masked ones, hold more."""
    return cls in (loaded("numpy", "ndarray"), loaded("numpy", "memmap"), loaded("numpy", "void"))


def _save(value: Any, folder: Folder, where: str) -> dict[str, Any]:
    import numpy as np

    if value.dtype.hasobject:
        raise ResultError(
            f"the result{where} is an array of Python objects, which no codec keeps",
            where=where,
            hint="give the array a numeric or text dtype, or define _load and write the files in _create",
        )
    path = folder.new(".npy")
    with path.open("xb") as file:
        np.lib.format.write_array(file, np.asanyarray(value), allow_pickle=False)
    saved = {"file": path.name, "dtype": str(value.dtype), "shape": list(value.shape)}
    return {**saved, "scalar": True} if isinstance(value, np.void) else saved


def _load(data: dict[str, Any], folder: Folder) -> Any:
    import numpy as np

    with folder.existing(data["file"]).open("rb") as file:
        array = np.lib.format.read_array(file, allow_pickle=False)
    return array[()] if data.get("scalar") else array


ARRAY = Codec(name="npy", accepts=_accepts, save=_save, load=_load)
