"""Counts over all matches: how many of them each speaker, source, day, unit ... has.

A facet of a segment is a table of the distinct pairs of a value and a passage. It is made once an open file and kept, so that
counting is one pass over it; for few matches it is made of them alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis, fields
from searchlib.analysis import fold, plain_name
from searchlib.array_types import Integers, Ints, Mask, Rows
from searchlib.engines.whoosh.columnar.answers import document_values
from searchlib.engines.whoosh.columnar.answers.facet_table import FacetTable, Spellings, Stated
from searchlib.engines.whoosh.columnar.answers.speaker_index import SpeakerIndex
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.array_files import ArrayFile
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, MARKS, MENTION_TABLES, NO_DAY, name_key
from searchlib.errors import QueryError
from searchlib.expressions.periods import period_name
from searchlib.matching import deadline
from searchlib.query.context import nearest
from searchlib.query.values import EXTRA

Key = Callable[[str], str]
Builder = Callable[[Segment, Mask | None], FacetTable]
"""Makes the table of a facet of a segment: of all its passages, or of those of a mask only."""


def counted(
    name: str, segments: Sequence[Segment], matched: Sequence[Rows], speakers: SpeakerIndex
) -> list[tuple[str, int]]:
    """Values of facet `name` among the matches and how many passages have each, most first. QueryError: no such facet.

    `matched` are the matching passages of each segment. Values that a filter could not tell apart are one, shown as most
    of the matches write it. Speakers are counted as they are linked, each by the name that the speaker table has for it.
    """
    if name.startswith(EXTRA):
        _require_column(plain_name(name[len(EXTRA) :]), segments)
    elif name not in fields.FACETS:
        raise QueryError(
            f"There is no facet {name!r}.",
            name,
            expected="one of " + ", ".join(fields.FACETS),
            suggestion=nearest(name, fields.FACETS),
        )
    total: Counter[str] = Counter()
    texts: Counter[str] = Counter()
    key_of: dict[str, str] = {}
    for ordinal, (segment, passages) in enumerate(zip(segments, matched, strict=True)):
        deadline.check()
        if not len(passages):
            continue
        chosen = np.zeros(segment.passages, np.bool_)
        chosen[passages] = True
        table = speakers.facet(ordinal) if name == "speaker" else _table(name, segment, chosen, len(passages))
        for code, count in _tallied(table.pairs, chosen):
            total[table.keys[code]] += count
        if table.spellings is not None:
            for code, count in _tallied(table.spellings.stated, chosen):
                text = table.spellings.texts[code]
                texts[text] += count
                key_of[text] = table.keys[table.spellings.keys[code]]
    total.pop("", None)
    commonest = _commonest(texts, key_of)
    named = Counter({commonest.get(key) or key: count for key, count in total.items()})
    return sorted(named.items(), key=lambda row: (-row[1], row[0]))


def warm(segments: Sequence[Segment]) -> None:
    """Make the tables of all facets, so that no search has to."""
    for segment in segments:
        for name in COUNTERS:
            if name != "speaker":
                _whole_table(name, segment)


def _tallied(stated: Stated, chosen: Mask) -> Iterator[tuple[int, int]]:
    """How often each code stands in the chosen passages."""
    counts = np.bincount(stated.codes[chosen[stated.passages]])
    present = np.flatnonzero(counts)
    yield from zip(present.tolist(), counts[present].tolist(), strict=True)


def _table(name: str, segment: Segment, chosen: Mask, matches: int) -> FacetTable:
    """The table of a facet; of few matches alone where there is none of the whole segment yet."""
    if name.startswith(EXTRA):
        return _column_of_source(plain_name(name[len(EXTRA) :]), segment)
    if matches * _FEW < segment.passages and name not in _tables.get(segment.file, ()):
        return COUNTERS[name](segment, chosen)
    return _whole_table(name, segment)


def _whole_table(name: str, segment: Segment) -> FacetTable:
    tables = _tables.setdefault(segment.file, {})
    if name not in tables:
        tables[name] = COUNTERS[name](segment, None)
    return tables[name]


_FEW: Final = 4
"""Where less than one passage in so many matches, no table of the whole segment is made."""
_tables: Final[WeakKeyDictionary[ArrayFile, dict[str, FacetTable]]] = WeakKeyDictionary()
"""The tables of open segment files. A file never changes, so the next state of an index, which has it too, finds them here."""


def _commonest(texts: Counter[str], key_of: Mapping[str, str]) -> dict[str, str]:
    """For each key its most frequent spelling, of equally frequent ones the first."""
    best: dict[str, tuple[int, str]] = {}
    for text, count in texts.items():
        key = key_of[text]
        best[key] = min(best.get(key, (0, "")), (-count, text))
    return {key: text for key, (_, text) in best.items()}


def _noun_key(noun: str) -> str:
    return " ".join(analysis.analyze(noun).terms) or noun


def _period(first: int, last: int) -> str:
    """The name of a period of days as the index counts them; empty where one of them is unknown."""
    if NO_DAY in (first, last):
        return ""
    return period_name(date.fromordinal(first + EPOCH), date.fromordinal(last + EPOCH))


def _distinct(codes: Integers, passages: Integers, keys: Sequence[str], size: int) -> FacetTable:
    """The table of codes and the passages that they stand in; `size` is the number of passages of the segment."""
    pairs = np.unique(codes.astype(np.int64) * size + passages)
    return FacetTable(keys, Stated((pairs // size).astype(np.int32), (pairs % size).astype(np.int32)))


def _document_days(name: str, width: int) -> Builder:
    """A day of documents, its first `width` characters: the day, its month or its year."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        passages = _passages(segment, chosen)
        days = segment.column(f"document_{name}")[segment.column("passage_document")[passages]]
        values, codes = np.unique(days, return_inverse=True)
        return FacetTable([_period(day, day)[:width] for day in values.tolist()], Stated(codes, passages))

    return build


def _keywords(name: str) -> Builder:
    """The keyword of documents."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        if not document_values.has_column(name):
            return _of_terms(segment, name, chosen)
        passages = _passages(segment, chosen)
        documents = segment.column("passage_document")[passages]
        return _spelled(segment, segment.column(f"document_{name}")[documents], passages, fold)

    return build


def _of_terms(segment: Segment, name: str, chosen: Mask | None) -> FacetTable:
    """The table of a keyword whose values are terms of the dictionary."""
    terms, passages = document_values.terms_of_passages(segment, name)
    if chosen is not None:
        kept = chosen[passages]
        terms, passages = terms[kept], passages[kept]
    values, codes = np.unique(terms, return_inverse=True)
    return _distinct(
        codes, passages, [document_values.text(segment, term) for term in values.tolist()], segment.passages
    )


def _require_column(column: str, segments: Sequence[Segment]) -> None:
    """Raise QueryError where no document of the index has a value in a column of this name."""
    known = sorted(set().union(*map(document_values.columns_of_source, segments)))
    if column not in known:
        raise QueryError(
            f"There is no facet {EXTRA + column!r}: no document has a column of this name.",
            EXTRA + column,
            expected="one of " + ", ".join(EXTRA + name for name in known[:_COLUMNS_TOLD]) if known else None,
            suggestion=nearest(EXTRA + column, tuple(EXTRA + name for name in known)),
        )


def _column_of_source(column: str, segment: Segment) -> FacetTable:
    """The table of a source's own column."""
    values = document_values.passages_of_values(segment, column)
    code_of = {value: code for code, value in enumerate(dict.fromkeys(value for value, _ in values))}
    codes = np.repeat([code_of[value] for value, _ in values], [len(passages) for _, passages in values])
    passages = np.concatenate([np.zeros(0, np.int64), *(passages for _, passages in values)])
    return _distinct(codes.astype(np.int64), passages, list(code_of), segment.passages)


_COLUMNS_TOLD: Final = 12


def _passages(segment: Segment, chosen: Mask | None) -> Ints:
    return np.arange(segment.passages) if chosen is None else np.flatnonzero(chosen)


def _spelled(segment: Segment, strings: NDArray[Any], passages: Integers, key: Key) -> FacetTable:
    """The table of strings, given by number with their passages: what has one `key` is one value."""
    values, spelled = np.unique(strings, return_inverse=True)
    texts = list(map(segment.strings.texts(values).__getitem__, values.tolist()))
    keys = [key(text) if text else "" for text in texts]
    numbers = {name: ordinal for ordinal, name in enumerate(dict.fromkeys(keys))}
    of = np.fromiter(map(numbers.__getitem__, keys), np.int32, len(keys))
    table = _distinct(of[spelled], passages, list(numbers), segment.passages)
    stated = Stated(spelled.astype(np.int32), passages.astype(np.int32))
    return table._replace(spellings=Spellings(texts, of.tolist(), stated))


def _rows(segment: Segment, table: str, chosen: Mask | None) -> tuple[Any, Integers]:
    """The rows of a mention table that stand in the chosen passages, and the passage of each of those."""
    of = segment.checked(segment.column(f"{table}_passage"), segment.passages)
    if chosen is None:
        return slice(None), of
    rows = chosen[of]
    return rows, of[rows]


def _strings(table: str, column: str, key: Key) -> Builder:
    """A column of strings of a mention table."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        rows, of = _rows(segment, table, chosen)
        return _spelled(segment, segment.column(column)[rows], of, key)

    return build


def _choices(table: str, column: str, choices: Sequence[str]) -> Builder:
    """A column of codes, each the place of a choice."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        rows, of = _rows(segment, table, chosen)
        return _distinct(segment.column(column)[rows], of, choices, segment.passages)

    return build


def _marks(segment: Segment, chosen: Mask | None) -> FacetTable:
    rows, of = _rows(segment, "statement", chosen)
    marks = segment.column("statement_marks")[rows]
    marked = [marks & (1 << place) != 0 for place in range(len(MARKS))]
    codes = np.repeat(np.arange(len(MARKS)), [int(one.sum()) for one in marked])
    return _distinct(codes, np.concatenate([of[one] for one in marked]), MARKS, segment.passages)


def _periods(table: str, first: str, last: str) -> Builder:
    """The periods between two columns of days of a mention table."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        rows, of = _rows(segment, table, chosen)
        firsts, lasts = (segment.column(column)[rows].astype(np.int64) for column in (first, last))
        periods, codes = np.unique(firsts << 32 | lasts & (2**32 - 1), return_inverse=True)
        ends = [period & (2**32 - 1) for period in periods.tolist()]
        names = [
            _period(period >> 32, end - (end >> 31 << 32)) for period, end in zip(periods.tolist(), ends, strict=True)
        ]
        return _distinct(codes, of, names, segment.passages)

    return build


def _months(table: str, first: str, last: str) -> Builder:
    """The months that mentions match when they are asked for: those of no mention longer than them, but for a week."""

    def build(segment: Segment, chosen: Mask | None) -> FacetTable:
        rows, of = _rows(segment, table, chosen)
        firsts, lasts = (segment.column(column)[rows].astype(np.int64) for column in (first, last))
        known = (firsts != NO_DAY) & (lasts != NO_DAY) & (lasts - firsts < _LONGEST_MONTH)
        firsts, lasts, of = firsts[known], lasts[known], of[known]
        length = lasts - firsts + 1
        begun, ended = _month_of(firsts), _month_of(lasts)
        months, passages = [], []
        for later in range(_MONTHS_TOUCHED):
            month = begun + later
            days = _first_day(month + 1) - _first_day(month)
            matches = (month <= ended) & ((length <= fields.WEEK) | (length <= days))
            months.append(month[matches])
            passages.append(of[matches])
        values, codes = np.unique(np.concatenate(months), return_inverse=True)
        names = [str(value) for value in values.astype("datetime64[M]")]
        return _distinct(codes, np.concatenate(passages), names, segment.passages)

    return build


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


def _counter(row: fields.Field, facet: str) -> Builder:
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


COUNTERS: Final[dict[str, Builder]] = {facet: _counter(row, facet) for row in fields.FIELDS for facet in row.facets}
"""How each facet of the table of fields is counted; speakers are counted as they are linked."""
