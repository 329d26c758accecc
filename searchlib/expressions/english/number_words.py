"""English words that make numbers, and the phrases that qualify them: tables only.

A new magnitude or modifier is one line here. Readers of single numbers stand in `figures.py`.
"""

from __future__ import annotations


def _counted(words: str, start: int, step: int = 1) -> dict[str, int]:
    """Number the words in order from `start`, `step` apart."""
    return {word: start + step * ordinal for ordinal, word in enumerate(words.split())}


ONES = _counted("one two three four five six seven eight nine", 1)
TEENS = _counted("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen", 10)
TENS = _counted("twenty thirty forty fifty sixty seventy eighty ninety", 20, 10)
ZERO = ("zero", "nought", "oh")
"""Words for the digit 0 in a spoken decimal: "one point oh five"."""
SIMPLE_NUMBERS = (*ONES, *TEENS, *TENS)
"""The words that need no other: "four", "fourteen", "forty"."""
MAGNITUDES: dict[str, float] = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "dozen": 12,
    "lakh": 1e5,
    "lakhs": 1e5,
    "lac": 1e5,
    "lacs": 1e5,
    "crore": 1e7,
    "crores": 1e7,
    "mln": 1e6,
    "mn": 1e6,
    "mil": 1e6,
    "bln": 1e9,
    "bn": 1e9,
    "bil": 1e9,
    "trn": 1e12,
    "tln": 1e12,
    "tn": 1e12,
}
"""Words and short forms that multiply the number before them."""

LETTERS: dict[str, float] = {
    "k": 1e3,
    "K": 1e3,
    "m": 1e6,
    "M": 1e6,
    "MM": 1e6,
    "b": 1e9,
    "B": 1e9,
    "t": 1e12,
    "T": 1e12,
}
"""Magnitudes of one letter. `m`, `b` and `t` are units too: the words around a number decide."""


PARTS: dict[str, float] = {
    "half": 1 / 2,
    "halves": 1 / 2,
    "third": 1 / 3,
    "quarter": 1 / 4,
    "fourth": 1 / 4,
    "fifth": 1 / 5,
    "sixth": 1 / 6,
    "seventh": 1 / 7,
    "eighth": 1 / 8,
    "ninth": 1 / 9,
    "tenth": 1 / 10,
    "hundredth": 1 / 100,
    "thousandth": 1 / 1000,
    "millionth": 1e-6,
    "billionth": 1e-9,
}
"""Words for a part of one."""

MODIFIERS: dict[str, str] = {
    phrase: modifier
    for modifier, phrases in {
        "at_least": "at least|no lower than|no smaller than|no shorter than|no younger than|no less than|no fewer than|not less than|not fewer than|a minimum of|minimum of|minimum"
        "|upwards of|upward of|≥|>=|at the very least|as little as|as few as",
        "at_most": "at most|no bigger than|no larger than|no higher than|no longer than|no older than|no taller than|no heavier than|no later than|no more than|not more than|no greater than|up to|a maximum of|maximum of|maximum|as many as"
        "|as much as|as high as|as long as|as far as|as large as|capped at|≤|<=|at the most|not exceeding",
        "more_than": "more than|over|above|greater than|larger than|bigger than|in excess of|exceed|exceeds|exceeded"
        "|exceeding|better than|higher than|north of|well over|just over|topping|surpass|surpassed|surpassing|longer than"
        "|>|well above|just above|upwards from|older than|excess of|beyond|over than|topped",
        "less_than": "less than|fewer than|under|below|lower than|smaller than|short of|shy of|just under|well under"
        "|just below|<|sub|just short of|younger than|shorter than|cheaper than|under the age of",
        "about": "about|around|approximately|roughly|some|an estimated|estimated|circa|~|≈|∼|in the region of|nearly"
        "|something like|approx|almost|close to|not quite|approaching|or so|an approximate|approximate|virtually|ca"
        "|near|close on|an average of about|in the neighborhood of|more or less|on the order of|practically",
        "exact": "exactly|precisely",
    }.items()
    for phrase in phrases.split("|")
}
"""A phrase before a number: the modifier it states."""
