"""Read a whole amount as somebody types it in a query: "$1.5bn", "10 percent", "at least 10000 soldiers"."""

from __future__ import annotations

import re
from math import isfinite
from typing import NamedTuple

from searchlib.expressions.amounts import Amount
from searchlib.expressions.english.figures import Figure, figure_at, in_thousands_of, lower_in_place, with_letter
from searchlib.expressions.english.number_words import MODIFIERS
from searchlib.expressions.english.unit_expressions import CODES, SIGN_AFTER, currency_before, sterling, unit_at
from searchlib.expressions.units import SIGNS

LIMIT = 200
"""Longest text that is read, in characters."""

_SPACES = re.compile(r"[\t\n\r\u00a0\u2009\u202f ]+")
_OPENING = re.compile(r"\s*(?P<sign>[~≈∼<>≤≥]=?)\s*|\s*(?P<words>[a-z]+(?: [a-z]+){0,4})")
_MINUS = re.compile(r"\s*(?:[-−]|(?:minus|negative)[ -])\s?", re.IGNORECASE)
_CURRENCY = re.compile(
    rf"\s*(?:(?:[A-Za-z]{{1,3}}\s?)?[$£€¥₹₽₩₪₴₺₦฿](?:(?:US|AU?|C|NZ|HK|S)(?![a-z]))?|(?:Rs\.?|RM|{CODES})(?=[\s\d]))\s*"
)
_RANGE = re.compile(r"\s*(?:-|–|—|\bto\b|\band\b)\s*")
_SHARE = re.compile(r"(?:-in-| in | out of )")
_OF = re.compile(r"^(?:-|of\b|of the\b)\s*")
_NOUN = re.compile(r"[^\W\d_][\w’'&-]*(?:\s+[^\W\d_][\w’'&-]*)*")


class _End(NamedTuple):
    """One end of a range, or a single number: it stops before the character `end`."""

    figure: Figure
    unit: str
    end: int


def read_amount(text: str) -> Amount:
    """Read one whole quantity: `10,000` | `10k` | `$1.5bn` | `90%` | `half a million` | `10000 soldiers` | `5 km`.

    A modifier may stand before it ("at least 500"), a range is read ("8,000 to 12,000"), what follows is the noun.

    Raises:
        ValueError: one sentence that says why the text is not a quantity.

    """
    if len(text) > LIMIT:
        raise _refusal(text, f"it is longer than {LIMIT} characters")
    spaced = _SPACES.sub(" ", text).strip()
    low = lower_in_place(spaced)
    start, modifier = _opening_modifier(low)
    while spaced[start : start + 1] == " ":
        start += 1
    first = _end_at(spaced, low, start)
    if first is None:
        raise _refusal(text, "it does not begin with a number" if spaced else "it is empty")
    share = _share_from(spaced, low, first)
    lowest, highest, unit, end = share or _range_from(spaced, low, first)
    if first.figure.is_open:
        modifier = "at_least"
    noun = _OF.sub("", spaced[end:].strip(), count=1)
    if noun and _NOUN.fullmatch(noun) is None:
        raise _refusal(text, f"{noun[:20]!r} cannot follow a number")
    if end < len(spaced) and spaced[end].isalnum():
        raise _refusal(text, f"{noun[:20]!r} is not a unit or a magnitude")
    if not (isfinite(lowest) and isfinite(highest)):
        raise _refusal(text, "it is too large")
    return Amount(lowest, highest, modifier, unit, noun)


def _refusal(text: str, why: str) -> ValueError:
    shown = text if len(text) <= 40 else text[:37] + "..."
    return ValueError(f"{shown!r} is not a quantity: {why}.")


def _opening_modifier(low: str) -> tuple[int, str]:
    """The modifier that a text opens with: (where the rest starts, modifier)."""
    opening = _OPENING.match(low)
    if opening is None:
        return 0, "exact"
    if opening["sign"]:
        return opening.end(), MODIFIERS.get(opening["sign"], "exact")
    words = opening["words"].split(" ")
    for size in range(len(words), 0, -1):
        if (phrase := " ".join(words[:size])) in MODIFIERS:
            return opening.start("words") + len(phrase), MODIFIERS[phrase]
    return 0, "exact"


def _end_at(text: str, low: str, at: int) -> _End | None:
    """Read one number at `at` with its sign, currency or unit."""
    at, sign, currency = _sign_and_currency(text, at)
    figure = figure_at(text, low, at)
    if figure is None:
        return None
    unit = None if currency else unit_at(text, low, figure.end)
    if figure.letter and (unit is None or figure.letter != "t"):
        figure = with_letter(figure, text)
        unit = None if currency else unit_at(text, low, figure.end)
    figure = figure._replace(value=sign * figure.value)
    if currency:
        return _End(figure, currency, figure.end)
    if after := SIGN_AFTER.match(text, figure.end):
        code = after["code"] or SIGNS.get(after["sign"] or "us$", "USD")
        return _End(figure, code, after.end())
    return _End(figure, sterling(unit[1], figure), unit[0]) if unit else _End(figure, "", figure.end)


def _sign_and_currency(text: str, at: int) -> tuple[int, int, str]:
    """Read "-", "minus" and a currency before a number: (where the number starts, +1 or -1, currency)."""
    sign, currency = 1, ""
    for _ in range(3):
        if minus := _MINUS.match(text, at):
            sign, at = -sign, minus.end()
        elif not currency and (money := _CURRENCY.match(text, at)):
            code = currency_before(text, money.end())
            if code is None:
                break
            currency, at = code[1], money.end()
    return at, sign, currency


def _share_from(text: str, low: str, first: _End) -> tuple[float, float, str, int] | None:
    """Read "in 5" after a first number, a part of a whole: (low, high, unit, end)."""
    of = _SHARE.match(low, first.end)
    whole = figure_at(text, low, of.end()) if of else None
    if whole is None or first.unit or not 0 < first.figure.value < whole.value:
        return None
    value = first.figure.value / whole.value
    return value, value, "", whole.end


def _range_from(text: str, low: str, first: _End) -> tuple[float, float, str, int]:
    """Read what may follow a first number, "to 12,000": (low, high, unit, end)."""
    value, magnitude = first.figure.value, first.figure.magnitude
    separator = _RANGE.match(low, first.end)
    second = _end_at(text, low, separator.end()) if separator else None
    if second is None:
        return value, value, first.unit, first.end
    if first.unit and second.unit and first.unit != second.unit:
        raise _refusal(text, "its two ends are in different units")
    scale = second.figure.magnitude
    if in_thousands_of(first.figure, second.figure):
        value *= 1000
    if magnitude == 1 and scale > 1 and value < second.figure.value / scale:
        value *= scale
    if value > second.figure.value:
        raise _refusal(text, "its first end is above its second")
    return value, second.figure.value, first.unit or second.unit, second.end
