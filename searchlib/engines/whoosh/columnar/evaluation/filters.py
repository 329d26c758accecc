"""Filters, decided on the mention tables: which rows satisfy a clause, and so which passages.

Every filter leaf asks something of ONE row of one table; a passage satisfies the filter when one of its rows does, and
values of two rows are never mixed. Names, nouns and keywords find their rows by posting lists, ranges by whole columns -
or, behind a selective filter, by the few rows of the passages that are left.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import (
    CONFIDENCES,
    EPOCH,
    NO_DAY,
    QUANTITY_MODIFIERS,
    SPEAKER_KINDS,
    STATEMENT_KINDS,
    days,
)
from searchlib.engines.whoosh.columnar.store.runs import ranges
from searchlib.expressions import amounts
from searchlib.matching.mentions import WEEK, Table
from searchlib.query.nodes import Choice, Day, Filter, Keyword, Name, Noun, Number, Period

Mask = NDArray[np.bool_]
Numbers = NDArray[np.integer[Any]]
SpeakerRows = Callable[[str], Numbers]
"""The statement rows of a segment, ascending, whose speaker has a name, in their own document or a linked one."""

_EXACT: Final = QUANTITY_MODIFIERS.index("exact")
_HEDGES: Final = [QUANTITY_MODIFIERS.index(name) for name in amounts.HEDGES]
_NAMED: Final = [SPEAKER_KINDS.index(name) for name in ("person", "organization")]
_EARLIEST: Final = date.min.toordinal() - EPOCH
_LATEST: Final = date.max.toordinal() - EPOCH


@dataclass(frozen=True)
class MatchingRows:
    """The rows of one table that satisfy a clause, ascending; `size` is how many rows the table has."""

    table: Table
    numbers: Numbers
    size: int

    @classmethod
    def where(cls, table: Table, mask: Mask) -> MatchingRows:
        """The rows where a truth value a row holds."""
        return cls(table, np.flatnonzero(mask), len(mask))

    @cached_property
    def mask(self) -> Mask:
        """The same as a truth value a row."""
        mask = np.zeros(self.size, np.bool_)
        mask[self.numbers] = True
        return mask


def distinct(ascending: Numbers) -> Numbers:
    """Each number of an ascending array once."""
    if len(ascending) < 2:
        return ascending
    new = np.empty(len(ascending), np.bool_)
    new[0] = True
    np.not_equal(ascending[1:], ascending[:-1], out=new[1:])
    return ascending[new]


class Filters:
    """Answers filter leaves in one segment.

    `confidences` are the classes that a mention must have to count (None: any). Confidence is asked of the same row as
    the value: `number:10000 confidence:explicit`. `speaking` knows who is linked; without it a name finds those whom
    their own document names so.

    `among`, ascending passages, narrows every question to their rows: after one selective filter the next looks at a
    few rows instead of whole columns. Row numbers then count the rows of these passages.
    """

    def __init__(
        self,
        segment: Segment,
        confidences: frozenset[str] | None = None,
        speaking: SpeakerRows | None = None,
        *,
        among: Numbers | None = None,
    ) -> None:
        self.segment = segment
        self._speaking = speaking
        self._confidences = confidences
        self._codes = None if confidences is None else [CONFIDENCES.index(name) for name in sorted(confidences)]
        self._among = among
        self._taken: dict[str, Numbers] = {}

    def passages(self, node: Filter) -> Numbers:
        """The passages that satisfy a filter leaf, ascending (deleted ones included)."""
        if isinstance(node, Choice) and node.field == "confidence":
            return self._any_confidence(node.value)
        return self.spread(self.rows(node))

    def kept(self, node: Filter, passages: Numbers) -> Numbers:
        """Those of these ascending passages that satisfy a filter leaf."""
        narrowed = Filters(self.segment, self._confidences, self._speaking, among=passages)
        found = narrowed.passages(node)
        if isinstance(node, Keyword | Day):  # documents are few: all of them are asked, and all their passages found
            return np.intersect1d(passages, found, assume_unique=True)
        return found

    def spread(self, rows: MatchingRows) -> Numbers:
        """The passages that have one of these rows, ascending, each once."""
        if rows.table == "document":
            return self.segment.passages_of(rows.numbers)
        return distinct(self._column(f"{rows.table}_passage")[rows.numbers])

    def _column(self, name: str) -> NDArray[Any]:
        """A column of a mention table: the whole of it, or its part in the passages looked at."""
        column = self.segment.column(name)
        taken = self._rows_among(name.partition("_")[0])
        return column if taken is None else column[taken]

    def _rows_among(self, table: str) -> Numbers | None:
        """The rows of the passages looked at; None for all. A mention table stands in the order of its passages."""
        if self._among is None:
            return None
        if table not in self._taken:
            starts, ends = self.segment.mentions.row_ranges(table, self._among)
            self._taken[table] = ranges(starts, ends - starts)
        return self._taken[table]

    def rows(self, node: Filter) -> MatchingRows:
        """The rows that satisfy a filter leaf, in the table that it speaks of."""
        if isinstance(node, Name):
            return self._sure(self._named(node))
        if isinstance(node, Number):
            return self._number(node)
        if isinstance(node, Noun):
            return self._sure(self._counted(node.text))
        if isinstance(node, Period):
            return self._sure(MatchingRows.where("date", self._period(node)))
        if isinstance(node, Day):
            return self._day(node)
        if isinstance(node, Keyword):
            return self._keyword(node)
        if isinstance(node, Choice):
            return self._choice(node)
        raise TypeError(f"{type(node).__name__} is no filter of rows")

    # --- confidence --------------------------------------------------------------------------------------------

    def _sure(self, rows: MatchingRows) -> MatchingRows:
        """`rows`, without those of a confidence that was not asked for."""
        if self._codes is None or rows.table == "document":
            return rows
        kept = np.isin(self._column(f"{rows.table}_confidence")[rows.numbers], self._codes)
        return MatchingRows(rows.table, rows.numbers[kept], rows.size)

    def _any_confidence(self, name: str) -> Numbers:
        code = CONFIDENCES.index(name)
        tables: tuple[Table, ...] = ("statement", "date", "quantity")
        found = [
            self.spread(MatchingRows.where(table, self._column(f"{table}_confidence") == code)) for table in tables
        ]
        return np.unique(np.concatenate(found))

    # --- names and keywords ------------------------------------------------------------------------------------

    def _named(self, node: Name) -> MatchingRows:
        """Statement rows whose speaker has this name, or is given this role by the document."""
        if node.field == "role":
            words = frozenset(analysis.fold_role(node.text))
            found = self._intersected("role", [self._of_stem(word) for word in sorted(words)], "statement")
            return self._in_one_role(found, words)
        parts = analysis.fold_name(node.text)
        if self._speaking is None:
            return self._holding("speaker", parts, "statement")
        return self._narrowed(self._speaking(node.text), "statement", self.segment.space_size("speaker"))

    def own_names(self, parts: Sequence[str]) -> Numbers:
        """The statement rows whose speaker has every one of these parts among the names of its own document."""
        return self._holding("speaker", parts, "statement").numbers

    def _of_stem(self, word: str) -> list[int]:
        """The numbers of the terms of roles that have this stem: they begin as the stem does, but for its last letters."""
        first = word[: max(1, len(word) - 2)]
        terms = self.segment.dictionary.terms("role", first, first + chr(0x10FFFF))
        return [number for number, term in terms if analysis.role_stem(term.decode("utf-8", "replace")) == word]

    def _in_one_role(self, rows: MatchingRows, words: frozenset[str]) -> MatchingRows:
        """Those whose speaker has all words in ONE role: a defense minister and prime candidate is no prime minister."""
        if len(words) < 2 or not len(rows.numbers):
            return rows
        who = self._column("statement_speaker_row")[rows.numbers]
        roles = np.append(self.segment.column("speaker_roles"), -1)[who]
        good = {number for number in set(roles.tolist()) if number < 0 or self._is_held(number, words)}
        kept = np.fromiter((number in good for number in roles.tolist()), np.bool_, len(roles))
        return MatchingRows(rows.table, rows.numbers[kept], rows.size)

    def _is_held(self, roles: int, words: frozenset[str]) -> bool:
        lines = self.segment.strings[roles].split("\n")
        return len(lines) == 1 or any(words <= set(analysis.fold_role(role)) for role in lines)

    def _counted(self, text: str) -> MatchingRows:
        """Quantity rows whose counted phrase has every word of `text`."""
        return self._holding("noun", analysis.analyze(text).terms, "quantity")

    def _holding(self, field: str, terms: Sequence[str], table: Table) -> MatchingRows:
        """The rows that hold every one of these terms."""
        numbers = dict.fromkeys(self.segment.dictionary.find_all(field, terms))
        return self._intersected(field, [[number] if number >= 0 else [] for number in numbers], table)

    def _intersected(self, field: str, terms: Sequence[Sequence[int]], table: Table) -> MatchingRows:
        """The rows that hold, for each of these lists of terms, one of them: posting lists intersected, shortest first."""
        whole = self.segment.space_size(field)
        taken = self._rows_among(table)
        if not terms or not all(terms):
            return MatchingRows(table, np.zeros(0, np.int64), whole if taken is None else len(taken))
        lists = sorted((self._united(numbers, whole) for numbers in terms), key=len)
        found: Numbers = lists[0]
        for each in lists[1:]:
            found = found[_held(found, each)]
        return self._narrowed(found, table, whole)

    def _united(self, numbers: Sequence[int], whole: int) -> Numbers:
        """The rows that hold one of these terms, ascending."""
        lists = [self.segment.checked(self.segment.dictionary.rows(number), whole) for number in numbers]
        return lists[0] if len(lists) == 1 else np.unique(np.concatenate(lists))

    def _narrowed(self, found: Numbers, table: Table, size: int) -> MatchingRows:
        """These rows of a whole table, as the rows of the passages looked at."""
        taken = self._rows_among(table)
        return MatchingRows(table, found, size) if taken is None else MatchingRows.where(table, _held(taken, found))

    def _keyword(self, node: Keyword) -> MatchingRows:
        if node.field == "unit":
            number = self.segment.strings.rows.get(node.text, -2)
            return self._sure(MatchingRows.where("quantity", self._column("quantity_unit") == number))
        term = self.segment.dictionary.find(
            node.field, analysis.fold(node.text) if node.field == "source" else node.text
        )
        found = np.zeros(0, np.int32) if term < 0 else self.segment.dictionary.rows(term)
        return MatchingRows("document", self.segment.checked(found, self.segment.documents), self.segment.documents)

    def _choice(self, node: Choice) -> MatchingRows:
        if node.field == "kind":
            return self._sure(
                MatchingRows.where("statement", self._column("statement_kind") == STATEMENT_KINDS.index(node.value))
            )
        if node.field == "is":
            modifiers = self._column("quantity_modifier")
            mask = np.isin(modifiers, _HEDGES) if node.value == "hedged" else modifiers == _EXACT
            return self._sure(MatchingRows.where("quantity", mask))
        if node.value == "speaker":
            return self._sure(MatchingRows.where("statement", np.isin(self._column("statement_speaker_kind"), _NAMED)))
        tables: dict[str, Table] = {"number": "quantity", "date": "date", "statement": "statement"}
        table = tables[node.value]
        return self._sure(MatchingRows.where(table, np.ones(len(self._column(f"{table}_passage")), np.bool_)))

    # --- dates -------------------------------------------------------------------------------------------------

    def _day(self, node: Day) -> MatchingRows:
        first, last = _bounds(node.first, node.last)
        if node.field == "on":
            on = self._column("statement_on")
            return self._sure(MatchingRows.where("statement", (on >= first) & (on <= last)))
        published = self.segment.column("document_published")
        return MatchingRows.where("document", (published >= first) & (published <= last))

    def _period(self, node: Period) -> Mask:
        first, last = _bounds(node.first, node.last)
        begins, ends = self._column("date_first"), self._column("date_last")
        known = begins != NO_DAY
        if node.mode == "within":
            within: Mask = known & (begins >= first) & (ends <= last)
            return within
        overlapping: Mask = known & (begins <= last) & (ends >= first)
        if node.mode == "match":
            length = ends.astype(np.int64) - begins + 1
            overlapping &= (length <= WEEK) | (length <= last - first + 1)
        return overlapping

    # --- numbers -----------------------------------------------------------------------------------------------

    def _number(self, node: Number) -> MatchingRows:
        mask = self._in_unit(node)
        if node.noun:
            mask &= self._counted(node.noun).mask
        if node.mode == "exact":
            mask &= self._column("quantity_modifier") == _EXACT
        return self._sure(MatchingRows.where("quantity", mask))

    def _in_unit(self, node: Number) -> Mask:
        """MatchingRows whose figure lies in the range: in any unit but percent, or in the one asked for, converted."""
        units = self._column("quantity_unit")
        if not node.unit:
            percents = [number for _, number in self._units_like("percent")]
            counted: Mask = self._figures(node, node.low, node.high) & ~np.isin(units, percents)
            return counted
        mask = np.zeros(len(units), np.bool_)
        for name, number in self._units_like(node.unit):
            low, high = (_converted(bound, node.unit, name) for bound in (node.low, node.high))
            mask |= self._figures(node, low, high) & (units == number)
        return mask

    def _units_like(self, unit: str) -> list[tuple[str, int]]:
        """The units of this segment that `unit` converts to, with their string numbers."""
        from searchlib.expressions.units import to_base

        base = to_base(1.0, unit)[1]
        return [(name, number) for name, number in self.segment.mentions.units if to_base(1.0, name)[1] == base]

    def _figures(self, node: Number, low: float | None, high: float | None) -> Mask:
        lows, highs = self._column("quantity_low"), self._column("quantity_high")
        if node.mode == "compatible":
            return self._compatible(node, low, high)
        mask = np.ones(len(lows), np.bool_)
        if low is not None:
            mask &= lows > low if node.low_open else lows >= low
        if high is not None:
            mask &= highs < high if node.high_open else highs <= high
        return mask

    def _compatible(self, node: Number, low: float | None, high: float | None) -> Mask:
        """MatchingRows whose ALLOWED interval shares a value with the range: `amounts.allowed`, over whole columns."""
        lows, highs = self._column("quantity_low"), self._column("quantity_high")
        modifiers = self._column("quantity_modifier")
        mask = np.zeros(len(lows), np.bool_)
        for code, name in enumerate(QUANTITY_MODIFIERS):
            own = np.flatnonzero(modifiers == code)
            if not len(own):
                continue
            below, above, below_open, above_open = _allowed(lows[own], highs[own], name)
            held = np.ones(len(own), np.bool_)
            if high is not None:
                held &= below < high if node.high_open or below_open else below <= high
            if low is not None:
                held &= above > low if node.low_open or above_open else above >= low
            mask[own] = held
        return mask


def _allowed(
    lows: NDArray[np.float64], highs: NDArray[np.float64], modifier: str
) -> tuple[NDArray[np.float64], NDArray[np.float64], bool, bool]:
    """`amounts.allowed` of many: asked once for its rule, at -1 and 1, and carried over to all rows."""
    low, high, low_open, high_open = amounts.allowed(1.0, 1.0, modifier)
    below = np.full(len(lows), -math.inf) if low == -math.inf else lows - (1.0 - low) * np.abs(lows)
    above = np.full(len(highs), math.inf) if high == math.inf else highs + (high - 1.0) * np.abs(highs)
    return below, above, low_open, high_open


def _held(rows: Numbers, within: Numbers) -> Mask:
    """Which of these ascending rows stand in the ascending list `within`."""
    if not len(within):
        return np.zeros(len(rows), np.bool_)
    places = np.searchsorted(within, rows)
    places[places == len(within)] = 0
    held: Mask = within[places] == rows
    return held


def _converted(bound: float | None, unit: str, into: str) -> float | None:
    if bound is None or unit == into:
        return bound
    from searchlib.expressions.units import from_base, to_base

    return from_base(to_base(bound, unit)[0], into)


def _bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """A period in days, an open end being the calendar's own."""
    return (_EARLIEST if first is None else days(first), _LATEST if last is None else days(last))
