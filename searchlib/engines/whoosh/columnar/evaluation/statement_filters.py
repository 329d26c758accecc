"""`said(...)`: which statements satisfy everything asked of ONE statement.

A statement that runs over two passages has a row in each; what is true of either row is true of the statement. So answers
are masks over statements (the column `statement_identity`), and the matching passages are those of their rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib.array_operations import ranges
from searchlib.array_types import Mask
from searchlib.engines.whoosh.columnar.evaluation import positions
from searchlib.engines.whoosh.columnar.evaluation.filters import Filters
from searchlib.engines.whoosh.columnar.evaluation.table_rows import MatchingRows
from searchlib.engines.whoosh.columnar.store.layout import CONFIDENCES
from searchlib.fields import table_of
from searchlib.matching import deadline, intervals
from searchlib.query.nodes import (
    And,
    Choice,
    Day,
    ExtraValue,
    Filter,
    Group,
    Keyword,
    Leaf,
    Node,
    Not,
    Nothing,
    Or,
    Said,
    Scored,
    Word,
    fold,
    leaf_field,
)


class StatementFilters:
    """Answers `said(...)` in one segment, with its filters."""

    def __init__(self, filters: Filters) -> None:
        self._filters = filters
        segment = filters.segment
        self._segment = segment
        self._identity = segment.column("statement_identity")
        self._count = segment.mentions.statement_count

    def rows(self, node: Said) -> MatchingRows:
        """All rows of the statements that satisfy the query inside `said(...)`."""
        return MatchingRows.where("statement", self._statements(node.query)[self._identity])

    def _statements(self, node: Node) -> Mask:
        """A truth value for each statement. Raises OutOfTime."""
        return fold(node, self._leaf, self._group)

    def _leaf(self, leaf: Leaf) -> Mask:
        deadline.check()
        if isinstance(leaf, Nothing):
            return np.ones(self._count, np.bool_)
        if isinstance(leaf, Said):
            return self._statements(leaf.query)
        return self._words(leaf) if isinstance(leaf, Scored) else self._filter(leaf)

    def _group(self, group: Group, masks: Iterator[Mask]) -> Mask:
        """A group from the masks of its children; words side by side are all required."""
        if isinstance(group, Not):
            return ~next(masks)
        if isinstance(group, Or):
            mask = np.zeros(self._count, np.bool_)
            for child in masks:
                mask |= child
            return mask
        mask = np.ones(self._count, np.bool_)
        excluded_from = len(group.nodes) if isinstance(group, And) else len(group.optional) + len(group.required)
        for at, child in enumerate(masks):
            mask &= child if at < excluded_from else ~child
        return mask

    def _words(self, node: Scored) -> Mask:
        """Statements in whose words the leaf matches (words of one leaf need not be neighbours), or in whose title."""
        if leaf_field(node) == "title":
            return self._titled(node)
        if isinstance(node, Word):
            mask = np.ones(self._count, np.bool_)
            for word in self._segment.analyzer.query_terms(node.text):
                mask &= self._holding(positions.term_intervals(self._segment, "text", word.terms))
            return mask
        return self._holding(positions.find_intervals(self._segment, "text", node))

    def _titled(self, node: Scored) -> Mask:
        """Statements of documents in whose title the leaf matches."""
        mask = np.zeros(self._segment.passages, np.bool_)
        for name in ("title", "title.rest"):
            matched = positions.find_intervals(self._segment, name, node)
            mask[self._segment.checked(np.unique(matched.firsts >> 32), len(mask))] = True
        return self._of_rows(mask[self._segment.column("statement_passage")])

    def _holding(self, matched: intervals.Intervals) -> Mask:
        """Statements that hold an interval: looked for in the rows of the passages that have one."""
        of = self._segment.column("statement_passage")
        passages = np.unique(matched.firsts >> 32)
        starts = np.searchsorted(of, passages, "left")
        rows = ranges(starts, np.searchsorted(of, passages, "right") - starts)
        base = of[rows].astype(np.int64) << 32
        firsts = base | self._segment.column("statement_first")[rows]
        lasts = base | self._segment.column("statement_last")[rows]
        return self._of_rows(rows[intervals.inside(matched, firsts, lasts)])

    def _of_rows(self, rows: NDArray[Any]) -> Mask:
        """The statements that have one of these rows."""
        mask = np.zeros(self._count, np.bool_)
        mask[self._identity[rows]] = True
        return mask

    def _passages(self, node: Day | Keyword | ExtraValue) -> Mask:
        mask = np.zeros(self._segment.passages, np.bool_)
        mask[self._filters.passages(node)] = True
        return mask

    def _filter(self, node: Filter) -> Mask:
        """A filter leaf, asked of the statement itself or of the dates and quantities that stand in it."""
        if isinstance(node, Choice) and node.field == "confidence":
            code = CONFIDENCES.index(node.value)
            return self._of_rows(self._segment.column("statement_confidence") == code)
        if isinstance(node, Day | Keyword | ExtraValue) and table_of(node.field) == "document":
            return self._of_rows(self._passages(node)[self._segment.column("statement_passage")])
        matching = self._filters.rows(node)
        if matching.table == "statement":
            return self._of_rows(matching.rows)
        within = self._segment.column(f"{matching.table}_statement")[matching.rows]
        rows = np.zeros(len(self._identity), np.bool_)
        rows[self._segment.checked(within[within >= 0], len(rows))] = True
        return self._of_rows(rows)
