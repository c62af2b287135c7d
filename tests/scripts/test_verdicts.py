"""What each kind of test run prints at its end says how many passed, what failed, and why."""

from __future__ import annotations

import pytest

from verdicts import Trouble, Verdict, verdict_of, with_second_try

PYTEST = """
ERROR    furu:create.py:12 a captured line of a log
=========================== short test summary info ============================
FAILED tests/test_a.py::test_b[x - y] - 12 failed to parse
and this took two lines
FAILED tests/test_a.py::test_c
ERROR tests/test_d.py - ImportError: no module named e
2 failed, 310 passed, 1 skipped, 1 error in 41.20s
"""
VITEST = """
     × adds 11ms
⎯⎯⎯⎯⎯⎯⎯ Failed Tests 2 ⎯⎯⎯⎯⎯⎯⎯

 FAIL  |core| tests/sum.test.ts > a group > adds
AssertionError: expected 2 to be 3 // Object.is equality

- Expected
+ Received

 ❯ tests/sum.test.ts:3:38
      1| import { expect, test } from "vitest";

 FAIL  |core| tests/sum.test.ts > a group > throws
 FAIL  |core| tests/sum.test.ts > a group > throws again
\x1b[31mError: first line\x1b[39m
second line
 ❯ tests/sum.test.ts:4:32

 Test Files  1 failed | 12 passed (13)
      Tests  \x1b[31m3 failed\x1b[39m | \x1b[32m88 passed\x1b[39m (91)
   Duration  4.21s
"""
PLAYWRIGHT = """
  ✘  2 tests/list.spec.ts:3:1 › sorts (1.2s)

  1) tests/list.spec.ts:3:1 › sorts ────────────────────────────────────────────

    Error: expect(locator).toBeVisible() failed

    Locator: getByText('nope')
    Error: element(s) not found

    Call log:
      - waiting for getByText('nope')

    Retry #1 ───────────────────────────────────────────────────────────────────

    Test timeout of 300ms exceeded.

  2) tests/list.spec.ts:9:3 › group › filters ──────────────────────────────────

    Error: what the pages complained about

    Error Context: ../../build/error-context.md

  1 failed
    tests/list.spec.ts:3:1 › sorts ─────────────────────────────────────────────
  1 flaky
    tests/list.spec.ts:9:3 › group › filters ───────────────────────────────────
  2 did not run
  17 passed (31.2s)
npm error Lifecycle script `test` failed with error:
npm error code 1
"""
PLAYWRIGHT_FLAKY = """
  1) tests/list.spec.ts:9:3 › group › filters ──────────────────────────────────

    Test timeout of 300ms exceeded.

  1 flaky
    tests/list.spec.ts:9:3 › group › filters ───────────────────────────────────
  20 passed (31.2s)
"""
FILTERS = Trouble("tests/list.spec.ts:9:3 › group › filters", ("Error: what the pages complained about",))
SLOW_FILTERS = Trouble(FILTERS.name, ("Test timeout of 300ms exceeded.",))
SORTS = Trouble(
    "tests/list.spec.ts:3:1 › sorts",
    (
        "Error: expect(locator).toBeVisible() failed",
        "Locator: getByText('nope')",
        "Error: element(s) not found",
    ),
)


@pytest.mark.parametrize(
    ("output", "status", "expected"),
    [
        pytest.param(
            PYTEST,
            1,
            Verdict(
                310,
                (
                    Trouble("tests/test_a.py::test_b[x - y]", ("12 failed to parse",)),
                    Trouble("tests/test_a.py::test_c"),
                    Trouble("tests/test_d.py", ("ImportError: no module named e",)),
                ),
                failed=3,
            ),
            id="pytest",
        ),
        pytest.param(
            VITEST,
            1,
            Verdict(
                88,
                (
                    Trouble(
                        "|core| tests/sum.test.ts > a group > adds",
                        ("AssertionError: expected 2 to be 3 // Object.is equality", "- Expected", "+ Received"),
                    ),
                    Trouble("|core| tests/sum.test.ts > a group > throws", ("Error: first line", "second line")),
                    Trouble("|core| tests/sum.test.ts > a group > throws again", ("Error: first line", "second line")),
                ),
                failed=3,
            ),
            id="vitest",
        ),
        pytest.param(PLAYWRIGHT, 1, Verdict(18, (SORTS,), (FILTERS,), 3), id="playwright"),
        pytest.param(PLAYWRIGHT_FLAKY, 0, Verdict(21, (), (SLOW_FILTERS,)), id="playwright, flaky"),
        pytest.param(
            "no tests ran in 0.1s",
            5,
            Verdict(0, (Trouble("run", ("no tests ran in 0.1s",)),), failed=1),
            id="nothing",
        ),
        pytest.param(
            "3 passed in 1.00s\nerror: these appeared outside\n",
            1,
            Verdict(3, (Trouble("run", ("error: these appeared outside",)),), failed=1),
            id="all pass and the command fails",
        ),
        pytest.param("", 1, Verdict(0, (Trouble("run", ("it said nothing",)),), failed=1), id="silence"),
    ],
)
def test_a_run_of_tests_says_what_failed_and_why(output: str, status: int, expected: Verdict) -> None:
    assert verdict_of("run", status, output, counts=True) == expected


@pytest.mark.parametrize(
    ("output", "reason"),
    [
        ("a.py:3: note: hm\na.py:4: error: no\nFound 1 error in 1 file", "a.py:4: error: no"),
        ("\n> web@1.0.0 check\n> tsc -b\n\na.ts(1,2): error TS2322: Type\n", "a.ts(1,2): error TS2322: Type"),
        ("npm warn Unknown config, an error later\nE501 Line too long\n --> a.py:1\n", "E501 Line too long"),
        ("", "it said nothing"),
        ("error: " + "x" * 1000, "error: " + "x" * 293 + "…"),
    ],
)
def test_any_other_command_says_its_first_error(output: str, reason: str) -> None:
    assert verdict_of("mypy", 1, output, counts=False) == Verdict(0, (Trouble("mypy", (reason,)),), failed=1)


def test_a_command_that_ends_well_counts_as_one() -> None:
    assert verdict_of("mypy", 0, "Success: no errors", counts=False) == Verdict(1)


A, B = Trouble("a.py::a", ("slow",)), Trouble("b.py::b", ("broken",))


@pytest.mark.parametrize(
    ("second", "whole"),
    [
        (Verdict(2), Verdict(12, (), (A, B))),
        (Verdict(1, (B,), failed=1), Verdict(11, (B,), (A,), 1)),
        (Verdict(0, (A, B), failed=2), Verdict(10, (A, B), (), 2)),
        (Verdict(0, (Trouble("pytest", ("it ended",)),), failed=1), Verdict(10, (A, B), (), 2)),
        (Verdict(1), Verdict(10, (A, B), (), 2)),
    ],
    ids=["both passed", "one did", "none did", "it did not run", "it ran something else"],
)
def test_what_passes_alone_was_flaky_and_is_named(second: Verdict, whole: Verdict) -> None:
    assert with_second_try(Verdict(10, (A, B), failed=2), second) == whole
