"""For tests of code that uses furu: results that stand in for computed ones, and roots of their own.

The pytest plugin is :mod:`furu.testing.plugin`; it is there as soon as furu is installed.
"""

from __future__ import annotations

from furu.testing.isolation import isolated
from furu.testing.override import override_results

__all__ = ["isolated", "override_results"]
