"""Filters answered by whole columns: days, periods and quantities in a range."""

from __future__ import annotations

import math
from datetime import date
from typing import Final

import numpy as np

from searchlib.array_types import Floats, Mask
from searchlib.engines.whoosh.columnar.evaluation.table_rows import TablePart
from searchlib.engines.whoosh.columnar.evaluation.term_filters import counted
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, NO_DAY, QUANTITY_MODIFIERS, days
from searchlib.expressions import amounts
from searchlib.fields import WEEK
from searchlib.query.nodes import Day, Number, Period

_EARLIEST: Final = date.min.toordinal() - EPOCH
_LATEST: Final = date.max.toordinal() - EPOCH
EXACT: Final = QUANTITY_MODIFIERS.index("exact")

# --- dates ---------------------------------------------------------------------------------------------------------


def said_on(part: TablePart, node: Day) -> Mask:
    """Statement rows that were said in a period, bool[S]."""
    first, last = _days_of(node.first, node.last)
    on = part.column("statement_on")
    said: Mask = (on >= first) & (on <= last)
    return said


def published(part: TablePart, node: Day) -> Mask:
    """Documents that were published in a period, bool[D]."""
    first, last = _days_of(node.first, node.last)
    days_published = part.segment.column("document_published")
    inside: Mask = (days_published >= first) & (days_published <= last)
    return inside


def in_period(part: TablePart, node: Period) -> Mask:
    """Date rows that match a period, bool[E]: see `date` in DESIGN's table of fields for the three modes."""
    first, last = _days_of(node.first, node.last)
    begins, ends = part.column("date_first"), part.column("date_last")
    known = begins != NO_DAY
    if node.mode == "within":
        within: Mask = known & (begins >= first) & (ends <= last)
        return within
    overlapping: Mask = known & (begins <= last) & (ends >= first)
    if node.mode == "match":
        length = ends.astype(np.int64) - begins + 1
        overlapping &= (length <= WEEK) | (length <= last - first + 1)
    return overlapping


def _days_of(first: date | None, last: date | None) -> tuple[int, int]:
    """A period in days since 1970; an open end is the calendar's own."""
    return (_EARLIEST if first is None else days(first), _LATEST if last is None else days(last))


# --- quantities ----------------------------------------------------------------------------------------------------


def in_range(part: TablePart, node: Number) -> Mask:
    """Quantity rows whose figure, unit, noun and modifier match, bool[Q]."""
    mask = _in_unit(part, node)
    if node.noun:
        mask &= counted(part, node.noun).mask
    if node.mode == "exact":
        mask &= part.column("quantity_modifier") == EXACT
    return mask


def _in_unit(part: TablePart, node: Number) -> Mask:
    """Rows whose figure lies in the range: in any unit but percent, or in the unit asked for, converted."""
    units = part.column("quantity_unit")
    if not node.unit:
        percents = [row for _, row in _units_like(part, "percent")]
        stated: Mask = _figures(part, node, node.low, node.high) & ~np.isin(units, percents)
        return stated
    mask = np.zeros(len(units), np.bool_)
    for name, row in _units_like(part, node.unit):
        low, high = (_converted(bound, node.unit, name) for bound in (node.low, node.high))
        mask |= _figures(part, node, low, high) & (units == row)
    return mask


def _units_like(part: TablePart, unit: str) -> list[tuple[str, int]]:
    """The units of the segment that `unit` converts to, with their rows among the strings."""
    from searchlib.expressions.units import to_base

    base = to_base(1.0, unit)[1]
    return [(name, row) for name, row in part.segment.mentions.units if to_base(1.0, name)[1] == base]


def _converted(bound: float | None, unit: str, into: str) -> float | None:
    if bound is None or unit == into:
        return bound
    from searchlib.expressions.units import from_base, to_base

    return from_base(to_base(bound, unit)[0], into)


def _figures(part: TablePart, node: Number, low: float | None, high: float | None) -> Mask:
    lows, highs = part.column("quantity_low"), part.column("quantity_high")
    if node.mode == "compatible":
        return _compatible(part, node, low, high)
    mask = np.ones(len(lows), np.bool_)
    if low is not None:
        mask &= lows > low if node.low_open else lows >= low
    if high is not None:
        mask &= highs < high if node.high_open else highs <= high
    return mask


def _compatible(part: TablePart, node: Number, low: float | None, high: float | None) -> Mask:
    """Rows whose ALLOWED interval shares a value with the range: `amounts.allowed`, over whole columns."""
    lows, highs = part.column("quantity_low"), part.column("quantity_high")
    modifiers = part.column("quantity_modifier")
    mask = np.zeros(len(lows), np.bool_)
    for code, name in enumerate(QUANTITY_MODIFIERS):
        rows = np.flatnonzero(modifiers == code)
        if not len(rows):
            continue
        below, above, below_open, above_open = _allowed(lows[rows], highs[rows], name)
        shared = np.ones(len(rows), np.bool_)
        if high is not None:
            shared &= below < high if node.high_open or below_open else below <= high
        if low is not None:
            shared &= above > low if node.low_open or above_open else above >= low
        mask[rows] = shared
    return mask


def _allowed(lows: Floats, highs: Floats, modifier: str) -> tuple[Floats, Floats, bool, bool]:
    """`amounts.allowed` of many rows with one modifier: the rule is read off at 1 and applied to all rows."""
    low, high, low_open, high_open = amounts.allowed(1.0, 1.0, modifier)
    below = np.full(len(lows), -math.inf) if low == -math.inf else lows - (1.0 - low) * np.abs(lows)
    above = np.full(len(highs), math.inf) if high == math.inf else highs + (high - 1.0) * np.abs(highs)
    return below, above, low_open, high_open
