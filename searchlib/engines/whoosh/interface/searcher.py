"""Whoosh's searcher over our index: fixes queries before they run, and answers plain ones by arrays.

A search for words - a Term, an Or, an And, excluded or optional words beside them, filters among the clauses of an And
- is the array plan's own query, and is answered as it answers: a top-k of exact scores and an exact total. Anything
else (spans, a user's own Query, sorting, grouping, recorded terms) runs on Whoosh's matchers over the same lists.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from whoosh import collectors, query, searching
from whoosh.query.qcore import Query

from searchlib.array_types import Mask
from searchlib.engines.whoosh.columnar.evaluation.planner import FlatPlan, Planner
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, term_clause
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS, Statistics
from searchlib.engines.whoosh.columnar.segments.integrity import corruption_translated
from searchlib.engines.whoosh.columnar.segments.segment import Segment
from searchlib.engines.whoosh.interface.matcher import Lucene
from searchlib.engines.whoosh.interface.query_fixes import Range, Terms, repaired
from searchlib.ranking import variant
from searchlib.ranking.postings import Top, merge_top


class PassageSearcher(searching.Searcher):
    """Searches one snapshot; scores are Lucene's unless another weighting is given."""

    def __init__(self, reader: Any, weighting: Any = Lucene, **kwargs: Any) -> None:
        super().__init__(reader, weighting=weighting, **kwargs)

    @property
    def statistics(self) -> Statistics:
        """Exact counts over all segments."""
        statistics: Statistics = self.ixreader.statistics
        return statistics

    @property
    def segments(self) -> list[Segment]:
        """The segments of the snapshot."""
        return [leaf.reader().columnar for leaf, _ in self.leaf_searchers()]

    @cached_property
    def planner(self) -> Planner:
        """The planner of array queries for this snapshot."""
        return Planner(self.segments, self.statistics)

    def refresh(self) -> PassageSearcher:
        """A searcher of the newest commit; this one when nothing changed, which otherwise stays usable."""
        return self if self.up_to_date() else self._ix.searcher(weighting=self.weighting)

    def collector(self, limit: int | None = 10, **kwargs: Any) -> collectors.Collector:
        """Whoosh's collector for these options, made exact; an array collector where no option asks for more."""
        made: collectors.Collector = super().collector(limit=limit, **{**kwargs, "optimize": False})
        innermost = made
        while isinstance(innermost, collectors.WrappingCollector):
            innermost = innermost.child
        if isinstance(innermost, collectors.ScoredCollector):
            innermost.replace = 0  # pruning by bounds is what goes wrong under boosts
        if type(made) is collectors.TopCollector or (
            type(made) is collectors.UnlimitedCollector and not kwargs.get("reverse")
        ):
            return ArrayCollector(limit or max(self.doc_count_all(), 1))
        return made

    def search(self, q: Query, **kwargs: Any) -> searching.Results:
        """As Whoosh's; the results remember the query as it was asked."""
        results = super().search(q, **kwargs)
        results.q = q
        return results

    def docs_for_query(self, q: Query, for_deletion: bool = False) -> Iterator[int]:
        """The numbers of all matching passages."""
        documents: Iterator[int] = super().docs_for_query(repaired(q), for_deletion=for_deletion)
        return documents

    def search_with_collector(self, q: Query, collector: Any, context: Any = None) -> None:
        """As Whoosh's, with the query's faults repaired."""
        super().search_with_collector(repaired(q), collector, context)


class ArrayCollector(collectors.TopCollector):
    """The best passages by arrays when the query allows, else by stepping through Whoosh's matchers, all of them.

    `plan` says which of the two it was, after it ran: "arrays" or "whoosh".
    """

    def __init__(self, limit: int) -> None:
        super().__init__(limit=limit, usequality=False, replace=0)
        self.plan = "whoosh"

    def run(self) -> None:
        """Run the query."""
        flat = self._flat()
        if flat is None:
            super().run()
            return
        self.plan = "arrays"
        with corruption_translated(self.top_searcher.segments):
            best = self._best(flat)
        self.items = [
            (score, -document) for document, score in zip(best.documents.tolist(), best.scores.tolist(), strict=True)
        ]
        self.finish()

    def _best(self, flat: FlatPlan) -> Top:
        best, parts, bases = Top(np.empty(0, np.int64), np.empty(0)), [], []
        for plan, allowed, base in self._parts:
            terms = plan.terms(flat)
            if terms is not None:
                floor = float(best.scores[-1]) if len(best.scores) >= self.limit else -1.0
                parts.append(variant().rank(plan.ranked, terms, self.limit, allowed=allowed, floor=floor))
                bases.append(base)
                best = merge_top(parts, bases, self.limit)
        return best

    def computes_count(self) -> bool:
        """Yes: every match is counted."""
        return True

    def count(self) -> int:
        """How many passages match, exactly."""
        return self.total if self.plan == "whoosh" else len(self._matching)

    def all_ids(self) -> Iterable[int]:
        """All matching passages, ascending."""
        return super().all_ids() if self.plan == "whoosh" else iter(self._matching)

    @cached_property
    def _matching(self) -> list[int]:
        flat = self._flat()
        assert flat is not None
        passages: list[int] = []
        with corruption_translated(self.top_searcher.segments):
            for plan, allowed, base in self._parts:
                terms = plan.terms(flat)
                if terms is not None:
                    documents = variant().match(plan.ranked, terms, allowed=allowed)
                    passages += (documents.astype(np.int64) + base).tolist()
        return passages

    @cached_property
    def _parts(self) -> list[tuple[SegmentPlan, Mask | None, int]]:
        """Each segment's plan, the passages that filters leave, and its first document number."""
        statistics = self.top_searcher.statistics
        searchers = self.top_searcher.leaf_searchers()
        asked = array_query(self.q, statistics)
        assert asked is not None
        plans = [
            (SegmentPlan(leaf.reader().columnar, statistics, self.top_searcher.planner), leaf) for leaf, _ in searchers
        ]
        return [
            (plan, allowed(plan.segment.deletions.alive, asked.filters, leaf), base)
            for (plan, leaf), (_, base) in zip(plans, searchers, strict=True)
        ]

    def _flat(self) -> FlatPlan | None:
        """The query as a flat plan; None when it has another shape or another weighting."""
        searcher = self.top_searcher
        if type(self.context.weighting) is not Lucene or not searcher.leaf_searchers():
            return None
        if not all(hasattr(leaf.reader(), "columnar") for leaf, _ in searcher.leaf_searchers()):
            return None
        asked = array_query(self.q, searcher.statistics)
        return None if asked is None else asked.flat


def allowed(alive: Mask | None, filters: Sequence[Query], searcher: Any) -> Mask | None:
    """The passages that are alive and match every filter; None when that is all."""
    mask = alive
    for condition in filters:
        held = np.zeros(searcher.doc_count_all(), np.bool_)
        held[np.fromiter(condition.matcher(searcher, searcher.boolean_context()).all_ids(), np.int64)] = True
        mask = held if mask is None else mask & held
    return mask


class ArrayQuery:
    """A Whoosh query as the array plan takes it: a flat table of words, and queries that only filter."""

    def __init__(self) -> None:
        self.flat = FlatPlan()
        self.filters: list[Query] = []


def array_query(asked: Query, statistics: Statistics) -> ArrayQuery | None:
    """The query as a flat plan and filters; None when it has another shape."""
    made = ArrayQuery()
    if isinstance(asked, query.AndMaybe):
        optional = alternatives(asked.b, statistics)
        if optional is None or not _require(made, asked.a, statistics) or not made.flat.required:
            return None  # beside filters alone, words of a table would have to match
        made.flat.optional += optional
    elif isinstance(asked, query.And | query.AndNot):
        if not _require(made, asked, statistics):
            return None
    else:
        optional = alternatives(asked, statistics)
        if optional is None:
            return None
        made.flat.optional += optional
    return made if made.flat.scored else None


def _require(made: ArrayQuery, asked: Query, statistics: Statistics) -> bool:
    """Add `asked` as a condition that every match meets; False when it has another shape."""
    if isinstance(asked, query.AndNot):
        excluded = alternatives(asked.b, statistics)
        if excluded is None:
            return False
        made.flat.excluded += excluded
        return _require(made, asked.a, statistics)
    if type(asked) is query.And and asked.boost == 1.0:
        return all(_require(made, subquery, statistics) for subquery in asked.subqueries)
    if isinstance(asked, query.Not):
        excluded = alternatives(asked.query, statistics)
        made.flat.excluded += excluded or []
        return excluded is not None
    if _is_filter(asked):
        made.filters.append(asked)
        return True
    optional = alternatives(asked, statistics)
    if not optional:
        return False
    made.flat.required.append(Clause(tuple(source for clause in optional for source in clause.sources)))
    return True


def alternatives(asked: Query, statistics: Statistics, boost: float = 1.0) -> list[Clause] | None:
    """The clauses of a word, or of words of which any may match; None for anything else."""
    if type(asked) is query.Term and asked.fieldname in ROWS:
        text = asked.text.decode("utf-8", "replace") if isinstance(asked.text, bytes) else asked.text
        weight = boost * asked.boost
        known = isinstance(text, str) and 0 <= weight < np.inf
        return [term_clause(statistics, (text,), asked.fieldname, weight)] if known else None
    if type(asked) is query.Or and not asked.scale and not asked.minmatch and asked.subqueries:
        parts = [alternatives(subquery, statistics, boost * asked.boost) for subquery in asked.subqueries]
        return None if None in parts else [clause for part in parts for clause in part or ()]
    return None


def _is_filter(asked: Query) -> bool:
    """Whether it asks for values of a field that scores nothing."""
    return isinstance(asked, query.Term | Terms | Range) and asked.field() not in ROWS
