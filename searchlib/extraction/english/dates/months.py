"""Months and their days: "October", "Oct. 27-28", "the 3rd of May", "June 1998"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english.date_words import MONTHS
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import WEEK_OF, Candidate, Context, words_before
from searchlib.extraction.english.dates.pivots import APOSTROPHES, MONTH_FORMS
from searchlib.extraction.english.dates.ranges import add
from searchlib.extraction.english.dates.year_choice import (
    SPOKEN_YEAR_NEXT,
    WHOSE_YEAR,
    YEAR,
    in_named_year,
    in_year_or_none,
    read_spoken,
    with_missing_year,
)
from searchlib.extraction.english.lexicon.time_words import (
    AMBIGUOUS_MONTHS,
    BEFORE_A_NAME,
    BEFORE_A_NAME_OR_NOUN,
    BEFORE_MAY_THE_VERB,
    BEFORE_MONTH,
    EVENT_DAYS,
    MONTHS_AND_NAMES,
    PAST_VERBS,
    RECURRING,
    WHICH,
)
from searchlib.models import Confidence

_NO_DAY = r"(?![0-9]|[.,:/][0-9]|\s?(?:%|percent|per cent|million|billion|[ap]\.?m\b))"
_AFTER_MONTH = re.compile(
    rf"\.?[\s-]{{1,3}}(?:the\s)?(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?{_NO_DAY}"
    rf"(?:(?:\s?[-\N{{EN DASH}}\N{{EM DASH}}]\s?|\s(?:to|through|until)\s)(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?{_NO_DAY}(?!\s?[-/]))?"
    rf"(?:,?\s{{0,2}}{YEAR})?"
)
_MONTH_YEAR = re.compile(rf"\.?,?\s{{1,3}}(?:of\s)?(?:{YEAR}|[{APOSTROPHES}](?P<short>[0-9][0-9])(?![0-9]))")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/$#-])(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s?(?:[-\N{EN DASH}\N{EM DASH}]|to|and|until|through)\s?(?:the\s)?)?"
    r"(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\sof)?[\s-]\Z"
)
_DAY_TOO = re.compile(
    r"\s(?:and|or|&)\s(?P<day>[0-3]?[0-9])(?:(?:st|nd|rd|th)\b|(?=[,.;)]|\s(?:in|at|when|as|after)\s))"
)


def read_month(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    month = MONTHS[text[start:end].lower()]
    after = _AFTER_MONTH.match(text, end)
    before = None
    if start >= 2 and (text[start - 2].isdigit() or text[start - 2] in "tdhf"):
        before = _DAY_BEFORE.search(text, max(context.read_to, start - 28), start)
    if before and not (after and (text[end : end + 1] == "." or (after["year"] and not after["until"]))):
        return _read_day_month(context, before, end, month)
    if after and 1 <= int(after["day"]) <= 31:
        return _read_month_day(context, start, after, month)
    return _read_whole_month(context, start, end, month)


def day_maker(month: int, day: int, until: int | None) -> Callable[[int], Interval]:
    def make(year: int) -> Interval:
        first = date(year, month, day)
        return Interval(first, date(year, month, until), "range") if until else periods.day_period(first)

    return make


def _read_month_day(context: Context, start: int, after: re.Match[str], month: int) -> Candidate | None:
    day, until = int(after["day"]), int(after["until"]) if after["until"] else None
    if until is not None and not day < until <= 31:
        until = None
        after_end = after.end("day")
    else:
        after_end = after.end()
    year = int(after["year"]) if after["year"] and after_end == after.end() else None
    if year is None and until is None and (too := _DAY_TOO.match(context.text, after_end)):
        first = _day_found(context, (start, after_end), day_maker(month, day, None), None, "day of list")
        if first and day < int(too["day"]) <= 31:
            add(context, first)
            second = day_maker(month, int(too["day"]), None)
            if first.period:
                return Candidate(
                    too.start("day"),
                    too.end(),
                    in_year_or_none(second, first.period.first.year),
                    "day of list",
                    "inferred",
                    first.anchor,
                )
    return _day_found(
        context, (start, after_end), day_maker(month, day, until), year, "day range" if until else "month day"
    )


def _read_day_month(context: Context, before: re.Match[str], end: int, month: int) -> Candidate | None:
    day, until = int(before["day"] or before["until"]), int(before["until"]) if before["day"] else None
    start = before.start()
    joined_by_and = until is not None and "and" in before.group()
    if until is not None and (joined_by_and or not day < until <= 31):
        if joined_by_and and (
            first := _day_found(context, (start, before.end("day")), day_maker(month, day, None), None, "day of list")
        ):
            add(context, first)
        day, until, start = until, None, before.start("until")
    stated = _MONTH_YEAR.match(context.text, end)
    year = int(stated["year"]) if stated and stated["year"] else None
    stop = (
        stated.end()
        if stated and year
        else end + (context.text[end : end + 1] == "." and context.text[end - 3 : end].istitle())
    )
    return _day_found(context, (start, stop), day_maker(month, day, until), year, "day range" if until else "day month")


def _day_found(
    context: Context, place: tuple[int, int], make: Callable[[int], Interval], year: int | None, rule: str
) -> Candidate | None:
    """A day or a range of days, with the year if the text states one, in digits or as "of last year"."""
    text = context.text
    start, end = place
    if year is None and (whose := WHOSE_YEAR.match(text, end)):
        return in_named_year(context, start, whose, make, rule)
    if week := WEEK_OF.search(text, max(context.read_to, start - 28), start):
        start, day_make, unit = week.start(), make, week["unit"]
        make = lambda y: periods.period_of(day_make(y).first, unit)  # noqa: E731  (closes over the day)
        rule = "week of"
    some_year = in_year_or_none(make, 2000)
    single = some_year is not None and some_year.grain == "day"
    if year is not None:
        period = in_year_or_none(make, year)
        return Candidate(start, end, period, rule, "explicit", may_be_about=single) if period else None
    if event := _anniversary(context, make, end):
        return Candidate(start, end, periods.day_period(event), "anniversary", "inferred", carries_year=False)
    words = words_before(text, start, context.read_to)
    which = words[0].text if words and words[0].text in WHICH else ""
    place = (words[0].start if which else start, end)
    return with_missing_year(context, place, rule, make, which, may_be_about=single)


def _anniversary(context: Context, make: Callable[[int], Interval], end: int) -> date | None:
    for (month, day), event, words in EVENT_DAYS:
        period = make(2000)
        if (period.first.month, period.first.day) == (month, day) and words.match(context.text, end):
            return event if context.reference is None or context.reference >= event else None
    return None


def _read_whole_month(context: Context, start: int, end: int, month: int) -> Candidate | None:
    text = context.text
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""

    def make(year: int) -> Interval:
        return periods.month_period(year, month)

    if stated := _MONTH_YEAR.match(text, end):
        if stated["year"]:
            year = int(stated["year"])
        else:
            year = periods.century_year(int(stated["short"]), context.reference or date(2000, 1, 1))
        confidence: Confidence = "explicit" if stated["year"] else "inferred"
        return Candidate(start, stated.end(), make(year), "month year", confidence, may_be_about=True, grain="month")
    if whose := WHOSE_YEAR.match(text, end):
        return in_named_year(context, start, whose, make, "month of year")
    if (spoken := SPOKEN_YEAR_NEXT.match(text, end)) and (year_of := read_spoken(context, *spoken.span("century"))):
        year = year_of.period.first.year if year_of.period else 0
        return Candidate(start, year_of.end, make(year), "spoken year", "explicit", grain="month")
    if not _is_month(context, start, end, near) or near in RECURRING:
        return None
    if text[end : end + 1] == "." and end - start <= 4 and text[start:end] != "May":
        end += 1
    which = near if near in WHICH else ""
    return with_missing_year(
        context, (words[0].start if which else start, end), "month", make, which, may_be_about=True
    )


_NEXT_WORD = re.compile(r"\.?\s+(?P<word>[\w']+)|-")
_DASH_MONTH = re.compile(rf"\s?[-\N{{EN DASH}}]\s?(?:{'|'.join(MONTH_FORMS)})\b")


def _is_month(context: Context, start: int, end: int, near: str) -> bool:
    """Whether a month word alone is a month, not a verb or a name."""
    text = context.text
    name = text[start:end].lower()
    follower = _NEXT_WORD.match(text, end)
    next_word = (follower["word"] or "") if follower else ""
    if near in BEFORE_MONTH or near in ("mid", "early", "late"):
        if name == "may":
            return near not in BEFORE_MAY_THE_VERB or _after_a_month(context, start)
        return not (name in AMBIGUOUS_MONTHS and near in BEFORE_A_NAME and next_word[:1].isupper())
    if name not in AMBIGUOUS_MONTHS:
        return name not in MONTHS or len(name) > 4 or name == "july" or text[end : end + 1] == "."
    if name == "may":
        return False
    if _DASH_MONTH.match(text, end):
        return True
    if near in BEFORE_A_NAME_OR_NOUN or not near:
        return (
            name in MONTHS_AND_NAMES and next_word[:1].islower() and next_word not in PAST_VERBS and next_word != "is"
        )
    return name in MONTHS_AND_NAMES and near.islower() and next_word[:1].islower() and next_word not in PAST_VERBS


def _after_a_month(context: Context, start: int) -> bool:
    return bool(context.mentions) and start - context.mentions[-1].end <= 6
