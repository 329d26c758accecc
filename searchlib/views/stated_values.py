"""A figure in the words of the text, and what it allows in words."""

from __future__ import annotations

import re
from math import inf
from typing import Final

from searchlib.expressions.amounts import allowed
from searchlib.expressions.english.number_words import MODIFIERS

MODIFIER_WORDS: Final = {
    "about": "about",
    "at_least": "at least",
    "at_most": "up to",
    "more_than": "more than",
    "less_than": "less than",
    "up": "up",
    "down": "down",
}
"""How a modifier is said where the text says it apart from its figure."""

_LONGEST_PHRASE: Final = 5
_WORDS_BEFORE: Final = 48
"""Characters before a figure in which its modifier is looked for."""
_WORD: Final = re.compile(r"\S+")


def as_written(text: str, start: int, end: int, modifier: str) -> str:
    """The figure at `text[start:end]` with the words that qualify it: "nearly 10,000", "at least 12,000"."""
    figure = " ".join(text[start:end].split())
    if modifier == "exact" or modifier not in MODIFIER_WORDS:
        return figure
    lead = max(0, start - _WORDS_BEFORE)
    words = list(_WORD.finditer(text, lead, start))
    for size in range(min(_LONGEST_PHRASE, len(words)), 0, -1):
        phrase = " ".join(word[0] for word in words[-size:])
        if MODIFIERS.get(phrase.lower()) == modifier:
            return f"{phrase} {figure}"
    if any(MODIFIERS.get(word.lower()) == modifier for word in figure.split()) or not figure[:1].isalnum():
        return figure
    if " or " in figure or not any(character.isdigit() for character in figure):  # "100 or more", "thousands"
        return figure
    return f"{MODIFIER_WORDS[modifier]} {figure}"


def range_words(low: float, high: float, modifier: str) -> str:
    """What a figure allows, in words: "12,000 or more", "9,500 to 10,500"."""
    low, high, low_open, high_open = allowed(low, high, modifier)
    if low == -inf:
        return f"less than {figure_words(high)}" if high_open else f"{figure_words(high)} or less"
    if high == inf:
        return f"more than {figure_words(low)}" if low_open else f"{figure_words(low)} or more"
    return figure_words(low) if low == high else f"{figure_words(low)} to {figure_words(high)}"


def figure_words(figure: float) -> str:
    """A number with thousands separated: 10,500."""
    return f"{figure:,.10g}" if abs(figure) < 1e10 else f"{figure:,.0f}"
