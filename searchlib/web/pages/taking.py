"""What can be taken from a page: its answer as a file, and its question in other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from searchlib.index_reading import ReadOnlyIndex
from searchlib.presentation.calls import as_command, as_python
from searchlib.web.limits import LIMITS
from searchlib.web.pages.address import Address
from searchlib.web.problems import Refused
from searchlib.web.views import BY_NAME

FORMS: Final = (("CSV", "csv"), ("JSON", "json"))
"""Files of an answer, with the ends of their addresses."""
_OF_PAGES: Final = ("histogram", "facet", "contains", "clause")
"""Parameters that only a page knows."""


@dataclass(frozen=True)
class Taking:
    """The addresses of the files, and the question as a command and in Python."""

    exports: tuple[tuple[str, str], ...]
    command: str
    python: str


def taking(
    name: str, location: str, options: Mapping[str, object], address: Address, *, of: Sequence[str] | None = None
) -> Taking:
    """What can be taken of the search or view `name` with the options that are not left as they are by default.

    `of` is what it is asked with, when that is not the query. Of the location of the index only the name is told.
    """
    asked_with = [address.query] if of is None else of
    asked = address.without(_OF_PAGES)
    exports = tuple((form, asked.to(f"/{name}.{end}")) for form, end in FORMS if name == "search" or name in BY_NAME)
    if name == "search":
        exports += (("SQLite", asked.beside("/search.sqlite")),)
    return Taking(
        exports,
        as_command(name, asked_with, options),
        as_python(name, asked_with, options, location if "://" in location else Path(location).name),
    )


def database(index: ReadOnlyIndex, query: str) -> bytes:
    """What a query finds, as an SQLite database. Raises Refused for more than one answer may hold, QueryError."""
    if not query.strip():
        raise Refused("bad_parameter", "The search is empty: give a query.", parameter="query")
    total = index.search(query, limit=0).total or 0
    if total > LIMITS.passages:
        message = f"{total:,} passages match, and at most {LIMITS.passages:,} are given as a database: ask for less."
        raise Refused("bad_parameter", message, parameter="query")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "searchlib.sqlite"
        index.export(path, query)
        return path.read_bytes()
