"""Reads the small files that users edit beside an index. They may be a stranger's: nothing is waited for, nothing unbounded."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from searchlib.errors import IndexCorrupt, SettingsError
from searchlib.files.disk import open_plain
from searchlib.files.failures import reason_of

LARGEST: Final = 1 << 20
"""The most bytes of such a file."""

_MOST_DOTS: Final = 10_000_000
"""The most of the sum of the squares of the dots of each line: reading TOML's dotted keys takes time in proportion."""


def read_tables(path: Path) -> dict[str, Any]:
    """The tables of a file of TOML. Raises SettingsError as `read_settings` does, ValueError or RecursionError for what is no TOML."""
    return tables_of(read_settings(path), path)


def tables_of(text: str, place: Path | str) -> dict[str, Any]:
    """The tables of a text of TOML, which stands at `place`. Raises SettingsError for one that takes too long to read."""
    import tomllib  # few runs need it

    if len(text) > LARGEST:
        raise SettingsError(f"{place} is larger than 1 MiB; shorten it or remove it.")
    if sum(line.count(".") ** 2 for line in text.splitlines()) > _MOST_DOTS:
        raise SettingsError(f"{place} has lines of thousands of dots; break them, or remove it.")
    return tomllib.loads(text)


def read_settings(path: Path) -> str:
    """The text of the file. Raises SettingsError for a pipe, a device, more than LARGEST bytes, and what is not UTF-8."""
    try:
        with open_plain(path) as file:
            content = file.read(LARGEST + 1)
    except IndexCorrupt:
        raise SettingsError(f"{path} is not a plain file; remove it.") from None
    except OSError as error:
        raise SettingsError(f"{path} cannot be read: {reason_of(error)}; correct that or remove it.") from error
    if len(content) > LARGEST:
        raise SettingsError(f"{path} is larger than 1 MiB; shorten it or remove it.")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 ({error}); correct it or remove it.") from error
