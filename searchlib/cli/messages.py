"""Errors and notices in the terms of the command line: which command or option carries a remedy out."""

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
    Remedy.RAISE_TIMEOUT: "`--timeout SECONDS`, 0 for all it needs",
}
"""How each remedy is carried out here; `{index}` stands for the option that names the index of this call."""


def tell(name: str, *lines: str) -> None:
    """Print lines on standard error, the first after the command's name."""
    from searchlib.cli.terminal import visible

    first, *others = lines
    for line in (f"{name}: {first}", *others):
        print(visible(line), file=sys.stderr)


def advised(problem: Advised, index: Path | None = None) -> str:
    """The message of an error or notice, with the command or option that helps."""
    from searchlib.presentation import remedies

    return remedies.advised(problem, _terms(index))


def advice(remedy: Remedy, index: Path | None = None) -> str:
    """The advice of a remedy alone, as a sentence."""
    from searchlib.presentation import remedies

    return f"{remedies.advice(remedy, _terms(index))}."


def index_option(named: Path | None) -> str:
    """The option to repeat in a suggested command, with a space before it; "" when the index is the default one.

    `named` is what `--index` named in this call, if anything.
    """
    from searchlib.cli.index_path import folder_of

    folder, is_named = folder_of(named)
    return f" --index {shlex.quote(str(folder))}" if is_named else ""


def index_named(arguments: Sequence[str]) -> Path | None:
    """What `--index` names among the arguments of a call."""
    names = [value for option, value in pairwise(arguments) if option == "--index"]
    names += [argument.removeprefix("--index=") for argument in arguments if argument.startswith("--index=")]
    return Path(names[-1]) if names else None


def _terms(index: Path | None) -> dict[Remedy, str]:
    option = index_option(index)
    return {remedy: term.replace("{index}", option) for remedy, term in TERMS.items()}
