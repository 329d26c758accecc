"""The year of a day, month, season or holiday: the one stated behind it, or named ("of last year"), else the likeliest."""

from __future__ import annotations

import re
from collections.abc import Callable

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import Candidate, Context
from searchlib.extraction.english.dates.likely_years import chosen_year, in_year_or_none, narrated_year
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.lexicon.time_words import (
    FOLLOWING,
    LAST,
    NEXT,
    PREVIOUS,
    SAME,
    SPOKEN_CENTURIES,
    SPOKEN_DECADES,
    SPOKEN_THOUSANDS,
    THIS,
)

YEAR = r"(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9]|[.,][0-9])"
WHOSE_YEAR = re.compile(
    r"\.?,?\s(?:of\s|in\s)?(?:the\s)?(?P<which>last|this|next|same|that|following|previous|current) year(?![\w-])"
)
_YEAR_BEHIND = re.compile(rf",?\s(?:of\s|in\s)?{YEAR}")


def with_year(context: Context, place: tuple[int, int], rule: str, make: Callable[[int], Interval]) -> Candidate | None:
    """A mention with the year stated behind it, in digits or as "of last year", else with the likeliest one."""
    start, end = place
    if stated := _YEAR_BEHIND.match(context.text, end):
        return Candidate(start, stated.end(), make(int(stated["year"])), rule, "explicit")
    if whose := WHOSE_YEAR.match(context.text, end):
        return in_named_year(context, start, whose, make, rule)
    return with_missing_year(context, place, rule, make)


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
    if (year := _year_just_before(context, candidate.start)) is not None:
        candidate.period, candidate.anchor = in_year_or_none(make, year), "text"
        return candidate
    if (
        which in SAME and _THAT_MONTH.match(context.text, place[1]) and (named := context.just_named(candidate.start))
    ):  # "failed in April 1881 ... that May"
        period = in_year_or_none(make, named.first.year)
        if period and named.grain in ("day", "month") and (named.first - period.last).days > _HALF_A_YEAR:
            period = in_year_or_none(make, named.first.year + 1)  # "in December 2016 ... he resigned that February"
        candidate.period, candidate.anchor = period, "text"
        return candidate
    if (which in FOLLOWING or which in PREVIOUS) and (named := context.just_named(candidate.start)):
        candidate.period, candidate.anchor = _beside_named(named, make, 1 if which in FOLLOWING else -1), "text"
        return candidate
    of_news = context.reference is not None and (which in THIS or which in LAST or which in NEXT)
    if context.narrative and context.year is not None and not of_news:
        candidate.period = in_year_or_none(make, narrated_year(context, make, context.year, candidate.start))
        if candidate.period and context.reference and candidate.period.first > context.reference:
            announced = candidate.period.first.year == context.reference.year and direction(context.text, *place) > 0
            candidate.period = candidate.period if announced else in_year_or_none(make, context.year - 1)
        return candidate
    if context.reference is None:
        candidate.anchor = ""
        return candidate
    candidate.period = chosen_year(context, context.reference, candidate, make, which)
    return candidate


_HALF_A_YEAR = 182
_THAT_MONTH = re.compile(
    r"[.,;:)]|\s(?:when|because|as|after|before|with|at|in|for|to|by|I|he|she|we|they|it|the)\b|\n|\Z"
)
"""What stands behind the month of "that May", but not behind "said that May is late"."""
_YEAR_THEN = re.compile(r",\s(?:on|in|by)\s(?:the\s)?")


def _year_just_before(context: Context, at: int) -> int | None:
    """The year right before a day: "In 1916, on July 1, twenty thousand fell"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain != "year" or last.confidence != "explicit":
        return None
    return last.period.first.year if _YEAR_THEN.fullmatch(context.text, last.end, at) else None


def _beside_named(named: Interval, make: Callable[[int], Interval], step: int) -> Interval | None:
    """The first such period after what was just named, or the last one before it: "in 1944 ... the following June"."""
    for year in (named.first.year, named.first.year + step):
        period = in_year_or_none(make, year)
        if period and (period.first > named.last if step > 0 else period.last < named.first):
            return period
    return None


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
    if which == "next" and " the next" in whose.group() and context.just_named(start):
        anchored = True  # "sold in 2019; in March of the next year it closed"
    year = context.year if anchored else context.reference.year if context.reference else None
    if anchored and (named := context.just_named(start)):
        year = named.first.year
    if anchored:
        candidate.anchor = "text"
    if year is not None:
        step = -1 if which in LAST or which in PREVIOUS else 1 if which in NEXT or which in FOLLOWING else 0
        candidate.period = in_year_or_none(make, year + step)
    return candidate


_SPOKEN_YEAR_NEXT = re.compile(
    rf",?\s(?:of\s)?(?:(?P<century>[Nn]ineteen|[Ee]ighteen)|(?P<thousands>{'|'.join(SPOKEN_THOUSANDS)}))\b"
)


def spoken_year_behind(context: Context, end: int) -> tuple[int, int] | None:
    """The year in words behind a month or day, and where it ends: "July fourth, two thousand eleven"."""
    match = _SPOKEN_YEAR_NEXT.match(context.text, end)
    if match is None:
        return None
    if match["century"]:
        found = read_spoken(context, *match.span("century"))
    else:
        found = _read_thousands(context, *match.span("thousands"))
        found = found if found and _YEAR_STOP.match(context.text, found.end) else None
    return (found.period.first.year, found.end) if found and found.period else None


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


_BELOW_HUNDRED = re.compile(r"[\s-](?:and[\s-])?(?P<number>[a-z]+(?:-[a-z]+)?)\b")
_YEAR_LEAD = re.compile(r"\b(?P<year>[Yy]ear )|\b(?:[Ii]n|[Ss]ince|[Bb]y|[Uu]ntil|[Oo]f) \Z")
_YEAR_STOP = re.compile(r"\s*(?:[.,;:?!)]|\Z)|\s(?:he|she|they|it|we|I|was|were|when|and|the)\s")


_YEAR_IS = re.compile(
    r"\s(?:(?:was|is|will be|has been) (?:an? |the |not |one of )|(?:brought|saw|began|started|ended) )"
)


def read_spoken_year(context: Context, start: int, end: int) -> Candidate | None:
    """Read "in two thousand and fifteen", "Twenty nineteen was dry", but not "in two thousand homes"."""
    text = context.text
    lead = _YEAR_LEAD.search(text, max(0, start - 6), start)
    candidate = _read_thousands(context, start, end)
    subject = text[start].isupper() and _YEAR_IS.match(text, candidate.end) is not None
    if not subject and (lead is None or not (lead["year"] or _YEAR_STOP.match(text, candidate.end))):
        return None
    return candidate


def _read_thousands(context: Context, start: int, end: int) -> Candidate:
    """The year that "two thousand" or "twenty nineteen" begins, with the number behind it."""
    year = SPOKEN_THOUSANDS[context.text[start:end].lower()]
    below = _BELOW_HUNDRED.match(context.text, end) if year in (2000, 2020) else None
    number = date_words.number_word(below["number"]) if below and below["number"] not in ("a", "an") else None
    if below and number and number < (100 if year == 2000 else 10):
        year, end = year + number, below.end()
    return Candidate(start, end, periods.year_period(year), "spoken year", "explicit")


def read_spoken(context: Context, start: int, end: int) -> Candidate | None:
    """Read "nineteen ninety-six", as broadcasts are written down."""
    spoken = _SPOKEN.match(context.text, end)
    if not spoken:
        return None
    words = [spoken[name] for name in ("tens", "ones", "teen", "oh") if spoken[name]]
    year = SPOKEN_CENTURIES[context.text[start:end].lower()] + sum(date_words.NUMBERS[word] for word in words)
    return Candidate(start, spoken.end(), periods.year_period(year), "spoken year", "explicit")


_DECADE_LEAD = re.compile(
    r"\b(?:[Ii]n|[Oo]f|[Ss]ince|[Uu]ntil|[Dd]uring|[Ff]rom|[Bb]y|[Tt]hroughout|[Bb]efore|[Aa]fter|[Aa]nd|[Tt]o) the (?:(?:early|mid|late)[ -])?\Z|(?:\A|[.!?]\s|\n)The (?:(?:early|mid|late)[ -])?\Z"
)
_DEGREES_OR_SCORES = re.compile(
    r"\b(?:temperatures?|highs?|lows?|degrees|mercury|thermometers?|heat|weather|sunny|humidity|forecast|warm(?:er)?|hot(?:ter)?|cool(?:er)?|scores?|scored|shot|shooting|points|percent|age|aged|ages|man|woman|men|women|couple|patients?)\b",
    re.IGNORECASE,
)
"""Words beside which "in the eighties" tells of degrees, scores or ages."""
_DECADE_BESIDE = 70


def read_spoken_decade(context: Context, start: int, end: int) -> Candidate | None:
    """Read "in the eighties", but not "in his eighties", "highs in the eighties"."""
    text = context.text
    if not _DECADE_LEAD.search(text, max(0, start - 24), start) or text[start].isupper():
        return None
    if _DEGREES_OR_SCORES.search(text, max(0, start - _DECADE_BESIDE), end + _DECADE_BESIDE // 2):
        return None
    if text.endswith(" and the ", 0, start) and not (context.mentions and context.mentions[-1].rule == "spoken decade"):
        return None
    period = periods.decade_period(SPOKEN_DECADES[text[start:end]])
    return Candidate(start, end, period, "spoken decade", "inferred", carries_year=False)
