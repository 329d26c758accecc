"""Plans of queries: a flat query becomes lists of clauses with weights, made from the statistics of all segments.

A query is flat when its shape is clauses side by side, an AND or an OR of scored leaves, with filters beside them. Its
plan is run in each segment by `segment_plan`, as one table of posting lists; every other query is nested and is
evaluated node by node (`nested`). Both give a passage the same score: the shares of the lists that hold it, added in the
order of their labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, leaf_clause, term_clause
from searchlib.engines.whoosh.columnar.evaluation.statistics import Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.query.nodes import And, Clauses, Filter, Node, Not, Nothing, Or, Scored, Word
from searchlib.ranking.function_words import shares
from searchlib.ranking.postings import Segment as RankedSegment

_CACHED_CLAUSES: Final = 4096
"""Words whose clauses are remembered: the next query asks for some of them again."""


@dataclass
class FlatPlan:
    """A query without nesting. `filters` and `excluded_filters` are filter leaves that must, and must not, hold."""

    optional: list[Clause] = field(default_factory=list)
    required: list[Clause] = field(default_factory=list)
    excluded: list[Clause] = field(default_factory=list)
    filters: list[Node] = field(default_factory=list)
    excluded_filters: list[Node] = field(default_factory=list)

    @property
    def scored(self) -> bool:
        """Whether a passage must hold a word, and gets a score."""
        return bool(self.optional or self.required)


class Planner:
    """Makes plans for one snapshot; `flat` is None for a nested query."""

    def __init__(self, segments: Sequence[Segment], statistics: Statistics) -> None:
        self._segments = segments
        self._statistics = statistics
        self._ranked: dict[str, RankedSegment] = {}
        self._cached: dict[tuple[tuple[str, ...], str | None, float], Clause] = {}

    def ranked(self, segment: Segment) -> RankedSegment:
        """The segment as ranking reads it, with the statistics of the whole snapshot: made once."""
        known = self._ranked.get(segment.name)
        if known is None:
            known = RankedSegment(segment.dictionary.postings, segment.lengths, self._statistics.norms)
            self._ranked[segment.name] = known
        return known

    def flat(self, node: Node) -> FlatPlan | None:
        """The query as a table, or None when it is nested."""
        plan = FlatPlan()
        if isinstance(node, Scored):
            return self._optional(plan, [node])
        if isinstance(node, Filter):
            plan.filters.append(node)
            return plan
        if isinstance(node, Clauses):
            return self._clauses(plan, node)
        if isinstance(node, And):
            return self._required(plan, node.nodes)
        if isinstance(node, Or) and all(isinstance(operand, Scored) for operand in node.nodes):
            return self._optional(plan, node.nodes)
        if isinstance(node, Not):
            return self._required(plan, (node,))
        return plan if isinstance(node, Nothing) else None

    def _clauses(self, plan: FlatPlan, node: Clauses) -> FlatPlan | None:
        made = self._optional(plan, node.optional) and self._required(plan, node.required)
        return made and self._required(plan, tuple(Not(excluded) for excluded in node.excluded))

    def _required(self, plan: FlatPlan, nodes: Iterable[Node]) -> FlatPlan | None:
        for node in nodes:
            if isinstance(node, Scored):
                plan.required.append(self.leaf(node))
            elif isinstance(node, Filter):
                plan.filters.append(node)
            elif isinstance(node, Not) and isinstance(node.node, Scored):
                plan.excluded.append(self.leaf(node.node))
            elif isinstance(node, Not) and isinstance(node.node, Filter):
                plan.excluded_filters.append(node.node)
            else:
                return None
        return plan

    def _optional(self, plan: FlatPlan, nodes: Iterable[Node]) -> FlatPlan | None:
        words: list[Word] = []
        waiting = list(nodes)
        for node in waiting:  # alternatives side by side are more of the same: they join at the end
            if isinstance(node, Word):
                words.append(node)
            elif isinstance(node, Scored):
                plan.optional.append(self.leaf(node))
            elif isinstance(node, Or) and all(isinstance(operand, Scored) for operand in node.nodes):
                waiting += node.nodes
            else:
                return None
        plan.optional += self.words(words)
        return plan

    def words(self, nodes: Iterable[Word]) -> list[Clause]:
        """The clauses of words side by side. They are counted: one asked twice weighs twice; `long-range` is two words.

        In a long query, function words without a boost of their own weigh less: see `function_words`.
        """
        counts: dict[tuple[tuple[str, ...], str | None, float], int] = {}
        for node in nodes:
            for word in self._statistics.analyzer.query_terms(node.text):
                key = (word.terms, node.field, node.boost)
                counts[key] = counts.get(key, 0) + 1
        kept = shares((terms for terms, *_ in counts), sum(counts.values()), self._statistics.analyzer)
        return [
            self._clause(terms, name, boost * count * (kept[terms] if boost == 1.0 else 1.0))
            for (terms, name, boost), count in counts.items()
        ]

    def _clause(self, terms: tuple[str, ...], field: str | None, boost: float) -> Clause:
        """The clause of a word, from the cache if possible."""
        key = (terms, field, boost)
        known = self._cached.get(key)
        if known is None:
            if len(self._cached) >= _CACHED_CLAUSES:
                self._cached.clear()
            known = self._cached[key] = term_clause(self._statistics, terms, field, boost)
        return known

    def leaf(self, node: Scored) -> Clause:
        """The clause of one scored leaf."""
        if isinstance(node, Word):
            words = self._statistics.analyzer.query_terms(node.text)
            if len(words) == 1:
                return self._clause(words[0].terms, node.field, node.boost)
        return leaf_clause(self._statistics, self._segments, node)
