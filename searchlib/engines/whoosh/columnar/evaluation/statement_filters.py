"""`said(...)`: which statements satisfy everything asked of ONE statement.

A statement that runs over two passages has a row in each; what holds of either row holds of the statement, so answers
are truth masks over statements (the column `statement_identity`), and the passages found are those of their rows.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searchlib import analysis
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
    Clauses,
    Day,
    Keyword,
    Node,
    Not,
    Nothing,
    Or,
    Said,
    Scored,
    Word,
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
        """A truth value a statement. Raises OutOfTime."""
        deadline.check()
        if isinstance(node, Clauses):
            mask = self._every((*node.required, *node.optional))
            for each in node.excluded:
                mask &= ~self._statements(each)
            return mask
        if isinstance(node, And):
            return self._every(node.nodes)
        if isinstance(node, Or):
            mask = np.zeros(self._count, np.bool_)
            for each in node.nodes:
                mask |= self._statements(each)
            return mask
        if isinstance(node, Not):
            return ~self._statements(node.node)
        if isinstance(node, Nothing):
            return np.ones(self._count, np.bool_)
        if isinstance(node, Said):
            return self._statements(node.query)
        if isinstance(node, Scored):
            return self._words(node)
        return self._filter(node)

    def _every(self, nodes: tuple[Node, ...]) -> Mask:
        mask = np.ones(self._count, np.bool_)
        for each in nodes:
            mask &= self._statements(each)
        return mask

    def _words(self, node: Scored) -> Mask:
        """Statements in whose words the leaf matches (words of one leaf need not be neighbours), or in whose title."""
        if leaf_field(node) == "title":
            return self._titled(node)
        if isinstance(node, Word):
            mask = np.ones(self._count, np.bool_)
            for word in analysis.query_terms(node.text):
                mask &= self._holding(positions.term_intervals(self._segment, "text", word.terms))
            return mask
        return self._holding(positions.find_intervals(self._segment, "text", node))

    def _titled(self, node: Scored) -> Mask:
        """Statements of documents in whose title the leaf matches."""
        mask = np.zeros(self._segment.passages, np.bool_)
        for name in ("title", "title.rest"):
            found = positions.find_intervals(self._segment, name, node)
            mask[self._segment.checked(np.unique(found.firsts >> 32), len(mask))] = True
        return self._of_rows(mask[self._segment.column("statement_passage")])

    def _holding(self, found: intervals.Intervals) -> Mask:
        """Statements that hold an interval: looked for in the rows of the passages that have one."""
        of = self._segment.column("statement_passage")
        passages = np.unique(found.firsts >> 32)
        starts = np.searchsorted(of, passages, "left")
        rows = ranges(starts, np.searchsorted(of, passages, "right") - starts)
        base = of[rows].astype(np.int64) << 32
        firsts = base | self._segment.column("statement_first")[rows]
        lasts = base | self._segment.column("statement_last")[rows]
        return self._of_rows(rows[intervals.inside(found, firsts, lasts)])

    def _of_rows(self, rows: NDArray[Any]) -> Mask:
        """The statements that have one of these rows."""
        mask = np.zeros(self._count, np.bool_)
        mask[self._identity[rows]] = True
        return mask

    def _passages(self, node: Day | Keyword) -> Mask:
        mask = np.zeros(self._segment.passages, np.bool_)
        mask[self._filters.passages(node)] = True
        return mask

    def _filter(self, node: Node) -> Mask:
        """A filter leaf, asked of the statement itself or of the dates and quantities that stand in it."""
        if isinstance(node, Choice) and node.field == "confidence":
            code = CONFIDENCES.index(node.value)
            return self._of_rows(self._segment.column("statement_confidence") == code)
        if isinstance(node, Day | Keyword) and table_of(node.field) == "document":
            return self._of_rows(self._passages(node)[self._segment.column("statement_passage")])
        found = self._filters.rows(node)  # type: ignore[arg-type]
        if found.table == "statement":
            return self._of_rows(found.rows)
        within = self._segment.column(f"{found.table}_statement")[found.rows]
        rows = np.zeros(len(self._identity), np.bool_)
        rows[self._segment.checked(within[within >= 0], len(rows))] = True
        return self._of_rows(rows)
