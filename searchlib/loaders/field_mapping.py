"""Maps columns, JSON keys and front matter to fields, and reads their values."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache
from itertools import islice

from searchlib.errors import ReadError
from searchlib.loaders.html_text import plain_field
from searchlib.loaders.publication_dates import read_day
from searchlib.loaders.source_files import Draft
from searchlib.models import Cue, PublishedFrom
from searchlib.models.documents import Extra

# The names a field's column may have, the surest first. Case, spaces, hyphens and underscores do not matter.
NAMES: dict[str, tuple[str, ...]] = {
    "id": ("_id", "id"),
    "text": ("text", "body", "content", "contents", "article", "article_text", "full_text", "maintext", "transcript"),
    "title": ("title", "headline", "heading"),
    "published": (
        "published", "date", "published_at", "published_on", "published_date", "publish_date", "publication_date",
        "date_published", "pub_date", "created", "created_at", "timestamp",
    ),
    "source": ("source", "publisher", "publication", "outlet", "site", "site_name", "newspaper"),
    "authors": ("authors", "author", "byline", "writer", "creator"),
    "url": ("url", "link", "source_url", "uri"),
    "speaker": ("speaker",),
}  # fmt: skip

MOST_COLUMNS = 10_000
"""Columns that a table or a row may have."""
_REMEMBERED_COLUMNS = 200
"""Columns up to which the fields of a row are remembered for the next one with the same columns."""
MOST_EXTRA, LONGEST_EXTRA = 50, 1_000
"""Columns that are kept beside the fields, and characters of a value."""
LARGEST_NUMBER = 10**15
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,15})?")  # no leading zero: 007 is a name
_MAYBE_DAY = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{4}$|[A-Za-z]{3,9}\.? \d{1,2}, \d{4}$")

_SURROGATES = re.compile("[\ud800-\udfff]")


def detect(keys: tuple[str, ...], chosen: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    """Field name to column name, for each field that has a column among `keys`.

    `chosen` are (field, column) pairs that override detection; a chosen column that is absent is left out. Raises
    ReadError for more than MOST_COLUMNS.
    """
    if len(keys) > MOST_COLUMNS:
        raise ReadError(f"it has {len(keys):,} columns; at most {MOST_COLUMNS:,} are read")
    return _detected(keys, chosen) if len(keys) <= _REMEMBERED_COLUMNS else _detected.__wrapped__(keys, chosen)


@lru_cache(maxsize=512)
def _detected(keys: tuple[str, ...], chosen: tuple[tuple[str, str], ...]) -> dict[str, str]:
    folded: dict[str, str] = {}
    for key in keys:
        folded.setdefault(_fold(key), key)
    exact = set(keys)
    columns = {}
    for name, aliases in NAMES.items():
        column = next(
            (alias if alias in exact else folded[_fold(alias)] for alias in aliases if _fold(alias) in folded), None
        )
        if column is not None:
            columns[name] = column
    for name, column in chosen:
        columns.pop(name, None)
        if column in exact:
            columns[name] = column
    return columns


def _fold(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


def row_draft(
    row: Mapping[str, object],
    chosen: tuple[tuple[str, str], ...],
    *,
    line: int,
    encoding: str,
) -> Draft:
    """The document of a row of a table or of JSON Lines. Raises ReadError when the row has no text."""
    columns = detect(tuple(row), chosen)
    text = document_text(row, columns, chosen)
    draft = described(row, columns, text, line=line, encoding=encoding)
    speaker = one_line(_told(row, columns, "speaker"))
    if not speaker or not text:
        return draft
    return Draft(**{**vars(draft), "cues": (Cue(start=0, end=len(text), speaker=speaker),)})


def described(
    row: Mapping[str, object],
    columns: Mapping[str, str],
    text: str,
    *,
    line: int = 1,
    encoding: str = "utf-8",
    published_from: PublishedFrom = "document",
) -> Draft:
    """`text` with the title, date, source, authors, address and id that `row` gives it."""
    value = _told(row, columns, "published")
    published = read_day(value)
    doubts: tuple[str, ...] = ()
    if published is None and not _absent(value):
        doubts = (unreadable_day(columns["published"], value),)
    return Draft(
        text,
        key=identifier(_told(row, columns, "id")),
        line=line,
        title=one_line(plain_field(one_line(_told(row, columns, "title")))),
        published=published,
        published_from=published_from if published else "document",
        source=one_line(_told(row, columns, "source")),
        authors=several(_told(row, columns, "authors")),
        url=one_line(_told(row, columns, "url")),
        encoding=encoding,
        extra=extra_of(row, set(columns.values())),
        doubts=doubts,
    )


def _told(row: Mapping[str, object], columns: Mapping[str, str], field: str) -> object:
    """What a row has of a field; None where no column is for it: a column without a name is for none."""
    return row.get(columns[field]) if field in columns else None


def extra_of(row: Mapping[str, object], known: Collection[str]) -> Extra:
    """The values of the columns that are not `known`: texts, numbers, and days as ISO texts.

    A list of texts is joined by "; ". Mappings, empty and endless values are left out, and so is what is beyond MOST_EXTRA.
    """
    values = ((one_line(name), _extra_value(value)) for name, value in row.items() if name not in known)
    return dict(islice(((name, value) for name, value in values if name and value != ""), MOST_EXTRA))


def _extra_value(value: object) -> str | int | float:
    """The value, or "" when it is not kept."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return value if abs(value) < LARGEST_NUMBER else ""  # no NaN, and no integer of hundreds of digits
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "; ".join(value)
    if isinstance(value, date):
        return value.isoformat()[:10]
    if not isinstance(value, str) or len(value) > LONGEST_EXTRA:
        return ""
    text = one_line(value)
    if _PLAIN_NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    day = read_day(text) if _MAYBE_DAY.match(text) else None
    return day.isoformat() if day is not None else text


def document_text(row: Mapping[str, object], columns: Mapping[str, str], chosen: tuple[tuple[str, str], ...]) -> str:
    """The text of a row, with line feeds as its only line ends. Raises ReadError when no column contains text."""
    column = columns.get("text")
    if column is None:
        wanted = dict(chosen).get("text")
        sought = f"the column {wanted!r}" if wanted else f"one of {', '.join(NAMES['text'])}"
        raise ReadError(f"it has no text: {sought} was looked for, and it has {_listed(row)}")
    value = row[column]
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if not isinstance(value, str):
        raise ReadError(f"its {column!r} is no text")
    if "\0" in value:
        raise ReadError(f"its {column!r} is binary, not text: it holds NUL characters")
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return encodable(plain_field(value))


def _listed(row: Mapping[str, object]) -> str:
    names = [one_line(name)[:40] for name in list(row)[:12]]
    return "no columns" if not names else ", ".join(names) + (", ..." if len(row) > len(names) else "")


def identifier(value: object) -> str:
    """An id as text, "" when there is none. Raises ReadError for a value that cannot be an id."""
    if _absent(value):
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise ReadError("its id is neither text nor a whole number")
    return one_line(value)


def one_line(value: object) -> str:
    """A metadata value as text on one line: the name in a mapping, or the members of a list joined by commas."""
    if isinstance(value, str):
        return encodable(" ".join(value.replace("\0", "\ufffd").split()))
    if isinstance(value, Mapping):
        return one_line(value.get("name"))
    if isinstance(value, list | tuple):
        return ", ".join(part for part in map(one_line, value) if part)
    return "" if value is None or isinstance(value, bool) else str(value)


def several(value: object) -> tuple[str, ...]:
    """Names, from a list or from a text that separates them by semicolons, bars or line breaks."""
    parts = (
        value if isinstance(value, list | tuple) else re.split(r"[;|\n]", value) if isinstance(value, str) else [value]
    )
    return tuple(name for name in map(one_line, parts) if name)


def encodable(text: str) -> str:
    """`text` with half surrogate pairs, which JSON can write and UTF-8 cannot, replaced by U+FFFD each."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", text)
    return text


def unreadable_day(column: str, value: object) -> str:
    """The sentence for a publication date that cannot be read."""
    return f"its {one_line(column)} {one_line(value)[:60]!r} is no date that can be read: write it as 2024-11-01"


def _absent(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
