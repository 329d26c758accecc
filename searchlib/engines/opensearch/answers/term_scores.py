"""The parts of one passage's score, from its words and the statistics of the index: they add up to it, to the last bit but few.

The cluster ranks with 24 bits, and proximities by bounds; what is shown is scored here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from searchlib.engines.opensearch.queries.weights import Clause, Source, Weights
from searchlib.matching import term_patterns
from searchlib.matching.evaluation import Verdict, evaluate
from searchlib.matching.mentions import asked_confidences
from searchlib.matching.passage_leaves import PassageLeaves
from searchlib.matching.passage_text import PassageText
from searchlib.matching.stored import Stored
from searchlib.models import TermPart
from searchlib.query.nodes import AtLeast, Filter, Fuzzy, Node, Phrase, Scored, Together, Wildcard, Word
from searchlib.ranking import bm25


class TermScores:
    """Scores the matches of one query."""

    def __init__(self, node: Node, weights: Weights) -> None:
        self._node = node
        self._weights = weights
        self._flat = weights.flat(node)
        self._confidences = asked_confidences(node)

    def of(self, stored: Stored) -> tuple[TermPart, ...]:
        """The parts of the score of a passage that matches."""
        if self._flat is not None:
            return ClauseScores((*self._flat.optional, *self._flat.required), self._weights).of(stored)
        return tuple(evaluate(self._node, _SharesOf(stored, self._weights, self._confidences)).evidence)


class ClauseScores:
    """Scores passages by clauses side by side."""

    def __init__(self, clauses: Sequence[Clause], weights: Weights) -> None:
        self._clauses = clauses
        self._weights = weights

    def of(self, stored: Stored) -> tuple[TermPart, ...]:
        """The parts of the score of a passage."""
        leaves = _SharesOf(stored, self._weights, None)
        return tuple(part for clause in self._clauses for part in leaves.parts(clause))


def total(parts: Iterable[TermPart]) -> float:
    """The score: its parts are added in the order of their labels, as every engine does."""
    return float(sum(part.score for part in sorted(parts, key=lambda part: part.term)))


class _SharesOf:
    """The leaves of a query on one passage: `matching.evaluation.Leaves`, with the shares of the score as evidence."""

    def __init__(self, stored: Stored, weights: Weights, confidences: frozenset[str] | None) -> None:
        self._stored = stored
        self._weights = weights
        self._confidences = confidences

    @cached_property
    def _filters(self) -> PassageLeaves:
        return PassageLeaves(self._stored, self._confidences)

    @cached_property
    def _title(self) -> PassageText:
        return PassageText(self._stored.header.title, self._stored.text.analyzer)

    def scored(self, node: Scored) -> Verdict[TermPart]:
        return self._verdict(self._weights.leaf(node))

    def words(self, nodes: Sequence[Word]) -> Iterable[Verdict[TermPart]]:
        return map(self._verdict, self._weights.words(nodes))

    def filter(self, node: Filter) -> Verdict[TermPart]:
        verdict = self._filters.filter(node)
        return Verdict(verdict.matches, verdict.counts_alone)

    def _verdict(self, clause: Clause) -> Verdict[TermPart]:
        parts = self.parts(clause)
        first = self._stored.passage.ordinal == 0 or clause.asked == "title"
        alone = any(part.field == "text" or first for part in parts)
        return Verdict(bool(parts), alone, parts, True)

    def parts(self, clause: Clause) -> list[TermPart]:
        """The share of each source of a clause that the passage has."""
        found = ((source, self._frequency(source)) for source in clause.sources)
        return [self._part(source, frequency) for source, frequency in found if frequency]

    def _text(self, field: str) -> PassageText:
        return self._stored.text if field == "text" else self._title

    def _frequency(self, source: Source) -> int:
        """How often the source occurs in the passage."""
        text, node = self._text(source.field), source.node
        if node is None:
            return text.tokens.terms.count(source.term)
        if isinstance(node, Wildcard):
            matches = term_patterns.pattern_matcher(node.pattern, text.analyzer)
            return sum(map(matches, text.tokens.terms))
        if isinstance(node, Fuzzy):
            return _near_terms(node, text)
        if isinstance(node, AtLeast):
            often = len(text.intervals(Phrase(node.word.text)).firsts)
            return often if often >= node.count else 0
        if isinstance(node, Together) and source.field == "title":
            node = replace(node, unit="passage")
        return len(text.intervals(node).firsts)

    def _part(self, source: Source, frequency: int) -> TermPart:
        statistics = self._weights.statistics
        positions = self._text(source.field).tokens.positions
        length = positions[-1] + 1 if positions else 0
        average = statistics.average(source.field)
        if source.term:
            df = statistics.df(source.field, source.term)
        else:
            pattern = source.node if isinstance(source.node, Wildcard | Fuzzy) else None
            df = statistics.holding(source.field, pattern) if pattern else 0
        return TermPart(
            field=source.field,
            term=source.label,
            tf=frequency,
            df=df,
            idf=source.idf,
            length=length,
            average_length=average,
            weight=source.weight,
            score=bm25.share_of(
                source.weight, frequency, length, average, k1=statistics.parameters.k1, b=statistics.parameters.b
            ),
        )


def _near_terms(node: Fuzzy, text: PassageText) -> int:
    terms = text.tokens.terms
    distinct = list(dict.fromkeys(terms))
    edits = term_patterns.edit_distances(
        term_patterns.fuzzy_target(node.text, text.analyzer), [one.encode("utf-8", "replace") for one in distinct]
    )
    near = {term for term, count in zip(distinct, edits.tolist(), strict=True) if count <= node.distance}
    return sum(term in near for term in terms)
