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
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.answers.speaker_index import SpeakerIndex
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, MARKS, NO_DAY, STATEMENT_KINDS, name_key
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
    for number, plan in enumerate(plans):
        deadline.check()
        passages = np.sort(matched.passages[matched.segments == number])
        facet = _speakers(speakers, number) if name == "speaker" else COUNTERS[name]
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


def _published(width: int) -> Facet:
    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        days = segment.column("document_published")[segment.column("passage_document")[passages]]
        values, counts = np.unique(days, return_counts=True)
        total: Counter[str] = Counter()
        for value, number in zip(values.tolist(), counts.tolist(), strict=True):
            total[_period(value, value)[:width]] += number
        return total, {}

    return count


def _source(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
    return _tallied(
        segment, segment.column("document_source")[segment.column("passage_document")[passages]], passages, fold
    )


def _tallied(
    segment: Segment, strings: NDArray[Any], passages: NDArray[Any], key: Key
) -> tuple[Counter[str], Spellings]:
    """Counts strings, given by number with their passages, by `key`; how often each spelling stands."""
    values, counts = np.unique(strings, return_counts=True)
    texts = [segment.strings[value] for value in values.tolist()]
    keys = [key(text) if text else "" for text in texts]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(keys))}
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


def _speakers(speakers: SpeakerIndex, number: int) -> Facet:
    """Counts the speakers of segment `number`, those who are linked as one."""

    def count(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
        rows, of = _rows(segment, "statement", passages)
        groups = speakers.of_statements(number, np.flatnonzero(rows)).astype(np.int64)
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


def _kinds(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
    rows, of = _rows(segment, "statement", passages)
    kinds = segment.column("statement_kind")[rows].astype(np.int64)
    pairs = np.unique(kinds * segment.passages + of) // segment.passages
    return Counter({name: int((pairs == code).sum()) for code, name in enumerate(STATEMENT_KINDS)}), {}


def _marks(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
    rows, of = _rows(segment, "statement", passages)
    marks = segment.column("statement_marks")[rows]
    counts = {name: len(np.unique(of[marks & (1 << place) != 0])) for place, name in enumerate(MARKS)}
    return +Counter(counts), {}


def _dates(segment: Segment, passages: NDArray[np.int64]) -> tuple[Counter[str], Spellings]:
    rows, of = _rows(segment, "date", passages)
    firsts, lasts = (segment.column(f"date_{end}")[rows].astype(np.int64) for end in ("first", "last"))
    periods, place = np.unique(firsts << 32 | lasts & (2**32 - 1), return_inverse=True)
    pairs = np.unique(place.astype(np.int64) * segment.passages + of) // segment.passages
    total: Counter[str] = Counter()
    for period, number in zip(periods.tolist(), np.bincount(pairs, minlength=len(periods)).tolist(), strict=True):
        last = period & (2**32 - 1)
        total[_period(period >> 32, last - (last >> 31 << 32))] += number
    return +total, {}


COUNTERS: Final[dict[str, Facet]] = {
    "speaker": _strings("statement", "statement_speaker", name_key),
    "role": _strings("statement", "statement_role", name_key),
    "kind": _kinds,
    "is": _marks,
    "source": _source,
    "published": _published(10),
    "published.month": _published(7),
    "published.year": _published(4),
    "date": _dates,
    "unit": _strings("quantity", "quantity_unit", str),
    "noun": _strings("quantity", "quantity_noun", _noun_key),
}
"""How each facet of the table of fields is counted."""
