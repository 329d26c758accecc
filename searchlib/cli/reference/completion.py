"""The command `searchlib completion`: completion of both programs for a shell, from the commands themselves."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from searchlib.cli.exit_codes import FOUND
from searchlib.cli.reference.command_tree import (
    Programs,
    commands,
    first_line,
    names_of,
    options_of,
    programs,
    subcommands,
    values_of,
)


class Shell(StrEnum):
    """A shell whose completion is known."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"


def completion(
    context: typer.Context,
    shell: Annotated[Shell, typer.Argument(help="The shell to complete in.", show_default=False)],
) -> int:
    """Print the completion of both commands for a shell.

    \b
    bash: searchlib completion bash > ~/.local/share/bash-completion/completions/searchlib
    zsh:  searchlib completion zsh > a folder of $fpath, as _searchlib
    fish: searchlib completion fish > ~/.config/fish/completions/searchlib.fish
    """  # noqa: D301 - a backspace keeps the lines as they are
    print({"bash": bash, "zsh": zsh, "fish": fish}[shell.value](programs(context.find_root().command)))
    return FOUND


def bash(tree: Programs) -> str:
    """Completion for bash: options and sub-commands, the words of options that take few, else files."""
    parts = ["# Completion of search and searchlib for bash; made by `searchlib completion bash`."]
    for program in tree:
        cases = []
        for name, command in commands(tree):
            if name.split()[0] != program:
                continue
            words = [each for option in options_of(command) for each in names_of(option)]
            words += subcommands(command)
            valued = "".join(
                f"      {'|'.join(names_of(option))}) words='{' '.join(values_of(option))}';;\n"
                for option in options_of(command)
                if values_of(option)
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


def zsh(tree: Programs) -> str:
    """Completion for zsh: that of bash, through zsh's own bridge."""
    return f"#compdef search searchlib\nautoload -U +X bashcompinit && bashcompinit\n{bash(tree)}"


def fish(tree: Programs) -> str:
    """Completion for fish, with the help of every option."""
    lines = ["# Completion of search and searchlib for fish; made by `searchlib completion fish`."]
    for name, command in commands(tree):
        program, _, sub = name.partition(" ")
        group = program == "searchlib" and not sub
        when = f" -n '__fish_seen_subcommand_from {sub}'" if sub else " -n __fish_use_subcommand" if group else ""
        if sub:
            lines.append(f"complete -c {program} -n __fish_use_subcommand -f -a {sub} -d {_fish(first_line(command))}")
        for option in options_of(command):
            names = "".join(
                f" -l {each[2:]}" if each.startswith("--") else f" -s {each[1:]}" for each in names_of(option)
            )
            values = (
                f" -x -a {_fish(' '.join(values_of(option)))}" if values_of(option) else "" if option.is_flag else " -r"
            )
            lines.append(f"complete -c {program}{when}{names}{values} -d {_fish(option.help or '')}")
    return "\n".join(lines)


def _fish(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
