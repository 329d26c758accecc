"""Help texts, completion scripts and man pages, all from the commands themselves; the README's blocks too.

`python -m searchlib.cli.docs README.md` writes every block anew that stands between two lines such as

    <!-- generated: search --help -->
    <!-- end -->

where the text after "generated:" is a command with --help, "fields", or "layout" (the arrays of a segment).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from searchlib.cli.exit_codes import FOUND
from searchlib.fields import FIELDS

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.store.layout import Column

PROGRAMS: Final = ("search", "searchlib")
_COLUMNS: Final = 100
_BLOCK: Final = re.compile(r"(<!-- generated: ([^\n]{1,80}) -->\n).*?(<!-- end -->)", re.DOTALL)


class Shell(StrEnum):
    """A shell whose completion is known."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    shell: Annotated[Shell, typer.Argument(help="The shell to complete in.", show_default=False)],
) -> int:
    """Print the completion of both commands for a shell.

    \b
    bash: searchlib completion bash > ~/.local/share/bash-completion/completions/searchlib
    zsh:  searchlib completion zsh > a folder of $fpath, as _searchlib
    fish: searchlib completion fish > ~/.config/fish/completions/searchlib.fish
    """  # noqa: D301 - a backspace keeps the lines as they are
    print({"bash": bash, "zsh": zsh, "fish": fish}[shell.value]())
    return FOUND


def man(
    program: Annotated[str, typer.Argument(metavar="search|searchlib", help="Which command.")] = "search",
) -> int:
    """Print the man page of a command.

    To read it at once: searchlib man search | man -l -
    """
    if program not in PROGRAMS:
        raise typer.BadParameter(f"there is no command {program!r}; there are {' and '.join(PROGRAMS)}.")
    print(man_page(program))
    return FOUND


# ---- the commands as they are -----------------------------------------------------------------------------------------


def command_of(program: str) -> Any:
    """The command that Typer makes of a program's functions."""
    from searchlib.cli.commands import app as library
    from searchlib.cli.search import app as search

    return typer.main.get_command(search if program == "search" else library)


def commands() -> Iterator[tuple[str, Any]]:
    """Every command with its full name: search, searchlib, searchlib index ..."""
    for program in PROGRAMS:
        command = command_of(program)
        yield program, command
        for name, each in getattr(command, "commands", {}).items():
            yield f"{program} {name}", each


def help_text(name: str) -> str:
    """What `name --help` prints, 100 columns wide."""
    command = dict(commands())[name]
    program, _, rest = name.partition(" ")
    parent = command_of(program).make_context(program, [], resilient_parsing=True) if rest else None
    context = command.make_context(
        rest or program, [], parent=parent, resilient_parsing=True, terminal_width=_COLUMNS, max_content_width=_COLUMNS
    )
    return str(command.get_help(context)).rstrip() + "\n"


def _options(command: Any) -> list[Any]:
    """The options of a command, --help included."""
    context = command.make_context("", [], resilient_parsing=True)
    return [each for each in command.get_params(context) if each.param_type_name == "option"]


def _names(option: Any) -> list[str]:
    return [*option.opts, *option.secondary_opts]


def _values(option: Any) -> list[str]:
    """What an option may be given, where that is one of a few words."""
    return option.metavar.split("|") if "|" in (option.metavar or "") else []


def _first_line(command: Any) -> str:
    return str(command.help or "").strip().partition("\n")[0]


# ---- completion -------------------------------------------------------------------------------------------------------


def bash() -> str:
    """Completion for bash: options and sub-commands, the words of options that take few, else files."""
    parts = ["# Completion of search and searchlib for bash; made by `searchlib completion bash`."]
    for program in PROGRAMS:
        cases = []
        for name, command in commands():
            if name.split()[0] != program:
                continue
            words = [each for option in _options(command) for each in _names(option)]
            words += getattr(command, "commands", {})
            valued = "".join(
                f"      {'|'.join(_names(option))}) words='{' '.join(_values(option))}';;\n"
                for option in _options(command)
                if _values(option)
            )
            inner = f"    case $previous in\n{valued}    esac\n" if valued else ""
            cases.append(f"  '{name}')\n    words='{' '.join(words)}'\n{inner}    ;;\n")
        sub = '  [[ $COMP_CWORD -gt 1 ]] && command="$command ${COMP_WORDS[1]}"\n' if program == "searchlib" else ""
        parts.append(
            f"_{program}() {{\n"
            f"  local command={program} words= word=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}\n"
            f'{sub}  case "$command" in\n{"".join(cases)}  esac\n'
            '  COMPREPLY=($(compgen -W "$words" -- "$word"))\n'
            f"}}\ncomplete -o default -F _{program} {program}"
        )
    return "\n\n".join(parts)


def zsh() -> str:
    """Completion for zsh: that of bash, through zsh's own bridge."""
    return f"#compdef search searchlib\nautoload -U +X bashcompinit && bashcompinit\n{bash()}"


def fish() -> str:
    """Completion for fish, with the help of every option."""
    lines = ["# Completion of search and searchlib for fish; made by `searchlib completion fish`."]
    for name, command in commands():
        program, _, sub = name.partition(" ")
        group = program == "searchlib" and not sub
        when = f" -n '__fish_seen_subcommand_from {sub}'" if sub else " -n __fish_use_subcommand" if group else ""
        if sub:
            lines.append(f"complete -c {program} -n __fish_use_subcommand -f -a {sub} -d {_fish(_first_line(command))}")
        for option in _options(command):
            names = "".join(
                f" -l {each[2:]}" if each.startswith("--") else f" -s {each[1:]}" for each in _names(option)
            )
            values = (
                f" -x -a {_fish(' '.join(_values(option)))}" if _values(option) else "" if option.is_flag else " -r"
            )
            lines.append(f"complete -c {program}{when}{names}{values} -d {_fish(option.help or '')}")
    return "\n".join(lines)


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


# ---- man page ---------------------------------------------------------------------------------------------------------


def man_page(program: str) -> str:
    """The man page of a program, in roff."""
    command = command_of(program)
    described = _description(command)
    parts = [
        f'.TH {program.upper()} 1 "" "searchlib" "User Commands"',
        f".SH NAME\n{program} \\- {_roff(_first_line(command).rstrip('.'))}",
        f".SH SYNOPSIS\n.B {program}\n{_roff(_usage(command))}",
        f".SH DESCRIPTION\n{described}",
        _option_section(command, ".SH OPTIONS"),
    ]
    for name, each in getattr(command, "commands", {}).items():
        parts.append(f".SH {_roff(f'{program} {name}'.upper())}\n.B {program} {name}\n{_roff(_usage(each))}\n.PP")
        parts.append(f"{_description(each)}\n{_option_section(each, '.PP')}")
    parts.append(".SH FIELDS\n" + "\n".join(_entry(each.name, f"{each.meaning}; as in {each.help}") for each in FIELDS))
    parts.append(".SH EXIT STATUS\n0 something found, 1 nothing found, 2 an error, 130 stopped by Ctrl-C.")
    parts.append(
        ".SH ENVIRONMENT\n"
        + _entry("SEARCHLIB_INDEX", "The index's folder where --index is not given.")
        + "\n"
        + _entry("NO_COLOR", "Set and not empty: no colours.")
        + "\n"
        + _entry("PAGER", "What shows long answers page by page; less where it is not set.")
    )
    return "\n".join(parts)


def _usage(command: Any) -> str:
    context = command.make_context("", [], resilient_parsing=True)
    return " ".join(command.collect_usage_pieces(context))


def _description(command: Any) -> str:
    """The help of a command as paragraphs; those that begin with a backspace keep their lines, as Click has it."""
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
    for option in _options(command):
        value = "" if option.is_flag or not option.metavar else f" {option.metavar}"
        value = f" {'|'.join(_values(option))}" if _values(option) else value
        entries.append(_entry(", ".join(_names(option)) + value, option.help or ""))
    return "\n".join([heading, *entries])


def _entry(term: str, told: str) -> str:
    return f".TP\n.B {_roff(term)}\n{_roff(told)}"


def _roff(text: str) -> str:
    """The text with what roff would read as a command made harmless."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in escaped.split("\n"))


# ---- blocks of the README ---------------------------------------------------------------------------------------------


def field_table() -> str:
    """The fields as a Markdown table."""
    rows = [f"| `{each.name}` | {each.meaning} | `{each.help}` |" for each in FIELDS]
    return "\n".join(["| field | a passage has it when | asked as |", "|---|---|---|", *rows]) + "\n"


def layout_table() -> str:
    """The arrays of a segment, of its deletions, and its records, as a Markdown table."""
    from searchlib.engines.whoosh.columnar.store.layout import COLUMNS, DELETION_COLUMNS, RECORDS

    rows = [("segment", *_cells(column)) for column in COLUMNS]
    rows += [("segment", name, "records", "", meaning) for name, meaning in RECORDS.items()]
    rows += [("deletions", *_cells(column)) for column in DELETION_COLUMNS]
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(["| file | contents | type | length | what, and why |", "|---|---|---|---|---|", *lines]) + "\n"


def _cells(column: Column) -> tuple[str, str, str, str]:
    return f"`{column.name}`", column.dtype, column.length, column.meaning


_TABLES: Final[dict[str, Callable[[], str]]] = {"fields": field_table, "layout": layout_table}


def with_blocks(text: str) -> str:
    """The text with every generated block as it should be. Raises KeyError for a block of an unknown kind."""

    def block(found: re.Match[str]) -> str:
        name = found[2].strip()
        if name in _TABLES:
            return f"{found[1]}{_TABLES[name]()}{found[3]}"
        return f"{found[1]}```text\n{help_text(name.removesuffix(' --help'))}```\n{found[3]}"

    return _BLOCK.sub(block, text)


def main(paths: list[str]) -> None:
    """Write the generated blocks of these files anew."""
    for path in map(Path, paths):
        path.write_text(with_blocks(path.read_text("utf-8")), "utf-8")


if __name__ == "__main__":
    main(sys.argv[1:] or ["README.md", "ARCHITECTURE.md"])
