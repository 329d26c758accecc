"""What a shell asks while a person types: the completion scripts, and names out of the index, without Typer or NumPy.

The scripts are generated from the commands (`completion.py`) and kept beside this file, as making them takes a fifth of a
second: a shell that evaluates one would start that much later. `tools/generate_docs.py` writes them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

SCRIPTS: Final = Path(__file__).parent / "scripts"
NAMES: Final = "names"
_ZSH: Final = "#compdef search searchlib\nautoload -U +X bashcompinit && bashcompinit\n"
"""What stands before the script for bash, so that zsh runs it."""


def quick(words: Sequence[str]) -> str | None:
    """What `searchlib completion` prints for these words; None where they are no plain call.

    They are the name of a shell, or `names`, a field, the word begun and the line that it stands in.
    """
    if len(words) == 1:
        return script(words[0])
    if len(words) > 2 and words[0] == NAMES:
        return "\n".join(_names(words[1], words[2], words[3:]))
    return None


def script(shell: str) -> str | None:
    """The completion script for bash, zsh or fish; None for another shell."""
    if shell == "zsh":
        return f"{_ZSH}{script('bash')}"
    return (SCRIPTS / f"completion.{shell}").read_text("utf-8").rstrip("\n") if shell in ("bash", "fish") else None


def _names(field: str, begun: str, line: Sequence[str]) -> list[str]:
    """Names of a field out of the index that a line of words means."""
    from searchlib.engines.whoosh.columnar.store.name_lists import COLUMNS, names

    if field not in COLUMNS:
        return []
    return names(Path(_index_of(line)).expanduser(), field, _typed(begun))


def _typed(word: str) -> str:
    """What a word on the line means so far: without a quotation mark that is open, or the backslashes before spaces."""
    return word[1:] if word[:1] in ("'", '"') else word.replace("\\", "")


def _index_of(line: Sequence[str]) -> str:
    """The folder of the index: the word behind `--index`, else as any command chooses it."""
    from searchlib.cli.index_path import location_of

    named = None
    for at, word in enumerate(line):
        if word == "--index":
            rest = [each for each in line[at + 1 : at + 3] if each != "="]
            named = rest[0] if rest else None
        elif word.startswith("--index="):
            named = word.removeprefix("--index=")
    return location_of(named.strip("\"'") if named is not None else None)[0]
