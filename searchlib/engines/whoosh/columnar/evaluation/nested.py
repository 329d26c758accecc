"""Evaluates nested queries node by node, as masks and scores over all passages of a segment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from searchlib.array_types import Floats, Mask
from searchlib.engines.whoosh.columnar.evaluation.planner import Planner
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, postings_of
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.matching import deadline
from searchlib.query.nodes import And, Clauses, Filter, Node, Not, Or, Scored, Word
from searchlib.ranking import bm25


@dataclass(frozen=True)
class NodeMatches:
    """The matches of a node in all passages of a segment.

    `mask`: the passage matches. `counts_alone`: it may be returned; False for a passage that matches only by its
    document's title and is not the document's first passage, which may be scored only. `scores`: its share of the score,
    0 where it does not match.
    """

    mask: Mask
    counts_alone: Mask
    scores: Floats | None = None


class _Combination:
    """Several nodes combined by AND (`require_all`) or OR, one after the other: a query may have a thousand of them.

    `counts_alone` is true where it is true in some part (of an AND: in some scored part); `scores` sums the shares of the
    parts, and is None when no part has scores.
    """

    def __init__(self, size: int, *, require_all: bool) -> None:
        self._require_all = require_all
        self.mask: Mask = np.full(size, require_all)
        self.counts_alone: Mask = np.zeros(size, np.bool_)
        self.scores: Floats | None = None

    def add(self, part: NodeMatches) -> None:
        """Combine with one more part. Raises OutOfTime."""
        deadline.check()
        join = np.logical_and if self._require_all else np.logical_or
        join(self.mask, part.mask, out=self.mask)
        if part.scores is None:
            if not self._require_all:
                self.counts_alone |= part.counts_alone
            return
        self.counts_alone |= part.counts_alone
        if self.scores is None:
            self.scores = np.zeros(len(self.mask))
        self.scores += np.where(part.mask, part.scores, 0.0)

    def total(self) -> Floats | None:
        """The sum of the shares, 0 where the parts together do not match."""
        return None if self.scores is None else np.where(self.mask, self.scores, 0.0)


class NestedEvaluator:
    """Evaluates nodes in one segment; `filter_mask` gives the passages that satisfy a filter leaf, as a mask."""

    def __init__(
        self, segment: Segment, statistics: Statistics, planner: Planner, filter_mask: Callable[[Node], Mask]
    ) -> None:
        self._segment = segment
        self._size = segment.passages
        self._statistics = statistics
        self._planner = planner
        self._filter = filter_mask
        self._masks: dict[Node, Mask] = {}

    def matches(self, node: Node) -> NodeMatches:
        """The node's matches and scores, deleted passages included. Raises OutOfTime."""
        if isinstance(node, Scored):
            return self._leaf(self._planner.leaf(node))
        if isinstance(node, Filter):
            mask = self._masks.get(node)
            if mask is None:
                mask = self._masks[node] = self._filter(node)
            return NodeMatches(mask, mask)
        if isinstance(node, Not):
            inner = self.matches(node.node)
            mask = ~(inner.mask & inner.counts_alone)
            return NodeMatches(mask, mask)
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return self._any(self._alternatives(node.nodes))
        if isinstance(node, Clauses):
            return self._side_by_side(node)
        nothing = np.zeros(self._size, np.bool_)
        return NodeMatches(nothing, nothing)

    def holding(self, clause: Clause) -> Mask:
        """The passages that hold a clause in a list that retrieves."""
        return self._leaf(clause).counts_alone

    def _leaf(self, clause: Clause) -> NodeMatches:
        size = self._size
        mask, counts_alone, scores = np.zeros(size, np.bool_), np.zeros(size, np.bool_), np.zeros(size)
        for source in clause.sources:
            documents, frequencies, *_ = postings_of(self._segment, source)
            self._segment.checked(documents, size)
            mask[documents] = True
            if source.retrieves:
                counts_alone[documents] = True
            row = ROWS[source.field]
            norms = self._statistics.norms[row].take(self._segment.lengths[row][documents])
            scores[documents] += bm25.share(source.weight, frequencies.astype(np.float64), norms)
        return NodeMatches(mask, counts_alone, scores)

    def _all(self, nodes: Sequence[Node]) -> NodeMatches:
        joined = _Combination(self._size, require_all=True)
        for node in nodes:
            joined.add(self.matches(node))
        counts_alone = joined.mask if joined.scores is None else joined.mask & joined.counts_alone
        return NodeMatches(joined.mask, counts_alone, joined.total())

    def _alternatives(self, nodes: Sequence[Node]) -> Iterator[NodeMatches]:
        """The matches of each of several alternatives; words among them are counted as in a flat query."""
        for clause in self._planner.words([node for node in nodes if isinstance(node, Word)]):
            yield self._leaf(clause)
        for node in nodes:
            if not isinstance(node, Word):
                yield self.matches(node)

    def _any(self, parts: Iterable[NodeMatches]) -> NodeMatches:
        joined = _Combination(self._size, require_all=False)
        for part in parts:
            joined.add(part)
        return NodeMatches(joined.mask, joined.counts_alone, joined.total())

    def _side_by_side(self, node: Clauses) -> NodeMatches:
        excluded = np.zeros(self._size, np.bool_)
        for child in node.excluded:
            deadline.check()
            part = self.matches(child)
            excluded |= part.mask & part.counts_alone
        required = self._all(node.required) if node.required else None
        optional = self._any(self._alternatives(node.optional)) if node.optional else None
        if required is None and optional is None:
            everything = np.ones(self._size, np.bool_)
            joined = NodeMatches(everything, everything)
        elif required is None or optional is None:
            joined = required or optional  # type: ignore[assignment]
        else:
            must = required.scores is None  # filters alone: then one of the optional words must match
            mask = required.mask & optional.mask if must else required.mask
            counts_alone = optional.counts_alone if must else required.counts_alone | optional.counts_alone
            given = [np.where(one.mask, one.scores, 0.0) for one in (required, optional) if one.scores is not None]
            scores = np.where(mask, sum(given), 0.0) if given else None
            joined = NodeMatches(mask, mask & counts_alone, scores)
        return NodeMatches(joined.mask & ~excluded, joined.counts_alone & ~excluded, joined.scores)
