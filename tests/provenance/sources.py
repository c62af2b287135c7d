"""A small project as text, and how it gets onto the disk."""

from __future__ import annotations

import importlib
import textwrap
from pathlib import Path

PROJECT = {
    "lab/__init__.py": "",
    "lab/train.py": """
        '''Training.'''
        import furu
        from lab import models as zoo
        from .features import Features
        from .decorating import traced
        from .base import Base
        from lab.names.space import inside

        RATE = 0.1
        TABLE = {}
        TABLE["a"] = 1

        class Train(Base):
            '''Trains.'''

            features: Features
            rate: float = RATE  # a comment

            @traced
            def _create(self) -> float:
                '''Does it.'''
                from lab.late import later
                value = zoo.build(self.rate) + inside()
                return later(value) + TABLE["a"]

        def unrelated() -> int:
            return 1

        class Other(furu.Furu[int]):
            def _create(self) -> int:
                return 2
        """,
    "lab/models.py": """
        from lab.deep import helper

        def build(rate):
            shadow = [helper for helper in range(3)]
            return helper(rate)

        def elsewhere():
            return helper(0)
        """,
    "lab/deep.py": """
        from lab import models
        LIMIT: int = 3
        if LIMIT > 2:
            BOUND = 1
        else:
            BOUND = 2

        def helper(rate):
            if rate > LIMIT:
                return models.build(rate - BOUND)
            return rate

        def unused():
            return LIMIT
        """,
    "lab/features.py": """
        import furu
        from lab.work import heavy
        from lab.reading import read

        class Features(furu.Furu[float]):
            def _create(self) -> float:
                return heavy()

            def _load(self) -> float:
                return read()
        """,
    "lab/work.py": "def heavy():\n    return 1.0\n",
    "lab/reading.py": "def read():\n    return 1.0\n",
    "lab/decorating.py": """
        from functools import wraps

        def traced(function):
            @wraps(function)
            def inner(*args):
                return function(*args)
            return inner
        """,
    "lab/base.py": """
        import furu
        from lab.stars import *

        class Root(furu.Furu[float]):
            def _create(self) -> float:
                return starred()

        class Base(Root):
            def shared(self):
                return 1
        """,
    "lab/stars.py": "def starred():\n    return 1.0\n",
    "lab/late.py": "def later(value):\n    return value\n",
    "lab/names/space.py": "def inside():\n    return 0\n",
}


def write(project: Path, files: dict[str, str]) -> None:
    """Write files below a folder, for imports to find."""
    for name, text in files.items():
        path = project / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip())
    importlib.invalidate_caches()
