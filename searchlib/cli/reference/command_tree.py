"""The commands as Typer makes them, for whatever is generated from them: completion, man pages, documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer

Programs = Mapping[str, Any]
"""The command of each program, by its name."""


def programs(library: Any) -> Programs:
    """Both programs; `library` is the command of `searchlib`."""
    from searchlib.cli.search import app

    return {"search": typer.main.get_command(app), "searchlib": library}


def commands(tree: Programs) -> Iterator[tuple[str, Any]]:
    """Every command with its full name: search, searchlib, searchlib index ..."""
    for program, command in tree.items():
        yield program, command
        for name, subcommand in subcommands(command).items():
            yield f"{program} {name}", subcommand


def subcommands(command: Any) -> dict[str, Any]:
    """The commands of a group, by name; none for a plain command."""
    return getattr(command, "commands", {})


def options_of(command: Any) -> list[Any]:
    """The options of a command that are not hidden, --help included."""
    context = command.make_context("", [], resilient_parsing=True)
    return [
        parameter
        for parameter in command.get_params(context)
        if parameter.param_type_name == "option" and not parameter.hidden
    ]


def names_of(option: Any) -> list[str]:
    """All names of an option: `--limit`, `-n`."""
    return [*option.opts, *option.secondary_opts]


def values_of(option: Any) -> list[str]:
    """What an option may be given, where that is one of a few words."""
    return option.metavar.split("|") if "|" in (option.metavar or "") else []


def first_line(command: Any) -> str:
    """The sentence that a command's help begins with."""
    return str(command.help or "").strip().partition("\n")[0]
