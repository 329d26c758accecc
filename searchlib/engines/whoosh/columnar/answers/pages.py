"""Orders the matches of a query and cuts the page asked for out of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property, lru_cache, partial
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from searchlib.analysis import fold
from searchlib.array_types import Bits64, Floats, Ints
from searchlib.engines.answers import Match, Request
from searchlib.engines.whoosh.columnar.answers import document_values, sorting
from searchlib.engines.whoosh.columnar.answers.references import PassageRow
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.columnar.store.layout import MENTION_TABLES
from searchlib.fields import FIELDS, SORTS, Field
from searchlib.matching import deadline
from searchlib.matching.deadline import OutOfTime
from searchlib.near_duplicates import Groups, Naming
from searchlib.query.nodes import Node
from searchlib.query.options import SearchOptions

_NAMED: Final = 1 << 10
"""Texts whose names are remembered while a page is collapsed."""


class Pages:
    """Orders, groups and collapses matches of one snapshot."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments

    def ordered(self, request: Request, plans: Sequence[SegmentPlan], matched: Matched) -> Matched:
        """The matches in the order asked for; without any score, newest publication first."""
        if not len(matched):
            return matched
        sort, reverse = request.options.sort, request.options.reverse
        if sort == "score" and matched.scores.any():
            return sorting.sorted_by(matched, matched.scores, ascending=reverse)
        keys_of = SORT_KEYS["published" if sort == "score" else sort]
        keys: NDArray[Any] = np.empty(len(matched), object)
        for ordinal, plan in enumerate(plans):
            own = np.flatnonzero(matched.segments == ordinal)
            if len(own):
                keys[own] = keys_of(plan, matched.passages[own], request.node)
        keys = _ranks(keys) if isinstance(keys[0], str) else keys.astype(np.float64)
        return sorting.sorted_by(matched, keys, ascending=(SORTS[sort] == "ascending") != reverse)

    def page_in_time(self, options: SearchOptions, ordered: Matched) -> tuple[tuple[Match, ...], bool]:
        """The page and True; with near-duplicates one by one, and False, when there is no time to collapse them."""
        try:
            return tuple(self.page(options, ordered)), True
        except OutOfTime:
            return self.uncollapsed_page(options, ordered), False

    def uncollapsed_page(self, options: SearchOptions, ordered: Matched) -> tuple[Match, ...]:
        """The page with near-duplicates one by one, made without a look at the clock: when time has run out."""
        with deadline.within(None):
            return tuple(self.page(replace(options, collapse=False), ordered))

    def page(self, options: SearchOptions, ordered: Matched) -> Iterator[Match]:
        """The page asked for; it counts what is shown, so groups and not the passages under them. Raises OutOfTime."""
        wanted = len(ordered) if options.group else min(options.offset + options.limit, len(ordered))
        duplicates: dict[int, list[int]] = {}
        heads = np.arange(wanted)
        if options.collapse:
            naming = lru_cache(maxsize=_NAMED)(partial(self._naming, ordered))
            heads, duplicates = sorting.collapsed(self._fingerprints(ordered), self._near_duplicates, wanted, naming)
        more = np.zeros(len(heads), np.int64)
        if options.group == "document":
            firsts, group = sorting.grouped(self.documents(ordered)[heads])
            more = np.bincount(group, minlength=len(firsts)) - 1
            heads = heads[firsts]
        cut = slice(options.offset, options.offset + options.limit)
        for at, count in zip(heads[cut].tolist(), more[cut].tolist(), strict=True):
            under = tuple(_row(ordered, other) for other in duplicates.get(at, ()))
            yield Match(_row(ordered, at), float(ordered.scores[at]), under, count)

    def documents(self, matched: Matched) -> Ints:
        """The document of each match, numbered through all segments."""
        documents = np.empty(len(matched), np.int64)
        base = 0
        for ordinal, segment in enumerate(self._segments):
            own = matched.segments == ordinal
            documents[own] = segment.column("passage_document")[matched.passages[own]].astype(np.int64) + base
            base += segment.documents
        return documents

    @cached_property
    def _near_duplicates(self) -> Groups:
        """The groups of near-duplicates among all living passages."""
        prints = [segment.column("passage_fingerprint") for segment in self._segments]
        living = [
            own if segment.deletions.alive is None else own[segment.deletions.alive]
            for own, segment in zip(prints, self._segments, strict=True)
        ]
        return Groups(np.concatenate([np.empty(0, np.uint64), *living]))

    def _naming(self, matched: Matched, at: int) -> Naming:
        """What the text of a match names."""
        segment = self._segments[int(matched.segments[at])]
        return Naming.of(segment.records.passages[int(matched.passages[at])].text)

    def _fingerprints(self, matched: Matched) -> Bits64:
        prints = np.zeros(len(matched), np.uint64)
        for ordinal, segment in enumerate(self._segments):
            own = matched.segments == ordinal
            prints[own] = segment.column("passage_fingerprint")[matched.passages[own]]
        return prints


SortKeys = Callable[[SegmentPlan, Ints, Node], NDArray[Any]]
"""The keys of passages of one segment, for a query: numbers (NaN: unknown), or texts ("": unknown)."""


def _sort_keys(row: Field) -> SortKeys:
    """What orders hits by a field, by its kind and table. Raises ValueError when the index keeps nothing to order by."""
    column = f"{row.table}_{'first' if row.kind == 'period' else row.name}"
    kept = column in document_values.COLUMN_NAMES
    if row.table == "document" and row.kind == "day" and kept:
        return lambda plan, passages, _: sorting.document_day_keys(plan, passages, row.name)
    if row.table == "document" and row.kind == "keyword" and document_values.is_kept(row.name):
        return lambda plan, passages, _: _keywords(plan, passages, row.name)
    if row.table in MENTION_TABLES and row.kind in ("period", "day") and kept:
        return lambda plan, passages, node: sorting.earliest_keys(plan, passages, node, column)
    if row.table == "quantity" and row.kind == "range":
        return sorting.number_keys
    raise ValueError(
        f"Hits cannot be sorted by the field {row.name!r}: segments keep no values of kind {row.kind!r} for it in the "
        f"table {row.table!r}. Add its column to store/layout.py, or take `sort` out of fields.py."
    )


def _keywords(plan: SegmentPlan, passages: Ints, name: str) -> NDArray[Any]:
    """The keyword of each passage's document."""
    return document_values.keywords(plan.segment, name, plan.segment.column("passage_document")[passages])


def _ranks(texts: NDArray[Any]) -> Floats:
    """The place of each text in their folded order, NaN for none."""
    folded = [fold(text) for text in texts.tolist()]
    place = {text: at for at, text in enumerate(sorted(set(folded)))}
    return np.array([place[text] if text else np.nan for text in folded], np.float64)


SORT_KEYS: Final[dict[str, SortKeys]] = {row.name: _sort_keys(row) for row in FIELDS if row.sort}
"""What orders hits by each field that can."""


def _row(matched: Matched, at: int) -> PassageRow:
    return PassageRow(int(matched.segments[at]), int(matched.passages[at]))
