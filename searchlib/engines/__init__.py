"""Engines: what keeps an index and answers from it, chosen by the index's location.

contract.py   what every engine is asked for: Engine, Writer, Reader
whoosh/       the embedded engine: a folder of array files, also open to Whoosh
"""

from __future__ import annotations

import os
import re
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Final

from searchlib.errors import SearchlibError

if TYPE_CHECKING:
    from searchlib.engines.contract import Engine

EMBEDDED: Final = ("searchlib.engines.whoosh.columnar.engine", "ColumnarEngine")
"""Module and class of the engine whose location is the path of a folder."""

ENGINES: Final[dict[str, tuple[str, str]]] = {}
"""Module and class of the engine of each URL scheme; the class is called with the whole URL."""

_MARKER_FILE: Final = "searchlib.json"
_URL: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")


def open_engine(location: str | os.PathLike[str]) -> Engine:
    """The engine of the index at this location: the path of a folder, or a URL. Touches nothing.

    Raises SearchlibError for a URL of a scheme that no engine serves.
    """
    text = os.fspath(location)
    url = _URL.match(text)
    if url is None:
        return _engine(EMBEDDED, text)
    scheme = url[1].lower()
    if scheme not in ENGINES:
        known = ", ".join(f"{name}://" for name in sorted(ENGINES)) or "none"
        raise SearchlibError(
            f"No engine serves {scheme}:// (in {text!r}): name the folder of an index, or a URL of a known scheme ({known})."
        )
    return _engine(ENGINES[scheme], text)


def _engine(home: tuple[str, str], location: str) -> Engine:
    module, name = home
    engine: Engine = getattr(import_module(module), name)(location)
    return engine


def is_index(path: str | os.PathLike[str]) -> bool:
    """Whether this folder holds an index of the embedded engine, and so no articles."""
    return (Path(path) / _MARKER_FILE).is_file()
