"""Whether a value that a source gives beside our fields is the one asked for: `x.section:politics`, `x.words:>=500`."""

from __future__ import annotations

from datetime import date

from searchlib import analysis
from searchlib.models.documents import Extra
from searchlib.query.nodes import Day, ExtraValue, Number


def has_value(node: ExtraValue, extra: Extra) -> bool:
    """Whether a document has the value in a column of this name."""
    return any(analysis.plain_name(name) == node.name and agrees(node, value) for name, value in extra.items())


def agrees(node: ExtraValue, value: str | float) -> bool:
    """Whether one value agrees: a number by the range asked for, a day too, any text as a whole, without case."""
    if not isinstance(value, str):
        return node.figures is not None and _holds(node.figures, value)
    if not node.is_range and analysis.fold(value) == analysis.fold(node.text):
        return True
    day = day_of(value) if node.days else None
    return node.days is not None and day is not None and _covers(node.days, day)


def day_of(text: str) -> date | None:
    """The day that a text is in the form 2024-10-31; None for any other text."""
    try:
        return date.fromisoformat(text) if len(text) == len("2024-10-31") else None
    except ValueError:
        return None


def _holds(asked: Number, value: float) -> bool:
    over = asked.low is None or (value > asked.low if asked.low_open else value >= asked.low)
    return over and (asked.high is None or (value < asked.high if asked.high_open else value <= asked.high))


def _covers(days: Day, day: date) -> bool:
    return (days.first is None or days.first <= day) and (days.last is None or day <= days.last)
