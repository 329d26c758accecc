"""Errors and notices for the command line, each with the command or option that solves the problem."""

from __future__ import annotations

import shlex
import sys
from typing import TYPE_CHECKING, Final

from searchlib.errors import Remedy

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchlib.presentation.remedies import Advised

TERMS: Final = {
    Remedy.BUILD: "`searchlib index PATH{index}`",
    Remedy.REBUILD: "`searchlib index PATH --fresh{index}`",
    Remedy.NAME_A_FOLDER: "`--index PATH`",
    Remedy.NAME_ANOTHER_INDEX: "`--index PATH`",
    Remedy.INDEX_A_FOLDER: "`searchlib index PATH{index}`",
    Remedy.FORGET_A_FOLDER: "`searchlib forget PATH{index}`",
    Remedy.ALLOW_REPLACING: "`--force`",
    Remedy.ALLOW_EMPTY: "`searchlib update --allow-empty{index}`",
    Remedy.USE_PREFIX: "`--prefix NAME`",
    Remedy.NAME_THE_ENCODING: "`--encoding NAME`",
    Remedy.RAISE_FILE_LIMIT: "`--max-file SIZE`",
    Remedy.USE_LESS_MEMORY: "`--memory SIZE`, `--workers N`",
    Remedy.SAVE_A_SEARCH: "`searchlib save NAME QUERY{index}`",
    Remedy.TRUST_ROOTS: "`searchlib update --trust-roots{index}`",
    Remedy.INSTALL_EXTRA: "`pip install '{package}'`",
}
"""The command or option for each remedy; `{index}` becomes the `--index` option of this call."""


def print_message(name: str, *lines: str) -> None:
    """Print lines on standard error; the first line begins with `name`: the command, or "warning"."""
    from searchlib.cli.terminal import visible

    first, *others = lines
    for line in (f"{name}: {first}", *others):
        print(visible(line), file=sys.stderr)


def advised(problem: Advised, index: str | None = None) -> str:
    """The message of an error or notice, with the command or option that solves the problem."""
    from searchlib.presentation import remedies

    return remedies.advised(problem, _terms(index))


def advice(remedy: Remedy, index: str | None = None) -> str:
    """Only the advice of a remedy, as a sentence."""
    from searchlib.presentation import remedies

    return f"{remedies.advice(remedy, _terms(index))}."


def index_option(named: str | None) -> str:
    """The `--index` option for a suggested command, with a space before it; "" for the default index.

    `named` is the value of `--index` in this call, if any.
    """
    from searchlib.cli.index_path import location_of

    location, is_named = location_of(named)
    return f" --index {shlex.quote(location)}" if is_named else ""


def index_value(arguments: Sequence[str]) -> str | None:
    """The value of `--index` as typed: the last one counts, and nothing behind `--` is an option."""
    value = None
    rest = iter(arguments)
    for argument in rest:
        if argument == "--":
            break
        if argument == "--index":
            value = next(rest, value)
        elif argument.startswith("--index="):
            value = argument.removeprefix("--index=")
    return value


def _terms(index: str | None) -> dict[Remedy, str]:
    option = index_option(index)
    return {remedy: term.replace("{index}", option) for remedy, term in TERMS.items()}
