"""The command line: one command, one file; each is imported when it is called."""

from __future__ import annotations

import importlib
import sys

import click

from furu.cli.explained import Explained
from furu.errors import FuruError
from furu.provenance.environment import furu_version

COMMANDS = {
    "ls": "List the experiments that a query finds.",
    "tag": "Name experiments, tag them, and write notes about them.",
    "collection": "Keep hand-picked sets of experiments.",
    "diff": "Show what differs between experiments, and why their digests do.",
    "run": "Compute what is missing of config objects, here or on a cluster.",
    "runs": "List runs, show one, stop one.",
    "index": "Look through all artifacts and bring the index up to date.",
    "dashboard": "Show experiments in the browser.",
}
"""The commands and what they do, in the order of the help; each is a module here with the same name."""


class _Lazy(click.Group):
    """Imports a command's module when it is asked for."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        found: click.Command = importlib.import_module(f"furu.cli.{name}").command
        return found

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(furu_version(), prog_name="furu")
def _furu() -> None:
    """Compute each configuration once, and see them all."""


def main() -> None:
    """The ``furu`` command. Exit status: 0 done, 1 an error that was explained, 2 wrong usage; or a command's own."""
    try:
        _furu(standalone_mode=True)
    except FuruError as error:
        Explained(error.message, hint=error.hint).show()
        sys.exit(1)
