"""``furu dashboard``: serve the web app on a root."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import click

from furu.cli.explained import Explained
from furu.provenance.environment import furu_version


@click.command(name="dashboard")
@click.argument("root", required=False, type=click.Path(file_okay=False, path_type=Path))
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8765, show_default=True, type=click.IntRange(0, 65535), help="Port; 0 takes a free one."
)
@click.option("--allow-run", is_flag=True, help="Offer actions that run the project's own code.")
@click.option("--dev-origin", metavar="ADDRESS", help="A development server that passes requests on to this one.")
def command(root: Path | None, host: str, port: int, allow_run: bool, dev_origin: str | None) -> None:  # noqa: FBT001
    """Show the experiments under ROOT in the browser.

    ROOT is FURU_PATH, or the project's furu-data, and what git keeps of the project beside it, unless it is given. The
    address that is printed admits one browser; after it was used a new one is printed.
    """
    shown = None if root is None else root.absolute()
    try:
        from furu.dashboard.serve import listen, serve
    except ImportError as error:
        raise Explained(
            f"the dashboard's packages are not installed ({error.name} is missing)",
            hint="pip install 'furu[dashboard]'",
        ) from None
    try:
        listener = listen(host, port)
    except OSError as error:
        about_port = error.errno in (errno.EADDRINUSE, errno.EACCES)
        hint = "--port 0 takes a free port" if about_port else "--host takes an address of this machine"
        raise Explained(f"cannot listen on {host} port {port}: {error.strerror}", hint=hint) from None
    serve(
        shown,
        listener,
        host=host,
        version=furu_version(),
        allow_run=allow_run,
        dev_origin=dev_origin,
        announce=_announce,
    )


def _announce(address: str) -> None:
    click.echo(f"furu dashboard: {address}")
    sys.stdout.flush()
