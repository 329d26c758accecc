"""Dates in running text: every day or period that a text speaks of, as an interval with its rule and its anchor.

Search comes before reading: one compiled pattern (`pivots`) finds the words and digits without which no date is
written: months, weekdays, units of time, seasons, holidays, the four digits of a year. Only around a pivot do the readers
read, each within a bounded window, so that time grows linearly with the text.

A date is resolved against, in this order: the year it states; the dateline; the publication date; in a narrative (a
text whose own years are far from its publication, or that has no publication date) the last year it stated. Durations
("14 years"), sets ("every Monday") and vague words ("recently") are no dates.

A second language has a room like this one, `extraction/<language>/dates`, with the same `extract_dates`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions.english.date_words import SEASONS
from searchlib.extraction.english.dates.context import Candidate, Context
from searchlib.extraction.english.dates.days import read_numbered_day, read_that_time, read_word_day
from searchlib.extraction.english.dates.months import read_month
from searchlib.extraction.english.dates.pivots import (
    APOSTROPHES,
    DAY_FORMS,
    MONTH_FORMS,
    SHORT_DAY_FORMS,
    UNIT_FORMS,
    find_pivots,
)
from searchlib.extraction.english.dates.quarters import read_quarter_sign
from searchlib.extraction.english.dates.ranges import add
from searchlib.extraction.english.dates.reference import is_narrative, reference_day
from searchlib.extraction.english.dates.seasons import read_holiday, read_season
from searchlib.extraction.english.dates.units import read_unit
from searchlib.extraction.english.dates.weekdays import read_weekday
from searchlib.extraction.english.dates.year_choice import read_spoken, read_spoken_decade, read_spoken_year
from searchlib.extraction.english.dates.years import read_apostrophe, read_early_year, read_four_digits, read_numeric
from searchlib.extraction.english.lexicon.date_classes import CLASSES, EARNED
from searchlib.extraction.english.lexicon.time_words import (
    SPOKEN_CENTURIES,
    SPOKEN_DECADES,
    SPOKEN_THOUSANDS,
    WORD_DAYS,
)
from searchlib.models import Confidence, DateMention

_Reader = Callable[[Context, int, int], Candidate | None]
_READERS: dict[str, _Reader] = {
    word.lower(): reader
    for words, reader in (
        (MONTH_FORMS, read_month),
        ((*DAY_FORMS, *(form + "." for form in SHORT_DAY_FORMS)), read_weekday),
        (UNIT_FORMS, read_unit),
        (WORD_DAYS, read_word_day),
        (SEASONS, read_season),
        (SPOKEN_CENTURIES, read_spoken),
        (SPOKEN_DECADES, read_spoken_decade),
        (SPOKEN_THOUSANDS, read_spoken_year),
        (("that time", "that date"), read_that_time),
    )
    for word in words
}


_QUARTER_SIGN = re.compile("[1-4][QH]|[QH][1-4]|FY")
_EARLY_YEAR = re.compile(r"(?:AD|A\.D\.|c\.|ca\.|[Cc]irca)? ?[0-9]{3}")


def _reader_of(word: str) -> _Reader:
    if reader := _READERS.get(word.lower()):
        return reader
    if word.isdigit() and len(word) == 4:
        return read_four_digits
    if word[-1] in "tdh":  # 1st, 2nd, 3rd, 4th
        return read_numbered_day if word[0].isdigit() else read_holiday
    if _EARLY_YEAR.fullmatch(word):
        return read_early_year
    if word[0].isdigit() and word[1:2] not in ("Q", "H"):
        return read_numeric
    if word[0] in APOSTROPHES:
        return read_apostrophe
    return read_quarter_sign if _QUARTER_SIGN.match(word) else read_holiday


def extract_dates(text: str, *, published: date | None = None) -> tuple[DateMention, ...]:
    """Every date that the text speaks of, in reading order, none overlapping another.

    Relative dates are resolved against the dateline or `published`, in a narrative against the text itself; where there
    is nothing to resolve them against, `first` and `last` are None. `statement` is left None.
    """
    pivots = find_pivots(text)
    if not pivots:
        return ()
    words = [pivot.word for pivot in pivots]
    reference, anchor = reference_day(text, published, words)
    context = Context(text, reference, anchor, is_narrative(text, words, reference))
    for start, end, word in pivots:
        if start < context.read_to or (start and text[start - 1].isalnum() and not text.endswith("FY", 0, start)):
            continue
        try:
            candidate = _reader_of(word)(context, start, end)
        except (ValueError, OverflowError):  # no such day, or beyond the calendar
            continue
        if candidate:
            add(context, candidate)
    return tuple(map(_mention, context.mentions))


def _earned(candidate: Candidate) -> Confidence:
    """The weaker of the reading's own class and the one its rule has earned."""
    earned = EARNED.get(candidate.rule)
    return max(earned, candidate.confidence, key=CLASSES.index) if earned else candidate.confidence


def _mention(candidate: Candidate) -> DateMention:
    period = candidate.period
    return DateMention.trusted(
        {
            "start": candidate.start,
            "end": candidate.end,
            "first": period.first if period else None,
            "last": period.last if period else None,
            "grain": period.grain if period else candidate.grain,
            "modifier": candidate.modifier,
            "anchor": candidate.anchor,
            "statement": None,
            "rule": candidate.rule,
            "confidence": _earned(candidate),
        }
    )
