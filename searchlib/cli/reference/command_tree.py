"""Reads commands and options from Typer, to generate completion scripts, man pages and documents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

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
    """The allowed values of an option that has a fixed list; else an empty list.

    They are its metavar, as `auto|always|never`; what stands for any value is written in capitals.
    """
    return option.metavar.split("|") if (option.metavar or "").islower() else []


def takes_files(command: Any) -> bool:
    """Whether a command takes files or folders as its arguments."""
    metavars = [one.metavar or "" for one in command.params if one.param_type_name == "argument"]
    return any(_FILE.search(metavar) for metavar in metavars)


def takes_a_file(option: Any) -> bool:
    """Whether the value of an option is a file or a folder."""
    return bool(_FILE.search(option.metavar or ""))


_FILE: Final = re.compile(r"\b(?:PATH|FILE|ROOT|OUT|PEM|TOPICS|QRELS|RUN)\b")
"""What stands for a file or a folder in the help."""


def first_line(command: Any) -> str:
    """The first line of a command's help."""
    return str(command.help or "").strip().partition("\n")[0]
