"""Years, decades and dates in digits: "1998", "2017-18", "the 1970s", "the class of '98", 10/31/2024, 9/11."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from searchlib.expressions import periods
from searchlib.extraction.english.dates.context import Candidate, Context, words_before
from searchlib.extraction.english.dates.pivots import APOSTROPHES
from searchlib.extraction.english.dates.quarters import PART_BEHIND, read_part_of_year, year_part
from searchlib.extraction.english.dates.year_choice import YEAR_RANGE
from searchlib.extraction.english.lexicon.time_words import (
    BEFORE_NUMBER,
    BEFORE_NUMBER_SIGNS,
    BEFORE_SHORT_YEAR,
    BEFORE_YEAR,
    BEFORE_YEAR_1000,
    CHANGED_FROM,
    EVENTS,
    MODEL_AFTER,
    ROSE_OR_FELL,
    YEAR_LEADS,
    YEARLY_NOUNS,
)
from searchlib.models import Confidence

_PART_SIGN = re.compile(r"[\s/-]?(?P<sign>[QH])(?P<number>[1-4])\b")
_ISO = re.compile(
    r"(?P<mark>[-/])(?P<month>[01]?[0-9])(?P=mark)(?P<day>[0-3]?[0-9])(?![0-9]|[-/][0-9])(?:[T ][0-2][0-9]:[0-5][0-9](?::[0-5][0-9](?:[.,][0-9]+)?)?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?"
)
_DECADE = re.compile(rf"[{APOSTROPHES}]?s\b")
_COUNTED_NOUN = re.compile(
    r"\s?(?:%|percent|per cent|people|persons|troops|soldiers|points?|feet|foot|miles?|shares|men|women|children|local time|km|kilomet|met(?:er|re)s?|"
    r"years?\b(?! ?-)|months|weeks|days|hours?|hrs|minutes|seconds|workers|jobs|employees|tons?|tonnes|barrels|GMT|UTC|EDT|EST|members|million|billion|votes|homes|"
    r"houses|words|dollars|euros|pounds|lbs?|kg|acres|yards|square|sq\b|calories|tickets|students|patients|cases|deaths|units|copies|pages|volts|watts|rpm|horsepower|"
    r"cc\b|kroner|crowns|francs|rupees|yen\b|yuan|passengers|animals|guests|seats|beds|rooms|hires|degrees|gallons|lit(?:er|re)s|times|civilians|refugees|prisoners|tanks|ships|aircraft|guns|missiles|rounds|block of|[NSEW]\.\s|(?:North|South|East|West|Pennsylvania)\s"
    r"(?:Ave|St|[A-Z][a-z]+ (?:Ave|St|Rd|Road|Street|Drive|Blvd|Lane)))"
)
_PART_NEXT = re.compile(r"\s(?:fiscal\s)?(?:(?P<quarter>(?:first|second|third|fourth)[- ]quarter)|period)\b")


_COPYRIGHT = ("\N{COPYRIGHT SIGN}", "(c)", "(C)", "opyright")
"""What stands before the year of a notice of copyright, which is no part of the story."""


def read_four_digits(context: Context, start: int, end: int) -> Candidate | None:
    text = context.text
    year = int(text[start:end])
    left = text[start - 1 : start]
    if iso := _ISO.match(text, end):
        if left in ("-", "/", "."):
            return None
        return Candidate(
            start,
            iso.end(),
            periods.day_period(date(year, int(iso["month"]), int(iso["day"]))),
            "iso",
            "explicit",
            carries_year=False,
        )
    if part := _PART_SIGN.match(text, end):
        return read_part_of_year(context, (start, part.end()), part, year)
    if part := PART_BEHIND.match(text, end):
        of_year = year_part(context, start, part.end(), part["number"], part["unit"], year)
        return replace(of_year, anchor="", confidence="explicit")
    if text[max(0, start - 10) : start].rstrip().endswith(_COPYRIGHT):
        return None
    if (left in BEFORE_NUMBER_SIGNS and left) or (left == "-" and text[start - 2 : start - 1].isdigit()):
        return None
    decade = _DECADE.match(text, end)
    if decade and year % 10 == 0:
        return _read_decade(context, start, decade.end(), year)
    words = words_before(text, start, context.read_to)
    near = words[0].text.strip(".") if words else ""
    if not _is_year(context, start, end, year, near) or _is_of_part(context, end):
        return None
    if until := YEAR_RANGE.match(text, end):
        last = int(until["until"]) if len(until["until"]) == 4 else year // 100 * 100 + int(until["until"])
        if year < last <= year + 120:
            return Candidate(
                start,
                until.end(),
                periods.span(periods.year_period(year), periods.year_period(last)),
                "year range",
                "explicit",
                grain="year",
            )
    led = near in BEFORE_YEAR or near in YEAR_LEADS or not near
    confidence: Confidence = "explicit" if led or 1900 <= year <= 2050 else "guessed"
    if near in ("fiscal", "calendar") or (near == "year" and len(words) > 1 and words[1].text in ("fiscal", "the")):
        start = words[0].start
    return Candidate(
        start, end, periods.year_period(year), "year" if led else "bare year", confidence, may_be_about=True
    )


def _is_of_part(context: Context, end: int) -> bool:
    """Whether the year belongs to the quarter or period behind it: "the 2019 third quarter"."""
    part = _PART_NEXT.match(context.text, end)
    return part is not None and (context.business is not None or part["quarter"] is not None)


def _read_decade(context: Context, start: int, end: int, year: int) -> Candidate:
    if (
        year % 100 == 0
        and year < 2000
        and context.text[max(0, start - 9) : start].lower().endswith(("the ", "early ", "late ", "mid-", "mid "))
    ):
        return Candidate(start, end, periods.century_period(year // 100 + 1), "century", "explicit", may_be_about=True)
    return Candidate(start, end, periods.decade_period(year), "decade", "explicit", may_be_about=True)


_AFTER_YEAR = re.compile(
    r"[0-9]|[.,:/][0-9]|[-\N{EN DASH}][A-Za-z]|\s?[*x\N{MULTIPLICATION SIGN}]\s?[0-9]|(?P<letter>[A-Za-z])|\s?(?:B\.?C\b|BCE)"
)
_SUM_OF = re.compile(r"\b(?:average|total|sum|maximum|minimum|peak|high|low|score|population|cost|price|some)\sof\s\Z")


_RANGE_OF_YEARS = re.compile(r"(?:\s(?:to|until|through|and)\s|\s?[-\N{EN DASH}]\s?)[12][0-9]{3}(?![0-9])")
_AT_LEAST = re.compile(r"\b(?:[Ss]ince|[Ff]rom|[Uu]ntil|[Bb]y) at least \Z")
_FIGURE_TO = re.compile(rf"\b(?:{'|'.join(ROSE_OR_FELL)}) to \Z")
_LEVEL = re.compile(
    r"\b(?:[Cc]losed|[Cc]losing|[Ee]nded|[Ss]tood|[Ff]inished|[Ss]ettled|[Oo]pened|[Tt]raded|[Ss]tands) at \Z"
    r"|\bat [0-9][0-9,.]{2,8}(?: points)?, (?:up|down) from \Z"
)
"""Words before the level of an index: "closed at 2015, up from 1998"."""
_NO_NOUN = re.compile(r"\s(?:in|at|on|and|or|to|for|with|by)\b|[.,;]")
_PLURAL = re.compile(r"\s(?P<noun>[a-z]{3,}(?:s|children|people|men))\b")
_LIST_LINK = re.compile(r",?\s(?:and\s|or\s|to\s|until\s)?")


def _is_round_count(text: str, end: int, year: int, near: str) -> bool:
    """Whether it counts things: "a box of 2000 pieces", "a survey of 1709 schoolchildren", but not "the 2000 elections"."""
    plural = _PLURAL.match(text, end)
    if plural is None or plural["noun"] in YEARLY_NOUNS or near in YEAR_LEADS:
        return False
    return year < 1900 or year % 50 == 0


_DRIVEN = re.compile(
    r"\b(?:dr[io]ves?|driving|driven|rides?|rode|riding|parked|restor(?:ed|es|ing)|repair(?:ed|s|ing)|wheel of|under|beside|polish(?:ed|es|ing)|flew|flies|flying)"
    r" (?:an?|his|her|my|their|our) (?:[a-z]+ ){0,2}\Z"
)
_MAKE = re.compile(
    r"\s(?!(?:Act|Law|Treaty|Accords?|Convention|Agreement|Constitution|Statute|Order|Protocol|Resolution|Pact|Rule|Code|Amendment|Supreme|Senate|House|Congress)\b)"
    r"[A-Z][a-z]+(?:[ -][A-Z]?[A-Za-z]*[0-9]+)?(?=[.,;:]|\s(?:and|with|that|in|on|at|for|to|was|is|from|by|he|she|they)\b)"
)


def _is_driven(text: str, start: int, end: int) -> bool:
    """Whether a year is that of a machine whose maker stands behind it: "under a 1951 Farmall"."""
    return _MAKE.match(text, end) is not None and _DRIVEN.search(text, max(0, start - 40), start) is not None


_FIGURES = re.compile(r"(?:\s?[-\N{EN DASH}]\s?|\s(?:to|and|or)\s)(?P<until>[1-9][0-9]{3})(?![0-9]|[.,][0-9])")
_END_OF_NOUN = re.compile(r"\s?[a-z%.]+?(?:[.,;:?!)]|\Z|\s(?:a|an|per|each|of)\s)")


def _is_range_of_counts(text: str, end: int, year: int, near: str) -> bool:
    """Whether two figures count things: "1800 - 2100 calories", "from 1500 to 1800 animals.", but not "from 1990 to 1995 people fled"."""
    other = _FIGURES.match(text, end)
    if other is None:
        return False
    plural = _PLURAL.match(text, other.end())
    counted = _COUNTED_NOUN.match(text, other.end()) is not None
    if not counted and (plural is None or plural["noun"] in YEARLY_NOUNS):
        return False
    if near == "from" and CHANGED_FROM.search(text, max(0, end - _CHANGED_BEFORE), end - 4):
        return counted or plural is not None
    if near in YEAR_LEADS and not _END_OF_NOUN.match(text, other.end()):
        return int(other["until"]) > _LAST_YEAR
    return counted or year < 1900 or (year % 50 == 0 and int(other["until"]) % 50 == 0)


_LAST_YEAR = 2045
_CHANGED_BEFORE = 60
_PLACE_BEFORE = re.compile(r"\b[A-Z][a-z]+, \Z")
_IMPRINT_END = re.compile(r"[.;)]|\Z")


def _is_attribute_of_time(context: Context, start: int, end: int, year: int, near: str) -> bool:
    """Whether an old year belongs to a noun in a text of such years ("the government's 1829 abolition", "this 1833 map"), or to
    a place of print ("Aberdeen, Scotland, 1859.").
    """
    text = context.text
    if _PLACE_BEFORE.search(text, max(0, start - 24), start) and _IMPRINT_END.match(text, end):
        return True
    if near in ("a", "an", "the") and year < _MODERN and _OLD_THING.match(text, end):
        return True  # "a 1611 rent book"
    close = context.narrative or (context.year is not None and abs(context.year - year) <= _OF_ONE_TIME)
    owned = near.endswith(("'s", "\N{RIGHT SINGLE QUOTATION MARK}s")) or near in ("this", "his", "her", "its", "their")
    return close and owned and text[end : end + 1] == " " and not _PLURAL.match(text, end)


_MODERN = 1900
_OLD_THING = re.compile(
    r"\s(?:[a-z]+\s)?(?:letter|book|map|painting|portrait|print|treaty|edition|novel|manuscript|essay|poem|hymn|charter|deed|census|diary|pamphlet"
    r"|engraving|sketch|chapel|church|mansion|farmhouse|cottage|will|play|opera|symphony|uprising|massacre|earthquake|epidemic|famine)\b"
)
"""A thing of an old year behind an article."""
_OF_ONE_TIME = 60


def _continues_list(context: Context, start: int) -> bool:
    """Whether a year goes before in a list: "1871, 1878 and 1891"."""
    last = context.mentions[-1] if context.mentions else None
    if last is None or last.period is None or last.period.grain != "year" or start - last.end > 6:
        return False
    return _LIST_LINK.fullmatch(context.text, last.end, start) is not None


def _is_year(context: Context, start: int, end: int, year: int, near: str) -> bool:
    """Whether four digits are a year: not a count, a price, a time, an address or part of a name."""
    text = context.text
    if text[end : end + 1] == "-" and text[end + 1 : end + 2].isdigit() and not YEAR_RANGE.match(text, end):
        return False  # a telephone number, or a date that does not exist
    if near == "to" and _FIGURE_TO.search(text, max(0, start - 14), start):
        return False
    if near in ("at", "from") and _LEVEL.search(text, max(0, start - 36), start):
        return False
    if near == "the" and year < 1900 and _NO_NOUN.match(text, end):
        return False  # "he ran the 1500 in four minutes"
    if MODEL_AFTER.match(text, end) or _is_driven(text, start, end) or _is_round_count(text, end, year, near):
        return False
    if _is_range_of_counts(text, end, year, near):
        return False
    if _continues_list(context, start):
        return True
    range_after = YEAR_RANGE.match(text, end)
    if range_after and text[start - 1 : start] == "(" and text[range_after.end() : range_after.end() + 1] == ")":
        return year >= 1000  # a life: "(1028-1087)"
    if range_after and text[end] == "/" and int(range_after["until"]) % 100 == (year + 1) % 100:
        return True  # the 2021/22 season
    after = _AFTER_YEAR.match(text, end)
    if after and not (
        year >= 1900
        and re.match(
            r"[-\N{EN DASH}](?:based|era|style|model|elected|[0-9])|[-\N{EN DASH}][A-Z]|[-\N{EN DASH}](?:the|[0-9])",
            text[end : end + 8],
        )
    ):
        return False
    if near == "least" and (_RANGE_OF_YEARS.match(text, end) or _AT_LEAST.search(text, max(0, start - 16), start)):
        return True  # "from at least 2002 to 2005", "since at least 2009"
    if (near in BEFORE_NUMBER and near not in BEFORE_YEAR) or _COUNTED_NOUN.match(text, end):
        return False
    if near == "of" and _SUM_OF.search(text, max(0, start - 20), start):
        return False
    if 1900 <= year <= 2050:
        return True
    if year >= 1500 and context.year and abs(context.year - year) <= 20 and near in BEFORE_YEAR:
        return True
    if year >= 1500 and _is_attribute_of_time(context, start, end, year, near):
        return True
    called = near in BEFORE_YEAR_1000
    if 1500 <= year < 1900:
        bracket = text[max(0, start - 1) : start] in ("(", "\n", "[") or text[end : end + 1] in (")", "]")
        plain = near in BEFORE_YEAR and not re.match(r"\s[a-z]+s\b(?<! was)(?<! has)(?<! is)", text[end : end + 14])
        return called or bracket or plain or bool(YEAR_RANGE.match(text, end))
    if text[max(0, start - 1) : start] == "(" and text[end : end + 1] == ")":
        return year >= 1000  # "St. Jerome in His Study (1480)"
    return called and year >= 1000 and not re.match(r"\s[a-z]+s\b(?<! was)(?<! has)(?<! is)", text[end : end + 14])


_TITLE_BEHIND = re.compile(rf"\s[A-Z][a-z]+[{APOSTROPHES}]")


def read_apostrophe(context: Context, start: int, end: int) -> Candidate | None:
    """Read "the '90s", "in '98"."""
    text = context.text
    if text[start - 1 : start] not in ("", " ", "(", "-", "\n", "\N{EM DASH}", "\N{EN DASH}"):
        return None
    near = words[0].text if (words := words_before(text, start, context.read_to)) else ""
    year = periods.century_year(int(text[start + 1 : end]), context.reference or date(2000, 1, 1))
    if decade := _DECADE.match(text, end):
        if year % 10:
            return None
        return Candidate(start, decade.end(), periods.decade_period(year), "decade", "inferred", may_be_about=True)
    if _TITLE_BEHIND.match(text, end):
        return None  # '60 Minutes'
    if near not in BEFORE_SHORT_YEAR or near in ("the", "and", "to") or text[end : end + 1].isalnum():
        return None
    return Candidate(start, end, periods.year_period(year), "short year", "inferred", may_be_about=True)


_NUMERIC = re.compile(r"(?P<one>[0-9]{1,2})(?P<mark>[/.-])(?P<two>[0-9]{1,2})(?P=mark)(?P<year>[0-9]{4}|[0-9]{2})")


def read_numeric(context: Context, start: int, end: int) -> Candidate | None:
    """Read 9/11, 10/31/2024, 31/10/2024, 31.10.2024 and 31-10-2024.

    Where day and month could change places, the other dates of the text decide; else the American order is a guess.
    """
    text = context.text
    if text[start - 1 : start] in ("-", "/", ".", ",", ":", "$", "+") or re.match(
        "[/-]|[.,:][0-9]", text[end : end + 2]
    ):
        return None
    if event := EVENTS.get(text[start:end]):
        later = context.reference is None or context.reference >= event
        return Candidate(start, end, periods.day_period(event), "event", "inferred") if later else None
    match = _NUMERIC.fullmatch(text, start, end)
    if not match or (match["mark"] != "/" and len(match["year"]) < 4):
        return None
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if year < 100:
        year = periods.century_year(year, context.reference or date(2000, 1, 1))
    ambiguous = one <= 12 and two <= 12 and one != two and match["mark"] != "."
    day_first = context.day_first if ambiguous else one > 12 or match["mark"] == "."
    month, day = (two, one) if day_first else (one, two)
    confidence: Confidence = "explicit" if not ambiguous else "guessed" if day_first is None else "inferred"
    return Candidate(start, end, periods.day_period(date(year, month, day)), "numeric", confidence)


_EARLY = re.compile(r"(?:AD|A\.D\.|c\.|ca\.|[Cc]irca)? ?(?P<year>[1-9][0-9]{2})")
_EARLY_AFTER = re.compile(
    r"(?: ?[-\N{EN DASH}] ?(?P<until>[1-9][0-9]{2})(?![0-9]))?(?: ?(?:AD|A\.D\.|CE)(?![A-Za-z]))?"
)


def read_early_year(context: Context, start: int, end: int) -> Candidate | None:
    """Read a year before 1000, which needs a sign: "c. 347", "347 AD", "(837-908)"."""
    text = context.text
    match = _EARLY.fullmatch(text, start, end)
    if match is None or text[max(0, start - 1) : start] in ("-", "/", ".", ",", "$", "#"):
        return None
    after = _EARLY_AFTER.match(text, end)
    if text[start].isdigit() and after and after["until"] and text[start - 1 : start] != "(":
        return None
    first = int(match["year"])
    if _BEFORE_CHRIST.match(text, end):
        return None
    if after and after["until"] and int(after["until"]) > first:
        span = periods.span(periods.year_period(first), periods.year_period(int(after["until"])))
        return Candidate(start, after.end(), span, "year range", "explicit", grain="year")
    stop = after.end() if after and not after["until"] else end
    modifier = "about" if text[start] in "cC" else ""
    return Candidate(start, stop, periods.year_period(first), "early year", "explicit", "", modifier)


_BEFORE_CHRIST = re.compile(r"\s?(?:B\.?C\b|BCE)")
