"""Months and their days: "October", "Oct. 27-28", "the 3rd of May", "June 1998"."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from searchlib.expressions import periods
from searchlib.expressions.english.date_words import MONTHS, ORDINALS
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import WEEK_OF, Candidate, Context, words_before
from searchlib.extraction.english.dates.likely_years import in_year_or_none
from searchlib.extraction.english.dates.pivots import APOSTROPHES, MONTH_FORMS
from searchlib.extraction.english.dates.ranges import add
from searchlib.extraction.english.dates.year_choice import (
    WHOSE_YEAR,
    YEAR,
    in_named_year,
    spoken_year_behind,
    with_missing_year,
    with_year,
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
_WITH_YEAR = rf"(?:,?\s{{0,2}}{YEAR}|,?\s(?:of|in)\s(?P<year_of>1[0-9]{{3}}|20[0-9]{{2}})(?![0-9]|[.,][0-9]|(?<=00)\s[a-z]+s\b(?<!\swas)))"
_RANK = r"(?:st|nd|rd|th)"
_AFTER_MONTH = re.compile(
    rf"\.?[\s-]{{1,3}}(?:the\s)?(?P<day>[0-3]?[0-9]){_RANK}?{_NO_DAY}"
    rf"(?:(?:\s?[-\N{{EN DASH}}\N{{EM DASH}}]\s?|\s(?:to|through|until)\s)(?P<until>[0-3]?[0-9]){_RANK}?{_NO_DAY}(?!\s?[-/]))?"
    rf"{_WITH_YEAR}?"
)
_MONTH_YEAR = re.compile(
    rf"\.?(?:,?\s{{1,3}}(?:(?:period|quarter)\s)?(?:of\s)?(?:{YEAR}|[{APOSTROPHES}](?P<short>[0-9][0-9])(?![0-9]))"
    rf"|\sin\s(?P<year_of>1[0-9]{{3}}|20[0-9]{{2}})(?![0-9]|[.,][0-9]|(?<=00)\s[a-z]+s\b(?<!\swas))"
    r"|\sof\s(?P<early>[1-9][0-9]{2})(?![0-9]|[.,][0-9]|\s[a-z]+s\b))"
)
_EARLY_YEAR = re.compile(
    r"\s(?P<early>[1-9][0-9]{2})(?=[).;:]|,\s|\s(?:was|is|in|at|and he|and she)\b|\Z)(?!\s(?:in|at) all)"
)
"""The year of "30 September 420"."""
_DASH_YEAR = re.compile(rf"-{YEAR}(?!-)")
_DAY_BEFORE = re.compile(
    r"(?<![\w.,:/$#-])(?:(?P<day>[0-3]?[0-9])(?:st|nd|rd|th)?\s?(?:[-\N{EN DASH}\N{EM DASH}]|to|and|until|through)\s?(?:the\s)?)?"
    r"(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?(?:\sof)?[\s-]\Z"
)
_DAY_AFTER_DASH = re.compile(r"[-\N{EN DASH}\N{EM DASH}]\s?(?P<until>[0-3]?[0-9])(?:st|nd|rd|th)?\s\Z")
"""The second day of "3 April-9 April"."""
_DAYS_LISTED_BEFORE = re.compile(r"(?<![\w.,:/$#-])(?:[0-3]?[0-9](?:st|nd|rd|th)?,\s(?:the\s)?)+\Z")
_MORE_DAYS = re.compile(
    rf"(?P<days>(?:,\s[0-3]?[0-9]{_RANK}?(?![0-9]))*),?\s(?:and|or|&)\s(?:the\s)?(?P<last>[0-3]?[0-9])(?:(?P<rank>st|nd|rd|th)\b|(?![0-9%:]))"
    rf"{_WITH_YEAR}?(?P<closed>\Z|[,.;:)\n]|\s(?:in|at|when|as|after|before|during|for|near|but|they|he|she|it|we)\s)?"
)
_DIGITS = re.compile("[0-9]+")
_RANKS = "|".join(sorted(ORDINALS, key=len, reverse=True))
_RANKED_DAY = re.compile(
    rf"\s(?:the\s)?(?P<day>{_RANKS})\b(?:{_WITH_YEAR}|(?=[.,;)]|\Z|\s(?:was|is|and|in|at|he|she|they|it|we|I|the|a|for|to|when|as)\s))"
)
_RANK_BEFORE = re.compile(rf"\b(?:the\s)?(?P<day>{_RANKS})\s(?:day\s)?of\s\Z")


def read_month(context: Context, start: int, end: int) -> Candidate | None:
    """Read a month with what is around its name: a day, days, a range of days, or the month alone."""
    text = context.text
    if _NAME_GOES_ON.match(text, end):
        return None
    month = MONTHS[text[start:end].lower()]
    after = _AFTER_MONTH.match(text, end)
    before = None
    if start >= 2 and (text[start - 2].isdigit() or text[start - 2] in "tdhf"):
        before = _DAY_BEFORE.search(text, max(context.read_to, start - 28), start)
        if before is None and context.mentions and context.mentions[-1].end == context.read_to:
            before = _DAY_AFTER_DASH.match(text, context.read_to, start)
    if before and not (after and (text[end : end + 1] == "." or (after["year"] and not after["until"]))):
        return _read_day_month(context, before, end, month)
    if after and 1 <= int(after["day"]) <= 31:
        return _read_month_day(context, start, after, month)
    if ranked := _read_ranked_day(context, start, end, month):
        return ranked
    return _read_whole_month(context, start, end, month)


_NAME_GOES_ON = re.compile(r"-(?:a-|[a-z]+-[A-Z](?!(?:an|eb|ar|pr|ay|u[nl]|ug|ep|ct|ov|ec)))")
"""Mar-a-Lago is no month, October-to-December is one."""


def _read_ranked_day(context: Context, start: int, end: int, month: int) -> Candidate | None:
    """Read "January first, 2000" and "the first of May"."""
    if after := _RANKED_DAY.match(context.text, end):
        make = day_maker(month, ORDINALS[after["day"]], None)
        return _day_found(context, (start, after.end()), make, _year_of(after), "month day")
    before = _RANK_BEFORE.search(context.text, max(context.read_to, start - 28), start)
    if before is None:
        return None
    stated = _MONTH_YEAR.match(context.text, end)
    year = _year_of(stated) if stated else None
    make = day_maker(month, ORDINALS[before["day"]], None)
    place = (before.start(), stated.end() if stated and year else end)
    return _day_found(context, place, make, year, "day month")


def _year_of(match: re.Match[str]) -> int | None:
    """The year that a match states, behind a comma or behind "of" or "in"."""
    groups = match.groupdict()
    stated = groups.get("year") or groups.get("year_of") or groups.get("early")
    return int(stated) if stated else None


def day_maker(month: int, day: int, until: int | None) -> Callable[[int], Interval]:
    def make(year: int) -> Interval:
        first = date(year, month, day)
        return Interval(first, date(year, month, until), "range") if until else periods.day_period(first)

    return make


def _read_month_day(context: Context, start: int, after: re.Match[str], month: int) -> Candidate | None:
    day, until = int(after["day"]), int(after["until"]) if after["until"] else None
    end = after.end()
    if until is not None and not day < until <= 31:
        until, end = None, after.end("day")
    year = _year_of(after) if end == after.end() else None
    if year is None and until is not None and (ranges := _read_ranges_after(context, start, end, (day, until), month)):
        return ranges
    if year is None and until is None and (listed := _read_days_after(context, start, end, day, month)):
        return listed
    return _day_found(context, (start, end), day_maker(month, day, until), year, "day range" if until else "month day")


_MORE_RANGES = re.compile(
    r",?\s(?:and\s)?(?P<day>[0-3]?[0-9])\s?[-\N{EN DASH}]\s?(?P<until>[0-3]?[0-9])(?![0-9%]|[.,:/-][0-9]|\s?[ap]\.?m)"
)
_YEAR_AFTER = re.compile(_WITH_YEAR)


def _read_ranges_after(context: Context, start: int, end: int, days: tuple[int, int], month: int) -> Candidate | None:
    """Read the rest of "June 5-9, 12-16 and 19-23": the last range is returned, those before it are added."""
    places = [(start, end, *days)]
    while more := _MORE_RANGES.match(context.text, places[-1][1]):
        first, last = int(more["day"]), int(more["until"])
        if not places[-1][3] < first < last <= _LONGEST_MONTH:
            break
        places.append((more.start("day"), more.end(), first, last))
    if len(places) == 1:
        return None
    stated = _YEAR_AFTER.match(context.text, places[-1][1])
    year = _year_of(stated) if stated else None
    opening = _day_found(context, (start, end), day_maker(month, *days), year, "day range")
    if opening is None or opening.period is None:
        return opening
    listed = [opening]
    for begin, stop, first, last in places[1:]:
        period = in_year_or_none(day_maker(month, first, last), opening.period.first.year)
        listed.append(Candidate(begin, stop, period, "day range", opening.confidence, opening.anchor, grain="day"))
    for candidate in listed[:-1]:
        add(context, candidate)
    if stated and year:
        listed[-1].end = stated.end()
    return listed[-1]


_LONGEST_MONTH = 31


def _read_days_after(context: Context, start: int, end: int, day: int, month: int) -> Candidate | None:
    """Read the rest of "May 3, 4 and 5, 2020"."""
    more = _MORE_DAYS.match(context.text, end)
    if not more or not (more["rank"] or more["closed"] is not None or _year_of(more)):
        return None
    places = [(start, end, day)]
    places += [(*number.span(), int(number.group())) for number in _DIGITS.finditer(context.text, *more.span("days"))]
    year = _year_of(more)
    stop = more.end("year") if more["year"] else more.end("year_of") if more["year_of"] else more.end("last")
    stop = max(stop, more.end("rank"))
    places.append((more.start("last"), stop, int(more["last"])))
    return _read_days(context, places, month, year)


def _read_days(context: Context, places: list[tuple[int, int, int]], month: int, year: int | None) -> Candidate | None:
    """The days of a list, all in one month and year: the last is returned, those before it are added."""
    days = [day for _, _, day in places]
    if days != sorted(set(days)) or days[-1] > 31:
        return None
    start, end, day = places[0]
    first = _day_found(context, (start, end), day_maker(month, day, None), year, "day of list")
    if first is None:
        return None
    listed = [first]
    year = year or (first.period.first.year if first.period else None)
    for start, end, day in places[1:]:
        period = in_year_or_none(day_maker(month, day, None), year) if year else None
        listed.append(Candidate(start, end, period, "day of list", first.confidence, first.anchor))
    for candidate in listed[:-1]:
        add(context, candidate)
    return listed[-1]


def _read_day_month(context: Context, before: re.Match[str], end: int, month: int) -> Candidate | None:
    first = before.groupdict().get("day")
    day, until = int(first or before["until"]), int(before["until"]) if first else None
    start = before.start() if first or before.re is _DAY_BEFORE else before.start("until")
    stated = _MONTH_YEAR.match(context.text, end)
    if before.group().endswith("-"):  # 8-May-2006
        stated = _DASH_YEAR.match(context.text, end) or stated
    stated = stated or _EARLY_YEAR.match(context.text, end)
    year = _year_of(stated) if stated else None
    closes = context.text[end : end + 1] == "." and context.text[end - 3 : end].istitle() and month != _MAY
    stop = stated.end() if stated and year else end + closes
    if until is not None and "and" in before.group():
        places = [(start, before.end("day"), day), (before.start("until"), stop, until)]
        if more := _DAYS_LISTED_BEFORE.search(context.text, max(context.read_to, start - 28), start):
            places = [
                (*number.span(), int(number.group())) for number in _DIGITS.finditer(context.text, *more.span())
            ] + places
        if listed := _read_days(context, places, month, year):
            return listed
    if until is not None and not day < until <= 31:
        day, until, start = until, None, before.start("until")
    return _day_found(context, (start, stop), day_maker(month, day, until), year, "day range" if until else "day month")


_MAY = 5
"""The month that is no abbreviation though it has three letters."""


def _day_found(
    context: Context, place: tuple[int, int], make: Callable[[int], Interval], year: int | None, rule: str
) -> Candidate | None:
    """A day or a range of days, with the year if the text states one, in digits or as "of last year"."""
    text = context.text
    start, end = place
    if year is None and (whose := WHOSE_YEAR.match(text, end)):
        return in_named_year(context, start, whose, make, rule)
    if year is None and (spoken := spoken_year_behind(context, end)):
        year, end = spoken
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
    if _MOVEMENT.match(text, end):
        return None
    words = words_before(text, start, context.read_to)
    if (words and words[0].text in ("each", "every")) or _EACH_AND.search(text, max(0, start - 32), start):
        return None
    which = words[0].text if words and words[0].text in WHICH else ""
    if which == "past" and words[1:2] and words[1].text not in ("this", "the"):  # "to fund the government past Nov. 21"
        which = ""
    place = (words[0].start if which else start, end)
    return with_missing_year(context, place, rule, make, which, may_be_about=single)


_EACH_AND = re.compile(rf"\b(?:each|every) (?:{'|'.join(MONTH_FORMS)})\.? [0-9]{{1,2}} and \Z")
_MOVEMENT = re.compile(r"\s(?:Movement|Coalition|Brigades?|Alliance|Committee|Revolution)\b")
"""A day that names a body: "the April 6 Movement"."""


def _anniversary(context: Context, make: Callable[[int], Interval], end: int) -> date | None:
    for (month, day), event, words in EVENT_DAYS:
        period = make(2000)
        if (period.first.month, period.first.day) == (month, day) and words.match(context.text, end):
            return event if context.reference is None or context.reference >= event else None
    return None


_QUARTER_NEXT = re.compile(r"[\s-]quarter\b")


def _read_whole_month(context: Context, start: int, end: int, month: int) -> Candidate | None:
    text = context.text
    words = words_before(text, start, context.read_to)
    near = words[0].text if words else ""

    def make(year: int) -> Interval:
        return periods.month_period(year, month)

    if (quarter := _QUARTER_NEXT.match(text, end)) and text[start - 4 : start] != "-to-":
        place = (start, quarter.end())
        return with_year(
            context, place, "month's quarter", lambda year: periods.months_period(year, month - 2, 3, "quarter")
        )

    if stated := _MONTH_YEAR.match(text, end):
        whole = _year_of(stated)
        year = whole or periods.century_year(int(stated["short"]), context.reference or date(2000, 1, 1))
        confidence: Confidence = "explicit" if whole else "inferred"
        return Candidate(start, stated.end(), make(year), "month year", confidence, may_be_about=True, grain="month")
    if whose := WHOSE_YEAR.match(text, end):
        return in_named_year(context, start, whose, make, "month of year")
    if spoken := spoken_year_behind(context, end):
        return Candidate(start, spoken[1], make(spoken[0]), "spoken year", "explicit", grain="month")
    if context.reference and _is_delivered(context, end):
        first = periods.period_of(context.reference, "month").first
        year = context.reference.year + (make(context.reference.year).first < first)
        return Candidate(start, end, make(year), "month", "inferred", context.anchor, carries_year=False)
    if not _is_month(context, start, end, near) or near in RECURRING or _is_likened(text, start):
        return None
    if text[end : end + 1] == "." and end - start <= 4 and text[start:end] not in ("May", "June", "July"):
        end += 1
    which = near if near in WHICH else ""
    return with_missing_year(
        context, (words[0].start if which else start, end), "month", make, which, may_be_about=True
    )


_DELIVERY = re.compile(r"\s(?:[a-z]+\s)?(?:delivery|futures|crude|Brent|contracts?|settlement)\b")
_FUTURES = re.compile(r"\b(?:futures|for (?:[A-Z][a-z]+ )delivery)\b")


def _is_delivered(context: Context, end: int) -> bool:
    """Whether the month is that of a delivery to come: "December futures", "oil for December delivery", "the March contract"."""
    return _DELIVERY.match(context.text, end) is not None and context.speaks_of(_FUTURES)


_LIKENED = re.compile(r"\b(?:as|like|than) an? (?:[a-z]+ )?\Z")


def _is_likened(text: str, start: int) -> bool:
    """Whether something is like any such month: "as languid as an August day"."""
    return text[start - 1 : start] == " " and _LIKENED.search(text, max(0, start - 24), start) is not None


_THAT_MONTH = re.compile(r"[.,;:)]|\s(?:when|because|after|before|I|he|she|we|they|it|the)\b|\n|\Z")
_NEXT_WORD = re.compile(r"\.?\s+(?P<word>[\w']+)|-")
_DASH_MONTH = re.compile(rf"(?:\s?[-\N{{EN DASH}}]\s?|-to-)(?:{'|'.join(MONTH_FORMS)})\b")


def _is_month(context: Context, start: int, end: int, near: str) -> bool:
    """Whether a month word alone is a month, not a verb or a name."""
    text = context.text
    name = text[start:end].lower()
    follower = _NEXT_WORD.match(text, end)
    next_word = (follower["word"] or "") if follower else ""
    if near == "that" and name in AMBIGUOUS_MONTHS and not _THAT_MONTH.match(text, end):
        return False
    if text.startswith("-to-", end) and _DASH_MONTH.match(text, end):
        return True
    if near in BEFORE_MONTH or near in ("mid", "early", "late"):
        if name == "may":
            return near not in BEFORE_MAY_THE_VERB or _after_a_month(context, start)
        return not (
            name in AMBIGUOUS_MONTHS
            and near in BEFORE_A_NAME
            and next_word[:1].isupper()
            and text[end : end + 1] != "."
        )
    if name not in AMBIGUOUS_MONTHS:
        return name not in MONTHS or len(name) > 4 or name == "july" or text[end : end + 1] == "."
    if text[max(0, start - 1) : start] in ("", "\n") and text.startswith((": ", "\n"), end):
        return True  # a heading
    if name == "may" and not _DASH_MONTH.match(text, end):
        return False
    if _DASH_MONTH.match(text, end) or (next_word in ("was", "is") and _beside_month(context, start)):
        return True
    if near in BEFORE_A_NAME_OR_NOUN or not near:
        return (
            name in MONTHS_AND_NAMES and next_word[:1].islower() and next_word not in PAST_VERBS and next_word != "is"
        )
    return name in MONTHS_AND_NAMES and near.islower() and next_word[:1].islower() and next_word not in PAST_VERBS


def _beside_month(context: Context, start: int) -> bool:
    """Whether a month was told of just before, in the same sentence: "July was flat, August was awful"."""
    last = context.mentions[-1] if context.mentions else None
    gap = context.text[last.end : start] if last else ""
    return bool(last and last.grain == "month" and len(gap) < _BESIDE and "." not in gap and "," in gap)


_BESIDE = 40


def _after_a_month(context: Context, start: int) -> bool:
    return bool(context.mentions) and start - context.mentions[-1].end <= 6
