"""The address of a page as values: everything that a page shows stands in it, so Back works and a link can be shared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import urlencode

from searchlib.models.views.rows import Place
from searchlib.query.options import READING

PAGED: Final = ("offset", "facet", "contains")
"""Parameters that belong to one answer: another query begins without them."""
SHARED: Final = ("query", *READING)
"""Parameters that every page of a query takes."""


@dataclass(frozen=True)
class Address:
    """A path of this server with its parameters, as a browser asked for it."""

    path: str
    given: Mapping[str, str]

    @property
    def query(self) -> str:
        """The query."""
        return self.given.get("query", "")

    def to(self, path: str = "", **changes: str | int | None) -> str:
        """The address with these parameters changed, or left out where they are None or empty."""
        values = {**self.given, **{name: "" if value is None else str(value) for name, value in changes.items()}}
        return url(path or self.path, values)

    def asking(self, query: str) -> str:
        """The address of the same page for another query."""
        return self.without(PAGED).to(query=query)

    def searching(self, query: str) -> str:
        """The address of the search for another query, with the options that all pages share."""
        return url("/search", {**self.shared, "query": query})

    @property
    def shared(self) -> dict[str, str]:
        """The parameters that every page of this query takes."""
        return {name: self.given[name] for name in SHARED if self.given.get(name)}

    def beside(self, path: str, **more: str | int) -> str:
        """The address of another page for the same query."""
        return url(path, {**self.shared, **{name: str(value) for name, value in more.items()}})

    def of_place(self, row: Place) -> str:
        """The address of the article of a row of a view, scrolled to it, its characters marked."""
        return self.beside("/read", passage=row.passage, start=row.start, end=row.end) + "#here"

    def hidden(self, *but: str) -> Mapping[str, str]:
        """The parameters that a form sends along, without those that it sets itself."""
        return {name: value for name, value in self.given.items() if value and name not in but}

    def without(self, names: Iterable[str]) -> Address:
        """The address without these parameters."""
        left = {name: value for name, value in self.given.items() if name not in set(names)}
        return replace(self, given=left)


def url(path: str, values: Mapping[str, str]) -> str:
    """A path with its query string, the query first."""
    pairs = [(name, value) for name, value in values.items() if value]
    pairs.sort(key=lambda pair: pair[0] != "query")
    return f"{path}?{urlencode(pairs)}" if pairs else path
