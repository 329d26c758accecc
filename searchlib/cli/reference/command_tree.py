"""Reads commands and options from Typer, to generate completion scripts, man pages and documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import typer

Programs = Mapping[str, Any]
"""Program name to its Typer command."""


def programs(library: Any) -> Programs:
    """Both programs; `library` is the command of `searchlib`."""
    from searchlib.cli.calls.typer_commands import only_command
    from searchlib.cli.search import search

    return {"search": typer.main.get_command(only_command(search)), "searchlib": library}


def commands(tree: Programs) -> Iterator[tuple[str, Any]]:
    """All commands with their full names: search, searchlib, searchlib index ..."""
    for program, command in tree.items():
        yield program, command
        for name, subcommand in subcommands(command).items():
            yield f"{program} {name}", subcommand


def subcommands(command: Any) -> dict[str, Any]:
    """Name to command for a group; empty for a command without subcommands."""
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
    """All names of an option: `-n`, `--limit`. Click has those of the help in no order."""
    return sorted([*option.opts, *option.secondary_opts], key=lambda name: name.startswith("--"))


def values_of(option: Any) -> list[str]:
    """The allowed values of an option that has a fixed list; else an empty list."""
    return option.metavar.split("|") if "|" in (option.metavar or "") else []


def first_line(command: Any) -> str:
    """The first line of a command's help."""
    return str(command.help or "").strip().partition("\n")[0]
