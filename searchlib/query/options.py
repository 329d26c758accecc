"""The options of a search: everything that is asked of it beside the query and the filters, spelled here and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from searchlib.query.context import Limits

Sort = Literal["score", "date", "published", "number"]
Group = Literal["", "document"]


@dataclass(frozen=True)
class SearchOptions:
    """How a query is read, and which of its matches are shown; `Index.search` takes each of them by its name."""

    limit: int = 10
    """hits shown"""
    offset: int = 0
    """hits skipped before the first one shown"""
    sort: Sort = "score"
    """the order: best score, newest publication, earliest date or largest number first; unknown values come last"""
    reverse: bool = False
    """turn the order around"""
    group: Group = ""
    """"document": the best passage of each document only"""
    collapse: bool = False
    """show near-duplicate passages once"""
    facets: Sequence[str] = ()
    """fields whose values are counted over all matches"""
    count: bool = True
    """count all matches"""
    explain: bool = False
    """say of each hit which terms and mentions it matches by"""
    timeout_s: float | None = None
    """seconds after which the search ends with what it has; None: no end"""
    every_word: bool = False
    """words side by side are all required"""
    literal: bool = False
    """operators are read as plain text"""
    explicit_only: bool = False
    """only values that the text states outright count"""
    today: date | None = None
    """the day that relative dates count from; None: the day of the search"""
    limits: Limits = field(default_factory=Limits)
    """bounds of the query"""


DEFAULT_OPTIONS: Final = SearchOptions()
