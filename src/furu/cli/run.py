"""``furu run``: compute what is missing of config objects that are named on the command line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from furu.cli.explained import Explained

if TYPE_CHECKING:
    from furu.config.node import Node
    from furu.executors.backend import Backend
    from furu.executors.report import RunReport
    from furu.planning.plan import Plan

FAILED, CANCELLED = 3, 130
"""Exit statuses: some task failed or was skipped; the run was cancelled."""

_FOR: dict[str, tuple[str, ...]] = {
    "inline": (),
    "local": ("cpus", "gpus", "mem_gb"),
    "slurm": ("cpus", "gpus", "mem_gb", "partition", "time_min", "array", "batch", "max_jobs"),
}
"""The options that each backend takes."""

_SPEC = ("cpus", "gpus", "mem_gb", "partition", "time_min")
"""Those of Slurm that describe a job; the others say how jobs are submitted."""


@click.command(name="run")
@click.argument("names", nargs=-1, required=True, metavar="MODULE:NAME…")
@click.option("--on", type=click.Choice(list(_FOR)), default="local", show_default=True, help="Where to compute.")
@click.option("--dry-run", is_flag=True, help="Say what would be computed, and why; compute nothing.")
@click.option("--retries", default=0, show_default=True, type=click.IntRange(0), help="Tries after a task's own error.")
@click.option("--detach", is_flag=True, help="Leave once every job is submitted (slurm).")
@click.option("--json", "as_json", is_flag=True, help="Print how it went as JSON, and no progress.")
@click.option("--cpus", type=click.IntRange(1), help="Processors to use (local), or of a job (slurm).")
@click.option("--gpus", type=click.IntRange(0), help="GPUs to use (local), or of a job (slurm).")
@click.option("--mem-gb", type=click.FloatRange(0, min_open=True), help="Memory in GiB, likewise.")
@click.option("--partition", help="Partition of the jobs (slurm).")
@click.option("--time", "time_min", type=click.IntRange(1), metavar="MINUTES", help="Time limit of a job (slurm).")
@click.option("--array/--no-array", default=None, help="Job arrays, or a job for each task (slurm).")
@click.option("--batch", type=click.IntRange(1), help="Tasks that one job computes (slurm).")
@click.option("--max-jobs", type=click.IntRange(1), help="Jobs that the run may submit (slurm).")
def command(
    names: tuple[str, ...],
    *,
    on: str,
    dry_run: bool,
    retries: int,
    detach: bool,
    as_json: bool,
    **options: Any,
) -> None:
    """Compute what is missing of config objects, and of what they need.

    NAME is a config object, several of them, or a function or class that returns either. The folder in which the
    command is called can be imported from. Exit status: 0 everything is there (or was submitted, with --detach),
    1 an error that was explained, 2 wrong usage, 3 some task failed, 130 cancelled.
    """
    backend = _backend(on, {name: value for name, value in options.items() if value is not None})
    if detach and not backend.ahead:
        raise click.UsageError(f"--detach needs a scheduler, and --on {on} has none")
    if os.getcwd() not in sys.path:
        sys.path.insert(0, os.getcwd())
    nodes = [node for name in names for node in _named(name)]

    from furu import api

    if dry_run:
        _show_plan(api.plan(nodes), as_json=as_json)
        return
    try:
        report = api.run(nodes, on=backend, retries=retries, detach=detach, progress=not as_json)
    except KeyboardInterrupt:
        sys.exit(CANCELLED)
    if as_json:
        _show_report(report)
    sys.exit({"failed": FAILED, "cancelled": CANCELLED}.get(report.outcome, 0))


def _backend(on: str, options: dict[str, Any]) -> Backend:
    for name in options:
        if name not in _FOR[on]:
            flag = {"time_min": "time"}.get(name, name.replace("_", "-"))
            raise click.UsageError(f"--{flag} means nothing with --on {on}")
    import furu

    if on == "inline":
        return furu.Inline()
    if on == "local":
        return furu.Local(**options)
    spec = furu.SlurmSpec(**{name: value for name, value in options.items() if name in _SPEC})
    return furu.Slurm(spec=spec, **{name: value for name, value in options.items() if name not in _SPEC})


def _named(text: str) -> list[Node]:
    """The config objects that a name on the command line stands for."""
    from furu.config.node import Node
    from furu.config.resolve import resolve
    from furu.errors import NotImportable

    module, _, name = text.partition(":")
    if not module or not name:
        raise click.UsageError(f"{text!r} is not of the form MODULE:NAME, such as my_project.sweep:nodes")
    try:
        found = resolve(text)
    except NotImportable as error:
        if error.__cause__ is not None:
            raise
        hint = "NAME is what the module itself has at its top: an object, a list of them, a function or a class"
        raise Explained(f"{error.message}, or that is None", hint=hint) from None
    if callable(found) and not isinstance(found, Node):
        found = found()
    listed = [found] if isinstance(found, Node) else list(found) if isinstance(found, Iterable) else [found]
    strange = next((item for item in listed if not isinstance(item, Node)), None)
    if strange is not None or not listed:
        what = f"holds {strange!r}, which is no config object" if listed else "holds no config objects"
        raise Explained(f"{text} {what}", hint="name a config object, several, or a function that returns them")
    return listed


def _show_plan(plan: Plan, *, as_json: bool) -> None:
    if not as_json:
        click.echo(plan.describe())
        return
    from furu.store.codec import pack

    told = {
        "roots": plan.roots,
        "todo": [task.id for task in plan.todo],
        "classes": {namespace: dict(states) for namespace, states in plan.counts().items()},
    }
    click.echo(pack(told))


def _show_report(report: RunReport) -> None:
    from furu import clock
    from furu.executors.report import as_record
    from furu.store.codec import pack, plain

    click.echo(pack({"id": report.id} | plain(as_record(report, clock.now()))))
