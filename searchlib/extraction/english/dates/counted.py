"""Counted units: "three days ago", "a year earlier", "two weeks later"."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import Candidate, Context, WordBefore
from searchlib.extraction.english.dates.likely_years import NEIGHBOURS
from searchlib.extraction.english.dates.quarters import a_year_before
from searchlib.extraction.english.dates.tense.clauses import CLAUSE_END, words_of
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.lexicon.time_words import (
    ABOUT,
    BEFORE_PART_OF_COUNT,
    COMPARING,
    COUNTED_BACK,
    COUNTED_BACK_IN_TEXT,
    COUNTED_FROM_NOW,
    COUNTED_ON_IN_TEXT,
    PARTS_OF_DAY,
    TENS,
)

_AGO = re.compile(
    r"(?:['\N{RIGHT SINGLE QUOTATION MARK}]s?)?[\s-](?:or (?:so|more) )?"
    r"(?P<way>ago|earlier|before|later|afterwards?|after|from now|hence|from today|from tomorrow|previously|prior|(?:(?<=['\N{RIGHT SINGLE QUOTATION MARK}]\s)|(?<=['\N{RIGHT SINGLE QUOTATION MARK}]s\s))time)\b(?!\sthan\b)"
)
_THAT = re.compile(r"\s(?:that|then)\b")
_STOP = re.compile(r"\s*(?:[.,;:)\"\N{RIGHT DOUBLE QUOTATION MARK}\n]|'|\Z|--)")


def _counted_by(words: list[WordBefore]) -> tuple[int, int] | None:
    """The number in front of a unit and where it begins: "three", "a couple of", "25", "twenty-five"."""
    if words[0].text == "of" and len(words) > 1 and words[1].text == "couple":
        return 2, words[2].start if len(words) > 2 and words[2].text == "a" else words[1].start
    near = words[0].text
    if len(words) > 1 and near in date_words.NUMBERS and words[1].text in TENS:
        return date_words.NUMBERS[words[1].text] + date_words.NUMBERS[near], words[1].start
    if near in ("half", "hundred"):
        return None
    count = date_words.number_word(near)
    return (count, words[0].start) if count is not None else None


def _joins_clauses(rest: list[WordBefore]) -> bool:
    """Whether the "and" before a count joins clauses: "left in May and a week later died", but not "two and three years ago"."""
    return rest[0].text == "and" and (len(rest) == 1 or date_words.number_word(rest[1].text) is None)


def read_counted(context: Context, words: list[WordBefore], unit: str, end: int, *, times: int = 1) -> Candidate | None:
    """Read "three days ago", "a year earlier", "two weeks later", and "the day before" at the end of a clause.

    A unit may stand for several: a fortnight is a week two `times`.
    """
    ago = _AGO.match(context.text, end)
    if not ago or unit in PARTS_OF_DAY or unit in ("half", "period"):
        return None
    way = ago["way"]
    counted = _counted_by(words)
    if counted:
        counted = counted[0] * times, counted[1]
    plural = context.text[end - 1] == "s"
    if counted and way in ("before", "after") and unit in ("day", "week"):
        count, start = counted
        if beside := read_beside_event(context, start, count, unit, end):
            return beside
    if counted is None and not plural and words[0].text == "the" and way in ("before", "after"):
        counted = times, words[0].start
    that = _THAT.match(context.text, ago.end()) if way in ("before", "after") else None
    stop = that.end() if that else ago.end()
    if counted is None or (way in ("before", "after", "prior") and not _STOP.match(context.text, stop)):
        return None
    count, start = counted
    rest = [word for word in words if word.start < start]
    if rest and rest[0].text == "the" and count > 1 and way in ("before", "after", "prior"):
        return None  # "in the six months before"
    if way == "time" and (
        context.narrative or not rest or rest[0].text != "in" or direction(context.text, start, stop) < 0
    ):
        return None  # "ten days' time off", "it fell twice in a year's time"
    if rest and rest[0].text in BEFORE_PART_OF_COUNT and not _joins_clauses(rest):
        return None
    candidate = Candidate(start, stop, None, f"counted {unit}", "inferred", grain=unit)
    candidate.carries_year = way not in COUNTED_BACK  # a look back does not move the story
    base = _counted_base(context, way, unit, candidate)
    if rest and rest[0].text in ABOUT:
        candidate.modifier = "about"
        candidate.start = rest[0].start
    elif len(rest) > 1 and rest[0].text == "than":
        candidate.modifier = "before" if rest[1].text == "more" else "after"
    if base:
        back = way in COUNTED_BACK
        exact = unit == "week" and count == 1  # a week ago is seven days ago; two weeks ago is some day of a week
        candidate.period = (
            periods.shifted(base, -7 if back else 7, "day")
            if exact
            else periods.shifted(base, -count if back else count, unit)
        )
        other = _compared_with(context, start) if unit == "year" and way in ("earlier", "before") else None
        this_year = other is None or (context.reference and other.first.year >= context.reference.year - 1)
        quarterly = count == 1 and back and way != "before" and not context.narrative and context.quarterly
        if unit == "year" and quarterly and this_year:
            candidate.period, candidate.anchor = a_year_before(context), "text"
        elif other:
            candidate.period, candidate.anchor = _years_back(other, count), "text"
        if _passes_the_news(context, way, base, candidate):
            candidate.period = None
    return candidate


_EVENT_BEHIND = re.compile(r"\s(?P<way>before|after)\s(?:his|her|its|their|the|that)\s[a-z]+(?:\s[a-z]+)?(?=[.,;)]|\Z)")


def read_beside_event(context: Context, start: int, count: int, unit: str, end: int) -> Candidate | None:
    """Read "the day after her departure", "two weeks before his death": counted from the day just spoken of."""
    event = _EVENT_BEHIND.match(context.text, end)
    last = context.mentions[-1] if context.mentions else None
    if event is None or context.day is None or last is None or start - last.end > NEIGHBOURS:
        return None
    period = periods.shifted(context.day, count if event["way"] == "after" else -count, unit)
    return Candidate(start, event.end(), period, "day beside event", "inferred", "text")


def _passes_the_news(context: Context, way: str, base: date, candidate: Candidate) -> bool:
    """Whether "three weeks later" leads beyond the day of the news, though its clause does not look ahead."""
    if way not in COUNTED_ON_IN_TEXT or context.narrative or context.reference is None or candidate.period is None:
        return False
    if candidate.period.first <= context.reference:
        return False
    if base > context.reference and not CLAUSE_END.search(context.text, context.mentions[-1].end, candidate.start):
        return False  # "awaits them Tuesday, followed a week later by"
    if candidate.grain in _YEARS and not _WILL.isdisjoint(words_of(context.text[candidate.end : candidate.end + 80])):
        return False
    return candidate.grain in _YEARS or direction(context.text, candidate.start, candidate.end) <= 0


_ON = re.compile(r"\b(?:[Oo]n|[Ii]n|[Dd]uring|[Ff]or) (?:the )?\Z")


def _compared_with(context: Context, at: int) -> Interval | None:
    """The period that the same sentence compares with another: "10 on Feb. 3, against 12 a year earlier"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain not in ("day", "month", "range", "quarter", "half"):
        return None
    if last.in_year is None and last.confidence != "explicit" and last.period.grain not in ("quarter", "half"):
        return None
    if at - last.end > NEIGHBOURS or not _ON.search(context.text, max(0, last.start - 12), last.start):
        return None
    gap = context.text[last.end : at]
    compared = not CLAUSE_END.search(gap) and not COMPARING.isdisjoint(words_of(gap))
    return last.period if compared else None


def _years_back(period: Interval, count: int) -> Interval | None:
    """The same period some years before; of 29 February the 28th."""
    if period.first.year <= count:
        return None
    return Interval(_day_back(period.first, count), _day_back(period.last, count), period.grain)


def _day_back(day: date, count: int) -> date:
    """The same day some years before; the last day of February stays the last one."""
    year = day.year - count
    if (day.month, day.day) in ((2, 28), (2, 29)):
        last = periods.month_period(year, 2).last
        return last if day == periods.month_period(day.year, 2).last else date(year, 2, 28)
    return day.replace(year=year)


def _counted_base(context: Context, way: str, unit: str, candidate: Candidate) -> date | None:
    """The day to count from: the publication for "ago", the day last spoken of for "later"."""
    if way in COUNTED_FROM_NOW:
        candidate.anchor = context.base_anchor
        return context.base
    last = context.mentions[-1] if context.mentions else None
    if last and last.period is None and not context.narrative and candidate.start - last.end < NEIGHBOURS:
        candidate.anchor = "text"
        return None  # counted from a day that is unknown
    focus = context.focus
    if way in COUNTED_ON_IN_TEXT and unit in _YEARS and last and last.confidence == "explicit":
        focus = context.just_named(candidate.start) or focus
    exact = focus is not None and (focus.grain == "day" or unit not in ("day", "week"))
    near = context.narrative or context.near(candidate.start)
    if focus and exact and near and (context.narrative or way in COUNTED_ON_IN_TEXT or unit in ("day", "week")):
        candidate.anchor = "text"
        return focus.first
    if way in COUNTED_BACK_IN_TEXT and not context.narrative:
        if focus and _is_of_the_past(context, focus, unit, candidate.start):
            candidate.anchor = "text"
            return focus.first
        candidate.anchor = context.anchor
        return context.reference
    candidate.anchor = "text"
    return (
        _day_of_paragraph(context, candidate.start) if unit in ("day", "week") and way in COUNTED_ON_IN_TEXT else None
    )


def _day_of_paragraph(context: Context, at: int) -> date | None:
    """The day last spoken of, if it is among the last mentions of the same paragraph."""
    for mention in context.mentions[:-4:-1]:
        if context.narrative or "\n" in context.text[mention.end : at]:
            return None
        if mention.period and mention.period.grain == "day":
            return mention.period.first
    return None


def _is_of_the_past(context: Context, focus: Interval, unit: str, at: int) -> bool:
    """Whether the last mention, right before, is years back: "fell in 1453. Two centuries before, it had been sacked"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period != focus or context.reference is None or at - last.end > NEIGHBOURS:
        return False
    return last.confidence == "explicit" and unit in _YEARS and focus.last.year < context.reference.year - _LONG_AGO


_YEARS = frozenset(("year", "decade", "century"))
_LONG_AGO = 2
_WILL = frozenset(("will", "would", "shall", "won't"))
