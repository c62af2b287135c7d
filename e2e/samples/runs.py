"""Runs samples: ``python -m samples.runs``; with ``held`` one of its tasks waits for a line on the standard input."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import furu
from samples.classes import Broken, Held, Point, Summary

SUMMARIES = 12


def main(arguments: list[str]) -> int:
    """Runs them in this process, and prints the run's id."""
    report = furu.run(nodes(held="held" in arguments), on=furu.Inline(), progress=False)
    sys.stdout.write(f"{report.id}\n")
    return 0


def nodes(*, held: bool) -> Iterator[furu.Furu[object]]:
    """Yields summaries of two points each, one of which cannot be made; and what is held, when half of them are."""
    for number in range(SUMMARIES):
        if held and number == SUMMARIES // 2:
            yield Held(label="in the middle")
        yield Summary(points=(Point(number=number), Point(number=number + 1)))
    yield Summary(points=(Point(number=0),), table=Broken(column="labels"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
