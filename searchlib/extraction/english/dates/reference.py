"""The day that a text was written on, and whether it tells of past years rather than of the news."""

from __future__ import annotations

import re
from datetime import date

from searchlib.expressions.english.date_words import MONTHS
from searchlib.extraction.english.dates.context import Anchor
from searchlib.extraction.english.dates.likely_years import nearest_year
from searchlib.extraction.english.dates.months import day_maker
from searchlib.extraction.english.dates.pivots import DAY_FORMS, MONTH_FORMS
from searchlib.extraction.english.dates.tense.direction import direction
from searchlib.extraction.english.dates.tense.verbs import Direction
from searchlib.extraction.english.lexicon.time_words import WORD_DAYS

_HEAD = 400
_DATELINE = re.compile(
    rf"\s*(?P<place>[A-Z][A-Za-z.,' -]{{2,60}}?)[,(]?\s\(?(?P<month>{'|'.join(MONTH_FORMS)})\.? (?P<day>[0-3]?[0-9])(?:, (?P<year>[0-9]{{4}}))?\)?\s*(?=[(/_]|--|\N{{EM DASH}}|\N{{EN DASH}}|-\s)"
)
_FULL_DAY = re.compile(
    rf"(?P<month>{'|'.join(MONTH_FORMS)})\.? (?P<day>[0-3]?[0-9]),? (?P<year>(?:19|20)[0-9]{{2}})\b"
    rf"|(?P<day2>[0-3]?[0-9]) (?P<month2>{'|'.join(MONTH_FORMS)})\.? (?P<year2>(?:19|20)[0-9]{{2}})\b|(?P<iso>(?:19|20)[0-9]{{2}}-[01][0-9]-[0-3][0-9])\b"
)


def reference_day(text: str, published: date | None, words: list[str]) -> tuple[date | None, Anchor]:
    """The day that the text was written on: its dateline near the publication, the publication, or a full date on a
    short line of its head.
    """
    if published and _tells_of_later_days(text, published, words):
        published = None
    head = text[:_HEAD]
    dateline = _DATELINE.match(head)
    if dateline and (dateline["year"] or published):
        month, day = MONTHS[dateline["month"].lower()], int(dateline["day"])
        if dateline["year"]:
            stated = _tried_day(int(dateline["year"]), month, day)
        else:
            near = (
                nearest_year(published, day_maker(month, day, None), Direction.LIKELY_BACK)
                if published and day and _tried_day(2000, month, day)
                else None
            )
            stated = near.first if near else None
        if stated and (published is None or abs((stated - published).days) <= 7):
            return stated, "text"
    if published:
        return published, "published"
    for line in head.split("\n"):
        if len(line) <= 60 and (full := _FULL_DAY.search(line)):
            if full["iso"]:
                year, month, day = map(int, full["iso"].split("-"))
            else:
                month = MONTHS[(full["month"] or full["month2"]).lower()]
                year, day = int(full["year"] or full["year2"]), int(full["day"] or full["day2"])
            if stated := _tried_day(year, month, day):
                return stated, "text"
    return None, ""


def _tells_of_later_days(text: str, published: date, words: list[str]) -> bool:
    """Whether three full dates or more, of things that happened, are years after `published`: so it is not when the text
    was written. Bonds that mature, and treaties that expire, are of days to come.
    """
    if sum(len(word) == 4 and word.isdigit() and int(word) > published.year + 1 for word in words) < _LATER_DATES:
        return False
    later = (full for full in _FULL_DAY.finditer(text) if _stated_year(full) > published.year + 1)
    return sum(direction(text, *full.span()) < 0 for full in later) >= _LATER_DATES


def _stated_year(full: re.Match[str]) -> int:
    return int(full["year"] or full["year2"] or full["iso"][:4])


_LATER_DATES = 3


def _tried_day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


_FAR_YEARS = 3
_NARRATIVE_YEARS = 8


def is_narrative(text: str, words: list[str], reference: date | None) -> bool:
    """Whether a text tells of past years rather than of the news.

    It does when it names many years that lie more than three before it was written, and several times as many as words
    that only news of the day uses (weekdays, today, yesterday) - or, written on no known day,
    more than three years for each such word and each "last year" and the like.
    Three are enough, one of them with its day, where no such word but "today" is found.
    """
    years = [int(word) for word in words if word.isdigit()]
    deictic = sum(word in DAY_FORMS or word.lower() in WORD_DAYS for word in words)
    if reference is None:
        few = 3 * deictic  # the text is searched for words of news only where they can change the answer
        return len(years) > few and len(years) > few + 3 * len(_NEWS.findall(text))
    far = sum(year < reference.year - _FAR_YEARS and year > 1000 for year in years)
    if _FEW_YEARS <= far < _NARRATIVE_YEARS and far > 2 * (len(years) - far):
        return _is_short_history(text, words, reference)
    if far < _NARRATIVE_YEARS or far <= 3 * (deictic + len(years) - far):
        return False
    if far <= 3 * (deictic + len(years) - far + len(_NEWS.findall(text))):
        return False
    if 2 * sum(reference.year - _LIFETIME < year < reference.year - _FAR_YEARS for year in years) <= far:
        return True
    told = (int(match["year"]) for match in _PAST_MONTH.finditer(text))
    return sum(year < reference.year - _FAR_YEARS for year in told) >= _TOLD_MONTHS


_PAST_MONTH = re.compile(
    rf"(?:{'|'.join(MONTH_FORMS)})\.?(?: [0-3]?[0-9](?:st|nd|rd|th)?)?,? (?:of )?(?P<year>1[0-9]{{3}}|20[0-9]{{2}})\b"
)
_TOLD_MONTHS = 2
"""Months with their year that a history of the last 25 years tells at least; what names years alone compares, as elections, or argues."""
_LIFETIME = 25


def _is_short_history(text: str, words: list[str], reference: date) -> bool:
    """Whether a text with few years has a far one with its day, and no word of the news but "today"."""
    if any(word in DAY_FORMS or word.lower() in _NEAR_DAYS for word in words) or _NEWS.search(text):
        return False
    days = (int(full["year"] or full["year2"]) for full in _PAST_DAY.finditer(text))
    return any(year < reference.year - _FAR_YEARS for year in days)


_PAST_DAY = re.compile(
    rf"(?:{'|'.join(MONTH_FORMS)})\.? [0-3]?[0-9](?:st|nd|rd|th)?, (?P<year>1[0-9]{{3}}|20[0-9]{{2}})\b"
    rf"|[0-3]?[0-9](?:st|nd|rd|th)? (?:{'|'.join(MONTH_FORMS)})\.?,? (?P<year2>1[0-9]{{3}}|20[0-9]{{2}})\b"
)
_NEAR_DAYS = WORD_DAYS.keys() - {"today"}
_FEW_YEARS = 3
_NEWS = re.compile(r"\b(?:(?:[Ll]ast|[Tt]his|[Nn]ext) (?:week|weekend|month|year|spring|summer|fall|winter)|ago)\b")
