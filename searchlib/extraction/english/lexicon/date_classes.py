"""The class of confidence that each rule of dates has earned: of the dates it read in judged texts, how many were right.

Explicit wants 97 of 100, inferred 90; `python -m benchmarks.precision dates` measures. A rule that is not named here has the
class that its reading gave it. "this year", "next year" and "today" (72 of 83) stay inferred: each miss was looked at, and all
but two are dates that the gold leaves out or narrows ("later this year" as one day).

Explicit dates of the judged news are right in 158 of 165 (95.8): each of the seven was looked at, and in all of them the
text states the date that was read. The gold leaves out "in 1995?", "the close of 1969", "the 2010 raid" and "the September 11,
2001, attacks", narrows "in 1992" and "the 1992 protests" to one day of that year, and puts a dateline of October 10 on the
20th. So "year" (58 of 63) stays explicit. Of the 17 inferred dates of letters and speeches that count as wrong all but three are
such too: "today", "this morning" and "next year", left out, and days that the letter's own date contradicts.
"""

from __future__ import annotations

from typing import Literal

EARNED: dict[str, Literal["inferred", "guessed"]] = {
    "bare year": "inferred",  # no word of time before it: "Orion 1980": 22 of 23
    "counted year": "guessed",  # "two years ago" may be a length of time or a day: 16 of 25
    "latest quarter": "guessed",  # "the quarter": 0 of 2
    "day beside event": "guessed",  # "the day after her departure", whichever day that was
    "next day": "guessed",  # the day after one that the text need not have told of: 3 of 4
    "this month": "guessed",  # may be any day of it: 6 of 8
    "the year": "guessed",  # "for the year", which may be a business year: 13 of 16
    "year ago": "guessed",  # "the year-ago figure" may be of a quarter: 10 of 12
}
CLASSES = ("explicit", "inferred", "guessed")
"""The classes, the surest first."""
