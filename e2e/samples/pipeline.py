"""Computes the smallest complete pipeline of examples/digits: ``python -m samples.pipeline``."""

from __future__ import annotations

import contextlib

from digits.models import NotConverged
from digits.sweep import smoke


def main() -> None:
    """Computes every root; one of them fails, as the example says."""
    for root in smoke():
        with contextlib.suppress(NotConverged):
            root.get()


if __name__ == "__main__":
    main()
