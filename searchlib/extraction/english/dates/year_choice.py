"""The year of a day, month, season or holiday: the one stated behind it, the one named ("of last year"), or the likeliest."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import Candidate, Context
from searchlib.extraction.english.dates.tense import CLAUSE_END, direction_of, lowered, points_ahead
from searchlib.extraction.english.lexicon.time_words import (
    FOLLOWING,
    LAST,
    NEXT,
    PREVIOUS,
    SAME,
    SPOKEN_CENTURIES,
    THIS,
    TIME_SHIFTS,
)

_SLOW_AHEAD = {True: 1.0, False: 9.0, None: 3.0}
_SLOW_BACK = {True: 3.0, False: 1.0, None: 1.0}
"""The cost of each day ahead and back, by the direction of the clause; the cheapest year is chosen. "He said ... Nov. 21",
three weeks ahead, stays ahead; "was held in May", ten months ahead, goes back."""


def nearest_year(reference: date, make: Callable[[int], Interval], ahead: bool | None) -> Interval | None:
    """The cheapest period of the year of `reference`, the one before and the one after; `ahead` as of `points_ahead`."""
    best: tuple[float, Interval] | None = None
    for year in (reference.year, reference.year - 1, reference.year + 1):
        try:
            period = make(year)
        except ValueError:  # 29 February, or the edge of the calendar
            continue
        if period.first > reference:
            middle = period.first + (period.last - period.first) / 2
            cost = (middle - reference).days * _SLOW_AHEAD[ahead]
        elif period.last < reference:
            cost = (reference - period.last).days * _SLOW_BACK[ahead]
        else:
            cost = 0
        if best is None or cost < best[0]:
            best = cost, period
    return best[1] if best else None


def with_missing_year(
    context: Context,
    place: tuple[int, int],
    rule: str,
    make: Callable[[int], Interval],
    which: str = "",
    *,
    may_be_about: bool = False,
) -> Candidate | None:
    """A mention whose year the text leaves out; `which` is the "last", "this" or "next" before it.

    None where no year has such a day.
    """
    try:
        grain = make(2000).grain
    except ValueError:
        return None
    candidate = Candidate(
        *place, None, rule, "inferred", context.base_anchor, grain=grain, in_year=make, may_be_about=may_be_about
    )
    if context.narrative and context.year is not None:
        candidate.period = in_year_or_none(make, _narrated_year(context, make, context.year))
        if candidate.period and context.reference and candidate.period.first > context.reference:
            candidate.period = in_year_or_none(make, context.year - 1)
        return candidate
    if context.reference is None:
        candidate.anchor = ""
        return candidate
    candidate.period = _chosen_year(context, context.reference, candidate, make, which)
    return candidate


def _narrated_year(context: Context, make: Callable[[int], Interval], year: int) -> int:
    """The year that a narrative has reached: a year mentioned in passing ("planned for 1976") gives way to the last full date."""
    exact = context.exact
    if not (exact and context.in_passing and exact.first.year < year):
        return year
    with_exact = in_year_or_none(make, exact.first.year)
    return exact.first.year if with_exact and with_exact.first >= exact.first else year


def _chosen_year(
    context: Context, reference: date, candidate: Candidate, make: Callable[[int], Interval], which: str
) -> Interval | None:
    if which in THIS:
        return in_year_or_none(make, reference.year)
    if which in LAST or which in NEXT:
        step = -1 if which in LAST else 1
        this = in_year_or_none(make, reference.year)
        beyond = this is not None and (this.last < reference if step < 0 else this.first > reference)
        return this if beyond else in_year_or_none(make, reference.year + step)
    if follows := _with_neighbour(context, reference, candidate, make):
        return follows
    ahead = _UP_TO.search(context.text, max(0, candidate.start - 12), candidate.start) is not None
    return nearest_year(reference, make, ahead or points_ahead(context.text, candidate.start, candidate.end))


_UP_TO = re.compile(r"\b(?:by|through|until|till)(?: the| early| late| mid| about)? ?-?\Z")
NEIGHBOURS = 120
_FAR_AHEAD = 200


def _with_neighbour(
    context: Context, reference: date, candidate: Candidate, make: Callable[[int], Interval]
) -> Interval | None:
    """The period after a neighbour in the same clause that is in the future: "half of it in July, the rest in August",
    said in June. None where there is no such neighbour, or a verb in the past or a word such as "after" is between.
    """
    previous = context.mentions[-1] if context.mentions else None
    if previous is None or previous.in_year is None or previous.period is None or previous.period.first <= reference:
        return None
    if candidate.start - previous.end > NEIGHBOURS:
        return None
    gap = context.text[previous.end : candidate.start]
    words = lowered(gap)
    if CLAUSE_END.search(gap) or any(
        word in TIME_SHIFTS or direction_of(words, place) is False for place, word in enumerate(words)
    ):
        return None
    for year in (previous.period.first.year, previous.period.first.year + 1):
        period = in_year_or_none(make, year)
        if period and 0 <= (period.first - previous.period.first).days <= _FAR_AHEAD:
            return period
    return None


def in_year_or_none(make: Callable[[int], Interval], year: int) -> Interval | None:
    """The period in a year; None where there is no such day."""
    try:
        return make(year)
    except ValueError:
        return None


YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])"
WHOSE_YEAR = re.compile(
    r"\.?,?\s(?:of\s|in\s)?(?:the\s)?(?P<which>last|this|next|same|that|following|previous|current) year(?![\w-])"
)


def in_named_year(
    context: Context,
    start: int,
    whose: re.Match[str],
    make: Callable[[int], Interval],
    rule: str,
    *,
    may_be_about: bool = False,
) -> Candidate:
    """A day or month "of last year", "this year", "of the following year"."""
    which = whose["which"]
    grain = period.grain if (period := in_year_or_none(make, 2000)) else "day"
    candidate = Candidate(
        start, whose.end(), None, rule, "inferred", context.base_anchor, grain=grain, may_be_about=may_be_about
    )
    anchored = which in SAME or which in FOLLOWING or which in PREVIOUS
    year = context.year if anchored or context.narrative else context.reference.year if context.reference else None
    if anchored:
        candidate.anchor = "text"
    if year is not None:
        step = -1 if which in LAST or which in PREVIOUS else 1 if which in NEXT or which in FOLLOWING else 0
        candidate.period = in_year_or_none(make, year + step)
    return candidate


SPOKEN_YEAR_NEXT = re.compile(r",?\s(?:of\s)?(?P<century>[Nn]ineteen|[Ee]ighteen)\b")
OF_YEAR = re.compile(
    rf",?\s(?:(?:of|in)\s)?(?:the\s)?(?:(?:fiscal|calendar|financial)\s)?(?:(?:year\s)?{YEAR}|(?P<which>last|this|next|same|that|previous|following|current) year(?![\w-])|(?P<the>year)(?![\w-]))"
)
YEAR_RANGE = re.compile(
    r"(?:\s?[-\N{EN DASH}\N{EM DASH}/]\s?(?P<until>(?:1[0-9]|20)[0-9]{2}|[0-9]{2})(?![0-9]|[-/.,][0-9]|\w))"
)
_SPOKEN = re.compile(
    r"[\s-](?:(?P<tens>twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[\s-](?P<ones>one|two|three|four|five|six|seven|eight|nine))?"
    r"|(?P<teen>ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)|(?:oh|hundred and)[\s-](?P<oh>one|two|three|four|five|six|seven|eight|nine)|(?P<hundred>hundred))\b"
)


def read_spoken(context: Context, start: int, end: int) -> Candidate | None:
    """Read "nineteen ninety-six", as broadcasts are written down."""
    spoken = _SPOKEN.match(context.text, end)
    if not spoken:
        return None
    words = [spoken[name] for name in ("tens", "ones", "teen", "oh") if spoken[name]]
    year = SPOKEN_CENTURIES[context.text[start:end].lower()] + sum(date_words.NUMBERS[word] for word in words)
    return Candidate(start, spoken.end(), periods.year_period(year), "spoken year", "explicit")
