"""Runs the suites of ``make test``, two at a time, and prints how long each took and what it counted.

Usage: ``python3 scripts/suites.py [name …]``; all suites when none is named. The output of a suite goes to
``build/test/<suite>.log`` and to the terminal only when it fails, so that suites that run at the same time
stay readable. The end names every test that failed, or passed only at a second try, with the first lines of the
reason; the last line is ``N passed, N failed``, over everything that ran.
"""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import prepare
import verdicts
from verdicts import Trouble, Verdict

LOGS = prepare.ROOT / "build" / "test"
LISTED = 20
"""So many failures of a suite are named at the end; its log has the others."""


FEW = 3
"""So many failed tests of a suite are tried once more, alone; more than that is no accident of a busy machine."""


@dataclass(frozen=True)
class Step:
    """One command of a suite. ``counts`` says that its output ends with numbers of tests, not just a verdict.

    ``again``, followed by names of tests, runs those alone: what failed and passes then was flaky, and named as that.
    """

    command: str
    counts: bool = False
    again: str = ""


@dataclass(frozen=True)
class Suite:
    """Steps that run one after another, all of them; ``needs`` are suites that must have passed before."""

    name: str
    about: str
    steps: tuple[Step, ...]
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outcome:
    """What a suite came to."""

    suite: Suite
    steps: tuple[Verdict, ...]
    seconds: float

    @property
    def passed(self) -> int:
        """How many tests and commands passed."""
        return sum(step.passed for step in self.steps)

    @property
    def failed(self) -> int:
        """How many did not."""
        return sum(step.failed for step in self.steps)

    def line(self) -> str:
        """Returns the suite's row of the table."""
        verdict = "failed" if self.failed else "ok"
        counts = f"{self.passed:>5} passed {self.failed:>4} failed"
        return f"{self.suite.name:<11} {verdict:<6} {counts} {self.seconds:>7.1f} s   {self.suite.about}"

    def named(self) -> list[str]:
        """Returns the lines that name what failed, and what was flaky, with the reasons."""
        flaky = [trouble for step in self.steps for trouble in step.flaky]
        failures = [trouble for step in self.steps for trouble in step.failures]
        return [*self._listed("flaky", flaky), *self._listed("failed", failures)]

    def _listed(self, kind: str, troubles: list[Trouble]) -> list[str]:
        lines = []
        for trouble in troubles[:LISTED]:
            lines.append(f"{kind}: {self.suite.name}: {trouble.name}")
            lines.extend(f"    {line}" for line in trouble.reason)
        if len(troubles) > LISTED:
            log = _log(self.suite).relative_to(prepare.ROOT)
            lines.append(f"{kind}: {self.suite.name}: {len(troubles) - LISTED} more, in {log}")
        return lines


PYTEST = "python -m pytest -q"
ALONE = f"{PYTEST} -n0"

# The longest first, so that the short ones fill the second core beside them.
SUITES = (
    Suite("build", "the web app", (Step("npm run build"), Step("npm run size"))),
    Suite(
        "python",
        "pytest",
        (Step(f"{PYTEST} --ignore=tests/slurm", counts=True, again=ALONE),),
    ),
    # One cluster, which several processes would each start for themselves.
    Suite(
        "slurm",
        "a real Slurm cluster",
        (Step(f"{PYTEST} -n0 tests/slurm", counts=True, again=ALONE),),
    ),
    Suite(
        "lint",
        "lint, types, layers",
        (
            Step("ruff check --quiet"),
            Step("ruff format --check --quiet"),
            Step("mypy"),
            Step("lint-imports --no-cache"),
            Step("python scripts/api.py --check"),
        ),
    ),
    Suite(
        "e2e",
        "a real browser on the real server",
        (Step("npm test -w e2e", counts=True),),
        needs=("build",),
    ),
    Suite(
        "typescript",
        "types, lint, unit tests",
        (
            Step("npm run check"),
            Step("npm test", counts=True),
        ),
    ),
    Suite(
        "wheel",
        "the wheel in a fresh environment",
        (Step("python scripts/wheel_test.py", counts=True),),
        needs=("build",),
    ),
)
AT_ONCE = 2


class Runner:
    """Runs suites in child process groups and can end them all."""

    def __init__(self, chosen: tuple[Suite, ...]) -> None:
        self.chosen = chosen
        self.outcomes: dict[str, Outcome] = {}
        self._children: set[subprocess.Popen[bytes]] = set()
        self._lock = threading.Lock()
        self._stopped = False

    def run(self) -> None:
        """Runs every suite as soon as there is room and what it needs has passed."""
        waiting = list(self.chosen)
        running: dict[Future[Outcome], Suite] = {}
        with ThreadPoolExecutor(AT_ONCE) as pool:
            while waiting or running:
                for suite in self._ready(waiting)[: AT_ONCE - len(running)]:
                    waiting.remove(suite)
                    running[pool.submit(self._suite, suite)] = suite
                finished, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in finished:
                    del running[future]
                    self._report(future.result())

    def stop(self) -> None:
        """Interrupts everything that runs."""
        with self._lock:
            self._stopped = True
            for child in self._children:
                child.send_signal(signal.SIGTERM)

    def _ready(self, waiting: list[Suite]) -> list[Suite]:
        pending = {suite.name for suite in self.chosen} - set(self.outcomes)
        return [suite for suite in waiting if not pending.intersection(suite.needs)]

    def _suite(self, suite: Suite) -> Outcome:
        started = time.monotonic()
        log = _log(suite)
        log.write_text("")
        if unmet := [name for name in suite.needs if name in self.outcomes and self.outcomes[name].failed]:
            missing = Trouble("not run", (f"it needs {unmet[0]}, which failed",))
            log.write_text(f"\nnot run: {missing.reason[0]}\n")
            return Outcome(suite, (Verdict(0, (missing,), failed=1),), 0.0)
        steps = tuple(self._step(step, log) for step in suite.steps)
        return Outcome(suite, steps, time.monotonic() - started)

    def _step(self, step: Step, log: Path) -> Verdict:
        first = self._try(step.command.split(), step, log)
        if not step.again or not 0 < first.failed == len(first.failures) <= FEW:
            return first
        names = [trouble.name for trouble in first.failures]
        return verdicts.with_second_try(first, self._try([*step.again.split(), *names], step, log))

    def _try(self, command: list[str], step: Step, log: Path) -> Verdict:
        with log.open("ab") as file:
            file.write(f"\n$ {shlex.join(command)}\n".encode())
            file.flush()
            before = file.tell()
            child = self._start(command, file)
            status = 1 if child is None else child.wait()
        if child is not None:
            with self._lock:
                self._children.discard(child)
        output = log.read_bytes()[before:].decode(errors="replace")
        return verdicts.verdict_of(shlex.join(command), status, output, counts=step.counts)

    def _start(self, command: list[str], output: IO[bytes]) -> subprocess.Popen[bytes] | None:
        """Starts a command, unless everything has been stopped."""
        with self._lock:
            if self._stopped:
                return None
            child = subprocess.Popen(
                command,
                cwd=prepare.ROOT,
                env=prepare.environment() | {"NO_COLOR": "1", "CI": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
            self._children.add(child)
            return child

    def _report(self, outcome: Outcome) -> None:
        self.outcomes[outcome.suite.name] = outcome
        if outcome.failed:
            said = _log(outcome.suite).read_text(errors="replace")
            print(f"\n{'=' * 20} {outcome.suite.name} {'=' * 20}{said}")
        print(outcome.line(), flush=True)


def _log(suite: Suite) -> Path:
    return LOGS / f"{suite.name}.log"


def main(names: list[str]) -> int:
    """Runs the named suites and returns 0 when nothing failed."""
    known = {suite.name: suite for suite in SUITES}
    if unknown := [name for name in names if name not in known]:
        print(f"error: no suite is called {unknown[0]}; there are {', '.join(known)}", file=sys.stderr)
        return 2
    started = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    runner = Runner(tuple(suite for suite in SUITES if not names or suite.name in names))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: runner.stop())
    runner.run()
    outcomes = [runner.outcomes[suite.name] for suite in runner.chosen]
    print("\n" + "\n".join(outcome.line() for outcome in outcomes))
    print(f"{'in all':<11} {'':<6} {'':<24} {time.monotonic() - started:>7.1f} s\n")
    if named := [line for outcome in outcomes for line in outcome.named()]:
        print("\n".join(named) + "\n")
    passed, failed = sum(outcome.passed for outcome in outcomes), sum(outcome.failed for outcome in outcomes)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
