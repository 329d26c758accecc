"""Runs a flat plan in one segment: makes its table of posting lists, and finds the passages that its filters leave."""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np

from searchlib.array_types import Integers, Mask, Rows
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, PostingSource
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.engines.whoosh.columnar.evaluation.table_rows import MatchingRows
from searchlib.engines.whoosh.columnar.evaluation.term_filters import SpeakerRows
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.matching import deadline
from searchlib.query.nodes import ExtraValue, Filter, Keyword, Name, Node, Noun, Said
from searchlib.ranking import variant
from searchlib.ranking.impacts import derive
from searchlib.ranking.postings import EMPTY, EXCLUDED, OPTIONAL, REQUIRED, Matches, Term, Terms, Top

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.evaluation.nested import NestedEvaluator

_SELECTIVE: Final = 16
"""When at most one passage in so many is left, the next filter looks at their rows alone."""

_FEWEST: Final = 256
"""At most so many passages, or one in so many, are looked up one by one instead of reading whole lists."""

_CACHED_LISTS: Final = 4096
"""Clauses whose lists in the segment are remembered: the next query asks for some of them again."""


class Allowed:
    """Passages that survive deletions and filters: as row numbers when few (`rows`), else as a `mask`.

    Both are None when all passages survive.
    """

    def __init__(self, passages: int, *, mask: Mask | None = None, rows: Rows | None = None) -> None:
        self.rows = rows
        self._passages = passages
        self._mask = mask

    @property
    def mask(self) -> Mask | None:
        """bool[P]; made from `rows` when it is first asked for."""
        if self.rows is not None and self._mask is None:
            self._mask = np.zeros(self._passages, np.bool_)
            self._mask[self.rows] = True
        return self._mask


class SegmentList(NamedTuple):
    """A posting list of a clause in one segment: `list_id` is its term's row, or ~n for the n-th list derived for the query."""

    label: str
    field: int
    list_id: int
    weight: float
    retrieves: bool


_ORDER: Final = itemgetter(0, 1)  # of rows in a table: by label, then by field


class SegmentPlan:
    """Runs plans in one segment. It keeps nothing of a query: one object serves many queries."""

    def __init__(
        self,
        segment: Segment,
        statistics: Statistics,
        planner: Planner,
        *,
        confidences: frozenset[str] | None = None,
        speaking: SpeakerRows | None = None,
        added_after: int | None = None,
    ) -> None:
        self.segment = segment
        self.living = _living(segment, added_after)
        self._statistics = statistics
        self._planner = planner
        self.filters = Filters(segment, confidences, speaking)
        self.ranked = planner.ranked(segment)
        self._cached_lists: dict[Clause, tuple[SegmentList, ...]] = {}

    # --- flat --------------------------------------------------------------------------------------------------

    def best(self, plan: FlatPlan, k: int, allowed: Allowed, floor: float) -> Top | None:
        """The best `k` allowed passages that score above `floor`; None when no passage can match."""
        rows, mask = (allowed.rows, None) if allowed.rows is not None else (None, allowed.mask)
        alone = self._alone(plan)
        if alone is not None:
            return variant().rank_list(self.ranked, *alone, k, allowed=mask, among=rows, floor=floor)
        terms = self.terms(plan)
        if terms is None:
            return None
        return variant().rank(self.ranked, terms, k, allowed=mask, among=rows, floor=floor)

    def best_each(self, plans: Sequence[FlatPlan], k: int, floors: Sequence[float]) -> list[Top | None]:
        """`best` of many plans without filters, each with its own floor, ranked in one call."""
        tops: list[Top | None] = [None] * len(plans)
        many: dict[int, Terms] = {}
        for at, plan in enumerate(plans):
            alone = self._alone(plan)
            if alone is not None:
                tops[at] = variant().rank_list(self.ranked, *alone, k, allowed=self.living, floor=floors[at])
            elif (terms := self.terms(plan)) is not None:
                many[at] = terms
        ranked = variant().rank_each(
            self.ranked, [*many.values()], k, allowed=self.living, floors=[floors[at] for at in many]
        )
        for at, top in zip(many, ranked, strict=True):
            tops[at] = top
        return tops

    def _alone(self, plan: FlatPlan) -> tuple[Matches, Term] | None:
        """The derived list of a plan that has only that one (a phrase, a pattern): it needs no table."""
        clauses = [*plan.optional, *plan.required]
        if len(clauses) != 1 or plan.excluded or not clauses[0].derived:
            return None
        lists: list[Matches] = []
        placed = self._lists(clauses[0], lists, [])
        if len(placed) != 1 or len(lists) != 1 or not placed[0].retrieves:
            return None
        return lists[0], Term(placed[0].list_id, placed[0].weight, placed[0].field)

    def terms(self, plan: FlatPlan, *, require_all: bool = False) -> Terms | None:
        """The plan's lists in this segment; None when no passage can match.

        `require_all` makes every clause required.
        """
        roles = [(clause, REQUIRED if require_all else OPTIONAL) for clause in plan.optional]
        roles += [(clause, REQUIRED) for clause in plan.required] + [(clause, EXCLUDED) for clause in plan.excluded]
        if plan.required or require_all:
            roles += self._text_required([clause for clause, role in roles if role != EXCLUDED])
        rows: list[tuple[Any, ...]] = []
        lists: list[Matches] = []
        fields: list[int] = []
        brings = False
        for ordinal, (clause, role) in enumerate(roles):
            required = role == REQUIRED
            placed = self._lists(clause, lists, fields)
            if required and not placed:
                return None
            for label, row, list_id, weight, retrieves in placed:
                share = 0.0 if role == EXCLUDED else weight
                rows.append((label, row, list_id, ordinal, role, retrieves or required, share))
                brings = brings or (role != EXCLUDED and (retrieves or required))
        if not brings:
            return None
        rows.sort(key=_ORDER)
        _, field_rows, list_ids, clauses, asked, retrieving, weights = zip(*rows, strict=True)
        table = np.array((list_ids, field_rows, clauses, asked, retrieving), np.int64)
        return Terms(table, np.array(weights, np.float64), derive(self.ranked, lists, fields) if lists else EMPTY)

    def _lists(self, clause: Clause, lists: list[Matches], fields: list[int]) -> tuple[SegmentList, ...]:
        """The clause's lists that this segment has; derived ones are added to `lists` and `fields`."""
        known = self._cached_lists.get(clause)
        if known is None:
            list_ids = ((source, self._list_id(source, lists, fields)) for source in clause.sources)
            known = tuple(
                SegmentList(source.label, ROWS[source.field], list_id, source.weight, source.retrieves)
                for source, list_id in list_ids
                if list_id is not None
            )
            if not clause.derived:
                if len(self._cached_lists) >= _CACHED_LISTS:
                    self._cached_lists.clear()
                self._cached_lists[clause] = known
        return known

    def _list_id(self, source: PostingSource, lists: list[Matches], fields: list[int]) -> int | None:
        """The list of a source: its term, or ~n for the n-th derived list, added to `lists`; None when it is empty."""
        if source.derive is None:
            term = self.segment.dictionary.find(source.field, source.term)
            return None if term < 0 else term
        matches = source.derive(self.segment)
        if not len(matches.documents):
            return None
        lists.append(matches)
        fields.append(ROWS[source.field])
        return ~(len(lists) - 1)

    def _text_required(self, clauses: Sequence[Clause]) -> list[tuple[Clause, int]]:
        """One more clause, required: a word in the text. Without it title words alone would satisfy required words."""
        if not any(self._exists(source) for clause in clauses for source in clause.score_only):
            return []
        sources = [source for clause in clauses for source in clause.sources]
        retrieving = [
            PostingSource(source.field, source.label, 0.0, 0.0, True, source.term, source.derive)
            for source in sources
            if source.retrieves
        ]
        return [(Clause(tuple(retrieving)), REQUIRED)]

    def _exists(self, source: PostingSource) -> bool:
        if source.derive is None:
            return self.segment.dictionary.find(source.field, source.term) >= 0
        return len(source.derive(self.segment).documents) > 0

    def allowed(self, plan: FlatPlan) -> Allowed:
        """The passages that are not deleted and satisfy all filters and no excluded filter."""
        size, mask = self.segment.passages, self.living
        if plan.filters:
            chosen = self._chosen(plan.filters)
            if mask is not None:
                chosen = chosen[mask[chosen]]
            if not plan.excluded_filters and len(chosen) <= max(_FEWEST, size // _FEWEST):
                return Allowed(size, rows=chosen.astype(np.int32, copy=False))
            mask = np.zeros(size, np.bool_)
            mask[chosen] = True
        for node in plan.excluded_filters:
            held = ~self.filter(node)
            mask = held if mask is None else mask & held
        return Allowed(size, mask=mask)

    def _chosen(self, filters: Sequence[Node]) -> Integers:
        """The passages that satisfy every filter. Filters answered by posting lists go first: they leave few passages."""
        first, *rest = sorted(filters, key=lambda node: not isinstance(node, Name | Noun | Keyword | ExtraValue))
        chosen = self._satisfying(first)
        for node in rest:
            narrow = len(chosen) * _SELECTIVE < self.segment.passages
            if narrow and isinstance(node, Filter) and not isinstance(node, Said):
                chosen = self.filters.satisfying(node, chosen)
            else:
                chosen = np.intersect1d(chosen, self._satisfying(node), assume_unique=True)
        return chosen

    def _satisfying(self, node: Node) -> Integers:
        deadline.check()
        if isinstance(node, Said):
            return self.filters.passages_of(self.rows(node))
        assert isinstance(node, Filter)
        return self.filters.passages(node)

    def filter(self, node: Node) -> Mask:
        """bool[P]: the passages that satisfy a filter leaf."""
        mask = np.zeros(self.segment.passages, np.bool_)
        mask[self._satisfying(node)] = True
        return mask

    def rows(self, node: Node) -> MatchingRows:
        """The mention rows that satisfy a filter leaf."""
        if isinstance(node, Said):
            from searchlib.engines.whoosh.columnar.evaluation.statement_filters import StatementFilters  # rarely asked

            return StatementFilters(self.filters).rows(node)
        assert isinstance(node, Filter)
        return self.filters.rows(node)

    # --- nested ------------------------------------------------------------------------------------------------

    def nested(self) -> NestedEvaluator:
        """The evaluator of nested queries in this segment."""
        from searchlib.engines.whoosh.columnar.evaluation.nested import NestedEvaluator  # few queries are nested

        return NestedEvaluator(self.segment, self._statistics, self._planner, self.filter)


def _living(segment: Segment, added_after: int | None) -> Mask | None:
    """bool[P]: passages that are not deleted and were added after that commit; None when that is all of them."""
    if added_after is None:
        return segment.deletions.alive
    late = (segment.column("document_added") > added_after)[segment.column("passage_document")]
    return late if segment.deletions.alive is None else late & segment.deletions.alive
