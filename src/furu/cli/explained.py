"""Errors as the command line tells them: a line ``error:`` and, where something can be done, a line ``hint:``."""

from __future__ import annotations

from typing import IO, Any

import click

from furu.cli.tables import visible


class Explained(click.ClickException):
    """An error whose message says what went wrong; the process ends with status 1."""

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint

    def show(self, file: IO[Any] | None = None) -> None:
        """Print it to the standard error stream."""
        click.echo(visible(f"error: {self.message}"), file=file, err=True)
        if self.hint:
            click.echo(visible(f"hint: {self.hint}"), file=file, err=True)
