"""The passages that a view is made of: those that match its query, the best first, up to a bound that the view tells of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, overload

from searchlib.engines.answers import PassageRef, Request
from searchlib.engines.contract import Reader
from searchlib.matching import deadline
from searchlib.matching.mentions import Mention, satisfying, table_of
from searchlib.matching.stored import Header, Stored
from searchlib.models import DateMention, Passage, Statement
from searchlib.models.views.rows import DayFrom
from searchlib.query.nodes import Filter, Node
from searchlib.query.options import SearchOptions
from searchlib.query.said_words import with_said_words
from searchlib.query.stop_words import without_stop_words
from searchlib.views.nouns import CloseNouns, widened

PASSAGES_READ: Final = 300
"""Passages that a view reads unless more are asked for."""

_KEPT: Final = 1000
"""Up to so many passages are kept in memory as they were fetched."""
_FETCHED: Final = 256
"""Passages of more that are fetched at a time."""

_OPENING: Final = 12
"""Characters before a date that opens its sentence: "In late March, ..."."""
_CLAUSE_ENDS: Final = re.compile(r"[,;:()—–]|\b(?:and|but|while|which|who|that|when|where|after|before|since)\b")


@dataclass(frozen=True)
class ViewRequest:
    """What a view is asked.

    `text` is the query as typed and `node` as read. `filters` hold of every single row, and of the passage by being part of
    `node`. `limit` bounds the passages that are read, 0 reads all. `written` is `node` without what the view itself asks for.
    With `explicit_only` a row counts only when all its mentions are explicit.
    """

    text: str
    node: Node
    filters: Sequence[Filter] = ()
    limit: int = PASSAGES_READ
    warnings: tuple[str, ...] = ()
    close: CloseNouns = field(default_factory=CloseNouns)
    written: Node | None = None
    explicit_only: bool = False

    def counts(self, *mentions: Mention | None) -> bool:
        """Whether a row of these mentions counts: with `explicit_only` the text must state each of them outright."""
        return not self.explicit_only or all(one is None or one.confidence == "explicit" for one in mentions)


@dataclass(frozen=True)
class PassagesRead:
    """The passages read, of `total` that match the query `node`."""

    node: Node
    stored: Sequence[Stored]
    total: int | None

    @property
    def cut(self) -> str:
        """What was left out, as a sentence; "" when nothing was."""
        if self.total is None or len(self.stored) >= self.total:
            return ""
        return f"Only the best {len(self.stored):,} of {self.total:,} matching passages were read."


def read_passages(reader: Reader, request: ViewRequest) -> PassagesRead:
    """The passages of a view, best first; words that count something also find figures of close nouns."""
    node = widened(without_stop_words(request.node, reader.analyzer), request.close)
    limit = request.limit or reader.counts["passages"]
    answer = reader.search(Request(with_said_words(node), SearchOptions(limit=limit)))
    refs = [match.ref for match in answer.matches]
    return PassagesRead(node, reader.fetch(refs) if len(refs) <= _KEPT else _Fetched(reader, refs), answer.total)


class _Fetched(Sequence[Stored]):
    """Passages that are fetched anew, some at a time, whenever they are gone through: many would not fit in memory."""

    def __init__(self, reader: Reader, refs: Sequence[PassageRef]) -> None:
        self._reader = reader
        self._refs = refs

    def __len__(self) -> int:
        return len(self._refs)

    @overload
    def __getitem__(self, place: int) -> Stored: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Stored]: ...
    def __getitem__(self, place: int | slice) -> Stored | Sequence[Stored]:
        if isinstance(place, slice):
            return _Fetched(self._reader, self._refs[place])
        return self._reader.fetch([self._refs[place]])[0]

    def __iter__(self) -> Iterator[Stored]:
        for first in range(0, len(self._refs), _FETCHED):
            deadline.check()
            yield from self._reader.fetch(self._refs[first : first + _FETCHED])


def rows_allowed(stored: Stored, filters: Sequence[Filter], table: str) -> list[set[int]]:
    """For each of the filters on one kind of mention ("quantity", "statement") the places of the mentions that satisfy it.

    Every view asks this of every passage, so it is here that time may run out. Raises OutOfTime.
    """
    deadline.check()
    return [set(satisfying(leaf, stored)) for leaf in filters if table_of(leaf) == table]


@dataclass(frozen=True)
class Days:
    """The days that a row is for, both inside; `known_from` says how they are known."""

    first: date | None
    last: date | None
    known_from: DayFrom


def days_of(mention: DateMention | None, said: Statement | None, header: Header) -> Days:
    """The days that a row holds for: those its text states, else the day it was said, else the day of publication."""
    if mention is not None:
        return Days(mention.first, mention.last, "text")
    if said is not None and said.on is not None and said.on_from == "stated":
        return Days(said.on, said.on, "said")
    if header.published is not None:
        return Days(header.published, header.published, "published")
    return Days(None, None, "")


def date_beside(
    passage: Passage, start: int, end: int, within: tuple[int, int], statement: int | None
) -> DateMention | None:
    """The date that says for which days characters `start` to `end` hold: the nearest of the same sentence and statement.

    It stands in the same clause, or it opens the sentence. `within` are the sentence's characters, `number` is the
    statement's (None: outside of statements). A date "before" or "after" a day states no day.
    """
    near = [
        mention
        for mention in passage.dates
        if mention.first is not None
        and mention.last is not None
        and mention.statement == statement
        and mention.modifier not in ("before", "after")
        and within[0] <= mention.start < within[1]
        and (mention.start - within[0] <= _OPENING or not _CLAUSE_ENDS.search(_between(passage, mention, start, end)))
    ]
    return min(near, key=lambda mention: max(mention.start - end, start - mention.end), default=None)


def _between(passage: Passage, mention: DateMention, start: int, end: int) -> str:
    """The text between a date and other characters of the passage."""
    first, last = (end, mention.start) if mention.start >= end else (mention.end, start)
    return passage.text[first - passage.start : max(first, last) - passage.start]
