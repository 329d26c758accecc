"""The command `searchlib man`: generates the man page of a program from its commands and the table of fields."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from searchlib.cli.calls.declarations import WrongCall
from searchlib.cli.exit_codes import FOUND
from searchlib.cli.reference.command_tree import first_line, names_of, options_of, programs, subcommands, values_of
from searchlib.fields import FIELDS


def man(
    context: typer.Context,
    program: Annotated[str, typer.Argument(metavar="search|searchlib", help="The command.")] = "search",
) -> int:
    """Print the man page of a command.

    To read it: searchlib man search | man -l -
    """
    tree = programs(context.find_root().command)
    if program not in tree:
        raise WrongCall(f"Unknown command {program!r}: write {' or '.join(tree)}.")
    print(man_page(program, tree[program]))
    return FOUND


def man_page(program: str, command: Any) -> str:
    """The man page of a program, in roff."""
    parts = [
        f'.TH {program.upper()} 1 "" "searchlib" "User Commands"',
        f".SH NAME\n{program} \\- {_roff(first_line(command).rstrip('.'))}",
        f".SH SYNOPSIS\n.B {program}\n{_roff(_usage(command))}",
        f".SH DESCRIPTION\n{_description(command)}",
        _option_section(command, ".SH OPTIONS"),
    ]
    for name, subcommand in subcommands(command).items():
        parts.append(f".SH {_roff(f'{program} {name}'.upper())}\n.B {program} {name}\n{_roff(_usage(subcommand))}\n.PP")
        parts.append(f"{_description(subcommand)}\n{_option_section(subcommand, '.PP')}")
    parts.append(
        ".SH FIELDS\n" + "\n".join(_entry(row.name, f"{row.meaning}; example: {row.example}") for row in FIELDS)
    )
    parts.append(".SH EXIT STATUS\n0 something found, 1 nothing found, 2 error, 130 stopped by Ctrl-C.")
    parts.append(
        ".SH ENVIRONMENT\n"
        + _entry("SEARCHLIB_INDEX", "Folder of the index when --index is not given.")
        + "\n"
        + _entry("NO_COLOR", "If set and not empty, no colours are used.")
        + "\n"
        + _entry("PAGER", "The program that shows long output page by page; less by default.")
    )
    return "\n".join(parts)


def _usage(command: Any) -> str:
    context = command.make_context("", [], resilient_parsing=True)
    return " ".join(command.collect_usage_pieces(context))


def _description(command: Any) -> str:
    """The help of a command as paragraphs; a paragraph that begins with a backspace keeps its lines, as in Click."""
    blocks = []
    for paragraph in str(command.help or "").strip().split("\n\n"):
        if paragraph.startswith("\b"):
            lines = paragraph.lstrip("\b").strip("\n")
            blocks.append(f".nf\n{_roff(lines)}\n.fi")
        else:
            blocks.append(_roff(" ".join(paragraph.split())))
    return "\n.PP\n".join(blocks)


def _option_section(command: Any, heading: str) -> str:
    entries = []
    for option in options_of(command):
        value = "" if option.is_flag or not option.metavar else f" {option.metavar}"
        value = f" {'|'.join(values_of(option))}" if values_of(option) else value
        entries.append(_entry(", ".join(names_of(option)) + value, option.help or ""))
    return "\n".join([heading, *entries])


def _entry(term: str, meaning: str) -> str:
    return f".TP\n.B {_roff(term)}\n{_roff(meaning)}"


def _roff(text: str) -> str:
    """The text with the characters escaped that roff would read as commands."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in escaped.split("\n"))
