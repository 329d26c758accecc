"""Filters, decided on the mention tables: which rows satisfy a clause, and so which passages.

Every filter leaf asks something of ONE row of one table. Rows are answered as truth masks over the table; a passage
satisfies the filter when one of its rows does, and values of two rows are never mixed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
from searchlib.engines.whoosh.builder import EPOCH, days
from searchlib.engines.whoosh.layout import CONFIDENCES, NO_DAY, QUANTITY_MODIFIERS, SPEAKER_KINDS, STATEMENT_KINDS
from searchlib.engines.whoosh.segment import Segment
from searchlib.query.nodes import Choice, Day, Filter, Keyword, Name, Noun, Number, Period

Mask = NDArray[np.bool_]
Table = Literal["statement", "date", "quantity", "document"]
Aliases = Mapping[str, Sequence[str]]

WEEK: Final = 7
"""Days: a mention longer than that matches only a period at least as long (DESIGN, `date`)."""

_EXACT: Final = QUANTITY_MODIFIERS.index("exact")
_HEDGES: Final = [QUANTITY_MODIFIERS.index(name) for name in ("about", "at_least", "at_most", "more_than", "less_than")]
_NAMED: Final = [SPEAKER_KINDS.index(name) for name in ("person", "body")]
_EARLIEST: Final = date.min.toordinal() - EPOCH
_LATEST: Final = date.max.toordinal() - EPOCH


@dataclass(frozen=True)
class Rows:
    """The rows of one table that satisfy a clause: a truth value a row."""

    table: Table
    mask: Mask


class Filters:
    """Answers filter leaves in one segment.

    `confidences` are the classes that a mention must have to count (None: any). `aliases` are other names of a speaker,
    by folded name. Confidence is asked of the same row as the value: `number:10000 confidence:explicit`.
    """

    def __init__(
        self, segment: Segment, confidences: frozenset[str] | None = None, aliases: Aliases | None = None
    ) -> None:
        self.segment = segment
        self._aliases = aliases or {}
        self._codes = None if confidences is None else [CONFIDENCES.index(name) for name in sorted(confidences)]

    def passages(self, node: Filter) -> Mask:
        """bool[P]: the passages that satisfy a filter leaf (deleted ones included)."""
        if isinstance(node, Choice) and node.field == "confidence":
            return self._any_confidence(node.value)
        return self.spread(self.rows(node))

    def spread(self, rows: Rows) -> Mask:
        """The passages that have one of these rows."""
        mask = np.zeros(self.segment.passages, np.bool_)
        if rows.table == "document":
            chosen = self.segment.passages_of(np.flatnonzero(rows.mask))
        else:
            chosen = self.passage_of(rows.table)[rows.mask]
        mask[self.segment.checked(chosen, self.segment.passages)] = True
        return mask

    def passage_of(self, table: Table) -> NDArray[np.int32]:
        """The passage of every row of a mention table."""
        return self.segment.column(f"{table}_passage")

    def rows(self, node: Filter) -> Rows:
        """The rows that satisfy a filter leaf, in the table that it speaks of."""
        if isinstance(node, Name):
            return Rows("statement", self._sure("statement", self._named(node)))
        if isinstance(node, Number):
            return Rows("quantity", self._sure("quantity", self._number(node)))
        if isinstance(node, Noun):
            return Rows("quantity", self._sure("quantity", self._counted(node.text)))
        if isinstance(node, Period):
            return Rows("date", self._sure("date", self._period(node)))
        if isinstance(node, Day):
            return self._day(node)
        if isinstance(node, Keyword):
            return self._keyword(node)
        if isinstance(node, Choice):
            return self._choice(node)
        raise TypeError(f"{type(node).__name__} is no filter of rows")

    # --- confidence --------------------------------------------------------------------------------------------

    def _sure(self, table: Table, mask: Mask) -> Mask:
        """`mask`, without the rows of a confidence that was not asked for."""
        if self._codes is None:
            return mask
        return mask & np.isin(self.segment.column(f"{table}_confidence"), self._codes)

    def _any_confidence(self, name: str) -> Mask:
        code = CONFIDENCES.index(name)
        mask = np.zeros(self.segment.passages, np.bool_)
        tables: tuple[Table, ...] = ("statement", "date", "quantity")
        for table in tables:
            mask |= self.spread(Rows(table, self.segment.column(f"{table}_confidence") == code))
        return mask

    # --- names and keywords ------------------------------------------------------------------------------------

    def _named(self, node: Name) -> Mask:
        """Statement rows whose speaker (or role) has every part of the name, or of one of its aliases."""
        names = [node.text]
        if node.field == "speaker":
            names += self._aliases.get(" ".join(analysis.fold_name(node.text)), ())
        mask = np.zeros(self._size("statement"), np.bool_)
        for name in names:
            mask |= self._holding(node.field, analysis.fold_name(name), len(mask))
        return mask

    def _counted(self, text: str) -> Mask:
        """Quantity rows whose counted phrase has every word of `text`."""
        return self._holding("noun", analysis.analyze(text).terms, self._size("quantity"))

    def _holding(self, field: str, terms: Sequence[str], size: int) -> Mask:
        mask = np.zeros(size, np.bool_)
        numbers = self.segment.find_all(field, terms)
        if not numbers or min(numbers) < 0:
            return mask
        counts = np.zeros(size, np.uint16)
        for number in dict.fromkeys(numbers):
            counts[self.segment.checked(self.segment.rows(number), size)] += 1
        result: Mask = counts == len(dict.fromkeys(numbers))
        return result

    def _keyword(self, node: Keyword) -> Rows:
        if node.field == "unit":
            number = self.segment.string_numbers.get(node.text, -2)
            return Rows("quantity", self._sure("quantity", self.segment.column("quantity_unit") == number))
        mask = np.zeros(self.segment.documents, np.bool_)
        term = self.segment.find(node.field, analysis.fold(node.text) if node.field == "source" else node.text)
        if term >= 0:
            mask[self.segment.checked(self.segment.rows(term), self.segment.documents)] = True
        return Rows("document", mask)

    def _choice(self, node: Choice) -> Rows:
        column = self.segment.column
        if node.field == "kind":
            kinds = column("statement_kind")
            return Rows("statement", self._sure("statement", kinds == STATEMENT_KINDS.index(node.value)))
        if node.field == "is":
            modifiers = column("quantity_modifier")
            mask = np.isin(modifiers, _HEDGES) if node.value == "hedged" else modifiers == _EXACT
            return Rows("quantity", self._sure("quantity", mask))
        if node.value == "speaker":
            return Rows("statement", self._sure("statement", np.isin(column("statement_source"), _NAMED)))
        tables: dict[str, Table] = {"number": "quantity", "date": "date", "statement": "statement"}
        table = tables[node.value]
        return Rows(table, self._sure(table, np.ones(self._size(table), np.bool_)))

    def _size(self, table: Table) -> int:
        return len(self.segment.column(f"{table}_passage"))

    # --- dates -------------------------------------------------------------------------------------------------

    def _day(self, node: Day) -> Rows:
        first, last = _bounds(node.first, node.last)
        if node.field == "on":
            on = self.segment.column("statement_on")
            return Rows("statement", self._sure("statement", (on >= first) & (on <= last)))
        published = self.segment.column("document_published")
        return Rows("document", (published >= first) & (published <= last))

    def _period(self, node: Period) -> Mask:
        first, last = _bounds(node.first, node.last)
        begins, ends = self.segment.column("date_first"), self.segment.column("date_last")
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

    def _number(self, node: Number) -> Mask:
        mask = self._in_unit(node)
        if node.noun:
            mask &= self._counted(node.noun)
        if node.mode == "exact":
            mask &= self.segment.column("quantity_modifier") == _EXACT
        return mask

    def _in_unit(self, node: Number) -> Mask:
        """Rows whose figure lies in the range: in any unit but percent, or in the one asked for, converted."""
        units = self.segment.column("quantity_unit")
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
        from searchlib import quantities

        base = quantities.to_base(1.0, unit)[1]
        return [(name, number) for name, number in self._units if quantities.to_base(1.0, name)[1] == base]

    @cached_property
    def _units(self) -> list[tuple[str, int]]:
        numbers = np.unique(self.segment.column("quantity_unit"))
        return [(self.segment.string(number), number) for number in numbers.tolist() if number >= 0]

    def _figures(self, node: Number, low: float | None, high: float | None) -> Mask:
        lows, highs = self.segment.column("quantity_low"), self.segment.column("quantity_high")
        if node.mode == "compatible":
            return self._compatible(node, low, high)
        mask = np.ones(len(lows), np.bool_)
        if low is not None:
            mask &= lows > low if node.low_open else lows >= low
        if high is not None:
            mask &= highs < high if node.high_open else highs <= high
        return mask

    def _compatible(self, node: Number, low: float | None, high: float | None) -> Mask:
        """Rows whose ALLOWED interval shares a value with the range: `quantities.allowed`, over whole columns."""
        lows, highs = self.segment.column("quantity_low"), self.segment.column("quantity_high")
        modifiers = self.segment.column("quantity_modifier")
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
    """`quantities.allowed` of many: asked once for its rule, at -1 and 1, and carried over to all rows."""
    from searchlib import quantities

    low, high, low_open, high_open = quantities.allowed(1.0, 1.0, modifier)
    below = np.full(len(lows), -math.inf) if low == -math.inf else lows - (1.0 - low) * np.abs(lows)
    above = np.full(len(highs), math.inf) if high == math.inf else highs + (high - 1.0) * np.abs(highs)
    return below, above, low_open, high_open


def _converted(bound: float | None, unit: str, into: str) -> float | None:
    if bound is None or unit == into:
        return bound
    from searchlib import quantities

    return quantities.from_base(quantities.to_base(bound, unit)[0], into)


def _bounds(first: date | None, last: date | None) -> tuple[int, int]:
    """A period in days, an open end being the calendar's own."""
    return (_EARLIEST if first is None else days(first), _LATEST if last is None else days(last))
