"""Carries out the plans of a query in all segments: the best passages, all matches, or how many there are."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from searchlib import ranking
from searchlib.array_types import Floats, Integers, Rows
from searchlib.engines.whoosh.columnar.answers.references import PassageRow
from searchlib.engines.whoosh.columnar.answers.sorting import Matched
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import Allowed, SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.matching import deadline
from searchlib.matching.deadline import OutOfTime
from searchlib.matching.mentions import asked_confidences
from searchlib.query.nodes import Node
from searchlib.ranking.postings import NO_TOP, Top, merge_top

Ranked = list[tuple[PassageRow, float]]


class Executor:
    """Executes queries over the segments of one snapshot; `speaker_rows` knows for each segment who a name finds."""

    def __init__(
        self, segments: Sequence[Segment], statistics: Statistics, speaker_rows: Sequence[SpeakerRows]
    ) -> None:
        self._segments = segments
        self._statistics = statistics
        self._speaker_rows = speaker_rows
        self.planner = Planner(segments, statistics)
        self.passages = sum(segment.passages for segment in segments)
        self._bases: list[int] = np.cumsum([0, *[segment.passages for segment in segments]])[:-1].tolist()

    # --- plans -------------------------------------------------------------------------------------------------

    def segment_plans(self, node: Node, *, added_after: int | None = None) -> list[SegmentPlan]:
        """The plans that evaluate the query in each segment."""
        confidences = asked_confidences(node)
        if confidences is None and added_after is None:
            return self._plain
        return self._make_plans(confidences, added_after)

    @cached_property
    def _plain(self) -> list[SegmentPlan]:
        """The plans of a query that asks nothing of confidence or of when a document came, as hardly any does."""
        return self._make_plans(None, None)

    def _make_plans(self, confidences: frozenset[str] | None, added_after: int | None) -> list[SegmentPlan]:
        return [
            SegmentPlan(
                segment,
                self._statistics,
                self.planner,
                confidences=confidences,
                speaking=speaker_rows,
                added_after=added_after,
            )
            for segment, speaker_rows in zip(self._segments, self._speaker_rows, strict=True)
        ]

    # --- the best ----------------------------------------------------------------------------------------------

    def best(
        self, flat: FlatPlan, plans: Sequence[SegmentPlan], k: int, allowed: list[Allowed] | None = None
    ) -> tuple[Ranked, bool]:
        """The best `k` passages of a flat plan, and whether time sufficed for all segments.

        Each segment is given the score to beat. `allowed` is filled with the passages that each segment allows.
        """
        parts: list[Top] = []
        bases: list[int] = []
        top = NO_TOP
        try:
            for ordinal, plan in enumerate(plans):
                deadline.check()
                left = plan.allowed(flat)
                if allowed is not None:
                    allowed.append(left)
                if k <= 0:
                    continue
                floor = float(top.scores[-1]) if len(top.scores) >= k else -1.0
                part = plan.best(flat, k, left, floor)
                if part is None:
                    continue
                parts.append(part)
                bases.append(self._bases[ordinal])
                top = merge_top(parts, bases, k)
        except OutOfTime:
            return self._rows(top), False
        return self._rows(top), True

    def best_each(self, nodes: Sequence[Node], k: int) -> list[Top | None]:
        """The best `k` passages of each query, numbered through all segments; None for a query that has to be ranked alone.

        Alone are ranked queries with filters, and nested ones.
        """
        flats = {at: flat for at, node in enumerate(nodes) if (flat := self._batched(node)) is not None}
        parts: dict[int, tuple[list[Top], list[int]]] = {at: ([], []) for at in flats}
        tops: dict[int, Top] = dict.fromkeys(flats, NO_TOP)
        for ordinal, plan in enumerate(self._plain if k > 0 else ()):
            floors = [float(top.scores[-1]) if len(top.scores) >= k else -1.0 for top in tops.values()]
            for at, part in zip(flats, plan.best_each([*flats.values()], k, floors), strict=True):
                if part is not None:
                    parts[at][0].append(part)
                    parts[at][1].append(self._bases[ordinal])
                    tops[at] = merge_top(*parts[at], k)
        return [tops.get(at) for at in range(len(nodes))]

    def _batched(self, node: Node) -> FlatPlan | None:
        """The plan of a query that is ranked together with others: words and phrases, no filters."""
        if asked_confidences(node) is not None:
            return None
        flat = self.planner.flat(node)
        plain = flat is not None and flat.scored and not (flat.filters or flat.excluded_filters)
        return flat if plain else None

    def number(self, ref: PassageRow) -> int:
        """A passage's number, counted through all segments."""
        return self._bases[ref.segment] + ref.row

    def numbered(self, number: int) -> PassageRow:
        """The passage of a number."""
        segment = bisect_right(self._bases, number) - 1
        return PassageRow(segment, number - self._bases[segment])

    def _rows(self, top: Top) -> Ranked:
        """The passages and scores of a list of best passages, numbered through all segments."""
        passages, scores = top.documents.tolist(), top.scores.tolist()
        if len(self._segments) == 1:
            return [(PassageRow(0, passage), score) for passage, score in zip(passages, scores, strict=True)]
        segments = (np.searchsorted(self._bases, top.documents, side="right") - 1).tolist()
        return [
            (PassageRow(segment, passage - self._bases[segment]), score)
            for segment, passage, score in zip(segments, passages, scores, strict=True)
        ]

    # --- counts ------------------------------------------------------------------------------------------------

    def count(self, node: Node, *, added_after: int | None = None) -> int:
        """How many passages match a query. Raises OutOfTime."""
        plans = self.segment_plans(node, added_after=added_after)
        flat = self.planner.flat(node)
        if flat is not None and flat.scored:
            return self.total(flat, plans)
        matched, complete = self.all(node, flat, plans)
        if not complete:
            raise OutOfTime
        return len(matched)

    def total(
        self,
        flat: FlatPlan,
        plans: Sequence[SegmentPlan],
        allowed: Sequence[Allowed] | None = None,
        *,
        require_all: bool = False,
    ) -> int:
        """How many passages match a flat plan, or hold every word of it. Raises OutOfTime."""
        total = 0
        for ordinal, plan in enumerate(plans):
            deadline.check()
            left = plan.allowed(flat) if allowed is None else allowed[ordinal]
            terms = plan.terms(flat, require_all=require_all)
            if terms is not None:
                total += ranking.variant().count(plan.ranked, terms, allowed=left.mask)
        return total

    def matching(self, flat: FlatPlan, plans: Sequence[SegmentPlan], allowed: Sequence[Allowed]) -> list[Rows]:
        """For each segment the passages that match a flat plan, ascending, without their scores. Raises OutOfTime."""
        matched: list[Rows] = []
        for plan, left in zip(plans, allowed, strict=True):
            deadline.check()
            terms = plan.terms(flat)
            none = np.empty(0, np.int32)
            matched.append(none if terms is None else ranking.variant().match(plan.ranked, terms, allowed=left.mask))
        return matched

    # --- all matches -------------------------------------------------------------------------------------------

    def all(self, node: Node, flat: FlatPlan | None, plans: Sequence[SegmentPlan]) -> tuple[Matched, bool]:
        """Every match with its score, in no order; False when time ran out before all segments were searched."""
        segments, passages, scores = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        complete = True
        try:
            for ordinal, plan in enumerate(plans):
                deadline.check()
                rows, values = _flat_matches(flat, plan) if flat is not None else _nested_matches(node, plan)
                segments.append(np.full(len(rows), ordinal, np.int64))
                passages.append(rows.astype(np.int64))
                scores.append(values)
        except OutOfTime:
            complete = False
        return Matched(np.concatenate(segments), np.concatenate(passages), np.concatenate(scores)), complete


def _flat_matches(flat: FlatPlan, plan: SegmentPlan) -> tuple[Integers, Floats]:
    """The passages of a segment that match a flat plan, and their scores."""
    allowed = plan.allowed(flat).mask
    if flat.scored:
        terms = plan.terms(flat)
        if terms is None:
            return np.empty(0, np.int64), np.empty(0)
        top = ranking.variant().rank(plan.ranked, terms, plan.segment.passages, allowed=allowed)
        return top.documents, top.scores
    for clause in flat.excluded:  # words excluded and none asked for
        excluded = plan.nested().holding(clause)
        allowed = ~excluded if allowed is None else allowed & ~excluded
    if not (flat.filters or flat.excluded_filters or flat.excluded):
        return np.empty(0, np.int64), np.empty(0)
    rows = np.arange(plan.segment.passages) if allowed is None else np.flatnonzero(allowed)
    return rows, np.zeros(len(rows))


def _nested_matches(node: Node, plan: SegmentPlan) -> tuple[Integers, Floats]:
    """The passages of a segment that match a nested query, and their scores."""
    matches = plan.nested().matches(node)
    mask = matches.mask & matches.counts_alone
    if plan.living is not None:
        mask &= plan.living
    rows = np.flatnonzero(mask)
    return rows, np.zeros(len(rows)) if matches.scores is None else matches.scores[rows]
