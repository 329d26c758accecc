"""Counts over all matches: how many of them each speaker, source, day, unit ... has."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis, fields
from searchlib.analysis import fold
from searchlib.engines.whoosh.columnar.answers import document_values
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.answers.speaker_index import SpeakerIndex
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, MARKS, MENTION_TABLES, NO_DAY, name_key
from searchlib.errors import QueryError
from searchlib.expressions.periods import period_name
from searchlib.matching import deadline
from searchlib.query.context import nearest

Key = Callable[[str], str]
Spellings = dict[str, Counter[str]]
Facet = Callable[[Segment, NDArray[np.int64]], tuple[Counter[str], Spellings]]
"""Counts passages (ascending numbers of one segment) by the key of a value, each once for each key it has; and how
often each key is written in which way."""


def counted(name: str, plans: Sequence[SegmentPlan], matched: Matched, speakers: SpeakerIndex) -> list[tuple[str, int]]:
    """Values of facet `name` among the matches and how many passages have each, most first. QueryError: no such facet.

    Values that a filter could not tell apart are one, shown as most of the matches write it. Speakers are counted as
    they are linked, each by the name that the speaker table has for it.
    """
    if name not in fields.FACETS:
        raise QueryError(
            f"There is no facet {name!r}.",
            name,
            expected="one of " + ", ".join(fields.FACETS),
            suggestion=nearest(name, fields.FACETS),
        )
    total: Counter[str] = Counter()
    written: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for ordinal, plan in enumerate(plans):
        deadline.check()
        passages = np.sort(matched.passages[matched.segments == ordinal])
        facet = _speakers(speakers, ordinal) if name == "speaker" else COUNTERS[name]
        keys, spellings = facet(plan.segment, passages)
        total += keys
        for key, texts in spellings.items():
            written[key] += texts
    total.pop("", None)
    named = Counter({_commonest(written[key]) or key: count for key, count in total.items()})
    return sorted(named.items(), key=lambda row: (-row[1], row[0]))


def _commonest(texts: Counter[str]) -> str:
    return min(texts, key=lambda text: (-texts[text], text), default="")


def _noun_key(noun: str) -> str:
    return " ".join(analysis.analyze(noun).terms) or noun


def _period(first: int, last: int) -> str:
    """The name of a period of days as the index counts them; empty where one of them is unknown."""
    if NO_DAY in (first, last):
        return ""
    return period_name(date.fromordinal(first + EPOCH), date.fromordinal(last + EPOCH))


def _document_days(name: str, width: int) -> Facet:
    """Counts a day of documents, its first `width` characters: the day, its month or its year."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        days = segment.column(f"document_{name}")[segment.column("passage_document")[passages]]
        values, counts = np.unique(days, return_counts=True)
        total: Counter[str] = Counter()
        for value, passages_of_day in zip(values.tolist(), counts.tolist(), strict=True):
            total[_period(value, value)[:width]] += passages_of_day
        return total, {}

    return count


def _keywords(name: str) -> Facet:
    """Counts the keyword of documents."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        if not document_values.has_column(name):
            return document_values.passages_by_term(segment, name, passages), {}
        documents = segment.column("passage_document")[passages]
        return _tallied(segment, segment.column(f"document_{name}")[documents], passages, fold)

    return count


def _tallied(
    segment: Segment, strings: NDArray[Any], passages: NDArray[Any], key: Key
) -> tuple[Counter[str], Spellings]:
    """Counts strings, given by number with their passages, by `key`; how often each spelling stands."""
    values, counts = np.unique(strings, return_counts=True)
    texts = [segment.strings[value] for value in values.tolist()]
    keys = [key(text) if text else "" for text in texts]
    numbers = {name: ordinal for ordinal, name in enumerate(dict.fromkeys(keys))}
    of = np.fromiter(map(numbers.__getitem__, keys), np.int64, len(keys))[np.searchsorted(values, strings)]
    pairs = np.unique(of * segment.passages + passages) // segment.passages
    tally = np.bincount(pairs, minlength=len(numbers)).tolist()
    spellings: Spellings = defaultdict(Counter)
    for name, text, count in zip(keys, texts, counts.tolist(), strict=True):
        spellings[name][text] += count
    return Counter(dict(zip(numbers, tally, strict=True))), spellings


def _rows(segment: Segment, table: str, passages: NDArray[np.int64]) -> tuple[NDArray[np.bool_], NDArray[Any]]:
    """Which rows of a mention table stand in these passages, and the passage of each of those."""
    chosen = np.zeros(segment.passages, np.bool_)
    chosen[passages] = True
    of = segment.checked(segment.column(f"{table}_passage"), segment.passages)
    rows = chosen[of]
    return rows, of[rows]


def _speakers(speakers: SpeakerIndex, ordinal: int) -> Facet:
    """Counts the speakers of the segment with this ordinal, those who are linked as one."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, "statement", passages)
        groups = speakers.of_statements(ordinal, np.flatnonzero(rows)).astype(np.int64)
        pairs = np.unique(np.stack((groups, of.astype(np.int64))), axis=1)[0]
        values, counts = np.unique(pairs[pairs >= 0], return_counts=True)
        total = {speakers.labels[group]: size for group, size in zip(values.tolist(), counts.tolist(), strict=True)}
        return Counter(total), {}

    return count


def _strings(table: str, column: str, key: Key) -> Facet:
    """Counts a column of strings of a mention table."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, table, passages)
        return _tallied(segment, segment.column(column)[rows], of, key)

    return count


def _choices(table: str, column: str, choices: Sequence[str]) -> Facet:
    """Counts a column of codes, each the place of a choice."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, table, passages)
        codes = segment.column(column)[rows].astype(np.int64)
        pairs = np.unique(codes * segment.passages + of) // segment.passages
        return Counter({name: int((pairs == code).sum()) for code, name in enumerate(choices)}), {}

    return count


def _marks(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
    rows, of = _rows(segment, "statement", passages)
    marks = segment.column("statement_marks")[rows]
    counts = {name: len(np.unique(of[marks & (1 << place) != 0])) for place, name in enumerate(MARKS)}
    return +Counter(counts), {}


def _periods(table: str, first: str, last: str) -> Facet:
    """Counts the periods between two columns of days of a mention table."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, table, passages)
        firsts, lasts = (segment.column(column)[rows].astype(np.int64) for column in (first, last))
        periods, place = np.unique(firsts << 32 | lasts & (2**32 - 1), return_inverse=True)
        pairs = np.unique(place.astype(np.int64) * segment.passages + of) // segment.passages
        total: Counter[str] = Counter()
        for period, passages_of_period in zip(
            periods.tolist(), np.bincount(pairs, minlength=len(periods)).tolist(), strict=True
        ):
            end = period & (2**32 - 1)
            total[_period(period >> 32, end - (end >> 31 << 32))] += passages_of_period
        return +total, {}

    return count


def _months(table: str, first: str, last: str) -> Facet:
    """Counts the months that mentions match when they are asked for: those of no mention longer than them, but for a week."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, table, passages)
        firsts, lasts = (segment.column(column)[rows].astype(np.int64) for column in (first, last))
        known = (firsts != NO_DAY) & (lasts != NO_DAY) & (lasts - firsts < _LONGEST_MONTH)
        firsts, lasts, of = firsts[known], lasts[known], of[known]
        length = lasts - firsts + 1
        begun, ended = _month_of(firsts), _month_of(lasts)
        pairs = []
        for later in range(_MONTHS_TOUCHED):
            month = begun + later
            days = _first_day(month + 1) - _first_day(month)
            matches = (month <= ended) & ((length <= fields.WEEK) | (length <= days))
            pairs.append(np.stack((month[matches], of[matches].astype(np.int64))))
        values, counts = np.unique(np.unique(np.concatenate(pairs, axis=1), axis=1)[0], return_counts=True)
        names = map(str, values.astype("datetime64[M]"))
        return Counter(dict(zip(names, counts.tolist(), strict=True))), {}

    return count


def _month_of(days: NDArray[np.int64]) -> NDArray[np.int64]:
    """The month, counted from January 1970, of days as the index counts them."""
    return (days + EPOCH - _UNIX).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)


def _first_day(months: NDArray[np.int64]) -> NDArray[np.int64]:
    """The first day of months, counted from January 1, 1970."""
    return months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


_UNIX: Final = date(1970, 1, 1).toordinal()
_LONGEST_MONTH: Final = 31
_MONTHS_TOUCHED: Final = 3
"""Months that a mention of at most a month can overlap: the end of January, February, the beginning of March."""
_WIDTHS: Final = {"": 10, "month": 7, "year": 4}
"""Characters of a day that its facet, or the part of it that the facet names, counts by."""
_KEYS: Final[dict[str, Key]] = {"name": name_key, "keyword": str, "words": _noun_key}
"""What makes two texts of a mention one value, by the kind of their field."""


def _counter(row: fields.Field, facet: str) -> Facet:
    """How a facet is counted, by its field's kind and table. Raises ValueError when the index keeps nothing to count."""
    part = facet.removeprefix(row.name).removeprefix(".")
    column = f"{row.table}_{row.name}"
    kept = column in document_values.COLUMN_NAMES
    if row.table == "document":
        if row.kind == "day" and kept and part in _WIDTHS:
            return _document_days(row.name, _WIDTHS[part])
        if row.kind == "keyword" and document_values.is_kept(row.name):
            return _keywords(row.name)
    elif row.table in MENTION_TABLES:
        if row.kind == "period":
            counted_by = _months if part == "month" else _periods
            return counted_by(row.table, f"{row.table}_first", f"{row.table}_last")
        if row.kind == "choice" and set(MARKS) <= set(row.choices):
            return _marks
        if row.kind == "day" and kept:
            return _periods(row.table, column, column)
        if row.kind == "choice" and kept:
            return _choices(row.table, column, row.choices)
        if row.kind in _KEYS and kept:
            return _strings(row.table, column, _KEYS[row.kind])
    raise ValueError(
        f"The facet {facet!r} of the field {row.name!r} cannot be counted: segments keep no values of kind {row.kind!r} "
        f"for it in the table {row.table!r}. Add its column to store/layout.py, or take the facet out of fields.py."
    )


COUNTERS: Final[dict[str, Facet]] = {facet: _counter(row, facet) for row in fields.FIELDS for facet in row.facets}
"""How each facet of the table of fields is counted; speakers are counted as they are linked."""
