"""Computes the whole space: ``python -m digits.sweep``, here or, with ``--on``, elsewhere.

What exists is reused and what failed is left alone, so a second sweep computes nothing. Ctrl-C and SIGTERM
end it; what was finished by then stays, and the next sweep goes on from there.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from typing import Literal

import furu
from digits.space import Root, configurations, smoke
from furu.errors import AttemptFailed

__all__ = ["configurations", "main", "smoke", "sweep"]

Outcome = Literal["computed", "reused", "failed", "failed before"]

BACKENDS = ("local", "inline", "slurm")

ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POLARS_MAX_THREADS")
"""The processes are the parallelism: numeric libraries that start threads of their own only slow them down."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the sweep the command line asks for; failed configurations are results, not a failed sweep."""
    parser = argparse.ArgumentParser(prog="python -m digits.sweep", description="Computes the digits sweep.")
    parser.add_argument("--on", choices=BACKENDS, default="local", help="where to compute (default: local)")
    parser.add_argument("--workers", type=int, help="processors that local may use (default: all)")
    parser.add_argument("--limit", type=int, help="only the first LIMIT configurations")
    parser.add_argument("--no-slow", action="store_true", help="leave out the one that takes minutes")
    parser.add_argument("--retry-failed", action="store_true", help="compute again what failed before")
    options = parser.parse_args(arguments)
    for variable in ONE_THREAD:
        os.environ.setdefault(variable, "1")
    # A model whose features have failed fails with them, instead of computing them once more.
    os.environ["FURU_RETRY_FAILED"] = str(int(options.retry_failed))
    counts = sweep(configurations(slow=not options.no_slow)[: options.limit], backend(options.on, options.workers))
    print(", ".join(f"{counts[outcome]} {outcome}" for outcome in ("computed", "reused", "failed", "failed before")))
    return 0


def backend(name: str, workers: int | None) -> furu.Inline | furu.Local | furu.Slurm:
    """Where to compute."""
    if name == "inline":
        return furu.Inline()
    return furu.Slurm() if name == "slurm" else furu.Local(cpus=workers)


def sweep(roots: Sequence[Root], on: furu.Inline | furu.Local | furu.Slurm) -> Counter[str]:
    """Computes what is missing, and returns how often each outcome was had among the roots."""
    report = furu.run(roots, on=on)
    errors = {failure.artifact: failure.error for failure in report.failed}
    causes = {skip.artifact: skip.because for skip in report.skipped}
    computed = {*report.done}

    def outcome(key: str) -> Outcome:
        if key in errors or key in causes:
            first = [errors[cause] for cause in causes.get(key, (key,))]
            return "failed before" if all(isinstance(error, AttemptFailed) for error in first) else "failed"
        return "computed" if key in computed else "reused"

    plan = furu.plan(roots)
    return Counter(outcome(key) for key in plan.roots)


if __name__ == "__main__":
    sys.exit(main())
