"""The terms of a Whoosh field in one segment, and the living passages of each; nothing here knows Whoosh.

Word fields read the inverted file. Fields of mentions and documents map their rows to passages. Days and figures have
no terms in the index: theirs are made from the tables' columns when first asked for, at every precision that Whoosh's
range queries use (a byte that says how many bits were shifted away, then the number, big-endian).
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from heapq import merge
from typing import Any, Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import ranges, starts_of
from searchlib.array_types import Bits64, Ints
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.evaluation.positions import term_intervals
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS
from searchlib.engines.whoosh.columnar.segments.integrity import corruption_translated, translate_corruption
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import EPOCH, NO_DAY, TERM_FIELDS
from searchlib.fields import BY_NAME, WEEK
from searchlib.query.nodes import Choice, Filter, Keyword
from searchlib.ranking import variant

SHIFT_STEP: Final = 8
"""Bits between the precisions at which a value is a term."""

_DAY: Final = 86_400_000_000
_SIGN: Final = np.uint64(1 << 63)
_KEY: Final = struct.Struct(">BQ")


class PassageMatches(NamedTuple):
    """Living passages, ascending, and how often each holds the terms searched; `positions` reads where."""

    passages: NDArray[np.int32]
    frequencies: NDArray[np.int32]
    positions: Callable[[], PositionRuns] | None = None


class PositionRuns(NamedTuple):
    """Positions of all passages one after the other; those of passage i begin at `starts[i]` and end at `ends[i]`."""

    starts: Ints
    ends: Ints
    positions: NDArray[np.integer[Any]]


class Vocabulary(Protocol):
    """The terms of one field."""

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """The terms that a living passage holds, from `first` on, in order."""

    def find(self, terms: Sequence[bytes]) -> PassageMatches:
        """The passages that hold any of these terms."""

    def df(self, term: bytes) -> int:
        """How many passages hold the term."""


def vocabularies(segment: Segment) -> dict[str, Vocabulary]:
    """The vocabulary of each field in the table of fields."""
    made: dict[str, Vocabulary] = {
        "text": WordVocabulary(segment, ("text",)),
        "title": WordVocabulary(segment, ("title", "title.rest")),
    }
    for spec in TERM_FIELDS:
        if not spec.words and spec.name in BY_NAME:
            made[spec.name] = RowVocabulary(segment, spec.name, spec.space)
    filters = Filters(segment)
    for field in BY_NAME.values():
        if field.kind == "choice":
            made[field.name] = FilterVocabulary(filters, {name: Choice(field.name, name) for name in field.choices})
    units = [
        segment.strings[string_id]
        for string_id in np.unique(segment.column("quantity_unit")).tolist()
        if string_id >= 0
    ]
    made["unit"] = FilterVocabulary(filters, {name: Keyword("unit", name) for name in units})
    for name, values in VALUES.items():
        made[name] = ValueVocabulary(segment, values)
    return made


def living(segment: Segment, passages: NDArray[np.int32]) -> NDArray[np.int32]:
    """Those of the passages that are not deleted, each once, ascending."""
    unique = np.unique(segment.checked(passages, segment.passages))
    return unique if segment.deletions.alive is None else unique[segment.deletions.alive[unique]]


def text_of(segment: Segment, row: int) -> bytes:
    """A term as Whoosh's fields take it: they decode it unasked. Raises ValueError when it is no UTF-8."""
    term = segment.dictionary.term(row)
    term.decode()
    return term


def once(passages: NDArray[np.int32]) -> PassageMatches:
    """These passages, each with a frequency of one and no positions."""
    return PassageMatches(passages, np.ones(len(passages), np.int32))


@translate_corruption
class WordVocabulary:
    """Words of the text, or of the title, which the dictionary keeps as two fields."""

    def __init__(self, segment: Segment, names: Sequence[str]) -> None:
        self._segment = segment
        self._names = names
        self.row = ROWS[names[0]]

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._segment]

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """See `Vocabulary`."""
        last = None
        for term in merge(*(self._own(name, first) for name in self._names)):
            if term != last:
                yield term
            last = term

    def _own(self, name: str, first: bytes) -> Iterator[bytes]:
        for row in range(self._segment.dictionary.lower_bound(name, first), self._segment.dictionary.fields[name][1]):
            if self._segment.df(row) > 0:
                yield text_of(self._segment, row)

    def find(self, terms: Sequence[bytes]) -> PassageMatches:
        """See `Vocabulary`."""
        rows = self.rows(terms)
        segment = self._segment
        union = variant().union(segment.dictionary.postings, rows)
        if len(union.documents) and bool((union.documents[1:] <= union.documents[:-1]).any()):
            raise segment.file.corrupt("the postings of a word do not ascend")
        segment.checked(union.documents, segment.passages)
        kept = None if segment.deletions.alive is None else segment.deletions.alive[union.documents]

        def positions() -> PositionRuns:
            with corruption_translated([segment]):
                occurrences = variant().union(segment.dictionary.postings, rows, with_positions=True)
                upto = starts_of(occurrences.frequencies)
                starts, ends = upto[:-1], upto[1:]
                return PositionRuns(
                    *((starts, ends) if kept is None else (starts[kept], ends[kept])), occurrences.positions
                )

        if kept is None:
            return PassageMatches(union.documents, union.frequencies, positions)
        return PassageMatches(union.documents[kept], union.frequencies[kept], positions)

    def rows(self, terms: Sequence[bytes]) -> list[int]:
        """The dictionary's rows of those of these terms that it has."""
        texts = [term.decode("utf-8", "replace") for term in terms]
        return [row for name in self._names for row in self._segment.dictionary.find_all(name, texts) if row >= 0]

    def df(self, term: bytes) -> int:
        """See `Vocabulary`."""
        return sum(self._segment.df(row) for row in self.rows([term]))

    def phrase(self, words: Sequence[bytes]) -> PassageMatches:
        """The living passages where the words stand one after the other, and the positions of the first."""
        texts = [word.decode("utf-8", "replace") for word in words]
        parts = []
        for name in self._names:
            starts = term_intervals(self._segment, name, texts[:1]).firsts
            for distance, text in enumerate(texts[1:], 1):
                after = term_intervals(self._segment, name, [text]).firsts
                starts = np.intersect1d(starts, after - distance)
            parts.append(starts)
        keys = np.sort(np.concatenate(parts))
        if self._segment.deletions.alive is not None:
            keys = keys[self._segment.deletions.alive[keys >> 32]]
        passages, frequencies = np.unique((keys >> 32).astype(np.int32), return_counts=True)
        upto = starts_of(frequencies)
        positions = keys & np.int64(2**32 - 1)
        return PassageMatches(
            passages, frequencies.astype(np.int32), lambda: PositionRuns(upto[:-1], upto[1:], positions)
        )


@translate_corruption
class RowVocabulary:
    """A field whose postings are rows of statements, quantities or documents."""

    def __init__(self, segment: Segment, name: str, space: str) -> None:
        self._segment = segment
        self._name = name
        self._space = space

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._segment]

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """See `Vocabulary`."""
        segment = self._segment
        for row in range(segment.dictionary.lower_bound(self._name, first), segment.dictionary.fields[self._name][1]):
            if segment.deletions.alive is None or len(self._passages([row])):
                yield text_of(segment, row)

    def find(self, terms: Sequence[bytes]) -> PassageMatches:
        """See `Vocabulary`."""
        texts = [term.decode("utf-8", "replace") for term in terms]
        return once(self._passages([row for row in self._segment.dictionary.find_all(self._name, texts) if row >= 0]))

    def df(self, term: bytes) -> int:
        """See `Vocabulary`."""
        return len(self.find([term]).passages)

    def _passages(self, numbers: Sequence[int]) -> NDArray[np.int32]:
        segment = self._segment
        rows = np.unique(np.concatenate([np.empty(0, np.int32), *map(segment.dictionary.rows, numbers)]))
        segment.checked(rows, segment.space_size(self._name))
        if self._space == "documents":
            return living(segment, segment.passages_of(rows))
        prefix = {"statements": "statement", "quantities": "quantity"}[self._space]
        return living(segment, segment.column(f"{prefix}_passage")[rows])


@translate_corruption
class FilterVocabulary:
    """A field of few values, each answered by a filter."""

    def __init__(self, filters: Filters, nodes: dict[str, Filter]) -> None:
        self._filters = filters
        self._nodes = {name.encode(): node for name, node in sorted(nodes.items())}
        self._known: dict[bytes, NDArray[np.int32]] = {}

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._filters.segment]

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """See `Vocabulary`."""
        return (term for term in sorted(self._nodes) if term >= first and len(self._passages(term)))

    def find(self, terms: Sequence[bytes]) -> PassageMatches:
        """See `Vocabulary`."""
        held = [self._passages(term) for term in terms if term in self._nodes]
        return once(np.unique(np.concatenate([np.empty(0, np.int32), *held])))

    def df(self, term: bytes) -> int:
        """See `Vocabulary`."""
        return len(self._passages(term)) if term in self._nodes else 0

    def _passages(self, term: bytes) -> NDArray[np.int32]:
        if term not in self._known:
            held = self._filters.passages(self._nodes[term])
            self._known[term] = living(self._filters.segment, held.astype(np.int32, copy=False))
        return self._known[term]


@dataclass(frozen=True)
class _Values:
    """A value and its passage, a pair a row: `keys` sort as Whoosh's sortable numbers do."""

    keys: Bits64
    passages: NDArray[np.int32]


@translate_corruption
class ValueVocabulary:
    """A field of days or figures: its terms are all prefixes of its values."""

    def __init__(self, segment: Segment, values: Callable[[Segment], _Values]) -> None:
        self._segment = segment
        self._values = values

    @cached_property
    def _sorted(self) -> _Values:
        """The living pairs, by key."""
        values = self._values(self._segment)
        self._segment.checked(values.passages, self._segment.passages)
        order = np.argsort(values.keys, kind="stable")
        if self._segment.deletions.alive is not None:
            order = order[self._segment.deletions.alive[values.passages[order]]]
        return _Values(values.keys[order], values.passages[order])

    def read_segments(self) -> Sequence[Segment]:
        """Segments that this object reads: checked again when a method raises an unexpected error."""
        return [self._segment]

    def terms(self, first: bytes = b"") -> Iterator[bytes]:
        """See `Vocabulary`."""
        for shift in range(0, 64, SHIFT_STEP):
            if first[:1] <= bytes([shift]):
                keys = np.unique(self._sorted.keys >> np.uint64(shift))
                least = int.from_bytes(first[1:9].ljust(8, b"\0")) if first[:1] == bytes([shift]) else 0
                at = int(np.searchsorted(keys, np.uint64(least)))
                yield from (_KEY.pack(shift, key) for key in keys[at:].tolist())

    def find(self, terms: Sequence[bytes]) -> PassageMatches:
        """See `Vocabulary`."""
        spans = [span for span in map(self._span, terms) if span is not None]
        held = [self._sorted.passages[low:high] for low, high in spans]
        return once(np.unique(np.concatenate([np.empty(0, np.int32), *held])))

    def df(self, term: bytes) -> int:
        """See `Vocabulary`."""
        return len(self.find([term]).passages)

    def between(self, first: int, last: int) -> PassageMatches:
        """The passages with a key from `first` to `last`, both inside: what a whole range query asks."""
        low = int(np.searchsorted(self._sorted.keys, np.uint64(first), "left"))
        high = int(np.searchsorted(self._sorted.keys, np.uint64(last), "right"))
        return once(np.unique(self._sorted.passages[low:high]))

    def _span(self, term: bytes) -> tuple[int, int] | None:
        """The pairs whose key begins with the term."""
        if len(term) != _KEY.size:
            return None
        shift, key = _KEY.unpack(term)
        if shift >= 64 or key >= 1 << (64 - shift):
            return None
        first, last = key << shift, ((key + 1) << shift) - 1
        low = np.searchsorted(self._sorted.keys, np.uint64(first), "left")
        high = np.searchsorted(self._sorted.keys, np.uint64(last), "right")
        return int(low), int(high)


def day_keys(days: NDArray[Any]) -> Bits64:
    """Days since 1970 as sortable numbers: microseconds since the year 1, the sign's bit turned round."""
    return ((days.astype(np.int64) + (EPOCH - 1)) * _DAY).astype(np.uint64) + _SIGN


def figure_keys(figures: NDArray[np.float64]) -> Bits64:
    """Floats as sortable numbers: their own bits, below zero all but the sign turned round, then the sign."""
    bits = (figures + 0.0).view(np.int64)
    return np.where(bits < 0, bits ^ np.int64(2**63 - 1), bits).view(np.uint64) + _SIGN


def _dates(segment: Segment) -> _Values:
    """Each day of a mention of up to a week, the first and the last of a longer one.

    A period of DESIGN's `date:` matches a longer mention only when it is at least as long itself; then it holds one of
    its ends.
    """
    first, last = (segment.column(f"date_{end}").astype(np.int64) for end in ("first", "last"))
    of = segment.column("date_passage")
    known = (first != NO_DAY) & (last != NO_DAY) & (last >= first)
    first, last, of = first[known], last[known], of[known]
    short = last - first < WEEK
    counts = (last - first + 1)[short]
    days = np.concatenate((ranges(first[short], counts), first[~short], last[~short]))
    return _Values(day_keys(days), np.concatenate((np.repeat(of[short], counts), of[~short], of[~short])))


def _numbers(segment: Segment) -> _Values:
    """Both ends of each stated range."""
    of = segment.column("quantity_passage")
    figures = np.concatenate((segment.column("quantity_low"), segment.column("quantity_high")))
    known = ~np.isnan(figures)
    return _Values(figure_keys(figures[known]), np.concatenate((of, of))[known])


def _said_on(segment: Segment) -> _Values:
    on = segment.column("statement_on")
    known = on != NO_DAY
    return _Values(day_keys(on[known]), segment.column("statement_passage")[known])


def _published(segment: Segment) -> _Values:
    days = segment.column("document_published")[segment.column("passage_document")]
    known = np.flatnonzero(days != NO_DAY).astype(np.int32)
    return _Values(day_keys(days[known]), known)


VALUES: Final[dict[str, Callable[[Segment], _Values]]] = {
    "date": _dates,
    "number": _numbers,
    "on": _said_on,
    "published": _published,
}
"""The fields of days and figures, and the function that reads the values of each."""
