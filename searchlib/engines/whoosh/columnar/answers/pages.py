"""Orders the matches of a query and cuts the page asked for out of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

import numpy as np

from searchlib.array_types import Bits64, Floats, Ints
from searchlib.engines.answers import Match, Request
from searchlib.engines.whoosh.columnar.answers import sorting
from searchlib.engines.whoosh.columnar.answers.references import PassageRow
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.fields import SORTS
from searchlib.matching import deadline
from searchlib.matching.deadline import OutOfTime
from searchlib.near_duplicates import Groups
from searchlib.query.options import SearchOptions


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
        keys = np.empty(len(matched))
        for number, plan in enumerate(plans):
            own = np.flatnonzero(matched.segments == number)
            if len(own):
                keys[own] = _keys(request, plan, matched.passages[own])
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
            heads, duplicates = sorting.collapsed(self._fingerprints(ordered), self._near_duplicates, wanted)
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
        for number, segment in enumerate(self._segments):
            own = matched.segments == number
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

    def _fingerprints(self, matched: Matched) -> Bits64:
        prints = np.zeros(len(matched), np.uint64)
        for number, segment in enumerate(self._segments):
            own = matched.segments == number
            prints[own] = segment.column("passage_fingerprint")[matched.passages[own]]
        return prints


def _keys(request: Request, plan: SegmentPlan, passages: Ints) -> Floats:
    """The sort keys of these passages of a segment."""
    sort = request.options.sort
    if sort in ("score", "published"):
        return sorting.published_keys(plan, passages)
    keys = sorting.date_keys if sort == "date" else sorting.number_keys
    return keys(plan, passages, request.node)


def _row(matched: Matched, at: int) -> PassageRow:
    return PassageRow(int(matched.segments[at]), int(matched.passages[at]))
