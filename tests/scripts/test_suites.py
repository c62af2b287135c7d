"""The last line of ``make test`` adds up what each kind of test run prints at its end."""

from __future__ import annotations

import pytest

import suites

PYTEST = """
FAILED tests/test_a.py::test_b - 12 failed to parse
2 failed, 310 passed, 1 skipped, 1 error in 41.20s
"""
VITEST = """
 Test Files  1 failed | 12 passed (13)
      Tests  \x1b[31m3 failed\x1b[39m | \x1b[32m88 passed\x1b[39m (91)
   Duration  4.21s
"""
PLAYWRIGHT = """
  1 failed
    [chromium] › list.spec.ts:3:1 › sorts
  1 flaky
    [chromium] › list.spec.ts:9:1 › filters
  2 did not run
  17 passed (31.2s)
"""


@pytest.mark.parametrize(
    ("output", "expected"),
    [(PYTEST, (310, 3)), (VITEST, (88, 3)), (PLAYWRIGHT, (17, 4)), ("no tests ran", (0, 0)), ("", (0, 0))],
    ids=["pytest", "vitest", "playwright", "nothing", "silence"],
)
def test_counts_are_those_of_the_summary(output: str, expected: tuple[int, int]) -> None:
    assert suites.counted(output) == expected


def test_every_suite_needs_only_suites_that_exist() -> None:
    names = {suite.name for suite in suites.SUITES}
    assert all(names.issuperset(suite.needs) for suite in suites.SUITES)
