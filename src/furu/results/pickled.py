"""Pickle, for the classes that ask for it: ``class Model(furu.Furu[T], codec=furu.Pickle)``.

Loading a pickle runs code that the file names. So nothing else ever unpickles: a manifest that claims to be a
pickle is refused unless the class that reads it declares this codec.
"""

from __future__ import annotations

import sys
from typing import Any

from furu.errors import ResultError
from furu.results.codec import Codec, Folder

PROTOCOL = 5
"""Every supported Python reads it, and it keeps the buffers of arrays whole."""


def _save(value: Any, folder: Folder, where: str) -> dict[str, Any]:
    import pickle

    cls = type(value)
    path = folder.new(".pickle")
    try:
        with path.open("xb") as file:
            pickle.dump(value, file, protocol=PROTOCOL)
    except (pickle.PicklingError, TypeError, AttributeError, RecursionError) as error:
        raise ResultError(
            f"the result{where} is a {cls.__module__}.{cls.__qualname__}, which cannot be pickled: {error}",
            where=where,
            hint="write files in _create and define _load",
        ) from error
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    return {"file": path.name, "class": f"{cls.__module__}:{cls.__qualname__}", "python": python}


def _load(data: dict[str, Any], folder: Folder) -> Any:
    import pickle

    path = folder.existing(data["file"])
    try:
        with path.open("rb") as file:
            return pickle.load(file)  # noqa: S301  # the class that is loaded says codec=furu.Pickle
    except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError) as error:
        raise ResultError(
            f"the pickle {path} cannot be read: {error}",
            where=str(path),
            hint=f"it was written by Python {data.get('python', '?')} and holds a {data.get('class', '?')}; "
            "its classes must be importable under the same names",
        ) from error


Pickle = Codec(name="pickle", accepts=lambda _cls: True, save=_save, load=_load)
"""Keeps any value that Python can pickle, as one file, with everything inside it.

Meant for ``class Model(furu.Furu[T], codec=furu.Pickle)``. The dashboard cannot show such a result, and a
change of its classes can make it unreadable.
"""
