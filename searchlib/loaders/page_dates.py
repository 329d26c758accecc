"""Which day a page says it was published on: told days, days with slashes, and days that only tell of a change."""

from __future__ import annotations

import re
from datetime import date

from searchlib.loaders.publication_dates import read_day

HEAD_CHARACTERS = 50_000
_SLASHED_META = re.compile(r"""<meta[^<>]{0,200}content\s{0,3}=\s{0,3}["'](\d{1,2}/\d{1,2}/\d{4})\b""", re.IGNORECASE)
_DATED_TAG = re.compile(r"<(?:meta|time)\b[^<>]{0,300}>", re.IGNORECASE)
_DATED_KEY = re.compile(r'"(\w{1,40})"\s{0,3}:\s{0,3}"(\d{4}-\d\d-\d\d)')
_OF_CHANGE = re.compile(r"modif|updat|revis|edited|review", re.IGNORECASE)
_BESIDE = 40
"""Characters beside a `<time>` that may say what it dates."""


def published_day(page: str, parsed_day: date | None) -> tuple[date | None, str]:
    """The publication day, and the date as written if it is ambiguous. `parsed_day` is what trafilatura read.

    Days with slashes ("10/11/2024") are read here: which number is the month is never guessed.
    """
    written = _SLASHED_META.search(page[:HEAD_CHARACTERS])
    if written is None:
        return parsed_day, ""
    one, two, year = map(int, written[1].split("/"))
    if parsed_day is not None and (parsed_day.year != year or {parsed_day.month, parsed_day.day} != {one, two}):
        return parsed_day, ""
    day = read_day(written[1])
    return day, "" if day else written[1]


def is_day_of_change(page: str, day: date) -> bool:
    """Whether all that tells this day on the page tells of a change: an evergreen page says only when it was modified."""
    iso = day.isoformat()
    told = [match[1] for match in _DATED_KEY.finditer(page) if match[2] == iso]
    for tag in _DATED_TAG.finditer(page):
        if iso in tag[0]:
            beside = page[max(0, tag.start() - _BESIDE) : tag.start()] + page[tag.end() : tag.end() + _BESIDE]
            told.append(tag[0] if tag[0][1] in "mM" else tag[0] + beside)
    return bool(told) and all(_OF_CHANGE.search(words) for words in told)
