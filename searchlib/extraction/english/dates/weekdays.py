"""Weekdays: "Thursday", "last Monday", "a week from Friday", "Thursday, Oct. 31"."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.english.date_words import WEEKDAYS
from searchlib.expressions.periods import DAY
from searchlib.extraction.english.dates.context import PART_OF_DAY, Candidate, Context, words_before
from searchlib.extraction.english.dates.months import read_month
from searchlib.extraction.english.dates.pivots import APOSTROPHES, MONTH_FORMS
from searchlib.extraction.english.dates.tense import points_ahead
from searchlib.extraction.english.lexicon.time_words import (
    BEFORE_DAY_NAME,
    FOLLOWING,
    LAST,
    NEXT,
    PREVIOUS,
    RECURRING,
    THIS,
    WHICH,
)

_NOT_A_DAY = re.compile(
    r"\s(?:Times|Post|Mirror|Telegraph|Herald|Magazine|Night|Mail|Express|Star|Book|Styles|Review|Observer|School)\b|-to-|\s?[a-z]*[Nn]ighter"
)
_WITH_DATE = re.compile(
    rf",?\s(?:the\s)?(?=(?:{'|'.join(MONTH_FORMS)})\b\.?\s[0-9]|[0-9]{{1,2}}(?:st|nd|rd|th)?\s(?:{'|'.join(MONTH_FORMS)})\b)"
)
_WHOSE_WEEK = re.compile(r"\s(?:of\s)?(?P<which>last|this|next) week(?![\w-])")
_MONTH_WORD = re.compile(rf"(?:{'|'.join(MONTH_FORMS)})\b")


def read_weekday(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    if _NOT_A_DAY.match(text, end):
        return None
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""
    if near in RECURRING or near in BEFORE_DAY_NAME or (near == "a" and len(words) > 1 and words[1].text == "on"):
        return None
    if dated := _weekday_with_date(context, start, end):
        return dated
    which = near if near in WHICH else ""
    if which and len(words) > 1 and words[1].text in ("this", "the") and which not in THIS:
        first = words[1].start
    else:
        first = words[0].start if which else start
    weekday = WEEKDAYS[text[start:end].lower().rstrip(".")]
    whose = _WHOSE_WEEK.match(text, end)
    part = PART_OF_DAY.match(text, end)
    stop = whose.end() if whose else part.end() if part else end
    candidate = Candidate(first, stop, None, "weekday", "inferred", context.base_anchor)
    base = context.base
    if base is None or (context.narrative and not (context.focus and context.focus.grain == "day")):
        return candidate
    if whose:
        step = {"last": -7, "this": 0, "next": 7}[whose["which"]]
        candidate.period = periods.day_period(periods.week_period(base).first + (weekday + step) * DAY)
    elif weeks := _weeks_off(context, candidate):
        nearest = periods.weekday_after if weeks > 0 else periods.weekday_before
        candidate.period = periods.day_period(nearest(base, weekday, today_counts=False) + 7 * weeks * DAY)
    else:
        candidate.period = periods.day_period(_weekday_near(context, base, weekday, which, candidate))
    return candidate


_WEEKS_FROM = re.compile(
    r"\b(?P<count>an?|one|two|three) weeks? (?:(?P<ahead>from)|(?P<back>ago)(?: last| on)?)(?: this| next)? \Z",
    re.IGNORECASE,
)


def _weeks_off(context: Context, candidate: Candidate) -> int:
    """The weeks between the weekday and the one meant: "a week ago Tuesday" is -1, "two weeks from Tuesday" is 2."""
    off = _WEEKS_FROM.search(context.text, max(0, candidate.start - 32), candidate.start)
    if off is None:
        return 0
    if context.mentions and context.mentions[-1].start >= off.start():
        context.mentions.pop()  # "a week ago", read as a mention of its own
    candidate.start = off.start()
    weeks = date_words.number_word(off["count"]) or 1
    return weeks if off["ahead"] else -weeks


def _weekday_with_date(context: Context, start: int, end: int) -> Candidate | None:
    """Read "Thursday, Oct. 31" as one mention: the date, with the weekday before it."""
    joined = _WITH_DATE.match(context.text, end)
    if not joined or "\n" in joined.group():
        return None
    month = _MONTH_WORD.search(context.text, joined.end(), joined.end() + 14)
    read_to, context.read_to = context.read_to, joined.end()
    candidate = read_month(context, *month.span()) if month else None
    context.read_to = read_to
    if candidate:
        candidate.start = start
    return candidate


_POSSESSIVE = re.compile(f"[{APOSTROPHES}]s")
_IN_STORE = re.compile(
    rf"[{APOSTROPHES}]s\s(?:[a-z-]{{2,20}}\s){{0,2}}(?:events?|activities|festivities|game|games|match|race|march|rally|rallies|parade|concert|show"
    r"|election|elections|primary|debate|hearing|meeting|summit|talks|ceremony|protests?|demonstrations?|session|race|runoff"
    r"|caucus(?:es)?)\s(?:is|are)\s(?!the\s|an?\s|over\b|still\b|being\b|now\b)"
)
"""What a day has in store, in the present tense: "Saturday's events are focused on", but not "is the latest"."""
_TOWARDS = re.compile(r"\b(?:of|for|before|until|in|at|on) \Z")


def _weekday_near(context: Context, base: date, weekday: int, which: str, candidate: Candidate) -> date:
    if context.narrative:
        return periods.weekday_after(base, weekday)
    if which in PREVIOUS or which in FOLLOWING:
        focus = context.focus.first if context.focus and context.focus.grain == "day" else base
        near = periods.weekday_before if which in PREVIOUS else periods.weekday_after
        return near(focus, weekday, today_counts=False)
    if which in LAST:
        return periods.weekday_before(base, weekday, today_counts=False)
    if which in NEXT:
        return periods.weekday_after(base, weekday, today_counts=False)
    ahead = points_ahead(context.text, candidate.start, candidate.end)
    if _IN_STORE.match(context.text, candidate.end):
        ahead = True
    elif (
        ahead
        and _POSSESSIVE.match(context.text, candidate.end)
        and not _TOWARDS.search(context.text, max(0, candidate.start - 12), candidate.start)
    ):
        ahead = False
    if which in THIS:
        day = periods.week_period(base).first + weekday * DAY
        return day + 7 * DAY if ahead and day < base else day
    return periods.weekday_after(base, weekday) if ahead else periods.weekday_before(base, weekday)
