"""Classes whose artifacts git keeps."""

from __future__ import annotations

import furu
from tests.nodes import Leaf


class Figure(furu.Furu[int], version_controlled=True):
    """Small and worth keeping."""

    leaf: Leaf = furu.field(default_factory=Leaf)

    def _create(self) -> int:
        (self.furu_dir / "figure.txt").write_text("drawn")
        return self.leaf.get() + 1


class Sketch(Figure):
    """Inherits the place."""


class Draft(Figure, version_controlled=False):
    """Does not."""
