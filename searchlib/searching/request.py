"""A search as the caller gives it."""

from __future__ import annotations

from datetime import date

from searchlib.definitions.frozen import frozen
from searchlib.query.options import DEFAULT_OPTIONS, SearchOptions

End = str | date | float
"""One value of a filter: the text that would follow the colon in a query, a day, or a number."""
FilterValue = End | tuple[End | None, End | None]
"""The value of a filter, or a pair of its two ends; None is an open end."""


@frozen
class SearchRequest:
    """A query, the filters given beside it as pairs of field and value, and the options.

    `added_after` is a `Reader.version`: only documents that a later version first held are searched.
    """

    text: str
    filters: tuple[tuple[str, FilterValue], ...] = ()
    options: SearchOptions = DEFAULT_OPTIONS
    added_after: int | None = None
