"""Why a hit is a hit: each list's share of its score, and the mentions that satisfied each filter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from searchlib import analysis
from searchlib.engines.base import Mention, Place
from searchlib.engines.whoosh.clauses import FIELDS, Clause, expansions, list_of
from searchlib.engines.whoosh.plan import SegmentPlan, filter_leaves, scored_leaves
from searchlib.engines.whoosh.segment import Segment
from searchlib.engines.whoosh.statistics import ROWS
from searchlib.models import Explanation, FilterPart, Passage, TermPart
from searchlib.query.nodes import AtLeast, Choice, Fuzzy, Near, Node, Or, Phrase, Together, Wildcard, Word
from searchlib.ranking import bm25

if TYPE_CHECKING:
    from searchlib.engines.whoosh.searcher import Searcher


def explanation(searcher: Searcher, node: Node, place: Place) -> Explanation:
    """The parts of the passage's score, which add up to it, and what satisfied the filters."""
    flat = searcher.planner.flat(node)
    plan = searcher.plans(node)[place.segment]
    clauses = plan.scoring(node, place.number) if flat is None else [*flat.optional, *flat.required]
    terms = [part for clause in clauses for part in _term_parts(searcher, plan, clause, place.number)]
    passage = searcher.passage(place)
    filters = tuple(
        FilterPart(clause=str(leaf), matched=tuple(_described(passage, mention) for mention in mentions))
        for leaf, mentions in _by_leaf(plan, node, place, passage)
    )
    name = "arrays" if flat is not None else "arrays, nested"
    return Explanation(plan=name, terms=tuple(terms), filters=filters)


def matched(searcher: Searcher, node: Node, place: Place) -> list[tuple[Node, Mention]]:
    """Each filter leaf with each mention of the passage that satisfied it."""
    plan = searcher.plans(node)[place.segment]
    passage = searcher.passage(place)
    return [(leaf, mention) for leaf, mentions in _by_leaf(plan, node, place, passage) for mention in mentions]


def words(segments: Sequence[Segment], node: Node) -> frozenset[str]:
    """All terms that the query's scored leaves stand for."""
    found: set[str] = set()
    waiting: list[Node] = list(scored_leaves(node))
    while waiting:
        leaf = waiting.pop()
        if isinstance(leaf, Word | Phrase):
            found.update(term for word in analysis.query_terms(leaf.text) for term in word.terms)
        elif isinstance(leaf, Wildcard | Fuzzy):
            for name in FIELDS[leaf.field]:
                found.update(term.decode() for segment in segments for term in expansions(segment, leaf, name))
        elif isinstance(leaf, Near | Together):
            waiting += [leaf.left, leaf.right]
        elif isinstance(leaf, Or):
            waiting += leaf.nodes
        elif isinstance(leaf, AtLeast):
            waiting.append(leaf.word)
    return frozenset(found)


def _term_parts(searcher: Searcher, plan: SegmentPlan, clause: Clause, passage: int) -> list[TermPart]:
    parts = []
    statistics = searcher.statistics
    for source in clause.sources:
        documents, frequencies, *_ = list_of(plan.segment, source)
        at = int(np.searchsorted(documents, passage))
        if at == len(documents) or documents[at] != passage:
            continue
        row = ROWS[source.field]
        length = int(plan.segment.lengths[row][passage])
        share = bm25.share(source.weight, np.array([frequencies[at]], np.float64), statistics.norms[row][[length]])
        holding = statistics.df(source.field, source.term) if source.term else len(documents)
        parts.append(
            TermPart(
                field="text" if source.field == "text" else "title",
                term=source.label,
                tf=int(frequencies[at]),
                df=holding,
                idf=source.idf,
                length=length,
                average_length=statistics.average(source.field),
                weight=source.weight,
                score=float(share[0]),
            )
        )
    return parts


def _by_leaf(plan: SegmentPlan, node: Node, place: Place, passage: Passage) -> list[tuple[Node, list[Mention]]]:
    """Each filter leaf that the passage satisfies, with its mentions: rows of a passage stand in its mentions' order."""
    found: list[tuple[Node, list[Mention]]] = []
    for leaf in filter_leaves(node):
        if isinstance(leaf, Choice) and leaf.field == "confidence":
            continue
        rows = plan.rows(leaf)
        mentions: list[Mention] = []
        if rows.table != "document":
            of = plan.segment.column(f"{rows.table}_passage")
            first, after = np.searchsorted(of, (place.number, place.number + 1)).tolist()
            tables: dict[str, Sequence[Mention]] = {
                "statement": passage.statements,
                "date": passage.dates,
                "quantity": passage.quantities,
            }
            every = tables[rows.table]
            mentions = [every[at - first] for at in range(first, after) if rows.mask[at] and at - first < len(every)]
            if not mentions:
                continue
        found.append((leaf, mentions))
    return found


def _described(passage: Passage, mention: Mention) -> str:
    """The mention's own words, cut where they are long."""
    start, end = max(mention.start, passage.start), min(mention.end, passage.end)
    text = " ".join(passage.text[start - passage.start : end - passage.start].split())
    return text if len(text) <= 80 else text[:79] + "…"
