"""What a class may declare about how its results are kept."""

from __future__ import annotations

from furu.config.names import class_text
from furu.config.node import Node
from furu.errors import ClassRefused
from furu.results.codec import Codec
from furu.results.codecs import reserved


def check_codec(cls: type[Node]) -> None:
    """Refuse a declared codec that could not be used.

    Raises:
        ClassRefused: it is no codec, has a name that already means something, or the class has its own ``_load``.
    """
    codec = cls._furu_codec
    if codec is None:
        return
    where = class_text(cls)
    if not isinstance(codec, Codec):
        raise ClassRefused(
            f"the codec of {cls.__qualname__} is {codec!r}, which is no furu.Codec",
            where=where,
            hint="write codec=furu.Pickle, or codec=furu.Codec(name=…, accepts=…, save=…, load=…)",
        )
    if reserved(codec.name):
        raise ClassRefused(
            f"the codec of {cls.__qualname__} is called {codec.name!r}, which already means something in a result",
            where=where,
            hint="give it another name",
        )
    if cls._load is not Node._load:
        raise ClassRefused(
            f"{cls.__qualname__} has both a codec and a _load, and only one of them can load its results",
            where=where,
            hint="remove one of them; codec=None takes an inherited codec away",
        )
