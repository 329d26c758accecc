"""Reads the values of filter fields: the text after `field:`, by the kind that fields.py gives the field.

name, keyword     the text as it stands (a unit in its canonical name)
choice            one of the field's choices
words, unscored   the text as it stands: the counted noun
period, day       D | D..E | D.. | ..E | [D TO E] {D TO E} | >D >=D <D <=D      D and E as expressions.english.typed_dates.read_interval reads
range             the same with quantities as quantities.read_amount reads; ~N is N give or take 5 %
period            also D! (the mention lies within) and overlaps(D)
range             also N! (stated as exact) and compatible(N)
extra             a text as it stands, a number or a day; a range of numbers or of days in any of these forms

alias    means                     note
after    published later than D    the publication date is what a user knows when typing "after"
before   published earlier than D
since    published on D or later   `since:7d` counts back from today
until    published on D or earlier
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from math import isinf
from typing import TYPE_CHECKING, Literal, NamedTuple

from searchlib.analysis import plain_name
from searchlib.definitions.regexes import regex
from searchlib.fields import BY_NAME, FIELDS, SCORED, Field, Kind
from searchlib.query.context import ParseContext, nearest, shown
from searchlib.query.nodes import Choice, Day, ExtraValue, Filter, Keyword, Name, Noun, Number, Period, asked_range

# Readers of dates and quantities are imported when a query needs them: a search of words starts sooner.
if TYPE_CHECKING:
    from searchlib.expressions.periods import Interval

Form = Literal["", "compatible", "overlaps"]

ALIASES: dict[str, tuple[str, str]] = {
    "after": ("published", ">"),
    "before": ("published", "<"),
    "since": ("published", ">="),
    "until": ("published", "<="),
}
"""Names for a field with a comparison."""

NAMES = tuple(field.name for field in FIELDS) + tuple(ALIASES)
SCORED_NAMES = frozenset(field.name for field in SCORED)
INTERVAL_KINDS = frozenset(("period", "day", "range"))
FORMS: dict[Kind, Form] = {"period": "overlaps", "range": "compatible"}
"""The function that may enclose a value, by kind."""

COMPARED = regex(r"\s*(>=|<=|=>|=<|>|<|≥|≤|=)")
SPELLED = {"≥": ">=", "≤": "<=", "=>": ">=", "=<": "<="}
BRACKETED = regex(r"\s*([\[{])(.*)([\]}])\s*", re.DOTALL)
BETWEEN = regex(r"\s+TO\s+")
DOTS = regex(r"\.{2,}|…")
OPEN_ENDS = ("", "*")
EXTRA = "x."
"""What the name of a source's own column begins with: `x.section`."""
EXAMPLES: dict[Kind, str] = {
    "range": "10..20",
    "extra": "10..20",
    "period": "2024-10-01..2024-10-31",
    "day": "2024-10-01..2024-10-31",
}
"""A range as this language writes it, by kind."""
COUNTED = regex(
    r"\b(?:today|yesterday|tomorrow|now|last|this|next|past|previous|ago)\b|\A\s*\d{1,5} ?(?:d|w|m|mo|y|days?|weeks?|months?|years?)\s*\Z",
    re.IGNORECASE,
)
"""Dates that count from today by their own words: last week, 7d."""
AGE_IN_DIGITS = regex(r"\d{1,5}[dwmy]", re.IGNORECASE)
"""An age in one word: 7d."""
YEARS_APART = timedelta(days=1130)
"""From a day to one of another year and another weekday."""
PLAIN_NUMBER = regex(r"-?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,15})?", re.ASCII)
_SHORT = 100
"""The longest value whose node is cached, in characters."""


class Asked(NamedTuple):
    """The value of one filter as typed; `name` is the field or alias, `form` the function around it.

    Relative dates count from `today`. The node of a value depends on nothing else, so it can be cached.
    """

    name: str
    text: str
    today: date
    form: Form = ""

    @property
    def field(self) -> Field:
        """The field asked, an alias resolved."""
        return field_of(self.name)

    def fault(self, message: str, expected: str | None = None, suggestion: str | None = None) -> Unreadable:
        """What is wrong with this value."""
        return Unreadable(message, expected or f"a value as in {self.field.example}", suggestion)


class Unreadable(Exception):
    """A value that cannot be read; `filter_node`, which knows its position, turns it into a QueryError."""

    def __init__(self, message: str, expected: str, suggestion: str | None) -> None:
        super().__init__(message)
        self.expected = expected
        self.suggestion = suggestion


class Ends(NamedTuple):
    """The two ends of a range as typed, "" for an open end; `single` when it was one value."""

    low: str
    high: str
    low_open: bool = False
    high_open: bool = False
    single: bool = False


def is_field(name: str) -> bool:
    """Whether a query may ask this field, in lower case; any name behind "x." may be a column's."""
    return name in NAMES or (name.startswith(EXTRA) and bool(plain_name(name[len(EXTRA) :])))


def field_of(name: str) -> Field:
    """The field of this name or alias."""
    if name.startswith(EXTRA):
        return BY_NAME["x"]
    return BY_NAME[ALIASES[name][0] if name in ALIASES else name]


def filter_node(context: ParseContext, name: str, text: str, place: int, form: Form = "") -> Filter:
    """The node of a filter whose value begins at `place` in the query.

    Raises QueryError, which says what was expected, when the value is empty or cannot be read.
    """
    asked = Asked(name, text, context.today, form)
    try:
        node, assumed = _cached_read(asked) if len(text) <= _SHORT else _read(asked)
    except Unreadable as fault:
        raise context.fault(str(fault), place, fault.expected, fault.suggestion) from None
    if assumed:
        context.warn(f"{name}:{shown(text)} was read as {node}, the latest one; write the whole date to mean another.")
    return node


def _read(asked: Asked) -> tuple[Filter, bool]:
    """The node of a value, and whether a date got its year from `today`. Raises Unreadable."""
    if not any(mark.isalnum() for mark in asked.text) and not (asked.name == "unit" and asked.text.strip()):
        raise _empty(asked)
    kind = asked.field.kind
    if asked.form and FORMS.get(kind) != asked.form:
        raise asked.fault(f"{asked.name}: has no {asked.form}(...).")
    node = READERS[kind](asked)
    return node, kind in ("period", "day") and _assumes_year(asked, node)


_cached_read = lru_cache(maxsize=4096)(_read)


def _assumes_year(asked: Asked, node: Filter) -> bool:
    """Whether the value is a date without a year, and not one that counts from today by its own words.

    The text is read again as on another day: a different result shows that it depends on the day.
    """
    if COUNTED.search(asked.text):
        return False
    another = asked.today + (YEARS_APART if asked.today.year < 1000 else -YEARS_APART)
    try:
        return READERS[asked.field.kind](asked._replace(today=another)) != node
    except Unreadable:
        return True


def _empty(asked: Asked) -> Unreadable:
    bare = f"{asked.name}:{shown(asked.text)}"
    if asked.text and not asked.text.strip("*? ") and asked.name in BY_NAME["has"].choices:
        return asked.fault(f"{bare} has no value.", suggestion=f"has:{asked.name}")
    if asked.field.kind not in INTERVAL_KINDS:
        return asked.fault(f"{bare} has no value.", f"a value right behind the colon, as in {asked.field.example}")
    open_end = "" if asked.name in ALIASES else ".."
    example = "number:8000.." if asked.field.kind == "range" else f"{asked.name}:2024-10-01{open_end}"
    message = f"{bare} has no value. Did the shell take the `>`? Quote the query, or write {example}"
    return asked.fault(message, suggestion=example)


# ---- texts ----------------------------------------------------------------------------------------------------------


def _name(asked: Asked) -> Filter:
    return Name(asked.field.name, asked.text)


def _noun(asked: Asked) -> Filter:
    return Noun(asked.text)


def _keyword(asked: Asked) -> Filter:
    if asked.field.name != "unit":
        return Keyword(asked.field.name, asked.text)
    from searchlib.expressions.english.unit_expressions import canonical_unit

    unit = canonical_unit(asked.text)
    if unit is None:
        raise asked.fault(f"{shown(asked.text)!r} is not a unit.", "a unit such as percent, USD or kilometre")
    return Keyword("unit", unit)


def _choice(asked: Asked) -> Filter:
    choices = asked.field.choices
    value = asked.text.strip().lower()
    if value in choices:
        return Choice(asked.field.name, value)
    near = nearest(value, choices)
    message = f"{asked.name}: has no {shown(asked.text)!r}."
    raise asked.fault(message, " or ".join(choices), near and f"{asked.name}:{near}")


# ---- ranges ---------------------------------------------------------------------------------------------------------


def _ends(asked: Asked, text: str) -> Ends:
    """The ends of a range, in any of its forms."""
    if compared := COMPARED.match(text):
        sign = SPELLED.get(compared[1], compared[1])
        value = text[compared.end() :].strip()
        if sign == "=":
            return Ends(value, value, single=True)
        return Ends(value, "", low_open=sign == ">") if ">" in sign else Ends("", value, high_open=sign == "<")
    if bracketed := BRACKETED.fullmatch(text):
        parts = BETWEEN.split(bracketed[2])
        if len(parts) != 2:
            raise asked.fault(f"{shown(text)!r} is not a range.", "[x TO y] or {x TO y}")
        low, high = (part.strip() for part in parts)
        return _closed(asked, low, high)._replace(low_open=bracketed[1] == "{", high_open=bracketed[3] == "}")
    if text.lstrip()[:1] in ("[", "{"):
        message = (
            f"{shown(text)!r} opens a bracket that is not closed; ranges are written {EXAMPLES[asked.field.kind]}."
        )
        raise asked.fault(message, "x..y, or [x TO y] with both brackets")
    parts = DOTS.split(text)
    if len(parts) == 1:
        return Ends(text.strip(), text.strip(), single=True)
    if len(parts) > 2:
        raise asked.fault(f"{shown(text)!r} has more than two ends.", "one range x..y")
    return _closed(asked, parts[0].strip(), parts[1].strip())


def _closed(asked: Asked, low: str, high: str) -> Ends:
    low, high = ("" if end in OPEN_ENDS else end for end in (low, high))
    if not low and not high:
        raise asked.fault(f"{shown(asked.text)!r} has no end.", "x..y, x.. or ..y")
    return Ends(low, high)


def _strict(text: str) -> tuple[str, bool]:
    """The value without a final `!`, and whether it had one."""
    bare = text.rstrip()
    return (bare[:-1], True) if bare.endswith("!") else (text, False)


# ---- days -----------------------------------------------------------------------------------------------------------


def _interval(asked: Asked, text: str) -> Interval:
    from searchlib.expressions.english.typed_dates import read_interval

    try:
        return read_interval(text, today=asked.today)
    except ValueError as error:
        raise asked.fault(str(error), "a date such as 2024, 2024-10, 2024-10-31 or yesterday") from None


def _stepped(asked: Asked, day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise asked.fault(f"{shown(asked.text)!r} is outside the calendar.", "a day from year 1 to 9999") from None


def _first_last(asked: Asked, text: str) -> tuple[date | None, date | None]:
    """The first and last day of a date or a range of dates; None for an open end."""
    ends = _ends(asked, text)
    if ends.single:
        return _single(asked, ends.low)
    first = last = None
    if ends.low:
        low = _interval(asked, ends.low)
        first = _stepped(asked, low.last, 1) if ends.low_open else low.first
    if ends.high:
        high = _interval(asked, ends.high)
        last = _stepped(asked, high.first, -1) if ends.high_open else high.last
    if first and last and first > last:
        raise asked.fault(f"The range {shown(asked.text)!r} ends before it begins.", "the earlier date first")
    return first, last


def _single(asked: Asked, text: str) -> tuple[date | None, date | None]:
    interval = _interval(asked, text)
    if interval.modifier == "before":
        return None, _stepped(asked, interval.first, -1)
    if interval.modifier == "after":
        return _stepped(asked, interval.last, 1), None
    return interval.first, interval.last


def _period(asked: Asked) -> Filter:
    text, strict = _strict(asked.text)
    if strict and asked.form:
        raise asked.fault("A value is either within (D!) or overlaps(D), not both.")
    first, last = _first_last(asked, text)
    return Period(first, last, "overlaps" if asked.form else "within" if strict else "match")


def _day(asked: Asked) -> Filter:
    if asked.name not in ALIASES:
        try:
            return Day(asked.field.name, *_first_last(asked, asked.text))
        except Unreadable:
            if asked.name == "published" and AGE_IN_DIGITS.fullmatch(asked.text):
                message = f"published: takes a date; {asked.text} is an age."
                raise asked.fault(message, "a date, or since: with an age", f"since:{asked.text}") from None
            raise
    from searchlib.expressions.english.typed_dates import read_age

    field, sign = ALIASES[asked.name]
    try:
        age = read_age(asked.text)
    except ValueError:
        if not _ends(asked, asked.text).single:
            raise asked.fault(f"{asked.name}: takes one date.", "a date or an age such as 7d") from None
        return Day(field, *_first_last(asked, sign + asked.text))
    day = _stepped(asked, asked.today, -age.days)
    return Day(field, *_first_last(asked, f"{sign}{day}"))


# ---- quantities -----------------------------------------------------------------------------------------------------


def _number(asked: Asked) -> Filter:
    text, strict = _strict(asked.text)
    if strict and asked.form:
        raise asked.fault("A value is either exact (N!) or compatible(N), not both.")
    number = _quantity(asked, text)
    # What prints must read back to the same: "5 of of men" is first a noun "of men", then "men".
    for _ in range(3):
        again = _quantity(asked, asked_range(number))
        if again == number:
            return replace(number, mode="compatible" if asked.form else "exact" if strict else "inside")
        number = again
    raise asked.fault(f"{shown(asked.text)!r} is not a quantity that can be searched for.")


def _quantity(asked: Asked, text: str) -> Number:
    ends = _ends(asked, text)
    if ends.single:
        return _amount(asked, ends.low)
    low, high = (_amount(asked, end) if end else None for end in (ends.low, ends.high))
    units = {end.unit for end in (low, high) if end and end.unit}
    nouns = {end.noun for end in (low, high) if end and end.noun}
    if len(units) > 1 or len(nouns) > 1:
        raise asked.fault(f"The two ends of {shown(asked.text)!r} differ in unit or noun.", "one unit and one noun")
    bottom = None if low is None else low.high if ends.low_open else low.low
    top = None if high is None else high.low if ends.high_open else high.high
    if (low and bottom is None) or (high and top is None):
        raise asked.fault(f"An end of {shown(asked.text)!r} is itself open.", "two plain figures")
    if bottom is not None and top is not None:
        _check_order(asked, bottom, top, strict=ends.low_open or ends.high_open)
    return Number(bottom, top, ends.low_open, ends.high_open, "".join(units), "".join(nouns))


def _check_order(asked: Asked, low: float, high: float, *, strict: bool) -> None:
    if low > high or (strict and low == high):
        raise asked.fault(f"The range {shown(asked.text)!r} ends before it begins.", "the smaller number first")


def _amount(asked: Asked, text: str) -> Number:
    """One quantity, or the range that its modifier allows: "at least 500", "~10000"."""
    from searchlib.expressions.amounts import allowed
    from searchlib.expressions.english.typed_amounts import read_amount

    try:
        read = read_amount(text)
    except ValueError as error:
        raise asked.fault(str(error), "a number such as 10000, 10k, 90% or 8000..12000") from None
    if read.low is None or read.high is None:
        return Number(read.low, read.high, unit=read.unit, noun=read.noun)
    low, high, low_open, high_open = allowed(read.low, read.high, read.modifier)
    below, above = isinf(low), isinf(high)
    return Number(
        None if below else low + 0.0,
        None if above else high + 0.0,
        low_open and not below,
        high_open and not above,
        read.unit,
        read.noun,
    )


# ---- columns of the source ------------------------------------------------------------------------------------------


def _extra(asked: Asked) -> Filter:
    name = plain_name(asked.name[len(EXTRA) :])
    if not name:
        raise asked.fault("x: needs the name of a column.", f"the name behind a dot, as in {asked.field.example}")
    try:
        ends = _ends(asked, asked.text)
    except Unreadable:
        if asked.text.lstrip()[:1] in ("[", "{"):
            raise
        ends = Ends(asked.text, asked.text, single=True)
    figures, days = _plain_figures(asked, ends), _plain_days(asked)
    if ends.single:
        return ExtraValue(name, ends.low, figures, days)
    if figures or days:
        return ExtraValue(name, asked.text, figures, days, is_range=True)
    if COMPARED.match(asked.text) or BRACKETED.fullmatch(asked.text):
        raise asked.fault(f"{shown(asked.text)!r} is neither a range of numbers nor of days.")
    return ExtraValue(name, asked.text)


def _plain_figures(asked: Asked, ends: Ends) -> Number | None:
    """The range of numbers that the ends are; None where one is no number."""
    if not all(PLAIN_NUMBER.fullmatch(end) for end in (ends.low, ends.high) if end):
        return None
    low, high = (float(end.replace(",", "")) + 0.0 if end else None for end in (ends.low, ends.high))
    if low is not None and high is not None:
        _check_order(asked, low, high, strict=ends.low_open or ends.high_open)
    return Number(low, high, ends.low_open, ends.high_open)


def _plain_days(asked: Asked) -> Day | None:
    try:
        return Day("x", *_first_last(asked, asked.text))
    except Unreadable:
        return None


READERS: dict[Kind, Callable[[Asked], Filter]] = {
    "words": _noun,
    "name": _name,
    "keyword": _keyword,
    "period": _period,
    "day": _day,
    "range": _number,
    "choice": _choice,
    "extra": _extra,
}
