"""Engines: what keeps an index and answers from it, chosen by the index's location.

contract.py   the methods that every engine has: Engine, Reader, Writer; Capabilities
answers.py    the values they take and return: Request, Answer, Match, MentionRow, Speaker
whoosh/       the embedded engine: a folder of array files, also open to Whoosh
opensearch/   the engine of an index on an OpenSearch cluster
"""

from __future__ import annotations

import os
from importlib import import_module
from typing import TYPE_CHECKING, Final

from searchlib.errors import ArgumentError
from searchlib.files.companions import scheme_of

if TYPE_CHECKING:
    from searchlib.engines.contract import Engine

EMBEDDED: Final = ("searchlib.engines.whoosh.columnar.engine", "ColumnarEngine")
"""Module and class of the engine whose location is the path of a folder."""

ENGINES: Final[dict[str, tuple[str, str]]] = {
    "opensearch": ("searchlib.engines.opensearch.engine", "ClusterEngine"),
}
"""Module and class of the engine of each URL scheme; the class is called with the whole URL."""


def open_engine(location: str | os.PathLike[str]) -> Engine:
    """The engine of the index at this location: the path of a folder, or a URL. Touches nothing.

    Raises ArgumentError for what is no path or an empty one, for a URL of a scheme that no engine serves, and for half a URL.
    """
    if not isinstance(location, str | os.PathLike):
        raise ArgumentError(f"The location of an index must be a path or a URL, not {location!r}.")
    if location == "":
        raise ArgumentError("The location of an index is empty: give a path or a URL.")
    text = os.fspath(location)
    scheme = scheme_of(text)
    if scheme and scheme not in ENGINES:
        known = ", ".join(f"{name}://" for name in sorted(ENGINES)) or "none"
        raise ArgumentError(
            f"No engine serves the location {text!r}: name the path of a folder, or a URL of a known scheme ({known})."
        )
    begun, colon, _ = text.partition(":")
    if colon and begun in ENGINES and not scheme:
        raise ArgumentError(f"{text!r} is no URL, and would be a folder: write {begun}://HOST:PORT/NAME.")
    module, name = ENGINES[scheme] if scheme else EMBEDDED
    engine: Engine = getattr(import_module(module), name)(text)
    return engine


def is_index(path: str | os.PathLike[str]) -> bool:
    """Whether this folder holds an index of the embedded engine, and so no articles."""
    text = os.fspath(path)
    return not scheme_of(text) and open_engine(text).exists()
