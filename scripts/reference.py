"""Writes ``docs/reference``: the tables that the code already holds, as pages.

A setting, a state, an error, a command or a public name is declared once, in the code, with its explanation.
Usage: ``python scripts/reference.py``; tests/architecture fails when the committed pages are not these.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

import click

import furu
import prepare
from furu import errors
from furu.cli import _furu as command_line
from furu.index.filters.fields import FIELDS, LOOKED_UP
from furu.index.filters.operators import FUNCTIONS, OPERATORS
from furu.index.filters.quantities import BYTES, SECONDS
from furu.settings import SETTINGS
from furu.store.records import STATE_MEANINGS

FOLDER = prepare.ROOT / "docs" / "reference"
EXPLAINED = re.compile(r"^ {4}(\w+): (.*(?:\n {8}.*)*)", re.MULTILINE)
GENERATED = "<!-- Written by `make docs` from the code; change it there. -->"


def settings() -> str:
    """Returns the page of the environment variables."""
    rows = (
        (f"`{row.variable}`", f"`{row.default}`" if row.default else "", row.accepts, row.meaning) for row in SETTINGS
    )
    about = "Settings are environment variables, read when they are needed. An error that a setting changes names it."
    return page("Settings", about, table(("Variable", "Default", "Accepts", "Meaning"), rows))


def states() -> str:
    """Returns the page of the states of an artifact."""
    about = "The state of an artifact is derived from what lies in its directory; it is stored nowhere."
    rows = ((f"`{state}`", meaning) for state, meaning in STATE_MEANINGS.items())
    return page("States", about, table(("State", "Meaning"), rows))


def exceptions() -> str:
    """Returns the page of the error classes, each below the one it is a kind of."""
    about = "Every error says what happened and where, and its `hint` what to do next."
    rows = ((f"`{kind.__name__}`", parents(kind), first_line(kind)) for kind in family(errors.FuruError))
    return page("Errors", about, table(("Error", "Is a", "Meaning"), rows))


def commands() -> str:
    """Returns the page of the command line."""
    about = "Every command explains itself with `--help`."
    context = click.Context(command_line, info_name="furu")
    found = {name: command_line.get_command(context, name) for name in command_line.list_commands(context)}
    known = {name: command for name, command in found.items() if command is not None}
    rows = ((f"`furu {name}`", command.get_short_help_str(limit=200)) for name, command in known.items())
    details = (section(f"furu {name}", command, context) for name, command in with_subcommands(known))
    return page("Command line", about, "\n\n".join([table(("Command", "Does"), rows), *details]))


def section(name: str, command: click.Command, context: click.Context) -> str:
    """Returns what a command says of itself, and what it accepts."""
    about = inspect.cleandoc(command.help or "")
    return f"## {name}\n\n{about}\n\n{table(('Option', 'Meaning'), options(command, context))}"


def with_subcommands(commands: dict[str, click.Command]) -> Iterator[tuple[str, click.Command]]:
    """Yields the commands by name, each group before its own."""
    for name, command in commands.items():
        yield name, command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", found) for inner, found in command.commands.items())


def python() -> str:
    """Returns the page of the public names."""
    about = "Everything that `import furu` offers."
    names = ((f"`furu.{name}`", first_line(getattr(furu, name))) for name in furu.__all__)
    methods = (
        (f"`{name}`", first_line(member))
        for name, member in sorted(vars(furu.Furu).items())
        if not name.startswith("_")
    )
    below = f"## Names of a config object\n\n{table(('Name', 'Is'), methods)}"
    return page("Python", about, f"{table(('Name', 'Is'), names)}\n\n{below}")


def resources() -> str:
    """Returns the page of what tasks ask for and where they run, attribute by attribute."""
    about = "What a class says a computation takes, and the backends that `furu.run(…, on=…)` accepts."
    head = ("Attribute", "Default", "Meaning")
    kinds = (furu.Resources, furu.SlurmSpec, furu.Local, furu.Slurm)
    parts = (f"## furu.{kind.__name__}\n\n{first_line(kind)}\n\n{table(head, attributes(kind))}" for kind in kinds)
    return page("Resources and backends", about, "\n\n".join(parts))


def attributes(kind: type[Any]) -> Iterator[tuple[str, str, str]]:
    """Yields the attributes of a dataclass with the defaults, as its docstring explains them."""
    _, _, section = (inspect.getdoc(kind) or "").partition("Attributes:\n")
    said = {found[1]: " ".join(found[2].split()) for found in EXPLAINED.finditer(section.partition("\n\n")[0])}
    for part in fields(kind):
        default = part.default if part.default_factory is MISSING else part.default_factory()
        shown = "" if default is MISSING else f"`{default!r}`"
        shown = f"`furu.{type(default).__name__}()`" if is_dataclass(default) else shown
        yield f"`{part.name}`", shown, re.sub(r":\w+:`~?([^`]+)`", r"`\1`", said[part.name].replace("``", "`"))


QUERIES = """\
{operators}

`field in low..high` is a range, both ends included; an end may be left out. `field in (a, b)` is any of these.
`has:field` is whether there is such a field at all; `field=null` is whether it is there and null.

## Fields

{fields}

Every leaf of a config or a result is a field as well: `config.optimizer.lr`, `result.accuracy`, or any end of the
path that only one leaf has: `optimizer.lr`, `lr`. Leaves hold `any` value; numbers are compared with numbers, texts
with texts.

Times are written `2026-11-01`, `2026-11-01T10:00`, `today`, `yesterday`, or as a duration before now: `created>7d` is
the last seven days. Durations have the units {seconds}, sizes {bytes}.

## Functions

{functions}"""


def queries() -> str:
    """Returns the page of the query language."""
    about = (
        "The same language everywhere: the Experiments page, `furu ls` and the API's `q`. A query is conditions side "
        "by side, all of which must hold; `or`, `not` and parentheses put them together. A bare word is looked for in "
        "name, class, digest and tags, whatever its case. A value in quotes is text, whatever it looks like."
    )
    symbols = ((f"`{row.symbol}`", f"… {row.words} …", ", ".join(sorted(row.kinds))) for row in OPERATORS.values())
    text = QUERIES.format(
        operators=table(("Operator", "Reads", "For"), symbols),
        fields=table(
            ("Field", "Holds", "Says"), ((f"`{row.name}`", row.kind, row.about) for row in (*FIELDS, *LOOKED_UP))
        ),
        functions=table(("Function", "Finds"), ((f"`{name}`", meaning) for name, meaning in FUNCTIONS.items())),
        seconds=units(SECONDS),
        bytes=units(BYTES),
    )
    return page("Queries", about, text)


def units(found: Iterable[str]) -> str:
    """Returns units as a list in code."""
    return ", ".join(f"`{unit}`" for unit in found)


PAGES: dict[str, Callable[[], str]] = {
    "command-line.md": commands,
    "errors.md": exceptions,
    "python.md": python,
    "queries.md": queries,
    "resources.md": resources,
    "settings.md": settings,
    "states.md": states,
}


def page(title: str, about: str, body: str) -> str:
    """Returns a whole page."""
    return f"# {title}\n\n{GENERATED}\n\n{about}\n\n{body}\n"


def table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Returns a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def first_line(thing: object) -> str:
    """Returns the promise in the first line of a docstring; of a module, that it is one."""
    documentation = inspect.getdoc(thing) or f"The {type(thing).__name__}."
    return re.sub(r":\w+:`~?([^`]+)`", r"`\1`", documentation.partition("\n")[0].replace("``", "`"))


def family(kind: type[Exception]) -> Iterator[type[Exception]]:
    """Yields an error class and all below it."""
    yield kind
    for child in kind.__subclasses__():
        if child.__module__ == errors.__name__ and child.__bases__[0] is kind:
            yield from family(child)


def parents(kind: type[Exception]) -> str:
    """Returns what an error can also be caught as, the nearest first."""
    return ", ".join(f"`{parent.__name__}`" for parent in kind.__bases__)


def options(command: click.Command, context: click.Context) -> Iterator[tuple[str, str]]:
    """Yields what a command accepts."""
    for parameter in command.get_params(context):
        if record := parameter.get_help_record(context):
            yield f"`{record[0]}`", record[1]
        elif isinstance(parameter, click.Argument):
            yield f"`{parameter.make_metavar(context)}`", ""


def code(text: str) -> str:
    """Returns a value as code; nothing for no value."""
    return f"`{text}`" if text else ""


def main() -> int:
    """Writes the pages."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (FOLDER / name).write_text(write())
    return 0


if __name__ == "__main__":
    sys.exit(main())
