"""What can be taken from a page: its answer as a file, and its question in other words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from searchlib.presentation.calls import as_command, as_python
from searchlib.web.pages.address import Address
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
    name: str, location: str, options: Mapping[str, object], address: Address, *, first: str | None = None
) -> Taking:
    """What can be taken of the search or view `name` with the options that are not left as they are by default.

    `first` is what it is asked with, when that is not the query.
    """
    asked_with = address.query if first is None else first
    asked = address.without(_OF_PAGES)
    return Taking(
        tuple((form, asked.to(f"/{name}.{end}")) for form, end in FORMS if name == "search" or name in BY_NAME),
        as_command(name, asked_with, options),
        as_python(name, asked_with, options, location),
    )
