"""What a quantity states and what it allows: rules of no language.

Amount      a quantity as asked for: an interval, a modifier, a unit, a noun
allowed     the interval that a stated quantity allows: "at most 8,000" allows everything up to 8,000
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

ABOUT_SHARE = 0.05
"""How far "about x" reaches either way, as a share of x."""

HEDGES = ("about", "at_least", "at_most", "more_than", "less_than")
"""Modifiers that leave the value open: `is:hedged` finds them."""

VULGAR_FRACTIONS: dict[str, float] = {
    "½": 1 / 2,
    "⅓": 1 / 3,
    "⅔": 2 / 3,
    "¼": 1 / 4,
    "¾": 3 / 4,
    "⅕": 1 / 5,
    "⅖": 2 / 5,
    "⅗": 3 / 5,
    "⅘": 4 / 5,
    "⅙": 1 / 6,
    "⅚": 5 / 6,
    "⅛": 1 / 8,
    "⅜": 3 / 8,
    "⅝": 5 / 8,
    "⅞": 7 / 8,
}
"""Characters that are fractions."""


@dataclass(frozen=True)
class Amount:
    """A quantity as asked for: from `low` to `high` in `unit` ("" for a count) of `noun`; None is an open end."""

    low: float | None
    high: float | None
    modifier: str = "exact"
    unit: str = ""
    noun: str = ""


def allowed(low: float, high: float, modifier: str) -> tuple[float, float, bool, bool]:
    """Return what a stated quantity allows: (low, high, low is excluded, high is excluded).

    at_most (-inf, x], at_least [x, inf), more_than and less_than open, about x +- 5 %; any other modifier what is stated.
    """
    if modifier == "at_most":
        return -inf, high, True, False
    if modifier == "at_least":
        return low, inf, False, True
    if modifier == "more_than":
        return low, inf, True, True
    if modifier == "less_than":
        return -inf, high, True, True
    if modifier == "about":
        return low - ABOUT_SHARE * abs(low), high + ABOUT_SHARE * abs(high), False, False
    return low, high, False, False
