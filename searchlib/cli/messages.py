"""Errors and notices for the command line, each with the command or option that solves the problem."""

from __future__ import annotations

import shlex
import sys
from itertools import pairwise
from pathlib import Path
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
    Remedy.ALLOW_EMPTY: "`searchlib update --allow-empty{index}`",
    Remedy.USE_PREFIX: "`--prefix NAME`",
    Remedy.NAME_THE_ENCODING: "`--encoding NAME`",
    Remedy.RAISE_FILE_LIMIT: "`--max-file SIZE`",
    Remedy.USE_LESS_MEMORY: "`--memory SIZE`, `--workers N`",
    Remedy.SAVE_A_SEARCH: "`searchlib save NAME QUERY{index}`",
    Remedy.INSTALL_EXTRA: "`pip install '{package}'`",
    Remedy.RAISE_TIMEOUT: "`--timeout SECONDS`, 0 for no limit",
}
"""The command or option for each remedy; `{index}` becomes the `--index` option of this call."""


def print_message(name: str, *lines: str) -> None:
    """Print lines on standard error; the first line begins with `name`: the command, or "warning"."""
    from searchlib.cli.terminal import visible

    first, *others = lines
    for line in (f"{name}: {first}", *others):
        print(visible(line), file=sys.stderr)


def advised(problem: Advised, index: Path | None = None) -> str:
    """The message of an error or notice, with the command or option that solves the problem."""
    from searchlib.presentation import remedies

    return remedies.advised(problem, _terms(index))


def advice(remedy: Remedy, index: Path | None = None) -> str:
    """Only the advice of a remedy, as a sentence."""
    from searchlib.presentation import remedies

    return f"{remedies.advice(remedy, _terms(index))}."


def index_option(named: Path | None) -> str:
    """The `--index` option for a suggested command, with a space before it; "" for the default index.

    `named` is the value of `--index` in this call, if any.
    """
    from searchlib.cli.index_path import folder_of

    folder, is_named = folder_of(named)
    return f" --index {shlex.quote(str(folder))}" if is_named else ""


def index_named(arguments: Sequence[str]) -> Path | None:
    """The value of `--index` among the arguments of a call."""
    names = [value for option, value in pairwise(arguments) if option == "--index"]
    names += [argument.removeprefix("--index=") for argument in arguments if argument.startswith("--index=")]
    return Path(names[-1]) if names else None


def _terms(index: Path | None) -> dict[Remedy, str]:
    option = index_option(index)
    return {remedy: term.replace("{index}", option) for remedy, term in TERMS.items()}
