"""The words and digits without which no date is written, and the one compiled pattern that finds them all."""

from __future__ import annotations

import re

from searchlib.expressions import periods
from searchlib.expressions.english.date_words import HOLIDAYS, MONTHS, SEASONS, WEEKDAYS
from searchlib.extraction.english.lexicon.time_words import PARTS_OF_DAY, SPOKEN_CENTURIES, WORD_DAYS

APOSTROPHES = "'\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
MONTH_FORMS = tuple(name.capitalize() for name in MONTHS)
_WHOLE_MONTHS = [name for name in MONTH_FORMS if len(name) > 4 or name in ("May", "June", "July")]
MONTH_NAME = rf"(?P<month>{'|'.join(MONTH_FORMS)})\b(?:{''.join(rf'(?<!{name})' for name in _WHOLE_MONTHS)}\.)?"
"""A month with the point behind its abbreviation, but not with the full stop behind its whole name."""
DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if name.endswith("day"))
SHORT_DAY_FORMS = tuple(name.capitalize() for name in WEEKDAYS if not name.endswith("day"))
_UNIT_NAMES = (*periods.UNITS, "period", *PARTS_OF_DAY)
UNIT_FORMS = (
    {name: name for name in _UNIT_NAMES} | {name + "s": name for name in _UNIT_NAMES} | {"centuries": "century"}
)


def _holiday_pattern(name: str) -> str:
    """The pattern of a feast as news writes it: capitals but for "of", any apostrophe."""
    words = (word if word == "of" else word[0].upper() + word[1:] for word in name.split())
    return re.escape(" ".join(words)).replace("'", f"[{APOSTROPHES}]").replace(r"\ ", " ")


_HOLIDAY_FORMS = sorted(map(_holiday_pattern, HOLIDAYS), key=len, reverse=True)


def _by_first_letter(patterns: list[str]) -> list[str]:
    """One branch a first letter, longest word first: branches that begin with a literal are scanned fast."""
    rests: dict[str, list[str]] = {}
    for pattern in sorted(set(patterns), key=len, reverse=True):
        rests.setdefault(pattern[0], []).append(pattern[1:])
    return [f"{letter}(?:{'|'.join(rest)})\\b" for letter, rest in sorted(rests.items())]


def _pivot_pattern() -> re.Pattern[str]:
    words = [*MONTH_FORMS, *DAY_FORMS, *UNIT_FORMS, *(name.capitalize() for name in _UNIT_NAMES)]
    words += [case(word) for word in (*WORD_DAYS, *SEASONS, *SPOKEN_CENTURIES) for case in (str.lower, str.capitalize)]
    branches = _by_first_letter(_HOLIDAY_FORMS) + _by_first_letter(words)
    branches += [rf"{digit}[0-9]{{3}}(?![0-9])" for digit in "12"]
    branches += [rf"{digit}(?:[0-9]?[/.-][0-9]{{1,2}}[/.-][0-9]{{2,4}}|/11)(?![0-9])" for digit in "0123456789"]
    branches += [rf"{mark}[0-9][0-9](?![0-9])" for mark in APOSTROPHES]
    branches += [r"(?:Q[1-4]|H[12]|FY ?'?(?:20)?[0-9]{2})\b", r"[1-4](?:Q|H)(?:'?[0-9]{2}|20[0-9]{2})?\b"]
    branches += [r"[0-3]?[0-9](?:st|nd|rd|th)\b", r"that time\b"]
    branches += [
        r"[1-9][0-9]{2}(?= ?(?:AD|A\.D\.|CE)(?![A-Za-z]))",
        r"(?:AD|A\.D\.|c\.|ca\.|[Cc]irca) ?[1-9][0-9]{2}(?![0-9]|[.,][0-9])",
    ]
    branches += [rf"{digit}[0-9]{{2}}(?= ?[-\N{{EN DASH}}] ?[1-9][0-9]{{2}}\))" for digit in "123456789"]
    branches += [
        r"(?:two thousand|twenty (?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty))\b"
    ]
    branches += [rf"{form}\.(?=,? {{1,3}}(?:[A-Z][a-z]{{2}}|[0-9])|\s[a-z])" for form in SHORT_DAY_FORMS]
    # the look behind alone makes the search twice as fast: few places are left to try the branches at
    return re.compile(rf"(?<![a-z0-9])(?:{'|'.join(branches)})")


PIVOT = _pivot_pattern()
