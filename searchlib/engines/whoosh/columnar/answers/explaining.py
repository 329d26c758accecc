"""Why a hit is a hit: each list's share of its score, and the mentions that satisfied each filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from searchlib.engines.contract import Header, Mention
from searchlib.engines.whoosh.columnar.answers.places import Place
from searchlib.engines.whoosh.columnar.evaluation.planner import filter_leaves
from searchlib.engines.whoosh.columnar.evaluation.posting_sources import Clause, postings_of
from searchlib.engines.whoosh.columnar.evaluation.segment_plan import SegmentPlan
from searchlib.engines.whoosh.columnar.evaluation.statistics import ROWS
from searchlib.models import Explanation, FilterPart, Passage, Statement, TermPart
from searchlib.query.nodes import And, Choice, Clauses, Day, Filter, Keyword, Node, Not, Or, Scored, Word
from searchlib.ranking import bm25

if TYPE_CHECKING:
    from searchlib.engines.whoosh.columnar.reader import Searcher

_LONGEST = 80
"""Characters of a mention that an explanation shows."""


def explanation(searcher: Searcher, node: Node, place: Place) -> Explanation:
    """The parts of the passage's score, which add up to it, and what satisfied the filters."""
    flat = searcher.planner.flat(node)
    plan = searcher.plans(node)[place.segment]
    weighing = _Weighing(searcher, plan, place.number)
    if flat is not None:
        terms = [part for clause in (*flat.optional, *flat.required) for part in weighing.parts(clause)]
    else:
        terms = weighing.node(node).parts
    passage, header = searcher.passage(place), searcher.header(place)
    filters = [
        FilterPart(clause=str(leaf), matched=tuple(_described(leaf, mention, passage) for mention in mentions))
        if mentions
        else FilterPart(clause=str(leaf), matched=_of_document(leaf, passage, header))
        for leaf, mentions in _by_leaf(plan, node, place, passage)
    ]
    filters += [FilterPart(clause=str(each), matched=()) for each in _barring(node)]
    name = "arrays" if flat is not None else "arrays, nested"
    return Explanation(plan=name, terms=tuple(terms), filters=tuple(filters))


# --- scores ----------------------------------------------------------------------------------------------------------


class _Share(NamedTuple):
    """What `nested.NodeMatches` says, of one passage: it matches, by more than title words, with these parts of its score."""

    mask: bool
    counts_alone: bool
    parts: list[TermPart]
    scored: bool


class _Weighing:
    """The parts of one passage's score, found as the plan finds it."""

    def __init__(self, searcher: Searcher, plan: SegmentPlan, passage: int) -> None:
        self._searcher = searcher
        self._plan = plan
        self._passage = passage

    def node(self, node: Node) -> _Share:
        """The share of a node of a nested query: see `NestedEvaluator.matches`."""
        if isinstance(node, Scored):
            return self._leaf(self._searcher.planner.leaf(node))
        if isinstance(node, Filter):
            mask = bool(self._plan.filter(node)[self._passage])
            return _Share(mask, mask, [], scored=False)
        if isinstance(node, Not):
            inner = self.node(node.node)
            mask = not (inner.mask and inner.counts_alone)
            return _Share(mask, mask, [], scored=False)
        if isinstance(node, And):
            return self._all(node.nodes)
        if isinstance(node, Or):
            return self._any(node.nodes)
        return self._clauses(node) if isinstance(node, Clauses) else _Share(False, False, [], scored=False)

    def _all(self, nodes: Sequence[Node]) -> _Share:
        shares = [self.node(each) for each in nodes]
        mask = all(share.mask for share in shares)
        scored = [share for share in shares if share.scored]
        counts_alone = mask and (not scored or any(share.counts_alone for share in scored))
        return _Share(mask, counts_alone, _together(scored) if mask else [], scored=bool(scored))

    def _any(self, nodes: Sequence[Node]) -> _Share:
        words = self._searcher.planner.words(each for each in nodes if isinstance(each, Word))
        shares = [self._leaf(clause) for clause in words]
        shares += [self.node(each) for each in nodes if not isinstance(each, Word)]
        counts_alone = any(share.counts_alone for share in shares)
        scored = any(share.scored for share in shares)
        return _Share(any(share.mask for share in shares), counts_alone, _together(shares), scored=scored)

    def _clauses(self, node: Clauses) -> _Share:
        found = _Share(True, True, [], scored=False)
        required = self._all(node.required) if node.required else None
        optional = self._any(node.optional) if node.optional else None
        if required is None or optional is None:
            found = required or optional or found
        else:
            must = not required.scored  # filters alone: then one of the optional words must match
            mask = required.mask and (optional.mask or not must)
            counts_alone = optional.counts_alone if must else required.counts_alone or optional.counts_alone
            parts = _together([required, optional]) if mask else []
            found = _Share(mask, mask and counts_alone, parts, scored=required.scored or optional.scored)
        if any(share.mask and share.counts_alone for share in map(self.node, node.excluded)):
            return _Share(False, False, [], scored=found.scored)
        return found

    def _leaf(self, clause: Clause) -> _Share:
        parts = self.parts(clause)
        counts_alone = self.parts(Clause(tuple(source for source in clause.sources if source.retrieves)))
        return _Share(bool(parts), bool(counts_alone), parts, scored=True)

    def parts(self, clause: Clause) -> list[TermPart]:
        """The share of each list of a clause that holds the passage."""
        found = []
        statistics = self._searcher.statistics
        for source in clause.sources:
            documents, frequencies, *_ = postings_of(self._plan.segment, source)
            at = int(np.searchsorted(documents, self._passage))
            if at == len(documents) or documents[at] != self._passage:
                continue
            row = ROWS[source.field]
            length = int(self._plan.segment.lengths[row][self._passage])
            norms = statistics.norms[row][[length]]
            share = bm25.share(source.weight, np.array([frequencies[at]], np.float64), norms)
            found.append(
                TermPart(
                    field="text" if source.field == "text" else "title",
                    term=source.label,
                    tf=int(frequencies[at]),
                    df=statistics.df(source.field, source.term) if source.term else len(documents),
                    idf=source.idf,
                    length=length,
                    average_length=statistics.average(source.field),
                    weight=source.weight,
                    score=float(share[0]),
                )
            )
        return found


def _together(shares: Sequence[_Share]) -> list[TermPart]:
    return [part for share in shares if share.mask for part in share.parts]


# --- filters ---------------------------------------------------------------------------------------------------------


def _by_leaf(plan: SegmentPlan, node: Node, place: Place, passage: Passage) -> list[tuple[Filter, list[Mention]]]:
    """Each filter leaf that the passage satisfies, with its mentions: rows of a passage stand in its mentions' order."""
    found: list[tuple[Filter, list[Mention]]] = []
    for leaf in filter_leaves(node):
        if isinstance(leaf, Choice) and leaf.field == "confidence":
            continue
        rows = plan.rows(leaf)
        if rows.table == "document":
            if rows.mask[int(plan.segment.column("passage_document")[place.number])]:
                found.append((leaf, []))
            continue
        of = plan.segment.column(f"{rows.table}_passage")
        first, after = np.searchsorted(of, (place.number, place.number + 1)).tolist()
        tables: dict[str, Sequence[Mention]] = {
            "statement": passage.statements,
            "date": passage.dates,
            "quantity": passage.quantities,
        }
        mentions = [tables[rows.table][at] for at in np.flatnonzero(rows.mask[first:after]).tolist()]
        if mentions:
            found.append((leaf, mentions))
    return found


def _barring(node: Node) -> list[Node]:
    """What the passage must not satisfy, as it stands beside the rest of the query."""
    if isinstance(node, Not):
        return [node]
    if isinstance(node, Clauses):
        return [*map(Not, node.excluded), *(each for each in node.required if isinstance(each, Not))]
    return [each for each in node.nodes if isinstance(each, Not)] if isinstance(node, And) else []


def _described(leaf: Node, mention: Mention, passage: Passage) -> str:
    """The mention's own words, cut where they are long, behind the name of who says them."""
    start, end = max(mention.start, passage.start), min(mention.end, passage.end)
    text = " ".join(passage.text[start - passage.start : end - passage.start].split())
    text = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    if not isinstance(mention, Statement):
        return text
    on = f", {mention.on}" if isinstance(leaf, Day) and mention.on else ""
    return f"{mention.speaker or 'somebody'}{on}: {text}"


def _of_document(leaf: Node, passage: Passage, header: Header) -> tuple[str, ...]:
    """What of the document satisfied a filter."""
    if isinstance(leaf, Day):
        return (str(header.published),)
    if isinstance(leaf, Keyword):
        return (header.source if leaf.field == "source" else passage.document,)
    return ()
