"""Quarters and halves of a year, and the quarter that a business report is about."""

from __future__ import annotations

import re
from collections.abc import Callable

from searchlib.expressions import periods
from searchlib.expressions.english import date_words
from searchlib.expressions.periods import Interval
from searchlib.extraction.english.dates.context import SPORT, Candidate, Context, WordBefore, words_before
from searchlib.extraction.english.dates.likely_years import in_year_or_none
from searchlib.extraction.english.dates.pivots import APOSTROPHES
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.year_choice import OF_YEAR, YEAR_RANGE
from searchlib.extraction.english.lexicon.time_words import FILLERS, FOLLOWING, LAST, NEXT, PREVIOUS, SAME, WHICH


def a_year_before(context: Context) -> Interval | None:
    """What last year's figure of a report is compared with: the same quarter, when the report is about one."""
    if context.business and context.quarterly:
        return periods.shifted(context.business.first, -4, "quarter")
    return periods.shifted(context.reference, -1, "year") if context.reference else None


def read_quarter(context: Context, words: list[WordBefore], unit: str, end: int) -> Candidate | None:
    """Read "third-quarter", "the first half of 1990", "the latest quarter", "the 1988 period"."""
    text = context.text
    place = 1 if words[0].text in FILLERS and len(words) > 1 and words[0].text != "past" else 0
    number = date_words.ordinal_word(words[place].text)
    if words[place].text in ("last", "final") and _OF_WHICH_YEAR.match(text, end):
        number = {"quarter": 4, "half": 2}.get(unit)
    first = words[place].start
    if place + 1 < len(words) and words[place + 1].text in ("fiscal", "financial"):
        first = words[place + 1].start
    if number is not None and unit != "period":
        return _read_numbered_part(context, words, unit, number, (first, end))
    if unit == "half" or context.speaks_of(SPORT):
        return None
    near = words[place].text
    start = words[place].start
    if near == "same" and (same := same_a_year_back(context, start, end)):
        return same
    the = len(words) > place + 1 and words[place + 1].text == "the"
    if re.fullmatch("(?:19|20)[0-9]{2}", near) and context.business:
        step = int(near) - context.business.first.year
        return Candidate(
            start,
            end,
            periods.shifted(context.business.first, 4 * step, "quarter"),
            "year's quarter",
            "inferred",
            "text",
        )
    if near in ("latest", "the") or (near == "recent" and len(words) > 1 and words[1].text == "most"):
        return _read_latest_quarter(context, near, unit, start, end)
    if unit == "quarter" and near in WHICH - SAME and context.reference:
        if near in LAST and the and text[max(0, start - 8) : start].startswith(("over", "ver ")):
            return None
        step = -1 if near in LAST | PREVIOUS else 1 if near in NEXT | FOLLOWING else 0
        return Candidate(
            start,
            end,
            periods.shifted(context.reference, step, "quarter"),
            f"{near} quarter",
            "inferred",
            context.anchor,
        )
    return None


def same_a_year_back(context: Context, start: int, end: int) -> Candidate | None:
    """Read "the same period last year": the month or quarter just spoken of, twelve months before."""
    back = _A_YEAR_BACK.match(context.text, end)
    if (stated := _OF_STATED_YEAR.match(context.text, end)) and context.business:
        years = int(stated["year"]) - context.business.first.year
        period = periods.shifted(context.business.first, 4 * years, "quarter")
        return Candidate(start, stated.end(), period, "year's quarter", "inferred", "text")
    if not (back and context.focus and context.focus.grain in ("month", "quarter")):
        return None
    period = periods.months_period(
        context.focus.first.year - 1,
        context.focus.first.month,
        1 if context.focus.grain == "month" else 3,
        context.focus.grain,
    )
    return Candidate(start, back.end(), period, "year's quarter", "inferred", "text")


def _read_latest_quarter(context: Context, near: str, unit: str, start: int, end: int) -> Candidate | None:
    """The quarter a report is about: the one it named, else the last one that was over."""
    if context.business is None and (
        (near == "the" and (unit == "period" or not context.speaks_of(_REPORTS))) or context.reference is None
    ):
        return None
    if unit == "period" and near != "latest":
        return None
    context.quarterly = True
    if context.business:
        if back := _A_YEAR_BACK.match(context.text, end):
            return Candidate(
                start, back.end(), a_year_before(context), "year's quarter", "inferred", "text", grain="quarter"
            )
        return Candidate(start, end, context.business, "latest quarter", "inferred", "text")
    candidate = Candidate(start, end, None, "latest quarter", "inferred", context.anchor, grain="quarter")
    if context.reference:
        candidate.period = periods.shifted(context.reference, -1, "quarter")
    return candidate


_OF_WHICH_YEAR = re.compile(r"\s(?:of|in)\s(?:(?:19|20)[0-9]{2}\b|(?:last|this|next|the) year\b)")
_OF_STATED_YEAR = re.compile(r"\s(?:of|in)\s(?P<year>20[0-9]{2}|19[0-9]{2})(?![0-9])")
_A_YEAR_BACK = re.compile(
    r"\s(?:(?:a|one) year (?:ago|earlier|before)|(?:of |in )?(?:the )?(?:last|previous|prior) year)(?![\w-])"
)
_HALF_OF = re.compile(r"\sof\s(?!the (?:year|decade|quarter)\b)[a-z]")
_FIGURES = re.compile(
    r"\b(?:[Ee]arnings|[Rr]evenues?|[Pp]rofits?|[Ss]ales|[Oo]utput|GDP|[Ii]nflation|[Ee]xports|[Gg]rowth|shareholders|turnover)\b"
)
"""Words of business: a "second half" is one of a year, not of a match."""
_TRADE = re.compile(
    r"\b(?:(?:car|plane|chip|drug)maker|[Rr]etailer|[Aa]irline|[Aa]nalysts|[Mm]argins|[Dd]emand|[Ee]conomy|[Dd]eliveries|[Ss]hipments|guidance)\b"
)
_MATCH = re.compile(
    r"\b(?:goals?|scored|penalty|striker|midfielder|defender|goalkeeper|kick-?off|coach|substitute|referee)\b"
)
"""Words of trade, that say less than figures, and of a match, where a second half is its own."""
_REPORTS = re.compile(r"\b(?:earnings|revenue|profits?|net income|net loss|shareholders)\b")


def _read_numbered_part(
    context: Context, words: list[WordBefore], unit: str, number: int, place: tuple[int, int]
) -> Candidate | None:
    if number > (4 if unit == "quarter" else 2):
        return None
    text = context.text
    start, end = place
    stated = OF_YEAR.match(text, end)
    of_year = stated is not None and re.match(r",?\s(?:of|in)\b", stated.group()) is not None
    if unit == "half" and not of_year and (_HALF_OF.match(text, end) or not _speaks_of_business(context)):
        return None  # of a match, of a statement
    if not stated and context.speaks_of(SPORT):
        return None
    year_before = next((word for word in words if re.fullmatch("(?:19|20)[0-9]{2}", word.text)), None)

    def make(year: int) -> Interval:
        return periods.quarter_period(year, number) if unit == "quarter" else periods.half_period(year, number)

    rule = f"numbered {unit}"
    if stated and stated["year"]:
        candidate = Candidate(start, stated.end(), make(int(stated["year"])), rule, "explicit")
    elif year_before:
        candidate = Candidate(year_before.start, end, make(int(year_before.text)), rule, "explicit")
    else:
        candidate = Candidate(
            start, stated.end() if stated else end, None, rule, "inferred", context.base_anchor, grain=unit
        )
        year = _part_year(context, candidate, make, stated["which"] if stated else None)
        candidate.period = in_year_or_none(make, year) if year is not None else None
    if unit == "quarter" and candidate.period:
        context.quarterly = True
        if context.reference is None or abs(candidate.period.first.year - context.reference.year) < 2:
            context.business = context.business or candidate.period
    return candidate


def _speaks_of_business(context: Context) -> bool:
    return context.speaks_of(_FIGURES) or (context.speaks_of(_TRADE) and not context.speaks_of(_MATCH))


PART_BEHIND = re.compile(
    rf"[{APOSTROPHES}]s[\s-](?:(?P<number>first|second|third|fourth|1st|2nd|3rd|4th)[\s-](?P<unit>quarter|half))\b"
)
"""The quarter or half behind its year: "last year's third quarter", "2019's first half"."""


def year_part(context: Context, start: int, end: int, number: str, unit: str, year: int) -> Candidate:
    """The quarter or half of a year named before it: "last year's third quarter"."""
    count = date_words.ordinal_word(number) or 0
    make = periods.quarter_period if unit == "quarter" else periods.half_period
    return Candidate(start, end, make(year, count), f"numbered {unit}", "inferred", context.base_anchor)


def _part_year(
    context: Context, candidate: Candidate, make: Callable[[int], Interval], which: str | None
) -> int | None:
    """The year of a quarter: the one named, else the latest in which it has begun, or ahead if the clause looks ahead."""
    if context.narrative or which in SAME:
        return context.year
    if context.reference is None:
        return None
    year = context.reference.year
    if which:
        return year + (-1 if which in LAST | PREVIOUS else 1 if which in NEXT | FOLLOWING else 0)
    if make(year).first > context.reference and direction(context.text, candidate.start, candidate.end) <= 0:
        return year - 1
    return year


_SIGN = re.compile(
    r"(?:(?P<sign>[QH])(?P<number>[1-4])|(?P<number_first>[1-4])(?P<sign_after>[QH])|FY ?)(?:'?(?P<short>[0-9]{2})|(?P<long>20[0-9]{2}))?"
)
_YEAR_NEXT = re.compile(
    r"(?:(?:[\s/-]|\s?FY\s?)(?P<long>20[0-9]{2}|19[0-9]{2})|(?:\s?FY\s?'?|[/-]|\s?')(?P<short>[0-9]{2}))(?![0-9]|%|[.,][0-9])"
)


def read_part_of_year(context: Context, place: tuple[int, int], part: re.Match[str], year: int) -> Candidate | None:
    """Read "2018-Q4", "2019 H2": the quarter or half of a stated year."""
    number = int(part["number"])
    if part["sign"] == "H" and number > 2:
        return None
    period = periods.quarter_period(year, number) if part["sign"] == "Q" else periods.half_period(year, number)
    context.quarterly = context.quarterly or part["sign"] == "Q"
    rule = "numbered quarter" if part["sign"] == "Q" else "numbered half"
    return Candidate(*place, period, rule, "explicit")


def read_quarter_sign(context: Context, start: int, end: int) -> Candidate | None:
    """Read "Q3", "Q3 2024", "Q3 of last year", "1Q24", "H2 2019", "FY25"."""
    sign = _SIGN.fullmatch(context.text, start, end)
    if sign is None:
        return None
    year = _year_of_sign(sign)
    letter, number = sign["sign"] or sign["sign_after"], int(sign["number"] or sign["number_first"] or 0)
    if letter is None:
        return _fiscal_year(context, start, end, year) if year else None
    if letter == "H" and number > 2:
        return None
    if year is None and (behind := _YEAR_NEXT.match(context.text, end)):
        year, end = _year_of_sign(behind), behind.end()
    unit = "quarter" if letter == "Q" else "half"
    if year is not None:
        period = periods.quarter_period(year, number) if letter == "Q" else periods.half_period(year, number)
        return Candidate(start, end, period, f"numbered {unit}", "explicit")
    words = words_before(context.text, start, context.read_to)
    return _read_numbered_part(context, words, unit, number, (start, end))


def _fiscal_year(context: Context, start: int, end: int, year: int) -> Candidate:
    """Read "FY25" and "FY2019/20"."""
    over = YEAR_RANGE.match(context.text, end)
    if over is None or int(over["until"]) % 100 != (year + 1) % 100:
        return Candidate(start, end, periods.year_period(year), "fiscal year", "inferred")
    span = periods.span(periods.year_period(year), periods.year_period(year + 1))
    return Candidate(start, over.end(), span, "fiscal year", "inferred", grain="year")


def _year_of_sign(match: re.Match[str]) -> int | None:
    """The year of four digits, or of two in this century."""
    return int(match["long"]) if match["long"] else int(match["short"]) + 2000 if match["short"] else None
