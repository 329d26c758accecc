"""The keys by which a passage is counted in each facet: values that a filter could not tell apart have one key."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from datetime import date
from typing import Final

from searchlib import analysis, fields
from searchlib.engines.opensearch.documents.voices import Voices, name_key
from searchlib.expressions.periods import period_name
from searchlib.models import DateMention, Document, Passage

Keys = dict[str, set[str]]


def of_passage(document: Document, passage: Passage, voices: Voices) -> Keys:
    """For each facet of the table of fields the keys of a passage."""
    return {name: set(filter(None, keys_of(document, passage, voices))) for name, keys_of in _KEYS.items()}


def noun_key(noun: str) -> str:
    """The key of what is counted: its stems."""
    return " ".join(analysis.analyze(noun).terms) or noun


def _published(width: int) -> Callable[[Document, Passage, Voices], Iterable[str]]:
    """The publication date, its first `width` characters: the day, its month or its year."""
    return lambda document, *_: [document.published.isoformat()[:width]] if document.published else []


def _months(mention: DateMention) -> list[str]:
    """The months that a date matches when they are asked for: those of no mention longer than them, but for a week."""
    if mention.first is None or mention.last is None:
        return []
    length = (mention.last - mention.first).days + 1
    months: list[str] = []
    year, month = mention.first.year, mention.first.month
    while length <= _LONGEST_MONTH and date(year, month, 1) <= mention.last:
        if length <= max(fields.WEEK, monthrange(year, month)[1]):
            months.append(f"{year:04}-{month:02}")
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        if year > date.max.year:
            break
    return months


_LONGEST_MONTH: Final = 31
_KEYS: Final[dict[str, Callable[[Document, Passage, Voices], Iterable[str]]]] = {
    "speaker": lambda _, passage, voices: map(voices.key, passage.statements),
    "role": lambda _, passage, __: (name_key(said.role) for said in passage.statements if said.role),
    "kind": lambda _, passage, __: (said.kind for said in passage.statements),
    "is": lambda _, passage, __: (mark.kind for said in passage.statements for mark in said.marks),
    "date": lambda _, passage, __: (
        period_name(one.first, one.last) for one in passage.dates if one.first is not None and one.last is not None
    ),
    "date.month": lambda _, passage, __: (month for one in passage.dates for month in _months(one)),
    "published": _published(10),
    "published.month": _published(7),
    "published.year": _published(4),
    "source": lambda document, *_: [analysis.fold(document.source)],
    "unit": lambda _, passage, __: (one.unit for one in passage.quantities),
    "noun": lambda _, passage, __: (noun_key(one.head) for one in passage.quantities if one.head),
}
