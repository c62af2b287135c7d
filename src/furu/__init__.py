"""furu: write a computation as a class; each configuration is computed once, recorded and reused."""

from __future__ import annotations

from furu.api import Furu
from furu.config.fields import chz, field
from furu.errors import FuruError
from furu.store.records import State

__all__ = ["Furu", "FuruError", "State", "chz", "field"]
