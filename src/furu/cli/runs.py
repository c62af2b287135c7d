"""``furu runs``: which runs there are, how one stands, and how to stop one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from furu import clock, settings
from furu.cli.explained import Explained
from furu.cli.tables import table, visible
from furu.errors import RunOver

if TYPE_CHECKING:
    from furu.store.run_list import Runs
    from furu.store.run_rows import RunDetail, RunSummary, Standing, TaskFailure

MOST_FAILURES = 10


@click.group(name="runs", invoke_without_command=True)
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="Runs to list.")
@click.option("--json", "as_json", is_flag=True, help="Print them as JSON.")
@click.pass_context
def command(ctx: click.Context, limit: int, as_json: bool) -> None:  # noqa: FBT001
    """List the latest runs; `show` tells all of one, `cancel` stops one."""
    if ctx.invoked_subcommand is not None:
        return
    page = _runs().page(limit=limit)
    if as_json:
        _print_json(page)
        return
    head = ("id", "state", "backend", "started", "took", "over", "failed", "command")
    click.echo(table(head, [_line(run) for run in page.items]), nl=False)


@command.command(name="show")
@click.argument("run", metavar="ID")
@click.option("--traceback", is_flag=True, help="Show the tracebacks of failures.")
@click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")
def show(run: str, traceback: bool, as_json: bool) -> None:  # noqa: FBT001
    """Show one run: progress by class, workers and failures. ID is any part of an id that only one has."""
    runs = _runs()
    detail = runs.detail(_the_one(runs, run))
    if as_json:
        _print_json(detail)
        return
    click.echo(visible("\n".join(_told(detail, traceback=traceback))))


@command.command(name="cancel")
@click.argument("run", metavar="ID")
def cancel(run: str) -> None:
    """Ask a run to stop; what is done stays done. ID is any part of an id that only one has.

    Jobs that a run without a driver left to Slurm are cancelled there.
    """
    runs = _runs()
    name = _the_one(runs, run)
    try:
        runs.cancel(name)
    except RunOver:
        if (jobs := _cancel_jobs(runs, name)) == 0:
            raise
        click.echo(f"cancelled {jobs} job{'s' * (jobs != 1)} of run {name}")
    else:
        click.echo(f"asked run {name} to stop")


def _cancel_jobs(runs: Runs, name: str) -> int:
    """Cancel what a run without a driver has left to a scheduler; returns how many jobs that were."""
    if runs.summary(name).backend != "slurm":
        return 0
    from furu.executors.slurm import leftover
    from furu.store.layout import RunPlace

    jobs, complaint = leftover.cancel(RunPlace(str(settings.root()), name))
    if complaint:
        raise Explained(f"the jobs of run {name} could not all be cancelled: {complaint}", hint="ask again in a moment")
    return jobs


def _runs() -> Runs:
    from furu.store.run_list import Runs

    return Runs(str(settings.root()))


def _the_one(runs: Runs, part: str) -> str:
    """The id that begins with, or has, some text; its beginning counts first."""
    ids = runs.ids()
    matches = [name for name in ids if name.startswith(part)] or [name for name in ids if part in name]
    if len(matches) != 1:
        some = f": {', '.join(matches[:5])}" if matches else ""
        raise Explained(
            f"{len(matches) or 'no'} runs are called {part!r}{some}",
            hint="furu runs lists them; name one by more of its id",
        )
    return matches[0]


def _line(run: RunSummary) -> tuple[str, ...]:
    return (
        run.id,
        run.state,
        run.backend,
        "" if run.started_at is None else f"{run.started_at.astimezone():%Y-%m-%d %H:%M:%S}",
        _took(run),
        f"{_over(run.standings)}/{run.total}",
        str(run.standings.get("failed", 0)),
        run.unreadable or " ".join(run.command),
    )


def _took(run: RunSummary) -> str:
    if run.duration_s is not None:
        return clock.duration(run.duration_s)
    if run.started_at is None or not run.stoppable:
        return ""
    return clock.duration((clock.now() - run.started_at).total_seconds())


def _over(standings: dict[Standing, int]) -> int:
    from furu.store.run_rows import OPEN

    return sum(count for standing, count in standings.items() if standing not in OPEN and standing != "left")


def _told(detail: RunDetail, *, traceback: bool) -> list[str]:
    run = detail.run
    counts = ", ".join(f"{count} {standing}" for standing, count in run.standings.items()) or "no tasks"
    lines = [f"run {run.id}: {run.state}: {counts}"]
    if run.cancel_requested and run.stoppable:
        lines.append("  asked to stop")
    if detail.left_s is not None:
        lines.append(f"  about {clock.duration(detail.left_s)} left, if as many run at once as now")
    lines.append(f"  {run.backend}, started by {run.user}@{run.host}: {' '.join(run.command)}")
    lines.append(f"  {detail.path}")
    for item in detail.classes:
        said = ", ".join(f"{count} {standing}" for standing, count in item.standings.items())
        each = "" if item.took_s is None else f"; {item.took_s:.3g}s each"
        lines.append(f"  {item.namespace}: {said}{each}")
    busy = [worker for worker in detail.workers if worker.state == "busy"]
    lines.append(f"  {detail.workers_total} worker{'s' * (detail.workers_total != 1)}, {len(busy)} at work")
    lines += [f"    {worker.id}: {worker.namespace}@{(worker.digest or '')[:8]}" for worker in busy]
    lines += [f"  {event.message}" for event in reversed(detail.recent) if event.kind == "note" and event.message]
    for failure in detail.failures[: None if traceback else MOST_FAILURES]:
        lines += _failure(failure, traceback=traceback)
    hidden = detail.failures_total - (len(detail.failures) if traceback else MOST_FAILURES)
    if hidden > 0:
        lines.append(f"  and {hidden} failures more; --json has up to {len(detail.failures)}")
    return lines


def _failure(failure: TaskFailure, *, traceback: bool) -> list[str]:
    lines = [f"  failed {failure.namespace}@{failure.digest}: {failure.message}"]
    if traceback and failure.error is not None:
        lines += [f"    {line}" for line in failure.error.traceback.splitlines()]
    return lines


def _print_json(value: object) -> None:
    from furu.store.codec import pack

    click.echo(pack(value))
