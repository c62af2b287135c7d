"""The codecs: one table from a value's type to how it is kept.

A result is kept as tagged JSON (:mod:`furu.config.tree`) inside the manifest; what JSON cannot hold well is a
file beside it, which the JSON names. The codec that a class declares is asked first, then this table, and
last the codecs that installed packages register under the entry point group ``furu.codecs``. Optional libraries
are imported only when a value of theirs is saved or loaded.
"""

from __future__ import annotations

from functools import lru_cache

from furu.config.kinds import TAGGED
from furu.errors import ResultError
from furu.results.arrays import ARRAY
from furu.results.codec import Codec, Folder
from furu.results.files import FILE
from furu.results.pandas_frames import PANDAS
from furu.results.pickled import Pickle
from furu.results.polars_frames import POLARS
from furu.results.records import RECORDS
from furu.results.timestamps import TIMESTAMP

__all__ = ["BY_NAME", "CODECS", "GROUP", "Codec", "Folder", "codec_for", "registered", "reserved"]

CODECS: tuple[Codec, ...] = (ARRAY, FILE, PANDAS, POLARS, TIMESTAMP)
"""The codecs that write or name files, and those of types that only optional libraries have."""

BY_NAME = {codec.name: codec for codec in CODECS}

GROUP = "furu.codecs"
"""The entry point group: a package registers one :class:`Codec` a name."""


def codec_for(cls: type) -> Codec | None:
    """The codec of a type that JSON cannot hold, if the table has one."""
    return next((codec for codec in CODECS if codec.accepts(cls)), None)


def reserved(name: str) -> bool:
    """Whether a name already means a way to keep a value."""
    return name in BY_NAME or name in TAGGED or name in RECORDS or name in _CONTAINERS


_CONTAINERS = frozenset({"dict", "float", "frozenset", "int", "json", "list", "node", "set", "tuple"})


@lru_cache(maxsize=1)
def registered() -> dict[str, Codec]:
    """The codecs of installed packages by name; looked up when the first value or manifest needs one.

    Raises:
        ResultError: what a package registers is no codec, cannot be imported, or has a name that is taken.
    """
    from importlib.metadata import entry_points

    found: dict[str, Codec] = {}
    for point in sorted(entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        place = f"the codec {point.name} ({point.value})"
        try:
            codec = point.load()
        except Exception as error:
            raise _unusable(f"{place} cannot be imported: {error}", point.name) from error
        if not isinstance(codec, Codec):
            raise _unusable(f"{place} is a {type(codec).__qualname__}, not a furu.Codec", point.name)
        if reserved(codec.name) or codec.name == Pickle.name or codec.name in found:
            raise _unusable(f"{place} is called {codec.name!r}, which is taken", point.name)
        found[codec.name] = codec
    return found


def _unusable(message: str, name: str) -> ResultError:
    return ResultError(
        message, where=name, hint="uninstall the package that registers it, or report this to its authors"
    )
