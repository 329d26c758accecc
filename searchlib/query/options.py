"""The options of a search: everything that is asked of it beside the query and the filters, spelled here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field, fields
from datetime import date
from typing import Final, Literal

from searchlib.definitions.frozen import frozen
from searchlib.fields import Expansion, Sort
from searchlib.query.context import Limits

Group = Literal["", "document"]


@frozen
class SearchOptions:
    """How a query is read, and which of its matches are shown; `Index.search` takes each of them by its name.

    `MEANINGS` has what each means.
    """

    limit: int = field(default=10, metadata={"meaning": "hits shown"})
    offset: int = field(default=0, metadata={"meaning": "hits skipped before the first one shown"})
    sort: Sort = field(
        default="score",
        metadata={
            "meaning": "the order: best score, newest publication, earliest date or largest number first; unknown values come last"
        },
    )
    reverse: bool = field(default=False, metadata={"meaning": "turn the order around"})
    group: Group = field(default="", metadata={"meaning": '"document": the best passage of each document only'})
    collapse: bool = field(
        default=False,
        metadata={"meaning": "show near-duplicate passages once; a text with other figures, names or a denial is none"},
    )
    facets: Sequence[str] = field(default=(), metadata={"meaning": "fields whose values are counted over all matches"})
    count: bool = field(default=True, metadata={"meaning": "count all matches"})
    context: int = field(default=0, metadata={"meaning": "passages before and after each hit that are shown with it"})
    explain: bool = field(default=False, metadata={"meaning": "say of each hit which terms and mentions it matches by"})
    timeout_s: float | None = field(
        default=None, metadata={"meaning": "seconds after which the search ends with what it has; None: no end"}
    )
    every_word: bool = field(default=False, metadata={"meaning": "words side by side are all required", "reads": True})
    literal: bool = field(default=False, metadata={"meaning": "operators are read as plain text", "reads": True})
    explicit_only: bool = field(
        default=False, metadata={"meaning": "only values that the text states outright count", "reads": True}
    )
    today: date | None = field(
        default=None,
        metadata={"meaning": "the day that relative dates count from; None: the day of the search", "reads": True},
    )
    expand: Expansion = field(
        default="",
        metadata={
            "meaning": '"rm3": ten words of the ten best passages join the query: they score, and any of them will do where any of its words will'
        },
    )
    k1: float | None = field(default=None, metadata={"meaning": "BM25's k1 for this search; None: that of the index"})
    b: float | None = field(default=None, metadata={"meaning": "BM25's b for this search; None: that of the index"})
    limits: Limits = field(default_factory=Limits)
    """bounds of the query"""


DEFAULT_OPTIONS: Final = SearchOptions()

MEANINGS: Final = {option.name: str(option.metadata["meaning"]) for option in fields(SearchOptions) if option.metadata}
"""What each option means, by its name, for the fronts that tell of it; `limits` is no option of a user."""

READING: Final = tuple(option.name for option in fields(SearchOptions) if option.metadata.get("reads"))
"""The options that say how a query is read, which views and facets take too."""
