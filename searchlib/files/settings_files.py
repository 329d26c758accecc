"""Reads the small files that users edit beside an index. They may be a stranger's: nothing is waited for, nothing unbounded."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from searchlib.errors import IndexCorrupt, SettingsError
from searchlib.files.disk import open_plain
from searchlib.files.failures import reason_of

LARGEST: Final = 1 << 20
"""The most bytes of such a file."""


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
