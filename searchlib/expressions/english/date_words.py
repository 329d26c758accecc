"""English words for time: names of months, weekdays, seasons and holidays, and the numbers that count periods.

These tables are in layer 1, below the extractors, because two rooms that do not know each other need them: the query
language (`date:"last week"`, through `typed_dates.py`) and the extractors of running text. Words that only running text
needs (verbs that point ahead, nouns of plan) are in `extraction/english/lexicon/time_words.py`. A second language has its
own tables in a folder beside this one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions.periods import DAY, Interval, day_period, easter_sunday, nth_weekday

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
"""Month names and their usual abbreviations, lower case, to 1..12."""

WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon",
            "tuesday tues tue",
            "wednesday wed weds",
            "thursday thurs thur thu",
            "friday fri",
            "saturday sat",
            "sunday sun",
        )
    )
    for name in names.split()
}
"""Weekday names and abbreviations, lower case, to 0 (Monday) .. 6."""

SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
"""Seasons to the month in which they begin, in the northern half of the earth."""

_COUNTING = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty"""
NUMBERS = {word: number for number, word in enumerate(_COUNTING.split())} | {
    word: number
    for number, words in (
        (1, "a an"),
        (2, "couple"),
        (12, "dozen"),
        (30, "thirty"),
        (40, "forty"),
        (50, "fifty"),
        (60, "sixty"),
        (70, "seventy"),
        (80, "eighty"),
        (90, "ninety"),
        (100, "hundred"),
    )
    for word in words.split()
}
"""Number words that count periods ("three days ago")."""

_RANKING = """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"""
ORDINALS = {word: number for number, word in enumerate(_RANKING.split(), start=1)} | {
    "twenty-first": 21,
    "thirtieth": 30,
    "thirty-first": 31,
}
ORDINALS |= {f"twenty-{word}": 20 + number for word, number in list(ORDINALS.items())[1:9]}


def _nth(month: int, weekday: int, number: int, plus: int = 0) -> Callable[[int], date]:
    """The `number`th weekday of a month and `plus` days more."""
    return lambda year: nth_weekday(year, month, weekday, number) + plus * DAY


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _easter(plus: int) -> Callable[[int], date]:
    return lambda year: easter_sunday(year) + plus * DAY


HOLIDAYS: dict[str, Callable[[int], date]] = {
    "new year's day": _fixed(1, 1),
    "groundhog day": _fixed(2, 2),
    "valentine's day": _fixed(2, 14),
    "martin luther king day": _nth(1, 0, 3),
    "martin luther king jr. day": _nth(1, 0, 3),
    "presidents day": _nth(2, 0, 3),
    "presidents' day": _nth(2, 0, 3),
    "st. patrick's day": _fixed(3, 17),
    "international women's day": _fixed(3, 8),
    "april fools' day": _fixed(4, 1),
    "ash wednesday": _easter(-46),
    "palm sunday": _easter(-7),
    "good friday": _easter(-2),
    "easter sunday": _easter(0),
    "easter monday": _easter(1),
    "easter": _easter(0),
    "earth day": _fixed(4, 22),
    "mother's day": _nth(5, 6, 2),
    "memorial day": _nth(5, 0, -1),
    "father's day": _nth(6, 6, 3),
    "juneteenth": _fixed(6, 19),
    "independence day": _fixed(7, 4),
    "july fourth": _fixed(7, 4),
    "mlk day": _nth(1, 0, 3),
    "tax day": _fixed(4, 15),
    "may day": _fixed(5, 1),
    "indigenous peoples' day": _nth(10, 0, 2),
    "fourth of july": _fixed(7, 4),
    "bastille day": _fixed(7, 14),
    "labor day": _nth(9, 0, 1),
    "columbus day": _nth(10, 0, 2),
    "halloween": _fixed(10, 31),
    "veterans day": _fixed(11, 11),
    "armistice day": _fixed(11, 11),
    "remembrance day": _fixed(11, 11),
    "election day": _nth(11, 0, 1, 1),
    "thanksgiving day": _nth(11, 3, 4),
    "thanksgiving": _nth(11, 3, 4),
    "black friday": _nth(11, 3, 4, 1),
    "cyber monday": _nth(11, 3, 4, 4),
    "christmas eve": _fixed(12, 24),
    "christmas day": _fixed(12, 25),
    "christmas night": _fixed(12, 25),
    "christmas": _fixed(12, 25),
    "boxing day": _fixed(12, 26),
    "new year's eve": _fixed(12, 31),
}
"""Holidays of one day, lower case and with a straight apostrophe, to their day in a year (as in the United States)."""


def holiday_period(year: int, name: str) -> Interval:
    """The day of a holiday (a key of HOLIDAYS) in a year."""
    return day_period(HOLIDAYS[name](year))


def number_word(text: str) -> int | None:
    """The value of "12", "twelve", "a" or "twenty-five"; None when it is no number below a thousand."""
    word = text.lower()
    if re.fullmatch("[0-9]{1,3}", word):
        return int(word)
    tens, _, ones = word.partition("-")
    if ones:
        high, low = NUMBERS.get(tens, 0), NUMBERS.get(ones, 0)
        return high + low if high in range(20, 100, 10) and 0 < low < 10 and ones not in ("a", "an") else None
    return NUMBERS.get(word)


def ordinal_word(text: str) -> int | None:
    """The value of "3rd", "third" or "twenty-first"; None when it is no ordinal up to 99."""
    word = text.lower()
    if digits := re.fullmatch("([0-9]{1,2})(?:st|nd|rd|th)", word):
        return int(digits[1])
    return ORDINALS.get(word)
