"""The folder of the files that users keep beside an index: saved searches and aliases of speakers. No engine reads them."""

from __future__ import annotations

import os
import sys
from hashlib import blake2b
from pathlib import Path
from typing import Final

from searchlib.definitions.regexes import regex

_URL: Final = regex(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_UNSAFE: Final = regex(r"[^A-Za-z0-9.-]+")


def scheme_of(location: str) -> str:
    """The scheme of an index's location in lower case; "" for the path of a folder."""
    url = _URL.match(location)
    return "" if url is None else url[1].lower()


def companion_folder(location: str) -> Path:
    """The folder of saved searches and aliases: the folder of the index itself; for a URL, a folder of the user.

    The latter is below `$XDG_DATA_HOME/searchlib` (`%LOCALAPPDATA%` on Windows), else `~/.local/share/searchlib`. The folder
    need not exist.
    """
    if not scheme_of(location):
        return Path(location)
    name = _UNSAFE.sub("-", location).strip("-.")[:80]
    return user_folder() / f"{name}-{blake2b(location.encode(), digest_size=4).hexdigest()}"


def user_folder() -> Path:
    """The folder of what this account keeps for searchlib; it need not exist. Raises RuntimeError without a home."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    return (Path(given) if given else Path.home() / ".local" / "share") / "searchlib"
