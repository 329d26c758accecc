"""Filters on ONE mention: which statements, dates and quantities of a passage satisfy a filter leaf.

Every filter asks something of ONE mention; values of two mentions are never mixed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from searchlib import analysis, fields
from searchlib.expressions.amounts import HEDGES, allowed
from searchlib.fields import WEEK, Table
from searchlib.matching.extra_values import has_value
from searchlib.matching.stored import Header, Stored
from searchlib.models import DateMention, Quantity, Statement
from searchlib.query.nodes import (
    Choice,
    Day,
    ExtraValue,
    Filter,
    Keyword,
    Name,
    Node,
    Noun,
    Number,
    Period,
    Said,
    leaves,
)

Mention = Statement | DateMention | Quantity
_NAMED: Final = ("person", "organization")


def table_of(leaf: Filter) -> Table:
    """The kind of mention that a filter asks something of, or "document". `confidence:` asks any kind: no table."""
    if isinstance(leaf, Said):
        return "statement"
    table = fields.table_of(leaf.field, leaf.value if isinstance(leaf, Choice) else "")
    assert table is not None, f"{leaf.field}: asks no one table"
    return table


def mentions_of(table: Table, stored: Stored) -> Sequence[Mention]:
    """The mentions of one kind in a passage."""
    if table == "statement":
        return stored.passage.statements
    return stored.passage.dates if table == "date" else stored.passage.quantities


def asked_confidences(node: Node) -> frozenset[str] | None:
    """The confidence classes that a query asks of its values, outside NOT; None when it asks for none.

    A `confidence:` beside other filters holds of the very mentions that satisfy them.
    """
    asked = {leaf.value for leaf in leaves(node) if is_confidence(leaf)}  # type: ignore[union-attr]
    return frozenset(asked) or None


def is_confidence(leaf: Node) -> bool:
    """Whether a node is `confidence:`, which asks of all mentions alike."""
    return isinstance(leaf, Choice) and leaf.field == "confidence"


def satisfying(leaf: Filter, stored: Stored, confidences: frozenset[str] | None = None) -> list[int]:
    """The mentions of a passage that satisfy a filter leaf other than said(), as places among those of its table.

    `confidences` are the classes that a mention must have to count (None: any).
    """
    mentions = mentions_of(table_of(leaf), stored)
    if isinstance(leaf, Name):
        places = sorted(stored.context.attributed(leaf))
    else:
        places = [at for at, mention in enumerate(mentions) if _satisfies(leaf, mention)]
    return [at for at in places if confidences is None or mentions[at].confidence in confidences]


def of_document(leaf: Filter, document: str, header: Header) -> bool:
    """Whether a document satisfies a filter on its metadata."""
    if isinstance(leaf, Day):
        return header.published is not None and _is_between(leaf.first, header.published, leaf.last)
    if isinstance(leaf, ExtraValue):
        return has_value(leaf, header.extra)
    assert isinstance(leaf, Keyword)
    return document == leaf.text if leaf.field == "doc" else analysis.fold(header.source) == analysis.fold(leaf.text)


def _satisfies(leaf: Filter, mention: Mention) -> bool:
    if isinstance(mention, Quantity):
        return _of_quantity(leaf, mention)
    if isinstance(mention, DateMention):
        return not isinstance(leaf, Period) or _overlaps(leaf, mention)
    if isinstance(leaf, Day):
        return mention.on is not None and _is_between(leaf.first, mention.on, leaf.last)
    assert isinstance(leaf, Choice)
    if leaf.field == "kind":
        return mention.kind == leaf.value
    if leaf.field == "is":
        return any(mark.kind == leaf.value for mark in mention.marks)
    return leaf.value != "speaker" or mention.speaker_kind in _NAMED


def _is_between(first: date | None, day: date, last: date | None) -> bool:
    return (first is None or first <= day) and (last is None or day <= last)


def _overlaps(period: Period, mention: DateMention) -> bool:
    """DESIGN's law of dates: `date:D` takes a long mention only when D is at least as long."""
    if mention.first is None or mention.last is None:
        return False
    first, last = period.first or date.min, period.last or date.max
    if period.mode == "within":
        return first <= mention.first and mention.last <= last
    if mention.first > last or mention.last < first:
        return False
    length = (mention.last - mention.first).days + 1
    return period.mode == "overlaps" or length <= max(WEEK, (last - first).days + 1)


def _of_quantity(leaf: Filter, quantity: Quantity) -> bool:
    if isinstance(leaf, Number):
        return _in_range(leaf, quantity)
    if isinstance(leaf, Noun):
        return _counts(leaf.text, quantity)
    if isinstance(leaf, Keyword):
        return quantity.unit == leaf.text
    assert isinstance(leaf, Choice)
    if leaf.field == "is":
        return quantity.modifier in HEDGES if leaf.value == "hedged" else quantity.modifier == "exact"
    return True


def _counts(noun: str, quantity: Quantity) -> bool:
    """Whether the counted phrase has every word of `noun`, by stems."""
    asked = set(analysis.analyze(noun).terms)
    return bool(asked) and asked.issubset(analysis.analyze(quantity.noun).terms)


def _in_range(number: Number, quantity: Quantity) -> bool:
    from searchlib.expressions.units import to_base  # only a query with a number needs the units

    if number.mode == "exact" and quantity.modifier != "exact":
        return False
    base = to_base(1.0, quantity.unit)[1]
    if base != to_base(1.0, number.unit)[1] if number.unit else base == to_base(1.0, "percent")[1]:
        return False
    low, high = (_converted(bound, number.unit, quantity.unit) for bound in (number.low, number.high))
    return _holds_figure(number, low, high, quantity) and (not number.noun or _counts(number.noun, quantity))


def _converted(bound: float | None, unit: str, into: str) -> float | None:
    if bound is None or not unit or unit == into:
        return bound
    from searchlib.expressions.units import from_base, to_base

    return from_base(to_base(bound, unit)[0], into)


def _holds_figure(number: Number, low: float | None, high: float | None, quantity: Quantity) -> bool:
    """Whether the range from `low` to `high` holds what is stated; for "compatible", shares a value with what is allowed."""
    if number.mode == "compatible":
        below, above, below_open, above_open = allowed(quantity.low, quantity.high, quantity.modifier)
        under = high is None or (below < high if number.high_open or below_open else below <= high)
        return under and (low is None or (above > low if number.low_open or above_open else above >= low))
    over = low is None or (quantity.low > low if number.low_open else quantity.low >= low)
    return over and (high is None or (quantity.high < high if number.high_open else quantity.high <= high))
