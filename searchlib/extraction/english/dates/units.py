"""Units of time: "last week", "the weekend", "the end of the year", "year-end", "the 14th century"."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.english.date_words import MONTHS
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import (
    OF_SOMETHING,
    Anchor,
    Candidate,
    Context,
    WordBefore,
    which_word,
    words_before,
)
from searchlib.extraction.english.dates.counted import read_counted
from searchlib.extraction.english.dates.days import read_part_of_day, read_that_day
from searchlib.extraction.english.dates.pivots import APOSTROPHES, MONTH_FORMS, MONTH_NAME, UNIT_FORMS
from searchlib.extraction.english.dates.quarters import (
    PART_BEHIND,
    a_year_before,
    read_quarter,
    same_a_year_back,
    year_part,
)
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.year_choice import with_year
from searchlib.extraction.english.lexicon.time_words import (
    BEFORE_LENGTH,
    DETERMINERS,
    FOLLOWING,
    LAST,
    NEXT,
    PARTS_OF_DAY,
    PREVIOUS,
    RECURRING,
    SAME,
)

_YEAR_END = re.compile(rf"(?P<hyphen>-)end\b|[{APOSTROPHES}]s[\s-]end\b|\send\b")
_YEAR_AGO = re.compile(r"-(?:ago|earlier|before)(?:\s(?P<part>quarter|period))?\b")
_ENDED = re.compile(r",?\s(?:which )?(?:ended|ending|through|to [A-Z])")
_OF_THE = re.compile(
    r"(?:\b(?:[Ee]arlier|[Ll]ater|[Ee]arly|[Ll]ate)(?: in)?"
    r"|\b(?:end|beginning|start|middle|rest|remainder|close|course|half|part|months?|quarters?|weeks|days) of"
    r"|\b(?:[Ff]or|[Tt]hroughout|[Dd]uring|through|so far)) the (?:(?:full|whole|entire|fiscal|current) )?\Z"
)


def read_unit(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    word = text[start:end].lower()
    unit = UNIT_FORMS[word]
    if text[start].isupper() and text[end : end + 1] != "-":
        return None
    if unit == "quarter" and text.startswith(" of a ", end):
        return None  # "in the last quarter of a century"
    if unit == "month" and (closing := _YEAR_END.match(text, end)) and not closing["hyphen"]:
        focus = (
            context.focus if context.narrative and context.focus and context.focus.grain in ("day", "month") else None
        )
        day = focus.first if focus else context.base if not context.narrative else None
        period = periods.period_of(day, "month") if day else None
        return Candidate(
            start, closing.end(), period, "month end", "inferred", context.base_anchor, "late", grain="month"
        )
    if unit == "year" and (candidate := _read_year_end(context, start, end) or _read_year_ago(context, start, end)):
        return candidate
    if text[end : end + 1] == "-" and not text.startswith(("-ago", "--"), end):
        return None
    words = words_before(text, start, context.read_to)
    if not words or text[start - 1 : start] == "'":
        return None
    weeks = 2 if word.startswith("fortnight") else 1
    if (counted := read_counted(context, words, unit, end, times=weeks)) or weeks == 2:
        return counted
    if word == unit and (part := _read_part_of_month(context, words, unit, end)):
        return part
    if word != unit:
        _note_months(context, words, unit)
        return None
    if words[0].text in RECURRING:
        return None
    if unit in PARTS_OF_DAY:
        return read_part_of_day(context, words, unit, end)
    if (
        unit in ("month", "quarter")
        and words[0].text == "same"
        and (same := same_a_year_back(context, words[0].start, end))
    ):
        return same
    if unit == "day":
        return read_that_day(context, words, end)
    if unit == "century":
        return _read_century(context, words, end) or _read_which(context, words, unit, end)
    if unit in ("quarter", "half", "period"):
        return read_quarter(context, words, unit, end)
    return _read_which(context, words, unit, end) or _read_the_unit(context, words, unit, start, end)


def _note_months(context: Context, words: list[WordBefore], unit: str) -> None:
    """Note that "for the nine months" changes what "a year earlier" is compared with: no longer a quarter."""
    if (
        unit == "month"
        and date_words.number_word(words[0].text)
        and len(words) > 1
        and words[1].text in ("the", "first", "latest")
    ):
        context.quarterly = False


_AT_YEAR_END = re.compile(r"\b(?:by|at|since|until|before|after|from|through) \Z")


def _read_year_end(context: Context, start: int, end: int) -> Candidate | None:
    match = _YEAR_END.match(context.text, end)
    if not match or context.narrative:
        return None
    exact = match["hyphen"] and _AT_YEAR_END.search(
        context.text, max(0, start - 8), start
    )  # by year-end, but not year-end sales
    period = None
    if context.reference:
        towards = direction(context.text, start, match.end())
        since = context.text[max(0, start - 6) : start] == "since "
        year = context.reference.year - (since or (towards < 0 and context.reference.month < 4))
        period = periods.year_period(year)
        if exact:
            period = periods.day_period(period.last)
    return Candidate(
        start, match.end(), period, "year end", "inferred", context.anchor, "" if exact else "late", grain="year"
    )


def _read_year_ago(context: Context, start: int, end: int) -> Candidate | None:
    match = _YEAR_AGO.match(context.text, end)
    if not match:
        return None
    if match["part"]:
        context.quarterly = True
    anchor: Anchor = "text" if context.business and context.quarterly else context.anchor
    if match["part"] == "quarter" and context.business is None and context.reference:
        period = periods.shifted(context.reference, -5, "quarter")
        return Candidate(start, match.end(), period, "year ago", "inferred", anchor, grain="quarter")
    return Candidate(start, match.end(), a_year_before(context), "year ago", "inferred", anchor, grain="year")


_PART_OF_MONTH = re.compile(rf"\s(?:of|in)\s{MONTH_NAME}")


def _year_named(context: Context, which: str) -> int | None:
    """The year that "last year", "this year" or "next year" is."""
    base = context.base
    if base is None or which in SAME:
        return context.year if which in SAME else None
    return base.year + (-1 if which in LAST | PREVIOUS else 1 if which in NEXT | FOLLOWING else 0)


def _read_part_of_month(context: Context, words: list[WordBefore], unit: str, end: int) -> Candidate | None:
    """Read "the last week of July", "the first weekend in May", "the last day of March 2019".

    Weeks are counted in sevens from the first day of the month; the last week is its last seven days.
    """
    number = -1 if words[0].text == "last" else date_words.ordinal_word(words[0].text)
    within = _PART_OF_MONTH.match(context.text, end)
    if number is None or within is None or unit not in ("week", "weekend", "day"):
        return None
    start = words[1].start if len(words) > 1 and words[1].text == "the" else words[0].start
    month = MONTHS[within["month"].lower()]
    return with_year(
        context, (start, within.end()), f"{unit} of month", lambda year: _part_of_month(year, month, unit, number)
    )


def _part_of_month(year: int, month: int, unit: str, number: int) -> Interval:
    whole = periods.month_period(year, month)
    if unit == "weekend":
        saturday = periods.nth_weekday(year, month, 5, number)
        return Interval(saturday, saturday + DAY, "weekend")
    length = 7 if unit == "week" else 1
    first = whole.last - (length - 1) * DAY if number < 0 else whole.first + length * (number - 1) * DAY
    if first.month != month:
        raise ValueError(f"Month {month} of {year} has no {unit} number {number}.")
    return Interval(first, min(first + (length - 1) * DAY, whole.last), unit)


def _read_which(context: Context, words: list[WordBefore], unit: str, end: int) -> Candidate | None:
    """Read "last week", "this year", "the following month", "that weekend"."""
    chosen = which_word(words)
    if chosen is None:
        return None
    which, start, before = chosen
    if before == "the" and context.text.startswith((" or so", " or two"), end):
        return None  # "in the last week or so"
    if before == "the" and which in LAST | NEXT and unit != "year" and OF_SOMETHING.match(context.text, end):
        return None  # "the last week of the season"
    if which == "following" and before not in _BEFORE_FOLLOWING:
        return None  # "following weekend massacres"
    if unit == "year" and (part := PART_BEHIND.match(context.text, end)) and (year := _year_named(context, which)):
        return year_part(context, start, part.end(), part["number"], part["unit"], year)
    earlier = next((word.text for word in words if word.start < start), "")
    if before == "the" and (
        which == "past" or (which in ("last", "next", "coming") and _is_stretch(context, unit, earlier))
    ):
        return None
    candidate = Candidate(start, end, None, f"{'same' if which in SAME else which} {unit}", "inferred", grain=unit)
    after_named = which == "next" and before == "the" and _is_after_named(context, unit, start, end)
    if (
        which in SAME
        or which in FOLLOWING
        or which in PREVIOUS
        or after_named
        or (context.narrative and before == "the")
    ):
        _anchored_in_text(context, candidate, which, unit)
        return candidate
    candidate.anchor = context.base_anchor
    now = which in ("present", "current") or (which == "this" and unit in ("decade", "century"))
    if now and context.reference:
        candidate.anchor = context.anchor
    if base := context.base if context.reference and not now else context.reference:
        step = -1 if which in LAST else 1 if which in NEXT else 0
        if unit == "weekend" and step == 0 and _is_weekend_before(context, base, start, end):
            step = -1
        if _is_under_way(which, unit, base):
            step = 0
        candidate.period = periods.shifted(base, step, unit)
    return candidate


def _is_weekend_before(context: Context, base: date, start: int, end: int) -> bool:
    """Whether "this weekend" is the one that is over: "It comes after two rulings this weekend", said on a Monday."""
    if base.weekday() >= _MID_WEEK:
        return False
    if base.weekday() <= 1 and (after := _AFTER_WHAT.search(context.text, max(0, start - 60), start)):
        return _PLANNED_BEFORE.search(context.text, max(0, after.start() - 40), after.start()) is None
    return direction(context.text, start, end) < 0


_PLANNED_BEFORE = re.compile(
    r"\b(?:will|shall|to|set|due|expected|scheduled|planned)\b[^.;!?\n]*\Z|['\N{RIGHT SINGLE QUOTATION MARK}]ll\b[^.;!?\n]*\Z"
)
_MID_WEEK = 3
_AFTER_WHAT = re.compile(r"\b(?:[Aa]fter|[Ff]ollowing|[Ss]ince) (?:[a-z-]+ ){1,6}\Z")


def _is_after_named(context: Context, unit: str, start: int, end: int) -> bool:
    """Whether "the next year" is the one after a stated one, just named: "convicted in 2009, and the next year he ..."."""
    named = context.just_named(start)
    told = named is not None and (
        context.mentions[-1].confidence == "explicit" or context.mentions[-1].anchor == "text"
    )
    if named is None or not told or not (unit == "year" or named.grain == "day"):
        return False
    return direction(context.text, start, end) <= 0


def _is_under_way(which: str, unit: str, base: date) -> bool:
    """Whether the "past week" is the one that ends, or the "coming week" the one that begins."""
    if which == "past":
        return (unit == "week" and base.weekday() >= _FRIDAY) or (unit == "year" and base.month == _DECEMBER)
    return which == "coming" and unit == "week" and base.weekday() == 0


_FRIDAY = 4
_DECEMBER = 12


_BEFORE_FOLLOWING = DETERMINERS | {"immediately", "very"}


def _is_stretch(context: Context, unit: str, earlier: str) -> bool:
    """Whether it is a stretch: "over the last year" is a length of time, not a year."""
    if context.narrative:
        return earlier in ("over", "for", "within")
    return (
        unit in ("decade", "century")
        or (unit in ("year", "month") and earlier in BEFORE_LENGTH)
        or earlier in ("over", "within")
    )


def _years_just_named(context: Context, at: int) -> Interval | None:
    """The years of a range right before: "studied in 1972-73. The following year ..."."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.grain != "year" or last.period.grain != "range":
        return None
    return last.period if context.near(at) else None


def _anchored_in_text(context: Context, candidate: Candidate, which: str, unit: str) -> None:
    step = -1 if which in PREVIOUS or which in LAST else 1 if which in FOLLOWING or which in NEXT else 0
    focus = context.just_named(candidate.start) or context.focus
    if which in PREVIOUS and not context.narrative and not context.near(candidate.start):
        focus = None
    candidate.anchor = "text"
    if unit == "year" and (years := _years_just_named(context, candidate.start)):
        candidate.period = periods.shifted(years.last if step >= 0 else years.first, step, unit)
    elif (
        focus
        and (unit != "week" or focus.grain in ("day", "week"))
        and (unit != "month" or focus.grain in ("day", "week", "month"))
    ):
        candidate.period = periods.shifted(focus.first, step, unit)
    elif which in PREVIOUS and context.reference and not context.narrative:
        candidate.anchor = context.anchor
        candidate.period = periods.shifted(context.reference, step, unit)


_OF_A_DATE = re.compile(rf"\s(?:of|starting|beginning|ending)(?: on)?(?: the)? (?:[0-9]|(?:{'|'.join(MONTH_FORMS)})\b)")


def _read_the_unit(context: Context, words: list[WordBefore], unit: str, start: int, end: int) -> Candidate | None:
    """Read "the weekend", "the end of the year", "later in the month", "for the full year"."""
    text = context.text
    near = words[0].text
    base = context.base
    candidate = Candidate(start, end, None, f"the {unit}", "inferred", context.base_anchor, grain=unit)
    if near == "the" and unit == "weekend" and not _OF_A_DATE.match(text, end):
        candidate.start = words[0].start
        if base and not context.narrative:
            towards = direction(text, candidate.start, end)
            back = base.weekday() < 5 and (towards < 0 or (towards == 0 and base.weekday() < 3))
            candidate.period = periods.shifted(base, -1 if back else 0, "weekend")
        return candidate
    phrase = start
    if near == "of" and len(words) > 1 and words[1].text == "end" and unit in ("year", "month"):
        candidate.start, candidate.modifier = words[1].start, "late"
    elif unit in ("week", "month", "year") and (lead := _OF_THE.search(text, max(context.read_to, start - 40), start)):
        if _ENDED.match(text, end) or OF_SOMETHING.match(text, end):
            return None
        phrase, candidate.start = lead.start(), text.rfind("the", lead.start(), start)
    else:
        return None
    if base:
        candidate.period = periods.period_of(base, unit)
        over = unit == "year" and base.month < 4 and "nd of" in text[max(0, candidate.start - 7) : end]
        if over and not context.narrative and direction(text, phrase, end) < 0:
            candidate.period = periods.year_period(base.year - 1)
        if context.narrative and unit == "year" and context.year:
            candidate.period = periods.year_period(context.year)
    return candidate


_BC = re.compile(r"\s?(?:B\.?C|BCE)")


def _read_century(context: Context, words: list[WordBefore], end: int) -> Candidate | None:
    number = date_words.ordinal_word(words[0].text)
    if number is None or not 1 <= number <= 22 or _BC.match(context.text, end):
        return None
    if number < 4 and words[0].text.isalpha() and not (len(words) > 1 and words[1].text == "the"):
        return None
    return Candidate(words[0].start, end, periods.century_period(number), "century", "explicit", may_be_about=True)
