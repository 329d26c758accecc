"""Seasons and holidays: "in the spring", "the winter of 2010", "Christmas Day", "Thanksgiving weekend"."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.english.date_words import SEASONS
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import WEEK_OF, Candidate, Context, words_before
from searchlib.extraction.english.dates.pivots import APOSTROPHES
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction
from searchlib.extraction.english.dates.year_choice import OF_YEAR, YEAR_RANGE, in_named_year, with_missing_year
from searchlib.extraction.english.lexicon.time_words import (
    BEFORE_FALL_THE_NOUN,
    BEFORE_HOLIDAY,
    BEFORE_SEASON,
    RECURRING,
    SAME,
    WHICH,
)

_NO_SEASON = re.compile(
    r"\s(?:training|break|camps?|Olympics|Games|Palace|Street|Valley|rolls?|coats?|solstice|equinox|quarters|of (?!1|2|last|this|next|the year)|in love|in (?:his|her|their|my|our|your|its|each) step|from grace|down|apart|short|behind|back|off|out|into|on|to|by)|-"
)


_EACH_YEAR = re.compile(r"[^.;\n]{0,50}\b(?:only|always|usually|often|daily|every|each|weekends)\b")


def read_season(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    season = text[start:end].lower()
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""
    if near in RECURRING or near in ("a", "an"):
        return None

    def make(year: int) -> Interval:
        return periods.season_period(year, SEASONS[season])

    stated = OF_YEAR.match(text, end)
    if stated and stated["year"]:
        over = YEAR_RANGE.match(text, stated.end("year")) if season == "winter" else None  # "the winter of 2009-10"
        return Candidate(
            start,
            over.end() if over else stated.end(),
            make(int(stated["year"])),
            "season",
            "explicit",
            may_be_about=True,
            grain="season",
        )
    if stated and stated["which"]:
        return in_named_year(context, start, stated, make, "season", may_be_about=True)
    which = near if near in WHICH else ""
    called = near in BEFORE_SEASON or (near == "the" and len(words) > 1 and words[1].text in BEFORE_SEASON)
    if not (which or called) or _NO_SEASON.match(text, end) or text[start].isupper():
        return None
    if season == "fall" and near in BEFORE_FALL_THE_NOUN:
        return None
    if near == "in" and _EACH_YEAR.match(text, end):
        return None  # "in winter it opens on weekends only"
    if near == "in" and direction(text, start, end) in (Direction.OPEN, Direction.LIKELY_AHEAD):
        return None  # "prices fall in summer"
    if which == "past" and len(words) > 1 and words[1].text == "this":
        which = "last"
    first = words[0].start if which else start
    named = context.just_named(start) or context.focus
    if which in SAME and named and context.near(start):  # "put on hold in 2014. That spring ..."
        period = make(named.first.year)
        return Candidate(first, end, period, "season", "inferred", "text", grain="season")
    return with_missing_year(context, (first, end), "season", make, which, may_be_about=True)


_HOLIDAY_NOUN = re.compile(
    r"[\s-](?:trees?|party|parties|carols?|shopping|sales|gifts?|presents|cards?|lights|musicals?|songs?|albums?|decorations?|ornaments?|stockings|movies?|specials?|dinners?|turkeys?|table|season|holidays?|break|vacations?|candy|costumes?|eggs?|parade|themed)\b|-"
    r"|\s(?:[A-Z][a-z]+\s){0,3}(?:Agreement|Accords?|Massacre|Bombings?|Uprising|Act|Bill|Fund|Foundation|Festival|Concert|Classic|Bowl|Island|Carol|Parade|Committee|Offensive|Bar|Club|Rising|(?:peace )?(?:deal|accord|agreement|treaty))\b"
)
_ALWAYS_A_DAY = re.compile(r"\b(?:Day|Eve|Friday|Monday|Wednesday|Sunday|Juneteenth|July|Fourth|Night)\Z")


def _around(holiday: date) -> Interval:
    """The holiday with the weekend next to it: Labor Day weekend is Saturday to Monday, Thanksgiving weekend Thursday to Sunday."""
    saturday = (
        holiday + (5 - holiday.weekday()) * DAY if holiday.weekday() > 1 else holiday - (holiday.weekday() + 2) * DAY
    )
    return Interval(min(holiday, saturday), max(holiday, saturday + DAY), "range")


def read_holiday(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    name = re.sub(f"[{APOSTROPHES}]", "'", text[start:end]).lower()
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""
    noun = _HOLIDAY_NOUN.match(text, end)
    sold = (
        noun is not None and noun.group() in (" sales", " shopping") and text[start:end].endswith(("Friday", "Monday"))
    )
    if near in RECURRING or (noun and not sold):
        return None

    def make(year: int) -> Interval:
        return date_words.holiday_period(year, name)

    stated = OF_YEAR.match(text, end)
    if stated and stated["year"]:
        return Candidate(start, stated.end(), make(int(stated["year"])), "holiday", "explicit")
    if stated and stated["which"]:
        return in_named_year(context, start, stated, make, "holiday")
    if week := WEEK_OF.search(text, max(context.read_to, start - 28), start):
        unit = week["unit"]
        return with_missing_year(
            context, (week.start(), end), "week of", lambda y: periods.period_of(make(y).first, unit)
        )
    if text.startswith(" weekend", end) and not text[end + 8 : end + 9].isalpha():
        return with_missing_year(context, (start, end + 8), "holiday weekend", lambda y: _around(make(y).first))
    if not _ALWAYS_A_DAY.search(text, start, end) and near not in BEFORE_HOLIDAY:
        return None
    which = near if near in WHICH else ""
    return with_missing_year(context, (words[0].start if which else start, end), "holiday", make, which)
