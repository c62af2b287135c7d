"""``make test`` runs suites that exist, and its end names what failed in them."""

from __future__ import annotations

import suites
from verdicts import Trouble, Verdict

SUITE = suites.SUITES[0]


def test_every_suite_needs_only_suites_that_exist() -> None:
    names = {suite.name for suite in suites.SUITES}
    assert all(names.issuperset(suite.needs) for suite in suites.SUITES)


def test_an_outcome_adds_up_its_steps_and_names_their_troubles() -> None:
    steps = (
        Verdict(3, (Trouble("a.py::b", ("one", "two")),), failed=1),
        Verdict(4, (Trouble("c"),), (Trouble("d", ("slow",)),), 1),
    )
    outcome = suites.Outcome(SUITE, steps, 1.0)
    assert (outcome.passed, outcome.failed) == (7, 2)
    assert outcome.named() == [
        "flaky: build: d",
        "    slow",
        "failed: build: a.py::b",
        "    one",
        "    two",
        "failed: build: c",
    ]


def test_many_failures_leave_room_for_the_others() -> None:
    troubles = tuple(Trouble(str(number)) for number in range(suites.LISTED + 3))
    named = suites.Outcome(SUITE, (Verdict(0, troubles, failed=len(troubles)),), 1.0).named()
    assert len(named) == suites.LISTED + 1
    assert named[-1] == "failed: build: 3 more, in build/test/build.log"


def test_a_good_outcome_names_nothing() -> None:
    assert suites.Outcome(SUITE, (Verdict(3),), 1.0).named() == []
