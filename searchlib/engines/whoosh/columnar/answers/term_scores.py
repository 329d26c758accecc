"""The parts of one passage's score: what each posting list that holds it adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, postings_of
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.matching.evaluation import Verdict, evaluate
from searchlib.models import TermPart
from searchlib.query.nodes import Filter, Node, Scored, Word
from searchlib.ranking import bm25


class TermScores:
    """Explains the scores of one query's matches."""

    def __init__(self, node: Node, flat: FlatPlan | None, planner: Planner, statistics: Statistics) -> None:
        self._node = node
        self._flat = flat
        self._planner = planner
        self._statistics = statistics

    def of(self, plan: SegmentPlan, passage: int) -> tuple[TermPart, ...]:
        """The parts of the score of a passage, a row of the plan's segment; they add up to it."""
        leaves = _PostingLeaves(plan, passage, self._planner, self._statistics)
        if self._flat is not None:
            clauses = (*self._flat.optional, *self._flat.required)
            return tuple(part for clause in clauses for part in leaves.parts(clause))
        return tuple(evaluate(self._node, leaves).evidence)


class _PostingLeaves:
    """The leaves of a query on one passage, read from the posting lists that hold it: `matching.evaluation.Leaves`."""

    def __init__(self, plan: SegmentPlan, passage: int, planner: Planner, statistics: Statistics) -> None:
        self._plan = plan
        self._passage = passage
        self._planner = planner
        self._statistics = statistics

    def scored(self, node: Scored) -> Verdict[TermPart]:
        return self._clause(self._planner.leaf(node))

    def words(self, nodes: Sequence[Word]) -> Iterable[Verdict[TermPart]]:
        return map(self._clause, self._planner.words(nodes))

    def filter(self, node: Filter) -> Verdict[TermPart]:
        matches = bool(self._plan.filter(node)[self._passage])
        return Verdict(matches, matches)

    def _clause(self, clause: Clause) -> Verdict[TermPart]:
        parts = self.parts(clause)
        counts_alone = self.parts(Clause(tuple(source for source in clause.sources if source.retrieves)))
        return Verdict(bool(parts), bool(counts_alone), parts, True)

    def parts(self, clause: Clause) -> list[TermPart]:
        """The share of each list of a clause that holds the passage."""
        parts = []
        for source in clause.sources:
            documents, frequencies, *_ = postings_of(self._plan.segment, source)
            at = int(np.searchsorted(documents, self._passage))
            if at == len(documents) or documents[at] != self._passage:
                continue
            row = ROWS[source.field]
            length = int(self._plan.segment.lengths[row][self._passage])
            norms = self._statistics.norms[row][[length]]
            share = bm25.share(source.weight, np.array([frequencies[at]], np.float64), norms)
            parts.append(
                TermPart(
                    field="text" if source.field == "text" else "title",
                    term=source.label,
                    tf=int(frequencies[at]),
                    df=self._statistics.df(source.field, source.term) if source.term else len(documents),
                    idf=source.idf,
                    length=length,
                    average_length=self._statistics.average(source.field),
                    weight=source.weight,
                    score=float(share[0]),
                )
            )
        return parts
