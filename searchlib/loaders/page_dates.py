"""Which day a page says it was published on: linked data, metadata, days in its address, bylines, days of a change."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import NamedTuple

from searchlib.expressions.english.date_words import MONTHS
from searchlib.loaders.html_text import shown_text
from searchlib.loaders.publication_dates import byline_day, guess_day, read_day

HEAD_CHARACTERS = 50_000
_SLASHED_META = re.compile(r"""<meta[^<>]{0,200}content\s{0,3}=\s{0,3}["'](\d{1,2}/\d{1,2}/\d{4})\b""", re.IGNORECASE)
_DATED_TAG = re.compile(r"<(?:meta|time)\b[^<>]{0,300}>", re.IGNORECASE)
_DATED_KEY = re.compile(r'"(\w{1,40})"\s{0,3}:\s{0,3}"(\d{4}-\d\d-\d\d)')
_OF_CHANGE = re.compile(r"modif|updat|revis|edited|review", re.IGNORECASE)
_BESIDE = 40
"""Characters beside a `<time>` that may say what it dates."""


class PageDay(NamedTuple):
    """The publication day of a page.

    `is_guessed`: only a byline, or a change, tells it. `modified` is the day of a change where it was all that the marks of
    the page tell; `unclear` a date as written that could be two days.
    """

    day: date | None
    is_guessed: bool = False
    modified: date | None = None
    unclear: str = ""


def page_day(page: str, parsed_day: date | None, url: str) -> PageDay:
    """The day that a page was published on. `parsed_day` is what trafilatura read, `url` the page's own address.

    Linked data (schema.org) of an article comes first, then metadata of its publication under the usual names. A day that all marks tell of a change gives way to any other.
    Days with slashes ("10/11/2024") are read here: which number is the month is never guessed.
    """
    if day := _linked_day(page) or _meta_day(page, _ARTICLE_PUBLISHED):
        return PageDay(day)
    day, unclear = _unslashed(page, parsed_day)
    if day is not None and not is_day_of_change(page, day):
        return PageDay(day)
    if unclear:
        return PageDay(None, unclear=unclear)
    if told := _timed_day(page) or _meta_day(page) or _address_day(url):
        return PageDay(told, modified=day)
    top = shown_text(page[_below_heading(page) :][:_TOP])
    guessed = byline_day(top) or day or guess_day(top)
    return PageDay(guessed, is_guessed=guessed is not None, modified=day)


def _unslashed(page: str, parsed_day: date | None) -> tuple[date | None, str]:
    """The parsed day, and the date as written if only slashes tell it, in an order that could be either."""
    if written := _SLASHED_META.search(page[:HEAD_CHARACTERS]):
        one, two, year = map(int, written[1].split("/"))
        if parsed_day is None or (parsed_day.year == year and {parsed_day.month, parsed_day.day} == {one, two}):
            day = read_day(written[1])
            return day, "" if day else written[1]
    if parsed_day is None or parsed_day.day > _MONTHS or parsed_day.day == parsed_day.month:
        return parsed_day, ""
    either = rf"0?{parsed_day.month}/0?{parsed_day.day}|0?{parsed_day.day}/0?{parsed_day.month}"
    slashed = re.search(rf"(?<![\d/])(?:{either})/{parsed_day.year}(?![\d/])", page)
    sure = slashed is None or re.search(rf"{parsed_day:%Y.?%m.?%d}|{parsed_day:%B}|\b{parsed_day:%b}\b", page)
    return (parsed_day, "") if sure or slashed is None else (None, slashed.group())


_MONTHS = 12
_TOP = 5_000
"""Characters of a page below its heading in which a byline stands."""
_HEADING = re.compile(r"<h1\b", re.IGNORECASE)


def _below_heading(page: str) -> int:
    heading = _HEADING.search(page)
    return heading.start() if heading else 0


def is_day_of_change(page: str, day: date) -> bool:
    """Whether all that tells this day on the page tells of a change: an evergreen page says only when it was modified."""
    iso = day.isoformat()
    tags = (tag for tag in _DATED_TAG.finditer(page) if iso in tag[0])
    told = [match[1] for match in _DATED_KEY.finditer(page) if match[2] == iso]
    told += [tag[0] if tag[0][1] in "mM" else tag[0] + _beside(page, tag) for tag in tags]
    return bool(told) and all(_OF_CHANGE.search(words) for words in told)


def _beside(page: str, tag: re.Match[str]) -> str:
    return page[max(0, tag.start() - _BESIDE) : tag.start()] + page[tag.end() : tag.end() + _BESIDE]


# ---- what else tells a day --------------------------------------------------------------------------------------------

_LINKED = re.compile(r"<script\b[^<>]{0,200}application/ld\+json[^<>]{0,200}>", re.IGNORECASE)
_MOST_BLOCKS = 20
_ARTICLES = ("Article", "BlogPosting", "LiveBlogPosting", "Report")


def _linked_day(page: str) -> date | None:
    """The `datePublished` of the first article of the page's linked data, but not of stories that it lists."""
    for opening in islice(_LINKED.finditer(page), _MOST_BLOCKS):
        end = page.find("</script", opening.end())
        try:
            data = json.loads(page[opening.end() : end if end >= 0 else None])
        except (ValueError, RecursionError):
            continue
        for thing in _things(data):
            kinds = thing.get("@type")
            kinds = kinds if isinstance(kinds, list) else [kinds]
            article = any(isinstance(kind, str) and kind.endswith(_ARTICLES) for kind in kinds)
            if article and (day := read_day(thing.get("datePublished"))):
                return day
    return None


def _things(data: object) -> Iterator[dict[str, object]]:
    """The things that a block of linked data describes itself: one, a list, or a graph."""
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, dict):
            graph = thing.get("@graph")
            yield thing
            yield from (each for each in graph if isinstance(each, dict)) if isinstance(graph, list) else ()


_TIME = re.compile(r"""<time\b[^<>]{0,200}datetime\s{0,3}=\s{0,3}["']?(\d{4}-\d\d-\d\d)[^<>]{0,200}>""", re.IGNORECASE)
_PUBLISHED = re.compile(r"publi|posted", re.IGNORECASE)


def _timed_day(page: str) -> date | None:
    """The day of a `<time>` that says of itself that it is of the publication."""
    for tag in _TIME.finditer(page):
        words = tag[0] + page[max(0, tag.start() - _BESIDE) : tag.start()]
        if _PUBLISHED.search(words) and not _OF_CHANGE.search(words):
            return read_day(tag[1])
    return None


_NAMED_META = re.compile(r"<meta\b[^<>]{0,400}>", re.IGNORECASE)
_META_NAME = re.compile(
    r"""(?:name|property|itemprop)\s{0,3}=\s{0,3}["']?[\w.:-]{0,40}?(?:publi[\w-]{0,20}|pub-?date|issued|created)["'\s>]""",
    re.IGNORECASE,
)
_ARTICLE_PUBLISHED = re.compile(
    r"""(?:name|property|itemprop)\s{0,3}=\s{0,3}["']?(?:(?:og:)?(?:article:)?published(?:_time)?|datePublished)["'\s>]""",
    re.IGNORECASE,
)
_META_CONTENT = re.compile(r"""content\s{0,3}=\s{0,3}["']([^"'<>]{6,60})["']""", re.IGNORECASE)


def _meta_day(page: str, name: re.Pattern[str] = _META_NAME) -> date | None:
    """The day of a `<meta>` whose name says that it is of the publication, in whatever vocabulary."""
    for tag in _NAMED_META.finditer(page[:HEAD_CHARACTERS]):
        content = _META_CONTENT.search(tag[0]) if name.search(tag[0]) else None
        if content and (day := read_day(content[1])):
            return day
    return None


_SHORT_MONTHS = {name: month for name, month in MONTHS.items() if len(name) == 3}
_IN_ADDRESS = re.compile(
    rf"/((?:19|20)\d\d)(?:[/-](\d\d?|{'|'.join(_SHORT_MONTHS)})[/-](\d\d?)|(\d\d)(\d\d))(?=[/_-]|$)", re.IGNORECASE
)


def _address_day(url: str) -> date | None:
    """The day in an address: ".../2024/10/31/...", ".../2024/oct/31/...", ".../20241031/...", where it is one."""
    match = _IN_ADDRESS.search(url[:_LONGEST_ADDRESS])
    if match is None:
        return None
    month, day = (match[2] or match[4]).lower(), match[3] or match[5]
    return read_day(f"{match[1]}-{_SHORT_MONTHS.get(month, month):0>2}-{day:0>2}")


_LONGEST_ADDRESS = 500
