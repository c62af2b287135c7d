"""furu: write a computation as a class; each configuration is computed once, recorded and reused."""

from __future__ import annotations

from furu.api import Furu, debug
from furu.config.diff import diff
from furu.config.fields import chz, field
from furu.errors import FuruError
from furu.results.codec import Codec, Folder
from furu.results.pickled import Pickle
from furu.store.records import State

__all__ = ["Codec", "Folder", "Furu", "FuruError", "Pickle", "State", "chz", "debug", "diff", "field"]
