"""Values in words, for all user interfaces: publication dates, periods, quantities and figures.

Texts of documents stand in them unchanged: each user interface must make them safe to show.
"""

from __future__ import annotations

from datetime import date
from math import isclose, isfinite
from typing import Final

from searchlib.expressions.periods import period_name
from searchlib.models import DateMention, Quantity
from searchlib.models.export import marks_words

MODIFIERS: Final = {
    "exact": "",
    "about": "about ",
    "at_least": "at least ",
    "at_most": "up to ",
    "more_than": "more than ",
    "less_than": "less than ",
    "up": "up ",
    "down": "down ",
}

NO_WORD: Final = 'the query contains no word: write one, a "phrase", or a filter such as speaker:NAME'
"""What is wrong with a query of signs alone."""


def published_words(published: date | None, published_from: str) -> str:
    """The publication date; "(guessed)" or "(by default)" is added when the source does not state it."""
    if published is None:
        return "date unknown"
    doubt = {"guessed": " (guessed)", "default": " (by default)"}.get(published_from, "")
    return f"{published.isoformat()}{doubt}"


def period_words(mention: DateMention) -> str:
    """The days of a mention: 2024-10-31, 2024-10, 2024, 2024-10-28..2024-11-03."""
    first, last = mention.first, mention.last
    if first is None or last is None:
        return "unresolved"
    return period_name(first, last)


def quantity_words(quantity: Quantity) -> str:
    """The figure with its marks, modifier, unit and noun: "up to 8,000 troops", "denied: 12 people"."""
    low, high = figure_words(quantity.low), figure_words(quantity.high)
    figure = low if low == high else f"{low}–{high}"
    unit = _unit_words(quantity.unit, plural=not quantity.noun and figure != "1")
    noun = f" {quantity.noun}" if quantity.noun else ""
    return " ".join(f"{marks_words(quantity.marks)}{MODIFIERS[quantity.modifier]}{figure}{unit}{noun}".split())


def range_words(low: float, high: float, unit: str) -> str:
    """Two figures of one unit: "12 billion to 14 billion USD", "5 to 7%"; one, when they are equal."""
    first, last = figure_words(low), figure_words(high)
    figure = first if first == last else f"{first} to {last}"
    return figure + _unit_words(unit, plural=figure != "1")


def _unit_words(unit: str, *, plural: bool) -> str:
    """The unit as it follows a figure: "%", " USD", " kilometres"."""
    if unit == "percent":
        return "%"
    name = _PLURALS.get(unit, unit) if plural else unit
    return f" {name}" if name else ""


def figure_words(value: float) -> str:
    """A number for people to read: "10,000", "1.5 trillion", "2/3"; others with at most three decimals."""
    for name, size in _SCALES:
        if size <= abs(value) < 1000 * size and value / size == round(value / size, 3):
            return f"{value / size:.15g} {name}"
    if not isfinite(value) or value == round(value, 3):
        return f"{value:,.15g}"
    for under in _UNDER:
        if abs(value) < 1 and isclose(value * under, round(value * under), rel_tol=1e-12):
            return f"{round(value * under)}/{under}"
    return f"{round(value, 3):,.15g}" if abs(value) >= 1 else f"{value:.3g}"


_SCALES: Final = (("trillion", 1e12), ("billion", 1e9), ("million", 1e6))
"""Names of large numbers: used where three decimals hold the figure."""
_UNDER: Final = (3, 6, 7, 9)
"""Denominators whose parts no decimals end."""
_PLURALS: Final = {
    unit: f"{unit}s"
    for unit in (
        "second", "minute", "hour", "day", "night", "week", "month", "year", "decade", "mile", "yard", "metre", "kilometre",
        "gram", "kilogram", "tonne", "ton", "pound", "ounce", "acre", "hectare", "litre", "gallon", "barrel",
        "percentage point", "basis point", "square mile", "square metre", "square kilometre",
    )
} | {"foot": "feet", "inch": "inches", "square foot": "square feet", "century": "centuries"}  # fmt: skip
