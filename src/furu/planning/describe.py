"""A plan in words: how much of what, why, how long, and what it takes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING

from furu import settings
from furu.clock import duration
from furu.store.records import State

if TYPE_CHECKING:
    from furu.planning.plan import Plan, Task

REASONS: Mapping[State, str] = {
    State.MISSING: "never computed",
    State.FAILED: "failed before",
    State.CRASHED: "its process died",
    State.CANCELLED: "was interrupted",
    State.PREEMPTED: "was preempted",
    State.SUCCESS: "asked for again",
}
"""Why an artifact in this state is computed."""


RETRIES = "FURU_RETRY_FAILED"


def describe(plan: Plan, seconds: Mapping[str, float]) -> str:
    """The plan as text, a line a class.

    Args:
        plan: what to describe.
        seconds: how long an artifact takes, by namespace.
    """
    lines = [headline(plan)]
    by_class: dict[str, list[Task]] = {}
    for task in plan.todo:
        by_class.setdefault(task.artifact.namespace, []).append(task)
    for namespace, tasks in sorted(by_class.items()):
        lines.append(f"  {_class_line(namespace, tasks, seconds.get(namespace))}")
    for namespace, counts in plan.counts().items():
        lines += [
            f"  {namespace}: {counts[state]} {state} elsewhere, waited for"
            for state in (State.RUNNING, State.QUEUED)
            if counts.get(state)
        ]
    known = [seconds[task.artifact.namespace] for task in plan.todo if task.artifact.namespace in seconds]
    if plan.todo:
        lines.append(_estimate(len(plan.todo), known))
    return "\n".join(lines)


def headline(plan: Plan) -> str:
    """How much was asked for, is missing, and is there."""
    done = sum(task.is_done for task in plan.tasks.values())
    elsewhere = sum(task.is_elsewhere and not task.is_done for task in plan.tasks.values())
    parts = [f"{len(plan.todo)} to compute", f"{done} there already"]
    if elsewhere:
        parts.append(f"{elsewhere} being computed elsewhere")
    return f"{len(plan.roots)} asked for: {', '.join(parts)}"


def _class_line(namespace: str, tasks: list[Task], seconds: float | None) -> str:
    reasons = Counter(_reason(task) for task in tasks)
    why = ", ".join(f"{count} {reason}" for reason, count in reasons.most_common())
    asks = ", ".join(sorted({task.demand for task in tasks}))
    took = "" if seconds is None else f"; {_time(seconds)} each before"
    return f"{namespace}: {len(tasks)} to compute ({why}); {asks}{took}"


def _reason(task: Task) -> str:
    refused = f", and {RETRIES}=0" if task.state is State.FAILED and not settings.current().retry_failed else ""
    return REASONS.get(task.state, str(task.state)) + refused


def _estimate(count: int, known: list[float]) -> str:
    if not known:
        return "  no earlier attempts to estimate the time from"
    unknown = count - len(known)
    rest = f", and {unknown} of classes that nothing is known of" if unknown else ""
    return f"  about {_time(sum(known))} of computing, one after another{rest}"


def _time(seconds: float) -> str:
    """A duration that is no zero, however short."""
    return duration(seconds) if seconds >= 1 else f"{max(1, round(seconds * 1000))}ms"
