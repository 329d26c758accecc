"""Puts mentions together: modifiers, ranges of two neighbours, the year that later dates take over."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

from searchlib.expressions import periods
from searchlib.expressions.periods import DAY, Interval
from searchlib.extraction.english.dates.context import Candidate, Context, take_modifier
from searchlib.extraction.english.dates.likely_years import in_year_or_none, is_step, looks_back
from searchlib.models import DateMention

_DASH = re.compile(r"\s?[-\N{EN DASH}\N{EM DASH}]\s?(?:the )?")
_TO = re.compile(r",?\s(?:to|through|thru|until|till)\s(?:the )?|-to-")
_LISTED = re.compile(r"\s?(?:[,&/]|,? and|,? or|[-\N{EN DASH}])\s?(?:from |in |on |the |early |late |mid-?)?")
_FROM = re.compile(r"\b(?:[Ff]rom|[Bb]etween)\s(?:the |about |at least |early |late |mid-?)?\Z|\(\Z")
_RANGED = frozenset(("day", "month", "quarter", "year", "decade"))


def add(context: Context, candidate: Candidate) -> None:
    """Add a mention to those read so far: with its modifier, joined to the previous one where both make a range."""
    if not candidate.modifier:
        take_modifier(context, candidate)
    previous = context.mentions[-1] if context.mentions else None
    joined = _joined(context, previous, candidate) if previous else None
    if previous and _names_counted(context, previous, candidate):
        previous.period, previous.anchor = candidate.period, candidate.anchor
        candidate.carries_year = previous.carries_year  # "three years before, in July 1958, ...": a look back
    if joined:
        context.mentions[-1] = candidate = joined
    else:
        context.mentions.append(candidate)
    context.read_to = candidate.end
    if candidate.period:
        if candidate.confidence == "explicit" or (context.narrative and candidate.anchor != "published"):
            _carry_year(context, candidate.period, candidate)
        if candidate.period.grain in ("day", "range") and candidate.period.first >= candidate.period.last - 7 * DAY:
            context.day = candidate.period.last
        if candidate.period.grain not in ("decade", "century", "season") and not context.distant_year:
            context.focus = candidate.period


_COUNTED = ("earlier", "later", "before", "after", "afterward", "afterwards")
_NAMED = re.compile(r",\s(?:on\s|in\s)?")


def _names_counted(context: Context, counted: Candidate, candidate: Candidate) -> bool:
    """Whether a date names the one that was counted: "A week earlier, on April 10, the channels had ..."."""
    text = context.text
    if candidate.start - counted.end > _NAME_GAP or not text.endswith(_COUNTED, counted.start, counted.end):
        return False
    if counted.period is None or candidate.period is None or counted.period.grain != candidate.period.grain:
        return False
    named = _NAMED.fullmatch(text, counted.end, candidate.start) is not None
    return named and text[candidate.end : candidate.end + 1] in (",", " ")


_NAME_GAP = 5
_YEAR_GRAINS = frozenset(("day", "month", "year", "range", "season", "quarter", "half"))
_DISTANT_YEARS = 8
_OPENING = re.compile(r"(?:\A|[.!?\n]\W{0,3})\s*(?:In|By|During|Throughout)(?: the)?(?: early| late| mid)?[ -]\Z")


_PASSED_BY = re.compile(
    r"\b(?:as in|as (?:it|he|she|they|we) (?:had|did|was|were) in|(?:had|did) in|than in|as of|since|unlike|like|compared (?:with|to)|[Tt]reat(?:y|ies) of|back to|until|till|before|after|for) \Z"
)
"""What a year is only passed by with: "as in 1913"."""
_HEADING = re.compile(r"\s?(?::|[-\N{EN DASH}\N{EM DASH}]\s|\n|\Z)")


def _carry_year(context: Context, period: Interval, candidate: Candidate) -> None:
    """Keep the year of a date for later dates; a leap of more than eight years must be confirmed by the next date."""
    if period.grain not in _YEAR_GRAINS or not candidate.carries_year:
        return
    _note_span(context, period, candidate)
    year = period.last.year if candidate.grain in ("day", "month") else period.first.year
    if (
        period.grain == "year"
        and context.year
        and _PASSED_BY.search(context.text, max(0, candidate.start - 24), candidate.start)
    ):
        return
    certain = (
        period.grain in ("day", "month") and candidate.confidence == "explicit" and is_step(context, candidate.start)
    )
    leap = not certain and context.narrative and context.year is not None and abs(year - context.year) > _DISTANT_YEARS
    confirmed = context.distant_year is not None and abs(year - context.distant_year) <= _DISTANT_YEARS
    if leap and not confirmed:
        context.distant_year = year
    else:
        again = period.grain == "year" and year == context.year
        context.year, context.distant_year = year, None
        if period.grain == "year":
            context.in_passing = not (
                _OPENING.search(context.text, max(0, candidate.start - 24), candidate.start)
                or again
                or candidate.anchor == "text"  # "two years later", "the following year"
                or _is_reached(context, period, candidate)
            )
            if _HEADING.match(context.text, candidate.end) and context.text[candidate.start - 1 : candidate.start] in (
                "",
                "\n",
            ):
                context.exact, context.in_passing = period, False
        elif period.grain in ("day", "month"):
            if not looks_back(context, candidate.start):
                context.exact = period
            context.in_passing = False
        elif candidate.grain in ("day", "month") and candidate.confidence == "explicit" and context.exact:
            context.exact = periods.period_of(period.last, candidate.grain)  # the end of a range


_LASTED = re.compile(
    r"\b(?:lasted|raged|dragged on|went on|continued|stretched|was fought|were fought|was besieged)\b[^.;\n]{0,30}\Z"
)


def _note_span(context: Context, period: Interval, candidate: Candidate) -> None:
    """Keep a range over New Year that something lasted: what is told next lies within, "The siege lasted from ..."."""
    lasting = period.grain == "range" and candidate.grain in ("day", "month") and period.first.year < period.last.year
    if lasting and _LASTED.search(context.text, max(0, candidate.start - 60), candidate.start):
        context.span = period
    elif context.span and not context.span.first <= period.first <= context.span.last:
        context.span = None


def _is_reached(context: Context, period: Interval, candidate: Candidate) -> bool:
    """Whether a later year is one that the story comes to: "left in 1889 and wed in 1893"."""
    exact = context.exact
    if exact is None or exact.first.year >= period.first.year:
        return False
    return _IN_YEAR.search(context.text, max(0, candidate.start - 40), candidate.start) is not None


_IN_YEAR = re.compile(
    r"(?:\A|[.,;!?\n]|\band|\bthen|\bhe|\bshe|\bthey|\bit) ?(?:was |were )?(?:[a-z]+ed|left|went|wed|began|became|won|lost|fell|moved|built|sold|made|took|came|died|met|held|sent|got|gave|found|ran) (?:[a-z]+ )?in \Z"
)


def _joined(context: Context, previous: Candidate, candidate: Candidate) -> Candidate | None:
    """The range of two neighbours, or None; a neighbour without a year takes the year that the other one states."""
    if candidate.start - previous.end > 12 or not candidate.period:
        return None
    gap = context.text[previous.end : candidate.start]
    if (
        candidate.confidence == "explicit"
        and previous.in_year
        and previous.grain != "season"
        and (_LISTED.fullmatch(gap) or _TO.fullmatch(gap))
    ):
        with_year = in_year_or_none(previous.in_year, candidate.period.first.year)
        if with_year and with_year.first > candidate.period.last:
            with_year = in_year_or_none(previous.in_year, candidate.period.first.year - 1)
        if with_year:
            previous.period, previous.anchor, previous.confidence = with_year, "", "explicit"
            _date_list(context, with_year.first.year)
    if not previous.period:
        return None
    grain = previous.period.grain
    lead = _FROM.search(context.text, max(0, previous.start - 16), previous.start)
    between = lead is not None and "etween" in lead.group()
    linked = (
        _DASH.fullmatch(gap)
        or (_TO.fullmatch(gap) and (lead or grain != "year" or "through" in gap))
        or (between and gap == " and ")
    )
    if not linked or grain != candidate.period.grain or grain not in _RANGED:
        return None
    last = candidate.period
    if (
        candidate.in_year and candidate.confidence != "explicit"
    ):  # the end comes after the beginning, whatever the clause
        last = in_year_or_none(candidate.in_year, previous.period.first.year) or last
        if last.first < previous.period.first:
            last = in_year_or_none(candidate.in_year, previous.period.first.year + 1) or last
    elif (
        grain == "day" and previous.in_year is None and "explicit" not in (previous.confidence, candidate.confidence)
    ):  # two weekdays of one week
        ahead = (last.first - previous.period.first).days // 7 * 7
        last = Interval(last.first - ahead * DAY, last.last - ahead * DAY, last.grain)
    if last.first <= previous.period.first:
        return None
    return replace(
        previous,
        end=candidate.end,
        period=periods.span(previous.period, last),
        rule=f"{grain} range",
        grain=grain,
        in_year=None,
    )


def _date_list(context: Context, year: int) -> None:
    """Give the year behind a list to all of it: "in June, July and August 2019", whose August is being read; December goes
    back before January.
    """
    for behind, before in pairwise(reversed(context.mentions)):
        listed = _LISTED.fullmatch(context.text, before.end, behind.start) is not None
        if not listed or before.in_year is None or before.grain != behind.grain or before.confidence == "explicit":
            return
        period = in_year_or_none(before.in_year, year)
        if period and behind.period and period.first > behind.period.first:
            year -= 1
            period = in_year_or_none(before.in_year, year)
        if period is None:
            return
        before.period, before.anchor, before.confidence = period, "", "explicit"


def range_ends(mention: DateMention) -> tuple[DateMention, ...]:
    """The two ends of a range, each with its own interval and the span of the whole; any other mention alone.

    Corpora such as TimeBank annotate "from May to July" as two dates; this gives a range in their form. The ends are
    years, months or days, whichever is the largest unit that the range fills.
    """
    if mention.grain != "range" or mention.first is None or mention.last is None:
        return (mention,)
    unit = next(unit for unit in ("year", "month", "day") if _fills(mention.first, mention.last, unit))
    ends = (periods.period_of(mention.first, unit), periods.period_of(mention.last, unit))
    return tuple(mention.model_copy(update={"first": end.first, "last": end.last, "grain": end.grain}) for end in ends)


def _fills(first: date, last: date, unit: str) -> bool:
    """Whether the days from `first` to `last` are whole units."""
    return periods.period_of(first, unit).first == first and periods.period_of(last, unit).last == last
