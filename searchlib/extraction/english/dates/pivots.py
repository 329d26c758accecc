"""The words and digits without which no date is written, and the one compiled pattern that finds them all."""

from __future__ import annotations

import re
from typing import NamedTuple

from searchlib.expressions import periods
from searchlib.expressions.english.date_words import HOLIDAYS, MONTHS, SEASONS, WEEKDAYS
from searchlib.extraction.english.lexicon.time_words import (
    PARTS_OF_DAY,
    SPOKEN_CENTURIES,
    SPOKEN_DECADES,
    SPOKEN_THOUSANDS,
    WORD_DAYS,
)

APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
MONTH_FORMS = tuple(name.capitalize() for name in MONTHS)
_WHOLE_MONTHS = [name for name in MONTH_FORMS if len(name) > 4 or name in ("May", "June", "July")]
MONTH_NAME = rf"(?P<month>{'|'.join(MONTH_FORMS)})\b(?:{''.join(rf'(?<!{name})' for name in _WHOLE_MONTHS)}\.)?"
"""A month with the point behind its abbreviation, but not with the full stop behind its whole name."""
DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if name.endswith("day"))
SHORT_DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if not name.endswith("day"))
_UNIT_NAMES = (*periods.UNITS, "period", *PARTS_OF_DAY)
UNIT_FORMS = (
    {name: name for name in _UNIT_NAMES}
    | {name + "s": name for name in _UNIT_NAMES}
    | {"centuries": "century", "fortnight": "week", "fortnights": "week"}
)


def _holiday_pattern(name: str) -> str:
    """The pattern of a holiday as news writes it: capitals except for "of", any apostrophe."""
    words = (word if word == "of" else word[0].upper() + word[1:] for word in name.split())
    return re.escape(" ".join(words)).replace("'", f"[{APOSTROPHES}]").replace(r"\ ", " ")


_HOLIDAY_FORMS = sorted(map(_holiday_pattern, HOLIDAYS), key=len, reverse=True)


_EARLY = r"(?= ?(?:AD|A\.D\.|CE)(?![A-Za-z])| ?[-\N{EN DASH}] ?[1-9][0-9]{2}\))"
"""What makes three digits a year: "793 AD", "(837-908)"."""
_DIGIT_RESTS = (
    r"[0-9]?[/.-][0-9]{1,2}[/.-][0-9]{2,4}(?![0-9])",
    r"/11(?![0-9])",
    r"(?:[0-9]?(?:st|nd|rd|th))\b",
    rf"[0-9]{{2}}{_EARLY}",
)
"""What a digit opens beside a year of four digits: 10/31/2024, 9/11, 9th, 793 AD."""
_PART = r"[QH](?:'?[0-9]{2}|20[0-9]{2})?\b"
"""What makes a digit a quarter or a half: 3Q, 1H24."""
_OTHER = {
    "Q": [r"[1-4]\b"],
    "H": [r"[12]\b"],
    "F": [r"Y ?'?(?:20)?[0-9]{2}\b"],
    "A": [r"(?:D|\.D\.) ?[1-9][0-9]{2}(?![0-9]|[.,][0-9])"],
    "c": [r"(?:\.|a\.|irca) ?[1-9][0-9]{2}(?![0-9]|[.,][0-9])"],
    "C": [r"irca ?[1-9][0-9]{2}(?![0-9]|[.,][0-9])"],
    "t": [r"hat (?:time|date)\b", *(rf"{words[1:]}\b" for words in SPOKEN_THOUSANDS)],
    "T": [rf"{words[1:]}\b" for words in SPOKEN_THOUSANDS],
}
"""Signs and phrases, by their first letter: Q3, H1, FY25, AD 800, c. 347, "that time", "twenty nineteen"."""


def _pivot_pattern() -> re.Pattern[str]:
    """One branch a first character, the longest word first: a branch that begins with a literal is searched fast."""
    words = [*MONTH_FORMS, *DAY_FORMS, *UNIT_FORMS, *(name.capitalize() for name in _UNIT_NAMES)]
    words += [
        case(word)
        for word in (*WORD_DAYS, *SEASONS, *SPOKEN_CENTURIES, *SPOKEN_DECADES)
        for case in (str.lower, str.capitalize)
    ]
    rests: dict[str, list[str]] = {}
    for word in [*_HOLIDAY_FORMS, *sorted(set(words), key=len, reverse=True)]:
        rests.setdefault(word[0], []).append(rf"{word[1:]}\b")
    for form in MONTH_FORMS:
        rests[form[0]].append(rf"{form[1:].upper()}\b(?=\.? [0-9])")
    for form in SHORT_DAY_FORMS:
        rests[form[0]].append(rf"{form[1:]}\.(?=,? {{1,3}}(?:[A-Z][a-z]{{2}}|[0-9])|\s[a-z]|\n)")
    rests["[12]"] = [r"[0-9]{3}(?![0-9])", *_DIGIT_RESTS, _PART]
    rests["[34]"] = [*_DIGIT_RESTS, _PART]
    rests["[05-9]"] = [*_DIGIT_RESTS]
    rests[f"[{APOSTROPHES}]"] = ["[0-9][0-9](?![0-9])"]
    for first, others in _OTHER.items():
        rests.setdefault(first, []).extend(others)
    branches = [f"{first}(?:{'|'.join(rest)})" for first, rest in sorted(rests.items())]
    # the first character alone halves the time: the search skips to it, and few places are left to try the branches at
    firsts = "".join(first.strip("[]") for first in rests)
    return re.compile(rf"[^a-z0-9](?=[{firsts}])(?:{'|'.join(branches)})")


_PIVOT = _pivot_pattern()


class Pivot(NamedTuple):
    """A word or digits that a date may be written with: `text[start:end]`."""

    start: int
    end: int
    word: str


def find_pivots(text: str) -> list[Pivot]:
    """The pivots of a text in order, none overlapping another; each begins behind no small letter and no digit."""
    pivots: list[Pivot] = []
    shifted = "\n" + text  # a match begins with the character before the pivot: at the same offset as the pivot here
    at = 0
    while match := _PIVOT.search(shifted, at):
        start, at = match.start(), match.end() - 1
        pivots.append(Pivot(start, at, text[start:at]))
    return pivots
