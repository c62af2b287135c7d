"""What a command of a suite came to, read from its output: how many passed, what failed, and why.

Pure: text in, records out. It knows how pytest, Vitest and Playwright end; of any other command it takes the first
line that speaks of an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
SUMMARY = re.compile(r"=* ?(?:Tests +)?(?:\d+ [a-z ]+(?:, | \| )?)+(?: in [\d.]+s.*| ?\(.*\)|)")
COUNTED = re.compile(r"\b(\d+) (passed|failed|errors?|flaky|interrupted|did not run)\b")

PYTEST = re.compile(r"(?:FAILED|ERROR) (?P<name>\S+\.\w+(?:::[^\s\[]+(?:\[.*?\](?= - |$))?)?)(?: - (?P<why>.*))?")
VITEST = re.compile(r" FAIL  (?P<name>\S.*)")
PLAYWRIGHT_LIST = re.compile(r"  \d+ (?P<kind>failed|flaky|interrupted|did not run)")
PLAYWRIGHT_NAME = re.compile(r"    (?P<name>\S.*?)[ ─]*")
PLAYWRIGHT_BLOCK = re.compile(r"  \d+\) (?P<name>\S.*?)[ ─]*")
END_OF_REASON = re.compile(
    r"Call log:.*|Error Context:.*|attachment #.*|at \S.*|❯ .*|(?:> )?\d+ \|.*|[─⎯]{3,}.*|Retry #.*|\d+\) .*"
    r"|\d+ (?:passed|failed|flaky|interrupted|did not run)\b.*"
)
NOISE = re.compile(r"npm (?:warn|notice).*|> .*|\$ .*")
ERROR = re.compile(r"(?i)\b(?:errors?|fail(?:ed|s|ure)?|broken|missing|cannot)\b")
REASON_LINES = 10
REASON_WIDTH = 300


@dataclass(frozen=True)
class Trouble:
    """A test that failed, or a command that did, with the first lines of the reason."""

    name: str
    reason: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What a command came to. A flaky test passed at a second try: it counts as passed, and is named."""

    passed: int
    failures: tuple[Trouble, ...] = ()
    flaky: tuple[Trouble, ...] = ()
    failed: int = 0


def verdict_of(command: str, status: int, output: str, *, counts: bool) -> Verdict:
    """Returns what a command came to; ``counts`` says that its output ends with numbers of tests."""
    lines = COLOURS.sub("", output).splitlines()
    passed, failed = counted(lines) if counts else (int(status == 0), 0)
    failures, flaky = (failed_tests(lines), flaky_tests(lines)) if counts else ((), ())
    if not (status or failed):
        return Verdict(passed, flaky=flaky)
    return Verdict(passed, failures or (Trouble(command, first_error(lines)),), flaky, failed or 1)


def with_second_try(first: Verdict, second: Verdict) -> Verdict:
    """Returns the first verdict, in which what passed at the second try was flaky."""
    still = {trouble.name for trouble in second.failures}
    known = {trouble.name for trouble in first.failures}
    if second.passed + second.failed != first.failed or not still <= known:
        return first
    return Verdict(
        first.passed + second.passed,
        tuple(trouble for trouble in first.failures if trouble.name in still),
        (*first.flaky, *(trouble for trouble in first.failures if trouble.name not in still)),
        second.failed,
    )


def counted(lines: Iterable[str]) -> tuple[int, int]:
    """Returns how many tests passed and failed, from the summary that pytest, Vitest or Playwright ends with."""
    passed = flaky = failed = 0
    for line in map(str.strip, lines):
        if not SUMMARY.fullmatch(line):
            continue
        for number, word in COUNTED.findall(line):
            if word == "passed":
                passed = int(number)
            elif word == "flaky":
                flaky = int(number)
            else:
                failed += int(number)
    return passed + flaky, failed


def failed_tests(lines: list[str]) -> tuple[Trouble, ...]:
    """Returns the tests that failed, in the order of the output, each once."""
    listed = [trouble for kind, trouble in _playwright(lines) if kind != "flaky"]
    found = [*_pytest(lines), *_vitest(lines), *listed]
    return tuple({trouble.name: trouble for trouble in found}.values())


def flaky_tests(lines: list[str]) -> tuple[Trouble, ...]:
    """Returns the tests that failed and then passed."""
    return tuple(trouble for kind, trouble in _playwright(lines) if kind == "flaky")


def first_error(lines: Iterable[str]) -> tuple[str, ...]:
    """Returns the first line that speaks of an error, or else the first that says anything."""
    said = [line.strip() for line in lines if line.strip() and not NOISE.fullmatch(line.strip())]
    return _short(next(filter(ERROR.search, said), said[0] if said else "it said nothing").splitlines())


def _pytest(lines: Iterable[str]) -> Iterator[Trouble]:
    for line in lines:
        if found := PYTEST.fullmatch(line):
            yield Trouble(found["name"], _short([found["why"]] if found["why"] else []))


def _vitest(lines: list[str]) -> Iterator[Trouble]:
    for place, line in enumerate(lines):
        if found := VITEST.fullmatch(line):
            yield Trouble(found["name"], _reason(line for line in lines[place + 1 :] if not VITEST.fullmatch(line)))


def _playwright(lines: list[str]) -> Iterator[tuple[str, Trouble]]:
    """Yields what the lists at the end name, with the reasons from the blocks above."""
    blocks = [(found["name"], place) for place, line in enumerate(lines) if (found := PLAYWRIGHT_BLOCK.fullmatch(line))]
    reasons = {name: _reason(lines[place + 1 :]) for name, place in reversed(blocks)}
    kind = ""
    for line in lines:
        if found := PLAYWRIGHT_LIST.fullmatch(line):
            kind = found["kind"]
        elif kind and (found := PLAYWRIGHT_NAME.fullmatch(line)):
            yield kind, Trouble(found["name"], reasons.get(found["name"], ()))
        else:
            kind = ""


def _reason(lines: Iterable[str]) -> tuple[str, ...]:
    said: list[str] = []
    for line in lines:
        text = line.strip()
        if len(said) == REASON_LINES or (said and END_OF_REASON.fullmatch(text)):
            break
        if text:
            said.append(text)
    return _short(said)


def _short(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line if len(line) <= REASON_WIDTH else f"{line[:REASON_WIDTH]}…" for line in lines)
